package org.gale.engine.machine;

import org.agrona.DirectBuffer;
import org.gale.tables.memory.Mix;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.StateStream;

/**
 * Digest of all commands in order, without their times. The times of the wall clock differ from run to run, and nothing
 * architectural reads them. TIME commands do not count, because their number depends on the batches. Owned by the
 * machine's thread.
 */
public final class CommandDigest
{
    private final WordChain chain = new WordChain();
    private long count;

    /** Adds one command to the digest. */
    public void add(final DirectBuffer frame, final int offset, final int length)
    {
        if (CommandWord.opcode(frame.getLong(offset)) != CommandWord.TIME)
        {
            chain.add(frame.getLong(offset) & ~Commands.TIME_MASK);
            for (int i = 1; i < length; i++)
            {
                chain.add(frame.getLong(offset + (i << 3)));
            }
            count++;
        }
    }

    /** Adds the first words of an array, which are a run of commands without their times. */
    public void addRun(final long[] run, final int words, final int commands)
    {
        chain.add(run, words);
        count += commands;
    }

    /** Passes the digest of all commands so far, and their number, through a stream. */
    public void state(final StateStream stream)
    {
        chain.state(stream);
        count = stream.number("count of commands", count, 0, Long.MAX_VALUE);
    }

    public long count()
    {
        return count;
    }

    public long value()
    {
        return Mix.of(chain.value(), count);
    }
}
