package org.gale.engine.storm.run;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.storm.monitor.MonitorFailure;
import org.gale.engine.storm.latency.RunHistory;
import org.gale.tables.bitmap.PoolExhaustedException;

/**
 * Engine's side of one storm as an agent: a cycle of the engine and what the run polls beside it. A failure of the
 * machine or the journal ends the run like its last event; any other exception leaves a log that can be resumed.
 * <pre>
 *   a resumed storm       a new storm
 *          |                   |
 *          v     released      v   generator finished          all delivered
 *   DELIVER_PENDING -------> RUN ---------------------> DRAIN ---------------> ENDED
 *          |                   |                          |                      ^
 *          +-------------------+--------------------------+----------------------+
 *                          failure of machine or journal
 * </pre>
 * Owned by the engine's thread. Its runner idles by the result of {@link #doWork} until {@link #isEnded}.
 */
final class EngineRun implements Agent
{
    private static final int PROGRESS_CYCLES = 64;

    /** States of a run. */
    private enum State
    {
        /** Pending interrupts of a resumed storm are delivered, and the generator waits. */
        DELIVER_PENDING,
        /** The generator sends. */
        RUN,
        /** The generator has finished, and the lanes are emptied. */
        DRAIN,
        /** The lanes are closed. The log is, too, or is to be closed with the verdict of the run. */
        ENDED
    }

    private final EngineAgent agent;
    private final RunProducers producers;
    private final RunMeter meter;
    private final RunHistory history;
    private final RunProgress progress;
    private final NanoClock clock;
    private final WallProof proof;
    private final GuestWatch guests;
    private final Team team;
    private long digests;
    private State state;
    private boolean isRehearsed;
    private boolean isAbandoned;
    private boolean isLogOpen;
    private int cycle;
    private long lastApplyNs;
    private long runDigest;
    private RuntimeException cause;

    /** Creates a run, at its first cycle. */
    EngineRun(
        final EngineAgent agent,
        final RunProducers producers,
        final RunMeter meter,
        final RunHistory history,
        final RunProgress progress,
        final NanoClock clock,
        final WallProof proof,
        final GuestWatch guests,
        final Team team)
    {
        this.team = team;
        this.agent = agent;
        this.producers = producers;
        this.meter = meter;
        this.history = history;
        this.progress = progress;
        this.clock = clock;
        this.proof = proof;
        this.guests = guests;
        this.state = producers.isHeld() ? State.DELIVER_PENDING : State.RUN;    // an event is in flight once
    }

    @Override
    public int doWork()
    {
        try
        {
            return switch (state)
            {
                case DELIVER_PENDING -> deliverPending();
                case RUN -> run();
                case DRAIN -> drain();
                case ENDED -> 0;
            };
        }
        catch (final InvariantBrokenException | JournalRefusedException | PoolExhaustedException | MonitorFailure |
            MigrationFailedException ex)
        {
            fail(ex);
        }
        catch (final RuntimeException | Error ex)
        {
            state = State.ENDED;
            agent.abandon();
            throw ex;
        }

        return 0;
    }

    /** Leaves a log that can be resumed, if the run has not ended. */
    @Override
    public void onClose()
    {
        if (state != State.ENDED)
        {
            state = State.ENDED;
            agent.abandon();
        }
    }

    @Override
    public String roleName()
    {
        return agent.roleName();
    }

    /** Returns whether the run has ended, well or by a failure. */
    boolean isEnded()
    {
        return state == State.ENDED;
    }

    /** Returns the time of the last apply; 0 before the end. */
    long lastApplyNs()
    {
        return lastApplyNs;
    }

    /** Returns the number of acknowledged commands. */
    long commands()
    {
        return agent.releasedSequence();
    }

    /** Returns the digest of the run; 0 if it failed. */
    long runDigest()
    {
        return runDigest;
    }

    /** Returns whether the run was left because another engine failed. */
    boolean isAbandoned()
    {
        return isAbandoned;
    }

    /** Returns whether the run has ended and its log is to be closed, with the verdict of the run. */
    boolean isLogOpen()
    {
        return isLogOpen;
    }

    /** Returns the exception that ended the run, or null. */
    RuntimeException cause()
    {
        return cause;
    }

    private int deliverPending()
    {
        final int work = agent.doWork();
        guests.poll();
        if (team.isAbandoned())
        {
            abandon();
        }
        else if (work == 0 && agent.isIdle() && isReady())
        {
            state = State.RUN;
        }

        return work;
    }

    /** Releases the generator, behind others once all of their machines are set up and their warm-ups rehearsed. */
    private boolean isReady()
    {
        if (!team.isAny())
        {
            producers.generator().release();

            return true;
        }
        if (!producers.generator().isSetUp())
        {
            return false;
        }
        if (!isRehearsed)
        {
            isRehearsed = true;
            meter.rehearse();
        }
        final long begunNs = team.begunNs();
        if (begunNs != Team.NOT_YET)
        {
            producers.generator().release(begunNs);
        }

        return begunNs != Team.NOT_YET;
    }

    /** Ends behind a whole frame, because another engine failed: the log is left as a kill leaves it. */
    private void abandon()
    {
        progress.publish();
        isAbandoned = true;
        state = State.ENDED;
        lastApplyNs = clock.nanoTime();
        meter.end(lastApplyNs);
        agent.abandon();
    }

    private int run()
    {
        if (producers.generator().isFinished())
        {
            state = State.DRAIN;

            return drain();
        }

        return cycle();
    }

    private int drain()
    {
        admit();
        agent.finishAttached();
        final int work = work();
        if (work == 0 && state != State.ENDED && agent.isIdle() && progress.laneWords() == 0 &&
            agent.isAttachedDrained())
        {
            end();
        }

        return work;
    }

    private int cycle()
    {
        admit();

        return work();
    }

    private void admit()
    {
        if (producers.admit())
        {
            history.begin(producers.generator().firstOfferNs());
        }
    }

    private int work()
    {
        final int work = agent.doWork();
        guests.poll();
        checkLaws();
        meter.poll();
        if (cycle++ % PROGRESS_CYCLES == 0)
        {
            progress.publish();
            history.poll(producers.generator().firstOfferNs(), clock.nanoTime());
            pollTeam();
        }

        return work;
    }

    private void pollTeam()
    {
        if (team.isStopping())
        {
            producers.generator().stop();
        }
        if (team.isAbandoned())
        {
            abandon();
        }
    }

    /** Checks the laws of models where a digest was taken, and those that witnesses have found broken at once. */
    private void checkLaws()
    {
        if (digests != agent.digests() || proof.isLawBroken())
        {
            digests = agent.digests();
            proof.checkLaws(agent.releasedSequence());
        }
    }

    private void end()
    {
        progress.publish();
        lastApplyNs = clock.nanoTime();
        meter.end(lastApplyNs);
        proof.checkLaws(agent.releasedSequence());
        runDigest = agent.finish();
        isLogOpen = true;
        agent.end();
        state = State.ENDED;
    }

    private void fail(final RuntimeException ex)
    {
        state = State.ENDED;
        cause = ex;
        lastApplyNs = lastApplyNs == 0 ? clock.nanoTime() : lastApplyNs;
        isLogOpen = true;
        agent.fail();
    }
}
