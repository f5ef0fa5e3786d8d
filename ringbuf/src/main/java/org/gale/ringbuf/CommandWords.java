package org.gale.ringbuf;

import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/** Command words in bulk. */
public final class CommandWords
{
    private static final long ARRAY_BASE_OFFSET = UnsafeApi.arrayBaseOffset(long[].class);

    private CommandWords()
    {
    }

    /**
     * Copies words out of a buffer: one check for all of them, and a loop over an array needs no other.
     *
     * @param offset in bytes
     * @param index  of the first word in the array
     * @param count  of words
     * @throws IndexOutOfBoundsException if they do not lie in the buffer, or do not fit into the array
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
