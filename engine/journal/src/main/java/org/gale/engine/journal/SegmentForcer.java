package org.gale.engine.journal;

import java.io.IOException;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Agent that forces a segment while the appender's thread works.
 *
 * <p><b>Threads.</b> The agent's thread, and the appender's, which asks and takes the result.
 *
 * <p><b>Guarantees.</b> Everything that was appended before {@link #begin} is on the device once {@link #isDone} and
 * {@link #isForced} return true.
 *
 * <p><b>Assumptions.</b> The appender asks for one force at a time, and appends nothing until it is done.
 *
 * <p><b>Progress.</b> Neither waits for the other here; the agent waits for the device.
 */
final class SegmentForcer implements Agent
{
    private final JournalState state;
    private final NanoClock clock;
    // Handed over. The appender stores a segment, and this agent stores null once the force has ended.
    private volatile Segment asked;
    private long durationNs;
    private boolean isForced;

    SegmentForcer(final JournalState state, final NanoClock clock)
    {
        this.state = state;
        this.clock = clock;
    }

    /** Asks for a force. For the appender, which then wakes the agent. */
    void begin(final Segment segment)
    {
        assert isDone() : "one force at a time";

        asked = segment;
    }

    /** Returns whether the force that was asked for last has ended. For the appender. */
    boolean isDone()
    {
        return asked == null;
    }

    /** Returns whether the last force succeeded; else the state has the reason. For the appender, once it is done. */
    boolean isForced()
    {
        return isForced;
    }

    /** Returns the duration of the last force, ns. For the appender, once it is done. */
    long durationNs()
    {
        return durationNs;
    }

    @Override
    public int doWork()
    {
        final Segment segment = asked;
        if (segment == null)
        {
            return 0;
        }
        final long startNs = clock.nanoTime();
        isForced = force(segment, state);
        durationNs = clock.nanoTime() - startNs;
        asked = null;

        return 1;
    }

    @Override
    public String roleName()
    {
        return "gale-journal-forcer";
    }

    /**
     * Forces a segment on the calling thread.
     *
     * @return false if it failed; the state has the reason then
     */
    static boolean force(final Segment segment, final JournalState state)
    {
        try
        {
            segment.force();
            return true;
        }
        catch (final IOException | RuntimeException | Error throwable)
        {
            state.fail("the journal could not be forced", throwable);
            return false;
        }
    }
}
