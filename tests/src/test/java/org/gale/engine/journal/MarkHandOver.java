package org.gale.engine.journal;

import org.agrona.concurrent.UnsafeBuffer;

/** Mark by which a journal says which frame is appended, and which is forced, without a file. */
public final class MarkHandOver
{
    private final UnsafeBuffer memory;
    private final Mark mark;

    /**
     * Creates the mark.
     *
     * @param memory zeroed, which names frame 0
     */
    public MarkHandOver(final UnsafeBuffer memory)
    {
        this.memory = memory;
        this.mark = new Mark(new MarkFile()
        {
            @Override
            public void putRelease(final int offset, final long value)
            {
                memory.putLongRelease(offset, value);
            }

            @Override
            public void force()
            {
                throw new AssertionError("not forced here");
            }

            @Override
            public void close()
            {
                throw new AssertionError("not closed here");
            }
        });
    }

    /** Publishes an appended frame. For the appender. */
    public void appended(final int number)
    {
        mark.appendedRelease(0, number);
    }

    /** Publishes a forced frame. For the appender. */
    public void forced(final int number)
    {
        mark.forcedRelease(0, number);
    }

    /** Returns the number of the last frame appended. For a reader. */
    public int appended()
    {
        return (int)Mark.number(memory.getLongAcquire(Mark.APPENDED_OFFSET));
    }

    /** Returns the number of the last frame forced. For a reader. */
    public int forced()
    {
        return (int)Mark.number(memory.getLongAcquire(Mark.FORCED_OFFSET));
    }
}
