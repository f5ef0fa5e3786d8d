package org.gale.engine.storm.run;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.gale.engine.storm.topology.Topology;

/**
 * Counts of the devices with models of a group of VMs.
 *
 * @param group       name of the group
 * @param completions pieces of work that were completed for guests: requests, packets or buffers
 * @param interrupts  messages that the devices have sent
 */
public record DeviceCounts(String group, long completions, long interrupts)
{
    /** Returns the counts of each group of VMs, those without models too. */
    public static List<DeviceCounts> of(
        final Topology topology, final IntToLongFunction completions, final IntToLongFunction interrupts)
    {
        return IntStream.range(0, topology.groups().size()).mapToObj(group -> new DeviceCounts(
            topology.groups().get(group).name(), completions.applyAsLong(group), interrupts.applyAsLong(group)))
            .toList();
    }
}
