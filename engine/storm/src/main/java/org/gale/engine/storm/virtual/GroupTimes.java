package org.gale.engine.storm.virtual;

import java.util.Arrays;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.scenario.LaterStages;
import org.gale.engine.storm.topology.Topology;

/**
 * Time that PEs spend on each group of VMs: in handlers of its vCPUs, in the work that these leave, and in the host for
 * both. The host's time for an interrupt is that of the group whose vCPU it is for, whichever vCPU it interrupts. Owned
 * by one thread.
 */
final class GroupTimes
{
    private static final int NOBODY = -1;
    private static final int HANDLER = 0;
    private static final int HOST = 1;
    private static final int EXITS = 2;

    private final int[] groups;                                     // by vCPU
    private final int[] owners;                                     // groups by PE
    private final long[] sinceNs;                                   // by PE
    private final long[][] sums;                                    // by kind and group
    private final long[][] before;                                  // those of the warm-up
    private final boolean hasLater;                                 // handlers leave work

    /** Creates the times of a host, at 0. */
    GroupTimes(final Topology topology, final int pes)
    {
        this(new int[topology.totalVpes()], topology.groups().size(), pes, LaterStages.isAny(topology.groups()));
        for (int vcpu = 0; vcpu < groups.length; vcpu++)
        {
            groups[vcpu] = topology.groupOfVm(topology.vmOfVpe(vcpu));
        }
    }

    /** Creates times of PEs that work for nobody. */
    GroupTimes(final int pes)
    {
        this(new int[0], 0, pes, false);
    }

    private GroupTimes(final int[] groups, final int count, final int pes, final boolean hasLater)
    {
        this.hasLater = hasLater;
        this.groups = groups;
        owners = new int[pes];
        Arrays.fill(owners, NOBODY);
        sinceNs = new long[pes];
        sums = new long[EXITS + 1][count];
        before = new long[EXITS + 1][count];
    }

    private static int kind(final int state)
    {
        return PeState.isHandling(state) ? HANDLER :
            state == PeState.HOST || state == PeState.STOLEN ? HOST : NOBODY;
    }

    /** Adds the time up to now of a PE. */
    void advance(final int pe, final int state, final long nowNs)
    {
        if (owners[pe] != NOBODY && kind(state) != NOBODY)
        {
            sums[kind(state)][owners[pe]] += nowNs - sinceNs[pe];
        }
        sinceNs[pe] = nowNs;
    }

    /** Has a PE work for a vCPU from now on. */
    void own(final int pe, final int vcpu)
    {
        owners[pe] = groups.length == 0 ? NOBODY : groups[vcpu];
    }

    /** Counts an exit of a guest. */
    void exits(final int vcpu)
    {
        if (groups.length > 0)
        {
            sums[EXITS][groups[vcpu]]++;
        }
    }

    /** Begins the judged part at a time. */
    void measure(final byte[] states, final long fromNs)
    {
        for (int kind = 0; kind < sums.length; kind++)
        {
            System.arraycopy(sums[kind], 0, before[kind], 0, sums[kind].length);
        }
        for (int pe = 0; pe < owners.length; pe++)
        {
            if (owners[pe] != NOBODY && kind(states[pe]) != NOBODY)
            {
                before[kind(states[pe])][owners[pe]] += fromNs - sinceNs[pe];
            }
        }
    }

    /** Returns what was spent on a group in the judged part. */
    Load.Spent judged(final int group)
    {
        return sums[0].length == 0 ? Load.Spent.NOTHING : new Load.Spent(sums[HANDLER][group] - before[HANDLER][group],
            sums[HOST][group] - before[HOST][group], sums[EXITS][group] - before[EXITS][group]);
    }

    /** Returns what was spent on a group in the whole run. */
    Load.Spent all(final int group)
    {
        return new Load.Spent(sums[HANDLER][group], sums[HOST][group], sums[EXITS][group]);
    }

    /** Returns whether handlers of some groups leave work for later. */
    boolean hasLater()
    {
        return hasLater;
    }

    /** Returns the number of groups. */
    int count()
    {
        return sums[0].length;
    }
}
