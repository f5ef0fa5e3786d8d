package org.gale.engine.gicv5.irs;

import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.operand.Intid;

/**
 * Ownership violations by software stores: finds valid entries of the VM table, of VPE tables and of virtual interrupt
 * state tables, which the IRS owns.
 */
final class OwnershipCheck
{
    private final LatchedVmTable vmTable;
    private final ValidOwners owners;

    OwnershipCheck(final LatchedVmTable vmTable, final ValidOwners owners)
    {
        this.vmTable = vmTable;
        this.owners = owners;
    }

    /** Returns whether a range of memory touches an entry that the IRS owns. */
    boolean isIn(final long address, final int lengthBytes)                     // B-TRAP-37, B-TRAP-38, B-VMT-7
    {
        boolean live = vmTable.holdsValidL1(address, lengthBytes);
        for (int vmId = 0; vmId < owners.vmEnd() && !live; vmId++)
        {
            live = owners.vm(vmId) != null && isOf(owners.vm(vmId), address, lengthBytes);
        }

        return live;
    }

    private boolean isOf(final Vm vm, final long address, final int lengthBytes)
    {
        final long vmte = vmTable.entryAddress(vm.vmId());
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
