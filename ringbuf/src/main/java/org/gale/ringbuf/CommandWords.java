package org.gale.ringbuf;

import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/** Bulk operations on command words. */
public final class CommandWords
{
    private static final long ARRAY_BASE_OFFSET = UnsafeApi.arrayBaseOffset(long[].class);

    private CommandWords()
    {
    }

    /**
     * Copies words out of a buffer, with one bounds check for all of them. A loop over the array then needs no further
     * check.
     *
     * @param offset offset of the first word in the buffer, in bytes
     * @param index  index of the first word in the array
     * @param count  number of words
     * @throws IndexOutOfBoundsException if the words do not lie in the buffer, or do not fit into the array
     */
    public static void copy(
        final DirectBuffer from, final int offset, final long[] to, final int index, final int count)
    {
        Objects.checkFromIndexSize(index, count, to.length);
        from.boundsCheck(offset, Math.multiplyExact(count, Long.BYTES));
        UnsafeApi.copyMemory(from.byteArray(), from.addressOffset() + offset,
            to, ARRAY_BASE_OFFSET + (long)index * Long.BYTES, (long)count * Long.BYTES);
    }
}
