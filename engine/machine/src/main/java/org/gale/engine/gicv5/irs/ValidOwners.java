package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.OwnerId;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.InterruptDomain;

/**
 * Owners of interrupts of the one interrupt domain that are valid: the physical side, and the VMs that are valid now.
 * {@link VirtualMachines} adds and removes VMs. Owned by the thread that owns the machine.
 */
final class ValidOwners
{
    /** Owner of the physical interrupts; all IRSs share it. */
    static final int PHYSICAL = OwnerId.physical(0, InterruptDomain.NON_SECURE);

    private final InterruptOwner physical;
    private final Vm[] vms;
    private int vmEnd;

    /** @param vmIdBits VM ids are below 2<sup>vmIdBits</sup> */
    ValidOwners(final InterruptOwner physical, final int vmIdBits)
    {
        this.physical = physical;
        this.vms = new Vm[1 << vmIdBits];
    }

    /** Returns the physical side. */
    InterruptOwner physical()
    {
        return physical;
    }

    /** Returns the VM, or null if the id, any int, is out of range or the VM is not valid. */
    Vm vm(final int vmId)
    {
        return vmId >= 0 && vmId < vms.length ? vms[vmId] : null;
    }

    /** Returns one past the highest VM id that is or was valid. */
    int vmEnd()
    {
        return vmEnd;
    }

    /** Returns the number of VM ids. */
    int vmLimit()
    {
        return vms.length;
    }

    /** {@return the first id of a valid VM from an id on, at least 0; or the number of VM ids} */
    int nextVm(final int fromId)
    {
        int vmId = fromId;
        while (vmId < vmEnd && vms[vmId] == null)
        {
            vmId++;
        }

        return vmId < vmEnd ? vmId : vms.length;
    }

    /** Adds a VM that becomes valid. */
    void add(final Vm vm)
    {
        vms[vm.vmId()] = vm;
        vmEnd = Math.max(vmEnd, vm.vmId() + 1);
    }

    /** Removes a VM that becomes invalid. */
    void remove(final Vm vm)
    {
        vms[vm.vmId()] = null;
    }

    /**
     * Returns an owner by its number.
     *
     * @param owner any int; an {@link OwnerId} names an owner
     * @return null if there is no such owner, or its VM is not valid
     */
    InterruptOwner of(final int owner)
    {
        return owner == physical.id() ? physical : vmOf(owner);
    }

    /**
     * Returns the VM that is an owner.
     *
     * @param owner any int
     * @return null if the owner is no VM, or the VM is not valid
     */
    Vm vmOf(final int owner)
    {
        return OwnerId.isVmOf(owner, physical.id()) ? vm(OwnerId.vmId(owner)) : null;
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

    /** Passes the number of VM ids that were ever used. */
    void counts(final StateStream stream)
    {
        vmEnd = stream.number("end of VMs", vmEnd, vmEnd, vms.length);
    }
}
