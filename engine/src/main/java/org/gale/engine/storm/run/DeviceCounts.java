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
 */
public record DeviceCounts(
    String group, long completions, long interrupts, Map<Hold, Long> heldNs, Map<RecordedKind, Long> recorded,
    LatencySummary senderWait)
{
    /** Makes the counts of a group whose vCPUs send nothing. */
    public DeviceCounts(final String group, final long completions, final long interrupts)
    {
        this(group, completions, interrupts, Map.of(), Map.of(), null);
    }

    /**
     * Returns the counts of each group of VMs, those without models too.
     *
     * @param waits of vCPUs that send; null where none sends
     */
    public static List<DeviceCounts> of(final Topology topology, final ModelCounts source, final SenderWaits waits)
    {
        return IntStream.range(0, topology.groups().size()).mapToObj(group -> new DeviceCounts(
            topology.groups().get(group).name(), source.completions(group), source.interrupts(group),
            held(source, group), recorded(source, group), waits == null ? null : waits.summary(group))).toList();
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
