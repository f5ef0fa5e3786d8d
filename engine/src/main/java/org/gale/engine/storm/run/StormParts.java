package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.storm.latency.LatencySummary;

/**
 * Accounts and response times of the parts of a storm. The accounts of its groups add up to that of the storm.
 *
 * @param groups groups of VMs in the order in which their VMs are numbered; behind them {@link #NO_VM}, if an event
 *               reached no VM
 */
public record StormParts(List<OfGroup> groups)
{
    /** Name of the part whose events reached no VM. */
    public static final String NO_VM = "none";

    public StormParts
    {
        groups = List.copyOf(groups);
    }

    /**
     * Part of a group of VMs.
     *
     * @param vms      number of its VMs; 0 of {@link #NO_VM}
     * @param account  of everything since the first offer
     * @param response response times of the measured part
     */
    public record OfGroup(String name, int vms, PartAccount account, LatencySummary response)
    {
    }

    /** Returns whether the storm has more than one group of VMs. */
    public boolean hasGroups()
    {
        return groups.stream().filter(group -> group.vms() > 0).count() > 1;
    }
}
