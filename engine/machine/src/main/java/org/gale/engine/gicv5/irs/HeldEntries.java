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
    private static final String IMAGE = "image ";

    private final PhysicalMemory memory;
    /** Delays of operations, each with its own; null if nothing is drawn. */
    private final OperationDelays delays;
    private final EntryReads reads;
    private ValidOwners owners;
    private LatchedVmTable vmTable;

    /** @param delays of operations; null if all take effect at once */
    HeldEntries(final PhysicalMemory memory, final OperationDelays delays)
    {
        this.memory = memory;
        this.reads = new EntryReads(memory, delays);
        this.delays = delays != null && delays.areOwn() ? delays : null;
    }

    void connect(final ValidOwners valid, final LatchedVmTable table)
    {
        owners = valid;
        vmTable = table;
        if (delays != null)
        {
            delays.viewedBy(this::view);
        }
    }

    /** Returns the taker of reads of entries. */
    EntryReads reads()
    {
        return reads;
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
        long shown = value;
        final long pending = L2Iste.PENDING.mask();
        for (int i = 0; i < sizeBytes; i++)
        {
            final InterruptSpace space = (value >>> (i << 3) & pending) == 0 ? null : heldAt(address + i);
            if (space != null && isChosen(LateKind.IMAGE, IMAGE, space, entryAt(space, address + i)))
            {
                shown &= ~(pending << (i << 3));
            }
        }

        return shown;
    }

    /** Shows a block to software, as {@link #loaded} would show each of its entries next. */
    private void view(final long address, final byte[] block, final int lengthBytes)        // M-ORD-15
    {
        final int pending = L2Iste.PENDING.mask();
        for (int i = 0; i < lengthBytes; i++)
        {
            if ((block[i] & pending) == 0 || !memory.holdsLiveTable(memory.offsetOf(address + i)))
            {
                continue;
            }
            final InterruptSpace space = heldAt(address + i);
            final int id = space == null ? -1 : entryAt(space, address + i);
            if (id >= 0 && delays.next(LateKind.IMAGE, where(space, id), place(IMAGE, space, id)) != 0)
            {
                block[i] &= (byte)~pending;
            }
        }
    }

    /** Returns the valid table that has an entry at an address, of which software need not see everything; or null. */
    private InterruptSpace heldAt(final long address)
    {
        InterruptSpace held = hasEntryAt(owners.physical().lpis(), address) ? owners.physical().lpis() : null;
        for (int vmId = 0; vmId < owners.vmEnd() && held == null; vmId++)
        {
            final Vm vm = owners.vm(vmId);
            if (vm != null && vm.isChangedSinceSave())                          // B-SAV-1
            {
                held = hasEntryAt(vm.lpis(), address) ? vm.lpis() : hasEntryAt(vm.spis(), address) ? vm.spis() : null;
            }
        }

        return held;
    }

    private boolean hasEntryAt(final InterruptSpace space, final long address)
    {
        return space.table() != null && entryAt(space, address) >= 0;
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
        return isChosen(kind, where(space, id), place(what, space, id));
    }

    private static long where(final InterruptSpace space, final int id)
    {
        return Mix.of(space.owner().id(), space.intid(id));
    }

    private static String place(final String what, final InterruptSpace space, final int id)
    {
        final int owner = space.owner().id();

        return what + (OwnerId.isPhysical(owner) ? "" : "vm" + OwnerId.vmId(owner) + '.') +
            (Intid.isSpi(space.intid(id)) ? "spi" : "lpi") + id;
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
