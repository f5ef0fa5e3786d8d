package org.gale.engine.storm.engines;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.EncodedLatency;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.result.SampleSum;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.StormParts;

/** Sum of the groups and phases of the engines of a storm, which are the same in each of them. Pure functions. */
final class PartsSum
{
    private static final String RESPONSE = "response";
    private static final String REQUEST = "request";

    private PartsSum()
    {
    }

    /** Returns the parts of the storm. */
    static StormParts of(final List<StormParts> parts)
    {
        final List<StormParts.OfPhase> phases = new ArrayList<>();
        for (int i = 0; i < parts.stream().mapToInt(part -> part.phases().size()).max().orElse(0); i++)
        {
            final int phase = i;
            phases.add(phase(parts.stream().filter(part -> part.phases().size() > phase)
                .map(part -> part.phases().get(phase)).toList()));
        }

        return new StormParts(groups(parts.stream().map(StormParts::groups).toList()), phases);
    }

    private static StormParts.OfPhase phase(final List<StormParts.OfPhase> phases)
    {
        final StormParts.OfPhase first = phases.get(0);
        final Map<String, String> encoded = new HashMap<>();
        final LatencySummary response = latency(phases, RESPONSE, encoded);
        final LatencySummary request = latency(phases, REQUEST, encoded);

        return new StormParts.OfPhase(first.name(), first.startNs(),
            phases.stream().mapToLong(StormParts.OfPhase::lengthNs).max().orElse(0), account(phases), response,
            request, first.work() == null ? null :
            phases.stream().map(StormParts.OfPhase::work).reduce(DeviceCounts.Work.NONE, DeviceCounts.Work::plus),
            encoded, groups(phases.stream().map(StormParts.OfPhase::groups).toList()));
    }

    /** Adds groups by name: an engine without an event of no VM lacks that part. */
    private static List<StormParts.OfGroup> groups(final List<List<StormParts.OfGroup>> engines)
    {
        final Map<String, List<StormParts.OfGroup>> named = new LinkedHashMap<>();
        engines.forEach(groups -> groups.forEach(
            group -> named.computeIfAbsent(group.name(), name -> new ArrayList<>()).add(group)));

        return named.values().stream().map(PartsSum::group).toList();
    }

    private static StormParts.OfGroup group(final List<StormParts.OfGroup> groups)
    {
        final StormParts.OfGroup first = groups.get(0);
        final Map<String, String> encoded = new HashMap<>();
        final LatencySummary response = latency(groups, RESPONSE, encoded);
        final LatencySummary request = latency(groups, REQUEST, encoded);

        return new StormParts.OfGroup(first.name(), first.vms(), account(groups), response, request,
            first.work() == null ? null :
            groups.stream().map(StormParts.OfGroup::work).reduce(DeviceCounts.Work.NONE, DeviceCounts.Work::plus),
            encoded);
    }

    private static EventAccount account(final List<? extends StormParts.Part> parts)
    {
        return parts.stream().map(StormParts.Part::account).reduce(EventAccount.NONE, EventAccount::plus);
    }

    /** Adds a latency of some parts, and puts its histogram beside others if it has samples. */
    private static LatencySummary latency(
        final List<? extends StormParts.Part> parts, final String name, final Map<String, String> encoded)
    {
        final Function<StormParts.Part, LatencySummary> summary =
            part -> name.equals(RESPONSE) ? part.response() : part.request();
        final List<? extends StormParts.Part> some =
            parts.stream().filter(part -> summary.apply(part) != null && summary.apply(part).count() > 0).toList();
        if (some.size() <= 1)
        {
            some.forEach(part -> encoded.putAll(only(encodedOf(part), name)));

            return summary.apply(some.isEmpty() ? parts.get(0) : some.get(0));
        }
        final SampleSum sum = SampleSum.ofPart();
        for (final StormParts.Part part : some)
        {
            final String text = encodedOf(part).get(name);
            sum.addExact(summary.apply(part));
            if (text == null)
            {
                sum.lacksHistogram();
            }
            else
            {
                sum.limit(EncodedLatency.digits(text));
                sum.samples().add(EncodedLatency.decoded(text));
            }
        }
        if (sum.isWhole())
        {
            encoded.put(name, EncodedLatency.encoded(sum.samples()));
        }

        return sum.summary();
    }

