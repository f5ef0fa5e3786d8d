package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;

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
 * @param sums        of which means and summaries are made
 */
public record DeviceCounts(
    String group, long completions, long interrupts, Map<Hold, Long> heldNs, Map<RecordedKind, Long> recorded,
    LatencySummary senderWait, Work measured, Sums sums)
{
    private static final long SECOND_NS = 1_000_000_000;

    /** Makes the counts of a group whose sums are not known. */
    public DeviceCounts(final String group, final long completions, final long interrupts,
        final Map<Hold, Long> heldNs, final Map<RecordedKind, Long> recorded, final LatencySummary senderWait,
        final Work measured)
    {
        this(group, completions, interrupts, heldNs, recorded, senderWait, measured, new Sums(Map.of(), null));
    }

    /** Returns the counts of a group of VMs: means of times that are held back, over all interrupts. */
    public static DeviceCounts of(final String group, final long completions, final long interrupts,
        final Map<RecordedKind, Long> recorded, final Sums sums, final Work measured)
    {
        final Map<Hold, Long> means = new EnumMap<>(Hold.class);
        sums.heldNs().forEach((hold, ns) -> means.put(hold, ns / Math.max(1, interrupts)));
        means.values().removeIf(ns -> ns == 0);

        return new DeviceCounts(group, completions, interrupts, means, recorded,
            sums.senderWait() == null ? null : LatencySummary.of(sums.senderWait()), measured, sums);
    }

    /**
     * Returns the sums of the counts of each group over the parts of a storm.
     *
     * @param measured those of the parts whose latencies count
     */
    static List<DeviceCounts> sum(
        final List<List<DeviceCounts>> engines, final List<List<DeviceCounts>> measured)
    {
        final List<DeviceCounts> sums = new ArrayList<>();
        for (int i = 0; i < engines.get(0).size(); i++)
        {
            final int group = i;
            sums.add(sumOf(engines.stream().map(engine -> engine.get(group)).toList(),
                measured.stream().map(engine -> engine.get(group)).toList()));
        }

        return sums;
    }

    private static DeviceCounts sumOf(final List<DeviceCounts> parts, final List<DeviceCounts> measured)
    {
        final Map<RecordedKind, Long> recorded = new EnumMap<>(RecordedKind.class);
        parts.forEach(part -> part.recorded().forEach((kind, count) -> recorded.merge(kind, count, Long::sum)));
        final Map<Hold, Long> heldNs = new EnumMap<>(Hold.class);
        parts.forEach(part -> part.sums().heldNs().forEach((hold, ns) -> heldNs.merge(hold, ns, Long::sum)));
        final Map<PollKind, Long> polls = new EnumMap<>(PollKind.class);
        parts.forEach(part -> part.sums().polls().forEach((kind, count) -> polls.merge(kind, count, Long::sum)));

        return DeviceCounts.of(parts.get(0).group(), parts.stream().mapToLong(DeviceCounts::completions).sum(),
            parts.stream().mapToLong(DeviceCounts::interrupts).sum(), recorded,
            new DeviceCounts.Sums(heldNs, senderWait(parts, measured), polls),
            measured.stream().map(DeviceCounts::measured).reduce(DeviceCounts.Work.NONE, DeviceCounts.Work::plus));
    }

    /** Returns the waits of the measured parts: without samples if vCPUs of other parts alone send. */
    private static Histogram senderWait(final List<DeviceCounts> parts, final List<DeviceCounts> measured)
    {
        final Histogram sum = HistogramSum.of(measured.stream().map(part -> part.sums().senderWait()).toList());

        return sum != null ? sum : parts.stream().map(part -> part.sums().senderWait()).filter(Objects::nonNull)
            .findFirst().<Histogram>map(wait -> new LatencyHistogram(
            wait.getHighestTrackableValue(), wait.getNumberOfSignificantValueDigits())).orElse(null);
    }

    /**
     * Sums of the devices of a group of VMs, which may be added.
     *
     * @param heldNs     times for which devices held the first work of an interrupt back, ns, by reasons
     * @param senderWait times that vCPUs waited; null where none sends
     * @param polls      polls of drivers that defer interrupts; empty where none does
     */
    public record Sums(Map<Hold, Long> heldNs, Histogram senderWait, Map<PollKind, Long> polls)
    {
        /** Makes sums of devices whose drivers defer nothing. */
        public Sums(final Map<Hold, Long> heldNs, final Histogram senderWait)
        {
            this(heldNs, senderWait, Map.of());
        }
    }

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

        /** Returns the work of all groups. */
        public static Work sum(final List<DeviceCounts> groups)
        {
            return groups.stream().map(DeviceCounts::measured).reduce(NONE, Work::plus);
        }

        /** Returns the sum of this work and another one. */
        public Work plus(final Work other)
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
        public Work since(final Work earlier, final long tookNs)
        {
            return new Work(completions - earlier.completions, interrupts - earlier.interrupts,
                deferredNs - earlier.deferredNs, tookNs);
        }
    }
}
