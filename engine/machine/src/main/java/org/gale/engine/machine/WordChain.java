package org.gale.engine.machine;

import org.agrona.DirectBuffer;
import org.gale.tables.memory.Mix;
import org.gale.ringbuf.CommandWords;
import org.gale.tables.memory.StateStream;

/**
 * Digest of a stream of words, wherever it is cut into runs. Four chains lie side by side, chosen by a word's number
 * since the start, so that no multiplication waits for the one before. Owned by the machine's thread.
 */
final class WordChain
{
    private static final int LANES = 4;
    private static final int COPIED_WORDS = 256;

    private final long[] lanes = new long[LANES];
    private final long[] copied = new long[COPIED_WORDS];
    private long words;

    /** Adds a run of words to the digest. */
    void add(final DirectBuffer buffer, final int offset, final int count)
    {
        for (int done = 0; done < count; done += COPIED_WORDS)
        {
            final int words = Math.min(COPIED_WORDS, count - done);
            CommandWords.copy(buffer, offset + (done << 3), copied, 0, words);
            add(copied, words);
        }
    }

    /** Adds the first words of an array to the digest. */
    void add(final long[] run, final int count)
    {
        int i = 0;
        final int head = Math.min(count, -(int)words & (LANES - 1));
        while (i < head)
        {
            add(run[i++]);
        }
        final int first = i;
        long lane0 = lanes[0];
        long lane1 = lanes[1];
        long lane2 = lanes[2];
        long lane3 = lanes[3];
        final int whole = i + ((count - i) & -LANES);
        for (; i < whole; i += LANES)
        {
            lane0 = Mix.link(lane0, run[i]);
            lane1 = Mix.link(lane1, run[i + 1]);
            lane2 = Mix.link(lane2, run[i + 2]);
            lane3 = Mix.link(lane3, run[i + 3]);
        }
        lanes[0] = lane0;
        lanes[1] = lane1;
        lanes[2] = lane2;
        lanes[3] = lane3;
        words += whole - first;
        while (i < count)
        {
            add(run[i++]);
        }
    }

    void add(final long word)
    {
        final int lane = (int)words & (LANES - 1);
        lanes[lane] = Mix.link(lanes[lane], word);
        words++;
    }

    void state(final StateStream stream)
    {
        stream.words(lanes);
        words = stream.word(words);
    }

    long value()
    {
        return Mix.all(words, lanes);
    }
}
