package org.gale.engine.gicv5.irs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    private final ValidOwners owners;

    TableOverlaps(final PhysicalMemory memory, final ValidOwners owners)
    {
        this.memory = memory;
        this.owners = owners;
        memory.overlap().onStore(offset -> excuse(offset, offset + Long.BYTES));
    }

    /** Bytes of RAM that a linear or a level 2 table has: its first id, and its offsets. */
    private record Extent(InterruptSpace space, int firstId, long begin, long end)
    {
        /** Excuses the interrupts whose entries touch a range of RAM; nothing if the range ends before it begins. */
        void excuse(final long from, final long to)
        {
            final long first = Math.max(begin, from);
            final long last = Math.min(end, to);
            if (first < last)
            {
                final int entryBytes = space.table().shape().entryBytes();
                space.account().excuse(firstId + (int)((first - begin) / entryBytes),
                    firstId + (int)((last - begin + entryBytes - 1) / entryBytes));
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
        if (space.table().endIdOfL2(fromId) >= endId)
        {
            excuseShared(extent(space, fromId));
        }
        else
        {
            excuseAll();
        }
    }

    /** Excuses what one table shares with any other one. */
    private void excuseShared(final Extent added)
    {
        forEachExtent(extent ->
        {
            if (added != null && (extent.space != added.space || extent.firstId != added.firstId))
            {
                extent.excuse(added.begin, added.end);
                added.excuse(extent.begin, extent.end);
            }
        });
    }

    /**
     * Excuses what tables share, by one pass over them in the order of their addresses: each one from its begin up to
     * the end of those before it, and from the begin of the next one to its end.
     */
    private void excuseAll()
    {
        final List<Extent> extents = new ArrayList<>();
        forEachExtent(extents::add);
        extents.sort(Comparator.comparingLong(Extent::begin));
        long endBefore = Long.MIN_VALUE;
        for (int i = 0; i < extents.size(); i++)
        {
            final Extent extent = extents.get(i);
            extent.excuse(extent.begin, endBefore);
            if (i + 1 < extents.size())
            {
                extent.excuse(extents.get(i + 1).begin, extent.end);
            }
            endBefore = Math.max(endBefore, extent.end);
        }
    }

    /** Excuses all interrupts whose entries touch a range of RAM. */
    private void excuse(final long from, final long to)
    {
        forEachExtent(extent -> extent.excuse(from, to));
    }

    private void forEachExtent(final Consumer<Extent> action)
    {
        forEachSpace(space ->
        {
            final InterruptStateTable table = space.table();
            for (int id = 0; id < table.shape().entryCount(); id = table.endIdOfL2(id))
            {
                final Extent extent = extent(space, id);
                if (extent != null)
                {
                    action.accept(extent);
                }
            }
        });
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
        accept(owners.physical().lpis(), action);
        for (int vmId = 0; vmId < owners.vmEnd(); vmId++)
        {
            final Vm vm = owners.vm(vmId);
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
