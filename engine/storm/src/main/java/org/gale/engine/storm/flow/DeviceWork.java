package org.gale.engine.storm.flow;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.PollKind;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.topology.Topology;

/** Work of the devices with models of a storm, read from the counts of the models. Pure functions. */
public final class DeviceWork
{
    private static final List<Hold> IN_FRONT = List.of(Hold.MODERATION, Hold.BATCH);

    private DeviceWork()
    {
    }

    /** Returns the work of each group of VMs until now. */
    public static List<DeviceCounts.Work> of(final Topology topology, final ModelCounts source)
    {
        return IntStream.range(0, topology.groups().size()).mapToObj(group -> new DeviceCounts.Work(
            source.completions(group), source.interrupts(group),
            IN_FRONT.stream().mapToLong(reason -> source.heldNs(group, reason)).sum(), 0))
            .toList();
    }

    /**
     * Returns the counts of each group of VMs, those without models too.
     *
     * @param waits      times that the vCPUs of a group waited for all that they had sent; null where none sends
     * @param before     work of each group before the measured part
     * @param measuredNs length of the measured part
     */
    public static List<DeviceCounts> counts(final Topology topology, final ModelCounts source,
        final IntFunction<Histogram> waits, final List<DeviceCounts.Work> before, final long measuredNs)
    {
        final List<DeviceCounts.Work> now = of(topology, source);

        return IntStream.range(0, topology.groups().size()).mapToObj(group -> DeviceCounts.of(
            topology.groups().get(group).name(), source.completions(group), source.interrupts(group),
            recorded(source, group),
            new DeviceCounts.Sums(held(source, group), waits == null ? null : waits.apply(group),
            polls(source, group)),
            now.get(group).since(before.get(group), measuredNs))).toList();
    }

    private static Map<RecordedKind, Long> recorded(final ModelCounts source, final int group)
    {
        final Map<RecordedKind, Long> counts = new EnumMap<>(RecordedKind.class);
        for (final RecordedKind kind : RecordedKind.values())
        {
            counts.put(kind, source.recorded(group, kind));
        }

        return counts.values().stream().allMatch(count -> count == 0) ? Map.of() : counts;
    }

    private static Map<PollKind, Long> polls(final ModelCounts source, final int group)
    {
        final Map<PollKind, Long> counts = new EnumMap<>(PollKind.class);
        for (final PollKind kind : PollKind.values())
        {
            counts.put(kind, source.polls(group, kind));
        }

        return counts.values().stream().allMatch(count -> count == 0) ? Map.of() : counts;
    }

    private static Map<Hold, Long> held(final ModelCounts source, final int group)
    {
        final Map<Hold, Long> sums = new EnumMap<>(Hold.class);
        for (final Hold reason : Hold.values())
        {
            sums.put(reason, source.heldNs(group, reason));
        }
        sums.values().removeIf(ns -> ns == 0);

        return sums;
    }
}
