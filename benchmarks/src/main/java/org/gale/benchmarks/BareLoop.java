package org.gale.benchmarks;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.tables.ist.L2Iste;

/**
 * Least work for an interrupt: a word of a table and a bit of a bitmap are set; then the lowest bit is found, and both
 * are cleared. No priorities, targets, rules, outputs, digests or accounts. One thread uses it.
 * <pre>
 *  bitmap of a VM, 4,096 bits       0  which of the words below are not zero, a bit each
 *                                   8  64 words of bits
 *                                 520  unused, up to 1,024
 * </pre>
 */
final class BareLoop
{
    static final int VMS = 16;
    static final int INTERRUPTS = 1 << 16;

    private static final int VM_SHIFT = 12;
    private static final int BITMAP_SHIFT = 10;
    private static final int EVENT_BITS = 10;

    private final UnsafeBuffer table = new UnsafeBuffer(new byte[INTERRUPTS * Integer.BYTES]);
    private final UnsafeBuffer bitmaps = new UnsafeBuffer(new byte[VMS << BITMAP_SHIFT]);
    private long delivered;

    /** Returns the interrupt that an MSI of one of 64 devices of 1,024 events stands for. */
    static int idOf(final long msi)
    {
        return (((int)(msi >>> 40) & 63) << EVENT_BITS) | ((int)(msi >>> 24) & ((1 << EVENT_BITS) - 1));
    }

    static int vmOf(final int id)
    {
        return id >>> VM_SHIFT;
    }

    void set(final int id)
    {
        final int bitmap = (id >>> VM_SHIFT) << BITMAP_SHIFT;
        final int index = (id >>> 6) & 63;
        final int word = bitmap + Long.BYTES + (index << 3);
        final int entry = id << 2;

        table.putInt(entry, table.getInt(entry) | L2Iste.PENDING.mask());
        bitmaps.putLong(word, bitmaps.getLong(word) | (1L << id));
        bitmaps.putLong(bitmap, bitmaps.getLong(bitmap) | (1L << index));
    }

    /** Clears all interrupts of a VM that are set, the lowest first. */
    void take(final int vm)
    {
        final int bitmap = vm << BITMAP_SHIFT;
        long summary = bitmaps.getLong(bitmap);
        while (summary != 0)
        {
            final int index = Long.numberOfTrailingZeros(summary);
            final int word = bitmap + Long.BYTES + (index << 3);
            final long bits = bitmaps.getLong(word);
            final int id = (vm << VM_SHIFT) | (index << 6) | Long.numberOfTrailingZeros(bits);
            final long rest = bits & (bits - 1);
            final int entry = id << 2;

            bitmaps.putLong(word, rest);
            if (rest == 0)
            {
                summary &= summary - 1;
                bitmaps.putLong(bitmap, summary);
            }
            table.putInt(entry, table.getInt(entry) & ~L2Iste.PENDING.mask());
            delivered++;
        }
    }

    /** Clears all interrupts that are set. */
    void takeAll()
    {
        for (int vm = 0; vm < VMS; vm++)
        {
            take(vm);
        }
    }

    /** Returns the number of interrupts cleared since the start. */
    long delivered()
    {
        return delivered;
    }

    /** Checks that all interrupts that were set have been cleared, and that no entry is pending. */
    void check(final long offered)
    {
        for (int id = 0; id < INTERRUPTS; id++)
        {
            if (table.getInt(id << 2) != 0)
            {
                throw new IllegalStateException("still pending: id=" + id);
            }
        }
        if (offered == 0 || delivered != offered)
        {
            throw new IllegalStateException("offered=" + offered + ", delivered=" + delivered);
        }
    }
}
