package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.LateKind;
import org.gale.engine.machine.OperationDelays;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.Intid;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.Vpete;

/**
 * Entries of valid tables that an IRS holds outside RAM, on a machine with {@code ops.seed} (M-ORD-15, M-ORD-16). Their
 * state is in RAM at every moment. What an IRS with a cache may do shows where software forgets that the tables are not
 * its own: a store is written over, a load shows what is not written back yet, and an entry of a VM is read again.
 * Owned by the thread that owns the machine.
 */
final class HeldEntries
{
    private static final int STATE_BYTES = Integer.BYTES;

    private final PhysicalMemory memory;
    /** Delays of operations, each with its own; null if nothing is drawn. */
    private final OperationDelays delays;
    private ValidOwners owners;
    private LatchedVmTable vmTable;

    /** @param delays of operations; null if all take effect at once */
    HeldEntries(final PhysicalMemory memory, final OperationDelays delays)
    {
        this.memory = memory;
        this.delays = delays != null && delays.areOwn() ? delays : null;
    }

    void connect(final ValidOwners valid, final LatchedVmTable table)
    {
        owners = valid;
        vmTable = table;
    }

    /**
     * Writes back what is held of the entries into which software stored, or does not.
     *
     * @param before the words of the range as they were
     */
    void stored(final InterruptSpace space, final long address, final int lengthBytes, final int[] before)
    {
        boolean isAsked = false;
        boolean isHeld = delays != null && space.table() != null;
        final long first = address & -STATE_BYTES;
        for (int i = 0; isHeld && first + (i << 2) < address + lengthBytes; i++)
        {
            final int id = entryAt(space, first + (i << 2));
            if (id >= 0 && before[i] != 0 && before[i] != (int)memory.load(first + (i << 2), STATE_BYTES))
            {
                isHeld = isAsked || isChosen(LateKind.WRITE_BACK, "write-back ", space, id);
                isAsked = true;
                if (isHeld)
                {
                    memory.store(first + (i << 2), STATE_BYTES, before[i]);     // B-IST-6
                }
            }
        }
    }

    /** Returns the value of a load of software: an entry that is pending may be held, and look as it did before. */
    long loaded(final long address, final int sizeBytes, final long value)
    {
        if (delays == null || !memory.contains(address, sizeBytes) ||
            !memory.holdsLiveTable(memory.offsetOf(address)))
        {
            return value;
        }
        long shown = shown(owners.physical().lpis(), address, sizeBytes, value);
        for (int vmId = 0; vmId < owners.vmEnd(); vmId++)
        {
            final Vm vm = owners.vm(vmId);
            if (vm != null && vm.isChangedSinceSave())                          // B-SAV-1
            {
                shown = shown(vm.lpis(), address, sizeBytes, shown);
                shown = shown(vm.spis(), address, sizeBytes, shown);
            }
        }

        return shown;
    }

    private long shown(final InterruptSpace space, final long address, final int sizeBytes, final long value)
    {
        long shown = value;
        for (int i = 0; space.table() != null && i < sizeBytes; i++)
        {
            final int id = entryAt(space, address + i);
            final long pending = L2Iste.PENDING.mask();
            if (id >= 0 && (value >>> (i << 3) & pending) != 0 &&
                isChosen(LateKind.IMAGE, "image ", space, id))
            {
                shown &= ~(pending << (i << 3));
            }
        }

        return shown;
    }

    /** Returns whether a residency reads that a VPE is not valid: software stored over its entry, or over its VM's. */
    boolean isGone(final Vpe vpe)                                               // B-VMT-14
    {
        if (delays == null)
        {
            return false;
        }
        final Vm vm = vpe.vm();
        final long vpete = vm.vpeteAddress(vpe.vpeId());
        final long vmte = vmTable.entryAddress(vm.vmId());

        return (isCleared(vpete, Vpete.VALID.mask()) || isCleared(vmte, L2Vmte.VALID.mask())) &&
            isChosen(LateKind.REREAD, Mix.of(vm.vmId(), vpe.vpeId()), "re-read vm" + vm.vmId() + ".vpe" + vpe.vpeId());
    }

    private boolean isCleared(final long address, final long valid)
    {
        return memory.contains(address, Long.BYTES) && (memory.load(address, Long.BYTES) & valid) == 0;
    }

    /** Returns the id of the entry that begins at an address, or −1. */
    private int entryAt(final InterruptSpace space, final long address)
    {
        final long offset = memory.offsetOf(address);

        return (offset & (space.table().shape().entryBytes() - 1)) == 0 ? space.table().idAt(offset) : -1;
    }

    private boolean isChosen(final LateKind kind, final String what, final InterruptSpace space, final int id)
    {
        final int owner = space.owner().id();
        final int intid = space.intid(id);

        return isChosen(kind, Mix.of(owner, intid), what + (OwnerId.isPhysical(owner) ? "" : "vm" +
            OwnerId.vmId(owner) + '.') + (Intid.isSpi(intid) ? "spi" : "lpi") + id);
    }

    private boolean isChosen(final LateKind kind, final long where, final String place)
    {
        final boolean isChosen = delays.of(kind, where, () -> place) != 0;
        if (isChosen)
        {
            delays.acts(delays.last());
        }

        return isChosen;
    }
}
