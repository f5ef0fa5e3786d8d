package org.gale.tables.ist;

import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/** State of an interrupt state table that was latched. Owned by the thread that owns the table. */
public final class LatchedTableState
{
    private static final long LIMIT = InterruptStateTable.ADDRESS_LIMIT;

    private LatchedTableState()
    {
    }

    /**
     * Passes a table as it was latched through a stream; the entries are in RAM, which may say something else than what
     * was latched by now (M-LIVE).
     *
     * @param table     the current table, or null
     * @param idBitsMax the widest ids that the restored table may have
     * @return the table that there is from now on, or null
     */
    public static InterruptStateTable passed(
        final StateStream stream, final PhysicalMemory memory, final int idBitsMax, final InterruptStateTable table)
    {
        if (!stream.flag(table != null))
        {
            return null;
        }
        final IstShape shape = IstShape.passed(stream, idBitsMax, table == null ? null : table.shape());
        final long baseAddress =
            stream.number("address of a table", table == null ? 0 : table.baseAddress(), 0, LIMIT - 1);
        final long[] l2Offsets = table != null ? table.l2Offsets() : shape.twoLevel() ?
            InterruptStateTable.nowhere(shape.l1Entries()) : new long[] {memory.offsetOf(baseAddress)};
        if (shape.twoLevel())
        {
            passL2(stream, l2Offsets);
        }

        return table != null ? table : new InterruptStateTable(memory, shape, baseAddress, l2Offsets);
    }

    private static void passL2(final StateStream stream, final long[] l2Offsets)
    {
        final int end = l2Offsets.length;
        int index = stream.number("level 1 index", nextL2(l2Offsets, 0), 0, end);
        while (index < end)
        {
            l2Offsets[index] = stream.number("offset of a level 2 table", l2Offsets[index], -LIMIT, LIMIT);
            index = stream.number("level 1 index", nextL2(l2Offsets, index + 1), index + 1, end);
        }
    }

    private static int nextL2(final long[] l2Offsets, final int from)
    {
        int index = from;
        while (index < l2Offsets.length && l2Offsets[index] == InterruptStateTable.NOWHERE)
        {
            index++;
        }

        return index;
    }
}
