package org.gale.engine.storm.virtual;

import org.gale.engine.journal.FrameLog;
import org.gale.engine.storm.result.StormProgress;

/** Progress of a run in virtual time: figures that its thread publishes for others now and then. */
final class VirtualProgress implements StormProgress
{
    private final FrameLog log;
    private final boolean hasPhases;
    private volatile long elapsedNs;
    private volatile long offered;
    private volatile long delivered;
    private volatile long pending;
    private volatile long held = NO_VECTORS;
    private volatile long journalBytes;
    private volatile int phase;
    private volatile long completions;

    VirtualProgress(final FrameLog log, final boolean hasPhases)
    {
        this.log = log;
        this.hasPhases = hasPhases;
    }

    /** Sets the pieces of work that devices have completed, before {@link #publish}. */
    void completed(final long soFar)
    {
        completions = soFar;
    }

    /** Sets the events that vectors hold, before {@link #publish}. */
    void held(final long soFar)
    {
        held = soFar;
    }

    /** Publishes figures. On the thread of the run. */
    void publish(
        final long nowNs, final long offeredSoFar, final long deliveredSoFar, final long waiting, final int inPhase)
    {
        elapsedNs = nowNs;
        offered = offeredSoFar;
        delivered = deliveredSoFar;
        pending = waiting;
        journalBytes = log.bytes();
        phase = hasPhases ? 1 + inPhase : 0;
    }

    @Override
    public long elapsedNs()
    {
        return elapsedNs;
    }

    @Override
    public int phase()
    {
        return phase;
    }

    @Override
    public long offered()
    {
        return offered;
    }

    @Override
    public long delivered()
    {
        return delivered;
    }

    @Override
    public long held()
    {
        return held;
    }

    @Override
    public long pending()
    {
        return pending;
    }

    @Override
    public long completions()
    {
        return completions;
    }

    @Override
    public long laneWords()
    {
        return 0;
    }

    @Override
    public long laneCapacityWords()
    {
        return 0;
    }

    @Override
    public long journalBytes()
    {
        return journalBytes;
    }
}
