package org.gale.engine.gicv5.irs;

import org.gale.tables.its.L2Itte;

/** Delivery of runs of edge events that an ITS has translated. Owned by the thread that owns the machine. */
public final class EdgeDelivery
{
    private final InterruptOwner physical;
    private final VirtualMachines vms;
    private final InterruptTransitions transitions;

    EdgeDelivery(final InterruptOwner physical, final VirtualMachines vms, final InterruptTransitions transitions)
    {
        this.physical = physical;
        this.vms = vms;
        this.transitions = transitions;
    }

    /**
     * Delivers edge events, in order, until a PE or a VPE is concerned or a translation found nothing.
     *
     * @param ittes encoded {@link L2Itte}s, 0 where a translation found nothing
     * @return the index of the first event that was not delivered
     */
    public int deliver(final long[] ittes, final int fromIndex, final int endIndex)
    {
        int index = fromIndex;
        for (boolean quiet = true; quiet && index < endIndex && ittes[index] != 0;)
        {
            final long itte = ittes[index++];
            quiet = !transitions.translatedEdge(lpisOf(itte), L2Itte.lpiId(itte));
        }

        return index;
    }

    /**
     * Returns the LPIs of a VM.
     *
     * @return null if the VM is not valid
     */
    InterruptSpace lpisOfVm(final int vmId)                                     // B-ITS-6: an invalid VM has none
    {
        final Vm vm = vms.vm(vmId);

        return vm == null ? null : vm.lpis();
    }

    private InterruptSpace lpisOf(final long itte)
    {
        return L2Itte.isVirtual(itte) ? lpisOfVm(L2Itte.vmId(itte)) : physical.lpis();
    }
}
