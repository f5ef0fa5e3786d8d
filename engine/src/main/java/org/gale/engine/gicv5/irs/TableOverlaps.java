package org.gale.engine.gicv5.irs;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Consumer;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Interrupts whose entries lie in two live tables, because software made them overlap (B-IST-5). A store into one table
 * changes an interrupt of the other one, of which no account knows: both are excused from the proof. Owned by the
 * thread that owns the machine.
 */
final class TableOverlaps
{
    private final PhysicalMemory memory;
    private final InterruptOwner physical;
    private final VirtualMachines vms;

    TableOverlaps(final PhysicalMemory memory, final InterruptOwner physical, final VirtualMachines vms)
    {
        this.memory = memory;
        this.physical = physical;
        this.vms = vms;
        memory.overlap().onStore(offset -> excuse(offset, offset + Long.BYTES));
    }

    /** Bytes of RAM that a linear or a level 2 table has: its first id, and its offsets. */
    private record Extent(InterruptSpace space, int firstId, long begin, long end)
    {
        /** Excuses the interrupts whose entries touch a range of RAM. */
        void excuse(final long from, final long to)
        {
            final int entryBytes = space.table().shape().entryBytes();
            final long last = Math.min(to, end);
            for (long at = Math.max(begin, from - (from - begin) % entryBytes); at < last; at += entryBytes)
            {
                space.account().excuse(firstId + (int)((at - begin) / entryBytes));
            }
        }
    }

    /** Excuses what a part of a table that has become valid shares with tables that are valid. */
    void excuse(final InterruptSpace space, final int fromId, final int endId)
    {
        if (!memory.overlap().mayBe())
        {
            return;
        }
        final Extent[] added = extents(space, fromId, endId);
        forEachSpace(other ->
        {
            final InterruptStateTable table = other.table();
            for (int id = 0; id < table.shape().entryCount(); id = table.endIdOfL2(id))
            {
                final Extent extent = extent(other, id);
                if (extent != null)
                {
                    excuseShared(added, extent);
                }
            }
        });
    }

    private static void excuseShared(final Extent[] added, final Extent extent)
    {
        int index = Arrays.binarySearch(added, extent, Comparator.comparingLong(Extent::begin));
        index = index < 0 ? ~index : index;
        while (index > 0 && added[index - 1].end > extent.begin)
        {
            index--;
        }
        for (; index < added.length && added[index].begin < extent.end; index++)
        {
            final Extent shared = added[index];
            if (shared.space != extent.space || shared.firstId != extent.firstId)
            {
                final long from = Math.max(shared.begin, extent.begin);
                final long to = Math.min(shared.end, extent.end);
                shared.excuse(from, to);
                extent.excuse(from, to);
            }
        }
    }

    /** Excuses all interrupts whose entries touch a range of RAM. */
    private void excuse(final long from, final long to)
    {
        forEachSpace(space ->
        {
            final InterruptStateTable table = space.table();
            for (int id = 0; id < table.shape().entryCount(); id = table.endIdOfL2(id))
            {
                final Extent extent = extent(space, id);
                if (extent != null && extent.begin < to && from < extent.end)
                {
                    extent.excuse(from, to);
                }
            }
        });
    }

    private Extent[] extents(final InterruptSpace space, final int fromId, final int endId)
    {
        final InterruptStateTable table = space.table();
        final Extent[] extents = new Extent[(endId - fromId + table.endIdOfL2(0) - 1) / table.endIdOfL2(0)];
        int count = 0;
        for (int id = fromId; id < endId; id = table.endIdOfL2(id))
        {
            final Extent extent = extent(space, id);
            if (extent != null)
            {
                extents[count++] = extent;
            }
        }
        final Extent[] sorted = Arrays.copyOf(extents, count);
        Arrays.sort(sorted, Comparator.comparingLong(Extent::begin));

        return sorted;
    }

    /** Returns the extent of the table that covers an id; null if none is valid there. */
    private Extent extent(final InterruptSpace space, final int id)
    {
        final InterruptStateTable table = space.table();
        final int status = table.status(id);
        if (status != InterruptStateTable.REACHABLE && status != InterruptStateTable.L2_ABORT)
        {
            return null;
        }
        final long begin = memory.offsetOf(table.faultAddress(id));
        final long length = (long)(table.endIdOfL2(id) - id) * table.shape().entryBytes();

        return new Extent(space, id, begin, begin + length);
    }

    /** Passes each space whose table is valid and lies in RAM. */
    private void forEachSpace(final Consumer<InterruptSpace> action)
    {
        accept(physical.lpis(), action);
        for (int vmId = 0; vmId < vms.vmEnd(); vmId++)
        {
            final Vm vm = vms.vm(vmId);
            if (vm != null)
            {
                accept(vm.lpis(), action);
                accept(vm.spis(), action);
            }
        }
    }

    private static void accept(final InterruptSpace space, final Consumer<InterruptSpace> action)
    {
        if (space.table() != null)
        {
            action.accept(space);
        }
    }
}
