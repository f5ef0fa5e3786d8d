package org.gale.engine.storm.virtual;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.topology.Topology;

/** Times for which the level pins of VMs wait for their acknowledges, as a sum. Owned by one thread. */
final class PinWaits
{
    private final Machine machine;
    private final VirtualClock clock;
    private final WideSum waits;
    private final boolean[] isPending;                              // by VM
    private final long[] sinceNs;

    /** @param waits sum of the times of all interrupts */
    PinWaits(final Topology topology, final Machine machine, final VirtualClock clock, final WideSum waits)
    {
        this.machine = machine;
        this.clock = clock;
        this.waits = waits;
        this.isPending = new boolean[topology.vms()];
        this.sinceNs = new long[topology.vms()];
    }

    /** Adds the times of the pins that still wait at the end of a run. */
    void finish()
    {
        for (int vm = 0; vm < isPending.length; vm++)
        {
            waits.add(isPending[vm] ? clock.nanoTime() - sinceNs[vm] : 0);
            isPending[vm] = false;
        }
    }

    /** Takes whether the pin of a VM waits now from its ledger. */
    void settle(final int vm)
    {
        final Ledger ledger = machine.accounts().ledger(machine.accounts().followedOwner(vm));
        final boolean isNow = ledger.account(true).owedCount() > 0;
        if (isPending[vm] && !isNow)
        {
            waits.add(clock.nanoTime() - sinceNs[vm]);
        }
        sinceNs[vm] = isNow && !isPending[vm] ? clock.nanoTime() : sinceNs[vm];
        isPending[vm] = isNow;
    }
}
