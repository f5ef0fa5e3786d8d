package org.gale.engine.gicv4;

import org.gale.engine.accounting.Account;
import org.gale.engine.machine.Machine;
import org.gale.tables.gicv4.PropertyByte;

/** Faults of a GICv4 machine at one vLPI that is owed, each as a fault of the host or the hardware would leave it. */
public enum Gicv4Faults
{
    /** Loss of what is pending: the bit in the virtual pending table, or the latch with its place in the list. */
    PENDING_BIT
    {
        @Override
        boolean apply(final V4Host host, final Vlpi vlpi)
        {
            if (vlpi.isHw())
            {
                return host.hardware.vpes().mapped(vlpi.target().vpe.vpeId).clear(vlpi.vintid);
            }
            final boolean isLatched = vlpi.isLatched();
            host.injection.dequeue(vlpi);
            vlpi.latch(false);

            return isLatched;
        }
    },
    /** The books say that it was acknowledged. */
    OWED_BIT
    {
        @Override
        boolean apply(final V4Host host, final Vlpi vlpi)
        {
            return vlpi.vm.lpiAccount.acknowledgedOwed(vlpi.vintid);
        }
    },
    /** The index of a vPE forgets it. One that is presented already is taken from there, and nothing changes. */
    CANDIDATE
    {
        @Override
        boolean apply(final V4Host host, final Vlpi vlpi)
        {
            final MappedVpe mapped =
                vlpi.isHw() ? host.hardware.vpes().mapped(vlpi.target().vpe.vpeId) : null;

            final boolean isPresented = mapped != null && mapped.isResident() &&
                host.hardware.redistributor(mapped.residentCpu()).presented() == vlpi.vintid;
            final boolean isListed = mapped != null && mapped.candidates().contains(
                PropertyByte.priority(mapped.property(vlpi.vintid)), vlpi.vintid);

            return isListed && !isPresented && mapped.changing(vlpi.vintid);
        }
    },
    /** The list of a software-forwarded vCPU loses a latched vLPI, which says that it is there. */
    LIST_ENTRY
    {
        @Override
        boolean apply(final V4Host host, final Vlpi vlpi)
        {
            final boolean isQueued = vlpi.place() == Vlpi.QUEUED;
            if (isQueued)
            {
                vlpi.target().list.queue().remove(vlpi.queuedPriority(), vlpi.vintid);
            }

            return isQueued;
        }
    };

    /** Applies the fault to a vLPI that is owed and in no swap; returns false if it changes nothing. */
    abstract boolean apply(V4Host host, Vlpi vlpi);

    /**
     * Applies the fault to the first vLPI of a VM that is owed, from an ID on.
     *
     * @return false if nothing is owed, or the fault changes nothing
     */
    public boolean applyFrom(final Machine machine, final int vmId, final int fromId)
    {
        final V4Host host = ((Gicv4Machine)machine).host();
        if (host.vmCount() == 0)
        {
            return false;
        }
        final V4Vm vm = host.vm(vmId % host.vmCount());
        final Account account = vm.lpiAccount;
        final int after = account.nextOwed(PropertyCache.FIRST_LPI + fromId);
        final int id = after < 0 ? account.nextOwed(0) : after;
        final Vlpi vlpi = id < 0 ? null : vm.vlpi(id);

        return vlpi != null && !vlpi.isLocked() && apply(host, vlpi);
    }
}
