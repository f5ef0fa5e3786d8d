package org.gale.engine.storm.result;

import java.util.List;
import java.util.Map;
import org.gale.engine.config.NumberText;

/**
 * Interrupts that were delivered in the measured part of a storm: those that its samples are drawn from.
 *
 * @param all     of all VMs
 * @param byGroup of each group of VMs
 * @param byRoute of each route of a GICv4 host on which events arrived; empty elsewhere
 */
public record MeasuredDeliveries(long all, List<Long> byGroup, Map<String, Long> byRoute)
{
    /** {@return the interrupts of a group of VMs; 0 for the part of no VM} */
    public long ofGroup(final int group)
    {
        return group < byGroup.size() ? byGroup.get(group) : 0;
    }

    /** Returns how many samples there are of how many interrupts: {@code 1,000 of 16,000}. */
    public static String sampled(final long samples, final long delivered)
    {
        return NumberText.count(samples) + " of " + NumberText.count(delivered);
    }
}
