package org.gale.engine.machine;

import org.agrona.DirectBuffer;
import org.gale.engine.counters.Mix;

/**
 * The digest of a stream of words, wherever it is cut into runs. Four chains lie side by side, chosen by a word's
 * number since the start, so that no multiplication waits for the one before. Owned by the machine's thread.
 */
final class WordChain
{
    private static final int LANES = 4;
    private static final long PRIME = 0x9e3779b97f4a7c15L;

    private final long[] lanes = new long[LANES];
    private long words;

    /** Takes a run of words in, each under a mask. */
    void add(final DirectBuffer buffer, final int offset, final int count, final long mask)
    {
        int i = 0;
        while (i < count && ((int)words & (LANES - 1)) != 0)
        {
            add(buffer.getLong(offset + (i++ << 3)) & mask);
        }
        final int first = i;
        long lane0 = lanes[0];
        long lane1 = lanes[1];
        long lane2 = lanes[2];
        long lane3 = lanes[3];
        final int whole = i + ((count - i) & -LANES);
        for (; i < whole; i += LANES)
        {
            final int at = offset + (i << 3);
            lane0 = link(lane0, buffer.getLong(at) & mask);
            lane1 = link(lane1, buffer.getLong(at + 8) & mask);
            lane2 = link(lane2, buffer.getLong(at + 16) & mask);
            lane3 = link(lane3, buffer.getLong(at + 24) & mask);
        }
        lanes[0] = lane0;
        lanes[1] = lane1;
        lanes[2] = lane2;
        lanes[3] = lane3;
        words += whole - first;
        while (i < count)
        {
            add(buffer.getLong(offset + (i++ << 3)) & mask);
        }
    }

    void add(final long word)
    {
        final int lane = (int)words & (LANES - 1);
        lanes[lane] = link(lanes[lane], word);
        words++;
    }

    /** Each bit of a word reaches the top of the product, and the rotation brings it down for the next. */
    private static long link(final long hash, final long word)
    {
        return Long.rotateLeft(hash ^ word, 29) * PRIME;
    }

    long value()
    {
        return Mix.all(words, lanes);
    }
}
