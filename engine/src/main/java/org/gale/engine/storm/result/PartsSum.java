package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Sum of the groups and phases of the engines of a storm, which are the same in each of them. Pure functions. */
final class PartsSum
{
    private PartsSum()
    {
    }

    /**
     * Adds groups or phases by name: an engine without an event of no VM lacks that part.
     *
     * @param measured those of the engines whose latencies count
     */
    static List<Part> of(final List<List<Part>> engines, final List<List<Part>> measured)
    {
        final Map<String, List<Part>> some = named(measured);

        return named(engines).entrySet().stream().map(part ->
            part(part.getValue(), some.getOrDefault(part.getKey(), part.getValue()))).toList();
    }

    private static Map<String, List<Part>> named(final List<List<Part>> engines)
    {
        final Map<String, List<Part>> named = new LinkedHashMap<>();
        engines.forEach(parts -> parts.forEach(
            part -> named.computeIfAbsent(part.name(), name -> new ArrayList<>()).add(part)));

        return named;
    }

    private static Part part(final List<Part> parts, final List<Part> measured)
    {
        final Part first = parts.get(0);
        final Part.Span span = first.span() == null ? null : new Part.Span(
            first.span().startNs(), parts.stream().mapToLong(part -> part.span().lengthNs()).max().orElse(0));

        return new Part(first.name(), first.vms(), span,
            parts.stream().map(Part::account).reduce(EventAccount.NONE, EventAccount::plus),
            times(measured, Part::response), times(measured, Part::request), first.work() == null ? null :
            parts.stream().map(Part::work).reduce(DeviceCounts.Work.NONE, DeviceCounts.Work::plus),
            of(parts.stream().map(Part::groups).toList(), measured.stream().map(Part::groups).toList()));
    }

    private static Part.Times times(final List<Part> parts, final Function<Part, Part.Times> latency)
    {
        final List<Part.Times> all = parts.stream().map(latency).filter(Objects::nonNull).toList();
        final Histogram sum = HistogramSum.of(all.stream().map(Part.Times::samples).toList());

        return all.isEmpty() ? null : sum == null ? all.get(0) : Part.Times.of(sum);
    }

    /** Returns the counts of the devices of each group. */
    static List<DeviceCounts> devices(
        final List<List<DeviceCounts>> engines, final List<List<DeviceCounts>> measured)
    {
        final List<DeviceCounts> sum = new ArrayList<>();
        for (int i = 0; i < engines.get(0).size(); i++)
        {
            final int group = i;
            sum.add(device(engines.stream().map(engine -> engine.get(group)).toList(),
                measured.stream().map(engine -> engine.get(group)).toList()));
        }

        return sum;
    }

    private static DeviceCounts device(final List<DeviceCounts> parts, final List<DeviceCounts> measured)
    {
        final Map<RecordedKind, Long> recorded = new EnumMap<>(RecordedKind.class);
        parts.forEach(part -> part.recorded().forEach((kind, count) -> recorded.merge(kind, count, Long::sum)));
        final Map<Hold, Long> heldNs = new EnumMap<>(Hold.class);
        parts.forEach(part -> part.sums().heldNs().forEach((hold, ns) -> heldNs.merge(hold, ns, Long::sum)));

        return DeviceCounts.of(parts.get(0).group(), parts.stream().mapToLong(DeviceCounts::completions).sum(),
            parts.stream().mapToLong(DeviceCounts::interrupts).sum(), recorded, new DeviceCounts.Sums(heldNs,
            HistogramSum.of(measured.stream().map(part -> part.sums().senderWait()).toList())),
            measured.stream().map(DeviceCounts::measured).reduce(DeviceCounts.Work.NONE, DeviceCounts.Work::plus));
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
