package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.OwnerId;
import org.gale.tables.operand.Intid;

/**
 * Owners of interrupts of one interrupt domain that are valid: the physical side, and the VMs that are valid now. Owned
 * by the thread that owns the machine.
 */
final class ValidOwners
{
    private final InterruptOwner physical;
    private final VirtualMachines vms;

    ValidOwners(final InterruptOwner physical, final VirtualMachines vms)
    {
        this.physical = physical;
        this.vms = vms;
    }

    /**
     * Returns an owner by its number.
     *
     * @param owner any int; an {@link OwnerId} names an owner
     * @return null if there is no such owner, or its VM is not valid
     */
    InterruptOwner of(final int owner)
    {
        if (owner == physical.id())
        {
            return physical;
        }

        return OwnerId.isVmOf(owner, physical.id()) ? vms.vm(OwnerId.vmId(owner)) : null;
    }

    /**
     * Returns the interrupt space that an interrupt belongs to.
     *
     * @param owner any int
     * @param intid any int
     * @return null if the owner is not valid, or the type is neither LPI nor SPI
     */
    InterruptSpace space(final int owner, final int intid)
    {
        final InterruptOwner found = of(owner);

        return found == null ? null : found.space(Intid.type(intid));
    }
}
