package org.gale.engine.gicv5.irs;

import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.operand.Intid;

/**
 * Ownership violations by software stores: finds valid entries of the VM table, of VPE tables and of virtual interrupt
 * state tables, which the IRS owns.
 */
final class OwnershipCheck
{
    private final VirtualMachines vms;

    OwnershipCheck(final VirtualMachines vms)
    {
        this.vms = vms;
    }

    /** Returns whether a range of memory touches an entry that the IRS owns. */
    boolean isIn(final long address, final int lengthBytes)                     // B-TRAP-37, B-TRAP-38, B-VMT-7
    {
        boolean live = vms.table().holdsValidL1(address, lengthBytes);
        for (int vmId = 0; vmId < vms.vmEnd() && !live; vmId++)
        {
            live = vms.vm(vmId) != null && isOf(vms.vm(vmId), address, lengthBytes);
        }

        return live;
    }

    private boolean isOf(final Vm vm, final long address, final int lengthBytes)
    {
        final long vmte = vms.table().entryAddress(vm.vmId());
        boolean live = overlaps(address, lengthBytes, vmte, 2 * Long.BYTES);
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            final InterruptStateTable table = vm.space(type).table();
            live |= table != null && (overlaps(address, lengthBytes, vmte + (long)type * Long.BYTES, Long.BYTES) ||
                table.holdsEntry(address, lengthBytes) || table.holdsValidL1(address, lengthBytes));
        }
        final long first = Math.max(0, (address - vm.vpeteAddress(0)) >> 3);
        final long last = (address + lengthBytes - 1 - vm.vpeteAddress(0)) >> 3;
        for (long vpeId = first; vpeId <= last && vpeId < vm.targetCount(); vpeId++)
        {
            live |= vm.vpe((int)vpeId) != null;
        }

        return live;
    }

    private static boolean overlaps(
        final long address, final int lengthBytes, final long other, final int otherLengthBytes)
    {
        return address < other + otherLengthBytes && other < address + lengthBytes;
    }
}
