package org.gale.ringbuf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Commands, memory and drains that the lane's tests share. */
final class LaneSupport
{
    static final int CAPACITY = 16;

    /** Word that a drain must never write, since no test offers it. */
    private static final long UNTOUCHED = 0xDEAD_DEAD_DEAD_DEADL;
    private static final int MARGIN_WORDS = 4;

    private LaneSupport()
    {
    }

    static UnsafeBuffer memory(final int capacityWords)
    {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(Lane.lengthBytes(capacityWords), LaneLayout.GAP));
    }

    static long time(final long baseNs)
    {
        return ((long)CommandWord.TIME << 60) | baseNs;
    }

    static long msi(final long operands)
    {
        return ((long)CommandWord.MSI << 60) | operands;
    }

    static long load(final long operands)
    {
        return ((long)CommandWord.LOAD << 60) | operands;
    }

    static long store(final long operands)
    {
        return ((long)CommandWord.STORE << 60) | operands;
    }

    static long ram(final int words)
    {
        return ((long)CommandWord.RAM << 60) | ((long)words << CommandWord.WORDS_SHIFT);
    }

    /** Returns the words of one drain; fails if it wrote outside its room. */
    static long[] drain(final LaneConsumer consumer, final int wordLimit)
    {
        final UnsafeBuffer dst = new UnsafeBuffer(new byte[(wordLimit + (2 * MARGIN_WORDS)) * Long.BYTES]);
        for (int i = 0; i < dst.capacity(); i += Long.BYTES)
        {
            dst.putLong(i, UNTOUCHED);
        }

        final int written = consumer.drain(dst, MARGIN_WORDS * Long.BYTES, wordLimit);

        assertTrue(written >= 0 && written <= wordLimit, "written=" + written);
        for (int i = 0; i < MARGIN_WORDS; i++)
        {
            assertTrue(dst.getLong(i * Long.BYTES) == UNTOUCHED, "in front");
            assertTrue(dst.getLong((MARGIN_WORDS + wordLimit + i) * Long.BYTES) == UNTOUCHED, "behind");
        }

        final long[] words = new long[written];
        for (int i = 0; i < written; i++)
        {
            words[i] = dst.getLong((MARGIN_WORDS + i) * Long.BYTES);
        }

        return words;
    }
}
