package org.gale.engine.gicv5.irs;

import org.agrona.DirectBuffer;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.Intid;

/**
 * Stores of software into RAM, and its loads there. Where a live interrupt state table lies there, the entries that
 * change take effect (M-LIVE), once everything is stored: one store is one change, however many bytes and entries it
 * has. Owned by the thread that owns the machine.
 */
public final class SoftwareStores
{
    /** The most bytes of one store. */
    static final int LENGTH_LIMIT = 48;

    private final PhysicalMemory memory;
    private final ValidOwners owners;
    private final InterruptOwner physical;
    private final OwnershipCheck ownership;
    private final InterruptTransitions transitions;
    private final ErrorSites errors;
    private final boolean strict;
    private final HeldEntries held;
    /** The words of a store as they were; at any alignment it touches one more than it is long. */
    private final int[] before = new int[LENGTH_LIMIT / Integer.BYTES + 1];

    /**
     * @param strict true to report each store into a live table
     */
    SoftwareStores(
        final PhysicalMemory memory,
        final ValidOwners owners,
        final LatchedVmTable vmTable,
        final Residency residency,
        final InterruptTransitions transitions,
        final ErrorSites errors,
        final boolean strict)
    {
        this.memory = memory;
        this.owners = owners;
        this.physical = owners.physical();
        this.ownership = new OwnershipCheck(vmTable, owners);
        this.transitions = transitions;
        this.errors = errors;
        this.strict = strict;
        this.held = residency.held();
        held.connect(owners, vmTable);
    }

    /** Stores 1, 2, 4 or 8 bytes that lie in RAM. */
    public void store(final long address, final int sizeBytes, final long value)
    {
        errors.at(0);
        report(address, sizeBytes);
        if (!isLive(address, sizeBytes))
        {
            memory.store(address, sizeBytes, value);
        }
        else
        {
            remember(address, sizeBytes);
            memory.store(address, sizeBytes, value);
            softwareStored(address, sizeBytes);
        }
        reportValid(address, sizeBytes);
    }

    /** Returns the value of a load of software, which may not show what an IRS holds of an entry. */
    public long loaded(final long address, final int sizeBytes, final long value)           // M-ORD-15
    {
        return held.loaded(address, sizeBytes, value);
    }

    /** Stores a run of at most 48 bytes that lie in RAM. */
    public void store(final long address, final DirectBuffer source, final int offset, final int lengthBytes)
    {
        errors.at(0);
        final boolean live = isLive(address, lengthBytes);
        report(address, lengthBytes);
        if (live)
        {
            remember(address, lengthBytes);
        }
        int done = 0;
        for (int size = Long.BYTES; size > 0; size >>>= 1)
        {
            while (lengthBytes - done >= size)                                  // 8 more than once, 4, 2 and 1 once
            {
                memory.store(address + done, size, part(source, offset + done, size));
                done += size;
            }
        }
        if (live)
        {
            softwareStored(address, lengthBytes);
        }
        reportValid(address, lengthBytes);
    }

    private boolean isLive(final long address, final int lengthBytes)
    {
        return memory.holdsLiveTable(memory.offsetOf(address)) ||
            memory.holdsLiveTable(memory.offsetOf(address + lengthBytes - 1));
    }

    /** Entries of the VM tables and of level 1 stay as they were latched: strict mode alone reports them. */
    private void report(final long address, final int lengthBytes)
    {
        if (strict &&
            (holds(physical.lpis().table(), address, lengthBytes) ||
            ownership.isIn(address, lengthBytes)))
        {
            errors.report(SoftwareErrors.LIVE_TABLE_STORE, physical.id(), 0, address);
        }
    }

    /** Reports VALID in a level 1 entry that was stored: the IRS sets it, once the table is valid. */
    private void reportValid(final long address, final int lengthBytes)         // B-IST-8, B-TRAP-38
    {
        if (!strict)
        {
            return;
        }
        reportValid(physical, Intid.TYPE_LPI, address, lengthBytes);
        for (int vmId = 0; vmId < owners.vmEnd(); vmId++)
        {
            if (owners.vm(vmId) != null)
            {
                reportValid(owners.vm(vmId), Intid.TYPE_LPI, address, lengthBytes);
                reportValid(owners.vm(vmId), Intid.TYPE_SPI, address, lengthBytes);
            }
        }
    }

    private void reportValid(final InterruptOwner owner, final int type, final long address, final int lengthBytes)
    {
        final InterruptStateTable table = owner.space(type).table();
        final int id = table == null ? -1 : table.firstIdOfUnmapped(address, lengthBytes);
        if (id >= 0)
        {
            errors.report(SoftwareErrors.L1_ISTE_VALID_STORE, owner.id(), Intid.of(type, id), address);
        }
    }

    private static boolean holds(final InterruptStateTable table, final long address, final int lengthBytes)
    {
        return table != null && (table.holdsEntry(address, lengthBytes) || table.holdsValidL1(address, lengthBytes));
    }

    private void remember(final long address, final int lengthBytes)
    {
        final long first = address & -Integer.BYTES;
        for (int i = 0; first + (i << 2) < address + lengthBytes; i++)
        {
            before[i] = (int)memory.load(first + (i << 2), Integer.BYTES);
        }
    }

    private void softwareStored(final long address, final int lengthBytes)
    {
        softwareStored(physical.lpis(), address, lengthBytes);
        for (int vmId = 0; vmId < owners.vmEnd(); vmId++)
        {
            final Vm vm = owners.vm(vmId);
            if (vm != null)
            {
                softwareStored(vm.lpis(), address, lengthBytes);
                softwareStored(vm.spis(), address, lengthBytes);
            }
        }
    }

    private void softwareStored(final InterruptSpace space, final long address, final int lengthBytes)
    {
        final long first = address & -Integer.BYTES;
        held.stored(space, address, lengthBytes, before);
        for (int i = 0; space.table() != null && first + (i << 2) < address + lengthBytes; i++)
        {
            final long offset = memory.offsetOf(first) + (i << 2);
            final int id = space.table().idAt(offset);
            if (id >= 0 && (offset & (space.table().shape().entryBytes() - 1)) == 0)
            {
                transitions.softwareStored(space, id, before[i]);
            }
        }
    }

    private static long part(final DirectBuffer source, final int offset, final int size)
    {
        switch (size)
        {
            case 1: return source.getByte(offset);
            case 2: return source.getShort(offset);
            case 4: return source.getInt(offset);
            default: return source.getLong(offset);
        }
    }
}
