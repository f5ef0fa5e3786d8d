package org.gale.engine.storm.latency;

import org.gale.engine.storm.topology.Topology;

/** Response times of the sampled interrupts of each group of VMs. Owned by the engine's thread. */
final class PartResponses
{
    private static final int DIGITS = 3;
    private static final int MANY_DIGITS = 2;
    /** Limit of the groups whose histograms have three digits, each of 216 KiB; those of two have 30 KiB. */
    private static final int FINE_LIMIT = 16;

    private final short[] groupOfVm;
    private final RepeatedValues[] byGroup;

    /** Creates empty histograms of a storm. */
    PartResponses(final Topology topology)
    {
        final int groups = topology.groups().size();
        groupOfVm = new short[topology.vms()];
        for (int vm = 0; vm < groupOfVm.length; vm++)
        {
            groupOfVm[vm] = (short)topology.groupOfVm(vm);
        }
        byGroup = new RepeatedValues[groups];
        for (int group = 0; group < groups; group++)
        {
            byGroup[group] = new RepeatedValues(groups <= FINE_LIMIT ? DIGITS : MANY_DIGITS);
        }
    }

    /** Records the response time of an interrupt of a VM. */
    void record(final int vmId, final long responseNs)
    {
        byGroup[groupOfVm[vmId]].record(responseNs);
    }

    /** Forgets everything recorded so far. */
    void reset()
    {
        for (final RepeatedValues values : byGroup)
        {
            values.reset();
        }
    }

    /** Returns the response times of a group. */
    LatencySummary summary(final int group)
    {
        return LatencySummary.of(byGroup[group].histogram());
    }
}
