package org.gale.engine.storm.run;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gale.engine.storm.flow.ModelCounts;
import org.gale.engine.storm.latency.LatencySummary;
import org.gale.engine.storm.latency.SenderWaits;
import org.gale.engine.storm.model.Hold;
import org.gale.engine.storm.model.RecordedKind;
import org.gale.engine.storm.topology.Topology;

/**
 * Counts of the devices with models of a group of VMs.
 *
 * @param group       name of the group
 * @param completions pieces of work that were completed for guests: requests, packets or buffers
 * @param interrupts  messages that the devices have sent
 * @param heldNs      mean time for which devices held the first work of an interrupt back, ns, by reasons that are any
 * @param recorded    events of traces that were offered, by kind; empty where no trace is
 * @param senderWait  times that vCPUs waited for all that they had sent an interrupt to; null where none sends
 * @param measured    work of the measured part
 */
public record DeviceCounts(
    String group, long completions, long interrupts, Map<Hold, Long> heldNs, Map<RecordedKind, Long> recorded,
    LatencySummary senderWait, Work measured)
{
    private static final long SECOND_NS = 1_000_000_000;

    /** Makes the counts of a group all of whose work was measured in a second, and nothing of it held back. */
    public DeviceCounts(final String group, final long completions, final long interrupts,
        final Map<Hold, Long> heldNs, final Map<RecordedKind, Long> recorded, final LatencySummary senderWait)
    {
        this(group, completions, interrupts, heldNs, recorded, senderWait,
            new Work(completions, interrupts, 0, SECOND_NS));
    }

    /** Makes the counts of a group whose vCPUs send nothing. */
    public DeviceCounts(final String group, final long completions, final long interrupts)
    {
        this(group, completions, interrupts, Map.of(), Map.of(), null);
    }

    /**
     * Work of the devices of a group of VMs.
     *
     * @param completions pieces of work that were completed for guests
     * @param interrupts  messages that the devices have sent
     * @param deferredNs  time for which devices held the first work of an interrupt back in front of it, over all
     * @param ns          length of the time in which it was done; 0 while it is not known
     */
    public record Work(long completions, long interrupts, long deferredNs, long ns)
    {
        /** No work. */
        public static final Work NONE = new Work(0, 0, 0, 0);

        private static final List<Hold> IN_FRONT = List.of(Hold.MODERATION, Hold.BATCH);

        /** Returns the work of each group of VMs until now. */
        public static List<Work> of(final Topology topology, final ModelCounts source)
        {
            return IntStream.range(0, topology.groups().size()).mapToObj(group -> new Work(
                source.completions(group), source.interrupts(group),
                IN_FRONT.stream().mapToLong(reason -> source.heldNs(group, reason)).sum(), 0))
                .toList();
        }

        /** Returns the work of all groups. */
        public static Work sum(final List<DeviceCounts> groups)
        {
            return groups.stream().map(DeviceCounts::measured).reduce(NONE, Work::plus);
        }

        /** Returns the sum of this work and another one. */
        Work plus(final Work other)
        {
            return new Work(completions + other.completions, interrupts + other.interrupts,
                deferredNs + other.deferredNs, Math.max(ns, other.ns));
        }

        /** Returns the pieces of work that were completed a second. */
        public double completionsPerS()
        {
            return completions * (double)SECOND_NS / ns;
        }

        /** Returns the messages that were sent a second. */
        public double interruptsPerS()
        {
            return interrupts * (double)SECOND_NS / ns;
        }

        /** Returns the work since an earlier one, which took a time. */
        Work since(final Work earlier, final long tookNs)
        {
            return new Work(completions - earlier.completions, interrupts - earlier.interrupts,
                deferredNs - earlier.deferredNs, tookNs);
        }
    }

    /**
     * Returns the counts of each group of VMs, those without models too.
     *
     * @param waits      of vCPUs that send; null where none sends
     * @param before     work of each group in front of the measured part
     * @param measuredNs length of the measured part
     */
    public static List<DeviceCounts> of(final Topology topology, final ModelCounts source, final SenderWaits waits,
        final List<Work> before, final long measuredNs)
    {
        final List<Work> now = Work.of(topology, source);

        return IntStream.range(0, topology.groups().size()).mapToObj(group -> new DeviceCounts(
            topology.groups().get(group).name(), source.completions(group), source.interrupts(group),
            held(source, group), recorded(source, group), waits == null ? null : waits.summary(group),
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

    private static Map<Hold, Long> held(final ModelCounts source, final int group)
    {
        final Map<Hold, Long> means = new EnumMap<>(Hold.class);
        for (final Hold reason : Hold.values())
        {
            final long ns = source.heldNs(group, reason) / Math.max(1, source.interrupts(group));
            if (ns > 0)
            {
                means.put(reason, ns);
            }
        }

        return means;
    }
}
