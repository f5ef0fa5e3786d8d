package org.gale.engine.agent;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frame that the engine fills: drained commands in front, scheduled ones behind them, turns at the end. A complete
 * frame is offered to the log until the log takes it. Owned by the engine's thread.
 */
final class FrameDraft
{
    private UnsafeBuffer frame;
    private int start;
    private int limit;
    private int scheduledAt;
    private int turnsAt;
    private int end;
    /** Number of commands of a complete frame; 0 while the frame is filled. */
    private int commandCount;

    /**
     * Begins a frame.
     *
     * @param startOffset offset of its first command
     * @param limitOffset offset behind the last command in front of the turns
     */
    void begin(final UnsafeBuffer buffer, final int startOffset, final int limitOffset)
    {
        assert !isComplete() : "the log has still to take the frame before";
        assert startOffset < limitOffset : startOffset + ", " + limitOffset;

        frame = buffer;
        start = startOffset;
        limit = limitOffset;
    }

    /** Notes the offset behind the drained commands. */
    void drained(final int offset)
    {
        assert start <= offset && offset <= limit : offset;

        scheduledAt = offset;
    }

    /** Notes the offset behind the scheduled commands. */
    void scheduled(final int offset)
    {
        assert scheduledAt <= offset && offset <= limit : offset;

        turnsAt = offset;
    }

    /** Notes the offset behind the turns: the frame is complete, and offered from now on. */
    void complete(final int offset, final int commands)
    {
        assert turnsAt <= offset && commands > 0 : offset + ", " + commands;

        end = offset;
        commandCount = commands;
    }

    /** Notes that the log has taken the frame. */
    void taken()
    {
        commandCount = 0;
    }

    /** Returns whether the frame is complete and waits for the log. */
    boolean isComplete()
    {
        return commandCount > 0;
    }

    /** Returns whether the frame has no command yet. */
    boolean isEmpty()
    {
        return turnsAt == start;
    }

    /** Returns whether the frame has commands of the lanes. */
    boolean hasDrained()
    {
        return scheduledAt > start;
    }

    UnsafeBuffer frame()
    {
        return frame;
    }

    int start()
    {
        return start;
    }

    int limit()
    {
        return limit;
    }

    int scheduledAt()
    {
        return scheduledAt;
    }

    int turnsAt()
    {
        return turnsAt;
    }

    int end()
    {
        return end;
    }

    int lengthBytes()
    {
        return end - start;
    }

    int commandCount()
    {
        return commandCount;
    }

    /** Returns the number of words that may be drained: half of the frame, because HOST commands need room. */
    int words(final int limitWords)
    {
        return Math.min(limitWords, (limit - start) >>> 4);
    }

    /** Returns the number of drained words. */
    int drainedWords()
    {
        return (scheduledAt - start) >>> 3;
    }
}