    private static Map<String, String> only(final Map<String, String> encoded, final String name)
    {
        return encoded.containsKey(name) ? Map.of(name, encoded.get(name)) : Map.of();
    }

    private static Map<String, String> encodedOf(final StormParts.Part part)
    {
        return part instanceof StormParts.OfGroup group ? group.encoded() : ((StormParts.OfPhase)part).encoded();
    }

    /** Returns the counts of the devices of each group. */
    static List<DeviceCounts> devices(final List<List<DeviceCounts>> engines)
    {
        final List<DeviceCounts> sum = new ArrayList<>();
        for (int i = 0; i < engines.get(0).size(); i++)
        {
            final int group = i;
            sum.add(device(engines.stream().map(engine -> engine.get(group)).toList()));
        }

        return sum;
    }

    private static DeviceCounts device(final List<DeviceCounts> parts)
    {
        final Map<RecordedKind, Long> recorded = new EnumMap<>(RecordedKind.class);
        parts.forEach(part -> part.recorded().forEach((kind, count) -> recorded.merge(kind, count, Long::sum)));
        final List<LatencySummary> waits =
            parts.stream().map(DeviceCounts::senderWait).filter(wait -> wait != null && wait.count() > 0).toList();

        return new DeviceCounts(parts.get(0).group(), parts.stream().mapToLong(DeviceCounts::completions).sum(),
            parts.stream().mapToLong(DeviceCounts::interrupts).sum(), held(parts), recorded,
            waits.isEmpty() ? parts.get(0).senderWait() : waits.size() == 1 ? waits.get(0) : summary(waits),
            parts.stream().map(DeviceCounts::measured).reduce(DeviceCounts.Work.NONE, DeviceCounts.Work::plus));
    }

    /** Returns the mean times over all interrupts. */
    private static Map<Hold, Long> held(final List<DeviceCounts> parts)
    {
        final Map<Hold, Long> sums = new EnumMap<>(Hold.class);
        final Map<Hold, Long> interrupts = new EnumMap<>(Hold.class);
        parts.forEach(part -> part.heldNs().forEach((hold, ns) ->
        {
            sums.merge(hold, ns * part.interrupts(), Long::sum);
            interrupts.merge(hold, part.interrupts(), Long::sum);
        }));
        sums.replaceAll((hold, sum) -> sum / Math.max(1, interrupts.get(hold)));

        return sums;
    }

    /** Returns the exact figures of samples whose histograms are not known. */
    private static LatencySummary summary(final List<LatencySummary> parts)
    {
        final SampleSum sum = SampleSum.ofPart();
        sum.lacksHistogram();
        parts.forEach(sum::addExact);

        return sum.summary();
    }

    /** Returns what devices and producers have sent. */
    static SentEvents sent(final List<SentEvents> parts)
    {
        final Map<String, SentEvents.OfGroup> groups = new LinkedHashMap<>();
        for (final SentEvents part : parts)
        {
            part.groups().forEach(group -> groups.merge(group.name(), group, (one, other) -> new SentEvents.OfGroup(
                one.name(), one.offered() + other.offered(), one.sent() + other.sent(),
                one.ticksHigh() + other.ticksHigh(), one.ofNoVm() + other.ofNoVm())));
        }

        return new SentEvents(parts.stream().mapToLong(SentEvents::sent).sum(),
            parts.stream().mapToLong(SentEvents::ticksHigh).sum(), parts.stream().mapToLong(SentEvents::ofNoVm).sum(),
            List.copyOf(groups.values()));
    }
}
