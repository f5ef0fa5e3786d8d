package org.gale.engine.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.StormParts;
import org.gale.engine.storm.result.StormResult;

/** JSON of the parts of a storm. Their figures have the names that those of the storm have. Used once. */
final class PartsJson
{
    private final JsonGenerator json;
    private final boolean hasMeans;
    private final List<DeviceCounts> devices;
    /** Interrupts of each group that were delivered in the measured part. */
    private final List<Long> delivered;
    private final SentEvents sent;
    private final PartHistograms histograms;

    private PartsJson(final JsonGenerator json, final StormResult result)
    {
        this.delivered = result.latencies().delivered().byGroup();
        this.json = json;
        this.hasMeans = result.model() != null;
        this.devices = result.totals().devices();
        this.sent = result.totals().sent();
        this.histograms = PartHistograms.of(result.totals().parts());
    }

    /** Writes {@code groups} and {@code phases}. Those of a storm with a model have exact means. */
    static void write(final JsonGenerator json, final StormResult result) throws IOException
    {
        new PartsJson(json, result).parts(result.totals().parts());
    }

    private void parts(final StormParts parts) throws IOException
    {
        histograms.writeDigits(json);
        groups(parts.groups(), false);
        json.writeArrayFieldStart("phases");
        for (final StormParts.OfPhase phase : parts.phases())
        {
            json.writeStartObject();
            json.writeStringField("name", phase.name());
            json.writeNumberField("start_s", IntervalJson.seconds(phase.startNs()));
            json.writeNumberField("length_s", IntervalJson.seconds(phase.lengthNs()));
            done(phase.work());
            accounting(phase.account(), null, true);
            latencies(phase.response(), phase.request(), null, null, phase.encoded());
            groups(phase.groups(), true);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void groups(
        final List<StormParts.OfGroup> groups, final boolean isOfPhase) throws IOException
    {
        json.writeArrayFieldStart("groups");
        for (int i = 0; i < groups.size(); i++)
        {
            final StormParts.OfGroup group = groups.get(i);
            json.writeStartObject();
            json.writeStringField("name", group.name());
            json.writeNumberField("vms", group.vms());
            if (isOfPhase)
            {
                done(group.work());
            }
            else
            {
                devices(group.name());
            }
            accounting(group.account(), isOfPhase ? null : sent.group(group.name()), isOfPhase);
            latencies(group.response(), group.request(), isOfPhase || i >= delivered.size() ? null : delivered.get(i),
                isOfPhase ? null : senderWait(group.name()), group.encoded());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes what the devices of a group have completed, if devices have models. */
    private void devices(final String group) throws IOException
    {
        for (final DeviceCounts counts : devices)
        {
            if (counts.group().equals(group))
            {
                json.writeNumberField("completions", counts.completions());
                json.writeNumberField("interrupts", counts.interrupts());
                work(json, counts.measured());
                numbers("recorded", counts.recorded(), RecordedKind::label);
                numbers("held_ns", counts.heldNs(), Hold::label);
            }
        }
    }

    /** Writes the work of devices in a phase, if devices have models. */
    private void done(final DeviceCounts.Work work) throws IOException
    {
        if (work != null)
        {
            json.writeNumberField("completions", work.completions());
            json.writeNumberField("interrupts", work.interrupts());
            deferred(json, work);
        }
    }

    /** Writes the rates of the work of devices, and the mean time for which they held an interrupt back. */
    static void work(final JsonGenerator json, final DeviceCounts.Work work) throws IOException
    {
        json.writeNumberField("completions_per_s", Math.round(work.completionsPerS()));
        json.writeNumberField("interrupts_per_s", Math.round(work.interruptsPerS()));
        deferred(json, work);
    }

    private static void deferred(final JsonGenerator json, final DeviceCounts.Work work) throws IOException
    {
        json.writeObjectFieldStart("deferred_ns");
        json.writeNumberField("count", work.interrupts());
        json.writeFieldName("mean");
        if (work.interrupts() == 0)
        {
            json.writeNull();
        }
        else
        {
            json.writeNumber(IntervalJson.mean(work.deferredNs(), work.interrupts()));
        }
        json.writeEndObject();
    }

    /** Writes an object with a number for each key; nothing where there is no key. */
    private <K> void numbers(final String name, final Map<K, Long> numbers, final Function<K, String> label)
        throws IOException
    {
        if (numbers.isEmpty())
        {
            return;
        }
        json.writeObjectFieldStart(name);
        for (final Map.Entry<K, Long> number : numbers.entrySet())
        {
            json.writeNumberField(label.apply(number.getKey()), number.getValue());
        }
        json.writeEndObject();
    }

    /** {@return how long vCPUs of a group waited for those that they had interrupted; null where none sends} */
    private LatencySummary senderWait(final String group)
    {
        return devices.stream().filter(counts -> counts.group().equals(group)).map(DeviceCounts::senderWait)
            .filter(wait -> wait != null).findFirst().orElse(null);
    }

    private void accounting(
        final EventAccount account, final SentEvents.OfGroup sentOfGroup, final boolean isOfPhase) throws IOException
    {
        json.writeObjectFieldStart("accounting");
        if (isOfPhase)
        {
            json.writeNumberField(AccountJson.CARRIED_IN, account.carriedIn());
        }
        AccountJson.write(json, account);
        if (sentOfGroup != null)
        {
            json.writeNumberField("sent", sentOfGroup.sent());
            json.writeNumberField("ticks_high", sentOfGroup.ticksHigh());
            json.writeNumberField("of_no_vm", sentOfGroup.ofNoVm());
        }
        json.writeEndObject();
    }

    private void latencies(
        final LatencySummary response,
        final LatencySummary request,
        final Long measured,
        final LatencySummary senderWait,
        final Map<String, String> encoded) throws IOException
    {
        json.writeObjectFieldStart("latency_ns");
        if (measured != null)
        {
            json.writeNumberField("delivered", measured);
        }
        IntervalJson.summary(json, "response", response, hasMeans);
        if (request != null)
        {
            IntervalJson.summary(json, Latency.REQUEST.label(), request, hasMeans);
        }
        if (senderWait != null)
        {
            IntervalJson.summary(json, "sender_wait", senderWait, hasMeans);
        }
        histograms.write(json, encoded);
        json.writeEndObject();
    }
}
