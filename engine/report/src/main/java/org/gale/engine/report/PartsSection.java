package org.gale.engine.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.gale.engine.report.document.DocumentAccounts;
import org.gale.engine.report.document.Latencies;
import org.gale.engine.report.document.StormDocument;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.PollKind;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.StormResult;

/** Groups and phases of a report. Their figures have the names that those of the storm have. Used once. */
final class PartsSection
{
    /** Decimal digits of a share in millionths. */
    private static final int PPM_DIGITS = 6;

    private final StormResult result;
    private final boolean hasMeans;
    private final EncodedHistograms encoded;

    private PartsSection(final StormResult result)
    {
        this.result = result;
        this.hasMeans = result.model() != null;
        this.encoded = EncodedHistograms.of(Stream.concat(result.totals().groups().stream(),
            result.totals().phases().stream()).flatMap(PartsSection::histograms).toList());
    }

    /** Returns the groups and phases of a storm. Those of a storm with a model have exact means. */
    static StormDocument.Parts of(
        final StormResult result, final StormDocument.SlowestStage slowest, final StormDocument.Attach attach)
    {
        final PartsSection section = new PartsSection(result);
        final List<StormDocument.Part> groups = new ArrayList<>();
        result.totals().groups().forEach(group -> groups.add(section.ofStorm(group, groups.size())));

        return new StormDocument.Parts(section.encoded.digits(), groups,
            result.totals().phases().stream().map(section::ofPhase).toList(), slowest, attach);
    }

    private StormDocument.Part ofStorm(final Part group, final int index)
    {
        final DeviceCounts devices = result.totals().devices().stream()
            .filter(counts -> counts.group().equals(group.name())).findFirst().orElse(null);
        final List<Long> delivered = result.latencies().delivered().byGroup();
        final SentEvents.OfGroup sent = result.totals().sent().group(group.name());

        return new StormDocument.Part(group.name(), (long)group.vms(), null, devices == null ? null : work(devices),
            account(null, group.account(),
            sent == null ? null : new DocumentAccounts.Sent(sent.sent(), sent.ticksHigh(), sent.ofNoVm())),
            latencies(index < delivered.size() ? delivered.get(index) : null, group,
            devices == null ? null : devices.senderWait()), saturation(group, index), null);
    }

    private StormDocument.Saturation saturation(final Part group, final int index)
    {
        final List<Load> loads = result.model() == null ? List.of() : result.model().loads();

        return group.vms() == 0 || index >= loads.size() ? null :
            saturation(loads.get(index), group.account().delivered());
    }

    /**
     * Returns the saturation of a storm, or of a part of it.
     *
     * @param delivered interrupts of the whole run
     */
    static StormDocument.Saturation saturation(final Load load, final long delivered)
    {
        final Load.LoadVerdict verdict = load.verdict(delivered);

        return new StormDocument.Saturation(verdict == null ? null : verdict.label(),
            verdict == null ? null : verdict == Load.LoadVerdict.OVERLOADED ? 1L : 0L, load.merged(), load.backlog(),
            BigDecimal.valueOf(load.leftPpm(), PPM_DIGITS));
    }

    /** Returns a phase, or a group of VMs in one. */
    private StormDocument.Part ofPhase(final Part part)
    {
        final Part.Span span = part.span();

        return new StormDocument.Part(part.name(), span == null ? (long)part.vms() : null, span == null ? null :
            new StormDocument.Span(LatencySection.seconds(span.startNs()), LatencySection.seconds(span.lengthNs())),
            done(part.work()), account(part.account().carriedIn(), part.account(), null),
            latencies(null, part, null), null,
            span == null ? null : part.groups().stream().map(this::ofPhase).toList());
    }

    /** {@return the work of devices in a phase; null where none has a model} */
    private static StormDocument.Work done(final DeviceCounts.Work work)
    {
        return work == null ? null : new StormDocument.Work(
            work.completions(), work.interrupts(), null, null, deferred(work), null, null, null);
    }

    private static StormDocument.Work work(final DeviceCounts counts)
    {
        final DeviceCounts.Work work = counts.measured();

        return new StormDocument.Work(counts.completions(), counts.interrupts(),
            LatencySection.rounded(work.completionsPerS()), LatencySection.rounded(work.interruptsPerS()),
            deferred(work), labelled(counts.recorded(), RecordedKind::label), labelled(counts.heldNs(), Hold::label),
            labelled(counts.sums().polls(), PollKind::label));
    }

    /** Returns the rates of the work of all devices, and the mean time for which they held an interrupt back. */
    static StormDocument.Work rates(final List<DeviceCounts> devices)
    {
        final DeviceCounts.Work work = DeviceCounts.Work.sum(devices);

        return new StormDocument.Work(null, null, LatencySection.rounded(work.completionsPerS()),
            LatencySection.rounded(work.interruptsPerS()), deferred(work), null, null, null);
    }

    private static StormDocument.Deferred deferred(final DeviceCounts.Work work)
    {
        return new StormDocument.Deferred(work.interrupts(), LatencySection.mean(work.deferredNs(), work.interrupts()));
    }

    /** {@return numbers by the labels of their keys; null of none} */
    private static <K> Map<String, Long> labelled(final Map<K, Long> numbers, final Function<K, String> label)
    {
        final Map<String, Long> labelled = new LinkedHashMap<>();
        numbers.forEach((key, number) -> labelled.put(label.apply(key), number));

        return labelled.isEmpty() ? null : labelled;
    }

    private DocumentAccounts.OfPart account(
        final Long carriedIn, final EventAccount account, final DocumentAccounts.Sent sent)
    {
        return new DocumentAccounts.OfPart(carriedIn,
            events(account, result.totals().hasVectors()), account.rejected(), account.remainder(), sent);
    }

    /**
     * Returns the events of an account that were not rejected.
     *
     * @param hasVectors true of a storm whose devices have vectors
     */
    static DocumentAccounts.Events events(final EventAccount account, final boolean hasVectors)
    {
        return new DocumentAccounts.Events(account.offered(), account.delivered(), account.coalesced(),
            account.pending(),
            hasVectors ? account.held() : null);
    }

    private Latencies.OfPart latencies(
        final Long delivered, final Part part, final LatencySummary senderWait)
    {
        return new Latencies.OfPart(delivered, LatencySection.times(part.response().summary(), hasMeans),
            part.handled() == null ? null : LatencySection.times(part.handled().summary(), hasMeans),
            part.request() == null ? null : LatencySection.times(part.request().summary(), true),
            senderWait == null ? null : LatencySection.times(senderWait, hasMeans), encoded(part));
    }

    /** {@return the histograms of a part by their latencies; null if it has none, or they are left out} */
    private Map<String, String> encoded(final Part part)
    {
        final Map<String, String> texts = new LinkedHashMap<>();
        put(texts, Latency.RESPONSE, part.response());
        put(texts, Latency.HANDLED, part.handled());
        put(texts, Latency.REQUEST, part.request());

        return texts.isEmpty() ? null : texts;
    }

    private void put(final Map<String, String> texts, final Latency latency, final Part.Times times)
    {
        final String text = times == null ? null : encoded.of(times.samples());
        if (text != null)
        {
            texts.put(latency.label(), text);
        }
    }

    private static Stream<Histogram> histograms(final Part part)
    {
        return Stream.concat(Stream.of(part), part.groups().stream())
            .flatMap(one -> Stream.of(one.response(), one.handled(), one.request()))
            .filter(times -> times != null && times.samples() != null && times.samples().getTotalCount() > 0)
            .map(Part.Times::samples);
    }
}
