package org.gale.engine.function;

/**
 * Register frame of a function: the table at offset 0, 16 bytes a vector, and the pending bits at 0x8000. Accesses of
 * 32 and 64 bits; all else is RAZ/WI.
 * <pre>
 *   0x0000 + 16 n   address 63:0 | data 31:0 | control 31:0, whose bit 0 masks the vector
 *   0x8000 +  8 n   pending bits of vectors 64 n to 64 n + 63, read-only
 * </pre>
 * Owned by the machine's thread.
 */
final class FunctionFrame
{
    /** Length of a frame, to which its address is aligned. */
    static final int LENGTH = 0x1_0000;
    /** Offset of the pending bits. */
    static final int PENDING_BITS = 0x8000;
    /** Limit of the vectors of a function. */
    static final int VECTOR_LIMIT = 2048;

    private static final int ENTRY_SHIFT = 4;
    private static final int DATA = 8;
    private static final int CONTROL = 12;
    private static final int ENTRY_MASK = 15;
    private static final long LOW = 0xffff_ffffL;

    static
    {
        assert VECTOR_LIMIT << ENTRY_SHIFT <= PENDING_BITS : "the table reaches into the pending bits";
    }

    private final MonitorSlot monitor;
    private final EventBook book;

    FunctionFrame(final MonitorSlot monitor, final EventBook book)
    {
        this.monitor = monitor;
        this.book = book;
    }

    /** Returns the value of a load, 0 where nothing is. Changes nothing. */
    long read(final MsixFunction function, final int offset, final int sizeBytes)
    {
        final long word = isAccess(offset, sizeBytes) ? word(function, offset & -Long.BYTES) : 0;

        return sizeBytes == Long.BYTES ? word : (offset & Integer.BYTES) == 0 ? word & LOW : word >>> Integer.SIZE;
    }

    /** Compares the pending bits that a load of a guest reads with what is held. */
    void checkRead(final MsixFunction function, final int offset, final int sizeBytes, final long value)
    {
        final int index = (offset - PENDING_BITS) >> 3;
        if (index >= 0 && index < function.pending.wordCount() && isAccess(offset, sizeBytes))
        {
            final long owed = function.owedPending.word(index) | function.owedInEventfd.word(index);
            final int shift = (offset & Integer.BYTES) << 3;
            final long expected = sizeBytes == Long.BYTES ? owed : (owed >>> shift) & LOW;
            monitor.wasRead(held(function, index, sizeBytes, shift));
            if (value != expected)
            {
                book.breaks(MonitorSlot.name(function,
                    index * Long.SIZE + shift + Long.numberOfTrailingZeros(value ^ expected)) +
                    " has a pending bit that differs from what is held");
            }
        }
    }

    /** Returns the pending bits that a right monitor has for a load. */
    private static long held(final MsixFunction function, final int index, final int sizeBytes, final int shift)
    {
        final long word = function.pending.word(index) | function.signalled.word(index);

        return sizeBytes == Long.BYTES ? word : (word >>> shift) & LOW;
    }

    /**
     * Performs a store.
     *
     * @return the vector whose message was changed though it was not masked, or −1
     */
    int write(final MsixFunction function, final int offset, final int sizeBytes, final long value)
    {
        final int vector = offset >>> ENTRY_SHIFT;
        if (!isAccess(offset, sizeBytes) || vector >= function.vectors)
        {
            return -1;
        }
        final long address = function.address(vector);
        final int data = function.data(vector);
        final boolean wasMasked = function.masked.isSet(vector);
        final int field = offset & ENTRY_MASK;
        final boolean isWide = sizeBytes == Long.BYTES;
        switch (field)
        {
            case 0 -> function.address(vector, isWide ? value : (address & ~LOW) | (value & LOW));
            case Integer.BYTES -> function.address(vector, (address & LOW) | value << Integer.SIZE);
            case DATA -> function.data(vector, (int)value);
            default ->
            {
            }
        }
        if (field == CONTROL || (field == DATA && isWide))
        {
            function.changed(vector);
            function.masked.set(vector, (field == CONTROL ? value : value >>> Integer.SIZE) % 2 != 0);
            monitor.release(function, vector);
        }
        else
        {
            monitor.changed(function, vector);
        }

        return !wasMasked && (address != function.address(vector) || data != function.data(vector)) ? vector : -1;
    }

    private long word(final MsixFunction function, final int offset)
    {
        if (offset >= PENDING_BITS)
        {
            final int index = (offset - PENDING_BITS) >>> 3;

            return index >= function.pending.wordCount() ? 0 : monitor.pendingBits(function, index);
        }
        final int vector = offset >>> ENTRY_SHIFT;
        if (vector >= function.vectors)
        {
            return 0;
        }

        return (offset & ENTRY_MASK) == 0 ? function.address(vector) :
            Integer.toUnsignedLong(function.data(vector)) | (function.masked.isSet(vector) ? 1L << Integer.SIZE : 0);
    }

    private static boolean isAccess(final int offset, final int sizeBytes)
    {
        return (sizeBytes == Integer.BYTES || sizeBytes == Long.BYTES) && (offset & (sizeBytes - 1)) == 0;
    }
}
