package org.gale.engine.storm.result;

import java.util.List;
import org.gale.engine.lanes.AttachTotals;

/**
 * Totals of a storm from its first offer on, those of the warm-up included.
 *
 * @param elapsedNs  from the first offer to the last apply
 * @param accounting accounting identity
 * @param attached   totals of the producers that attached, or null if none could
 * @param parts      accounts and response times of the parts
 * @param devices    counts of each group of VMs, those without models too; empty in a storm without models of devices
 * @param sent       events that devices and producers have sent
 */
public record StormTotals(
    long elapsedNs, StormAccounting accounting, AttachTotals attached, StormParts parts, List<DeviceCounts> devices,
    SentEvents sent)
{
    public StormTotals
    {
        devices = List.copyOf(devices);
    }
}
