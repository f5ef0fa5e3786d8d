package org.gale.engine.storm.engines;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.latency.HistogramSum;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.result.SampleSum;
import org.gale.engine.storm.result.SentEvents;

/** Sum of the groups and phases of the engines of a storm, which are the same in each of them. Pure functions. */
final class PartsSum
{
    private PartsSum()
    {
    }

    /** Adds groups or phases by name: an engine without an event of no VM lacks that part. */
    static List<Part> of(final List<List<Part>> engines)
    {
        final Map<String, List<Part>> named = new LinkedHashMap<>();
        engines.forEach(parts -> parts.forEach(
            part -> named.computeIfAbsent(part.name(), name -> new ArrayList<>()).add(part)));

        return named.values().stream().map(PartsSum::part).toList();
    }

    private static Part part(final List<Part> parts)
    {
        final Part first = parts.get(0);
        final Part.Span span = first.span() == null ? null : new Part.Span(
            first.span().startNs(), parts.stream().mapToLong(part -> part.span().lengthNs()).max().orElse(0));

        return new Part(first.name(), first.vms(), span,
            parts.stream().map(Part::account).reduce(EventAccount.NONE, EventAccount::plus),
            times(parts, Part::response), times(parts, Part::request), first.work() == null ? null :
            parts.stream().map(Part::work).reduce(DeviceCounts.Work.NONE, DeviceCounts.Work::plus),
            of(parts.stream().map(Part::groups).toList()));
    }

    private static Part.Times times(final List<Part> parts, final Function<Part, Part.Times> latency)
    {
        final List<Part.Times> all = parts.stream().map(latency).filter(Objects::nonNull).toList();
        final Histogram sum = HistogramSum.of(all.stream().map(Part.Times::samples).toList());

        return all.isEmpty() ? null : sum == null ? all.get(0) : Part.Times.of(sum);
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
