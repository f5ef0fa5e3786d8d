package org.gale.engine.storm.run;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.gale.engine.storm.latency.LatencySummary;
import org.gale.engine.storm.latency.SenderWaits;
import org.gale.engine.storm.topology.Topology;

/**
 * Counts of the devices with models of a group of VMs.
 *
 * @param group       name of the group
 * @param completions pieces of work that were completed for guests: requests, packets or buffers
 * @param interrupts  messages that the devices have sent
 * @param senderWait  times that vCPUs waited for all that they had sent an interrupt to; null where none sends
 */
public record DeviceCounts(String group, long completions, long interrupts, LatencySummary senderWait)
{
    /** Makes the counts of a group whose vCPUs send nothing. */
    public DeviceCounts(final String group, final long completions, final long interrupts)
    {
        this(group, completions, interrupts, null);
    }

    /**
     * Returns the counts of each group of VMs, those without models too.
     *
     * @param waits of vCPUs that send; null where none sends
     */
    public static List<DeviceCounts> of(final Topology topology, final IntToLongFunction completions,
        final IntToLongFunction interrupts, final SenderWaits waits)
    {
        return IntStream.range(0, topology.groups().size()).mapToObj(group -> new DeviceCounts(
            topology.groups().get(group).name(), completions.applyAsLong(group), interrupts.applyAsLong(group),
            waits == null ? null : waits.summary(group))).toList();
    }
}
