package org.gale.engine.machine;

import org.agrona.DirectBuffer;
import org.gale.engine.counters.Mix;
import org.gale.ringbuf.CommandWord;

/**
 * The digest of all commands in order, without their times: those of the wall clock differ from run to run, and nothing
 * architectural reads them. TIME commands do not count, since how many there are depends on the batches. Owned by the
 * machine's thread.
 */
final class CommandDigest
{
    private static final int LANES = 4;

    private final long[] lanes = new long[LANES];
    private long words;
    private long count;

    /** Takes one command in. */
    void add(final DirectBuffer frame, final int offset, final int length)
    {
        final long first = frame.getLong(offset);
        if (CommandWord.opcode(first) == CommandWord.TIME)
        {
            return;
        }
        add(first & ~Commands.TIME_MASK);
        for (int i = 1; i < length; i++)
        {
            add(frame.getLong(offset + (i << 3)));
        }
        count++;
    }

    /** Takes a run of commands of one word each in. */
    void addRun(final DirectBuffer frame, final int offset, final int commands)
    {
        int i = 0;
        while (i < commands && ((int)words & (LANES - 1)) != 0)
        {
            add(frame.getLong(offset + (i++ << 3)) & ~Commands.TIME_MASK);
        }
        long lane0 = lanes[0];
        long lane1 = lanes[1];
        long lane2 = lanes[2];
        long lane3 = lanes[3];
        for (; i + LANES <= commands; i += LANES)
        {
            final int at = offset + (i << 3);
            lane0 = Mix.of(lane0, frame.getLong(at) & ~Commands.TIME_MASK);
            lane1 = Mix.of(lane1, frame.getLong(at + 8) & ~Commands.TIME_MASK);
            lane2 = Mix.of(lane2, frame.getLong(at + 16) & ~Commands.TIME_MASK);
            lane3 = Mix.of(lane3, frame.getLong(at + 24) & ~Commands.TIME_MASK);
            words += LANES;
        }
        lanes[0] = lane0;
        lanes[1] = lane1;
        lanes[2] = lane2;
        lanes[3] = lane3;
        while (i < commands)
        {
            add(frame.getLong(offset + (i++ << 3)) & ~Commands.TIME_MASK);
        }
        count += commands;
    }

    long count()
    {
        return count;
    }

    long value()
    {
        return Mix.of(Mix.all(words, lanes), count);
    }

    private void add(final long word)
    {
        final int lane = (int)words & (LANES - 1);                                // no multiplication waits for another
        lanes[lane] = Mix.of(lanes[lane], word);
        words++;
    }
}
