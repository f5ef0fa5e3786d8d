package org.gale.engine.journal;

import org.gale.engine.host.RunningAgent;

/**
 * Acknowledgement of a writer's frames. With {@link Durability#PROCESS} a frame is acknowledged when it is appended,
 * with {@link Durability#FORCED} when a force behind it has ended. A long force is left to a helper, so that the owner
 * can work meanwhile. Owned by the appender's thread.
 */
final class Acknowledgement
{
    private final JournalConfig config;
    private final JournalState state;
    private final JournalHost host;
    private final Mark mark;
    private final AppendSpace space;
    private final boolean forces;
    private final SegmentForcer forcer;
    private final RunningAgent runningForcer;               // null where nothing is forced
    private long appendedFrames;
    private long acknowledgedFrames;
    private long firstWaitingNs;
    private long forceNs;
    private boolean isForcing;
    private boolean isBroken;

    Acknowledgement(
        final JournalConfig config,
        final JournalState state,
        final JournalHost host,
        final Mark mark,
        final AppendSpace space)
    {
        this.config = config;
        this.state = state;
        this.host = host;
        this.mark = mark;
        this.space = space;
        this.forces = config.durability() == Durability.FORCED;
        this.forcer = new SegmentForcer(state, host);
        this.runningForcer = forces ? host.start(forcer) : null;
    }

    /** Returns the number of frames that may wait for a force, the one being filled included. */
    int heldFrames()
    {
        return forces ? config.forceEveryFrames() : 1;
    }

    /** Returns whether frames wait for a force. */
    boolean forces()
    {
        return forces;
    }

    /** Returns the number of frames appended. */
    long appendedFrames()
    {
        return appendedFrames;
    }

    /** Returns the number of frames acknowledged. Takes the result of a force that has ended. */
    long acknowledgedFrames()
    {
        if (isForcing && forcer.isDone())
        {
            takeResult();
        }

        return acknowledgedFrames;
    }

    /** Returns whether a force has failed: the content of the segment's file is unknown. */
    boolean isBroken()
    {
        return isBroken;
    }

    /** Returns the duration of the last force, ns; 0 with {@link Durability#PROCESS}. */
    long forceNs()
    {
        return forceNs;
    }

    /** Returns whether a frame has waited for a force up to the limit. */
    boolean isDue(final long nowNs)
    {
        return acknowledgedFrames < appendedFrames && nowNs - firstWaitingNs >= config.forceEveryNs();
    }

    /**
     * Acknowledges a frame that was appended, or lets it wait for its force.
     *
     * @param isLast true for the last frame of the journal, which waits for none
     * @return false if a force was due, and failed
     */
    boolean appended(final boolean isLast)
    {
        if (!forces)
        {
            acknowledgedFrames = ++appendedFrames;
            return true;
        }
        assert appendedFrames - acknowledgedFrames < heldFrames() : "a frame that is not acknowledged is overwritten";

        final long nowNs = host.nanoTime();
        if (acknowledgedFrames == appendedFrames)
        {
            firstWaitingNs = nowNs;
        }
        appendedFrames++;
        final boolean isFull = appendedFrames - acknowledgedFrames == heldFrames();

        return !(isFull || isLast || isDue(nowNs)) || force();
    }

    /**
     * Begins to force the waiting frames. A helper does it, or this thread where a helper is not worth its wake-up.
     *
     * @param commands number of commands that the owner applies meanwhile
     * @return false if nothing is accepted any more
     */
    boolean beginForce(final long commands)
    {
        return force(host.forcesBeside(forceNs, commands));
    }

    /**
     * Forces the waiting frames, after a force that is under way.
     *
     * @return false if it failed
     */
    boolean force()
    {
        return force(false);
    }

    /** Waits until no force is under way. */
    void awaitForce()
    {
        for (int turn = 0; isForcing; turn++)
        {
            if (forcer.isDone())
            {
                takeResult();
            }
            else
            {
                host.idle(turn);
            }
        }
    }

    /** Ends the helper. */
    void close()
    {
        if (runningForcer != null)
        {
            runningForcer.end();
        }
    }

    private boolean force(final boolean isBeside)
    {
        awaitForce();
        if (state.failure() != null)
        {
            return false;
        }
        if (acknowledgedFrames < appendedFrames)
        {
            if (isBeside)
            {
                isForcing = true;
                forcer.begin(space.current());
                runningForcer.wake();
            }
            else
            {
                forceNow();
            }
        }

        return !isBroken;
    }

    private void forceNow()
    {
        final long startNs = host.nanoTime();
        isBroken = !SegmentForcer.force(space.current(), state);
        if (!isBroken)
        {
            acknowledge(host.nanoTime() - startNs);
        }
    }

    private void takeResult()
    {
        assert forcer.isDone();

        isForcing = false;
        isBroken = !forcer.isForced();
        if (!isBroken)
        {
            acknowledge(forcer.durationNs());
        }
    }

    private void acknowledge(final long durationNs)
    {
        assert acknowledgedFrames <= appendedFrames : acknowledgedFrames;

        acknowledgedFrames = appendedFrames;
        forceNs = durationNs;
        mark.forcedRelease(space.current().number(), space.current().lastNumber());
    }
}
