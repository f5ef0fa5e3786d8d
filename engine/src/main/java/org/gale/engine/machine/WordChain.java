package org.gale.engine.machine;

import org.agrona.DirectBuffer;
import org.gale.engine.counters.Mix;

/**
 * The digest of a stream of words, wherever it is cut into runs. Four chains lie side by side, chosen by a word's number
 * since the start, so that no multiplication waits for the one before. Owned by the machine's thread.
 */
final class WordChain
{
    private static final int LANES = 4;

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
        long lane0 = lanes[0];
        long lane1 = lanes[1];
        long lane2 = lanes[2];
        long lane3 = lanes[3];
        for (; i + LANES <= count; i += LANES)
        {
            final int at = offset + (i << 3);
            lane0 = Mix.of(lane0, buffer.getLong(at) & mask);
            lane1 = Mix.of(lane1, buffer.getLong(at + 8) & mask);
            lane2 = Mix.of(lane2, buffer.getLong(at + 16) & mask);
            lane3 = Mix.of(lane3, buffer.getLong(at + 24) & mask);
            words += LANES;
        }
        lanes[0] = lane0;
        lanes[1] = lane1;
        lanes[2] = lane2;
        lanes[3] = lane3;
        while (i < count)
        {
            add(buffer.getLong(offset + (i++ << 3)) & mask);
        }
    }

    void add(final long word)
    {
        final int lane = (int)words & (LANES - 1);
        lanes[lane] = Mix.of(lanes[lane], word);
        words++;
    }

    long value()
    {
        return Mix.all(words, lanes);
    }
}
