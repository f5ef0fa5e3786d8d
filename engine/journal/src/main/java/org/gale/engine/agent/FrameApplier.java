package org.gale.engine.agent;

import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.record.InvariantCheck;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.record.RecordSchedule;

/**
 * Applies frames to the machine in the order of their numbers, tells the observer, and completes the lanes. A frame may
 * be applied while it is forced. Its outputs wait in the machine's log then, and its lanes are not completed, until the
 * force has ended: nothing leaves the engine that a loss of power could undo. Owned by the engine's thread.
 */
final class FrameApplier
{
    private final Machine machine;
    private final FrameLog log;
    private final LaneSet lanes;
    private final TurnSource turns;
    private final RunObserver observer;
    private final NanoClock clock;
    private final RecordSchedule records;
    private final InvariantCheck invariantCheck;
    private final WaitingFrames waiting;
    private final BusyPes busy;
    private final AgentMistake mistake;
    private long frames;
    private long sequence;
    /** Number below which the outputs of frames have left. */
    private long releasedFrames;
    private long releasedSequence;
    /** Number below which guests have taken all that frames made pending. */
    private long settledFrames;
    /** True if a frame whose outputs wait has turns. */
    private boolean hasTurns;
    /** Time behind what was applied last. A read of the clock costs as much as a third of an interrupt. */
    private long appliedNs;

    /**
     * Creates an applier of the frames that are appended from now on.
     *
     * @param waiting parts of the frames
     */
    FrameApplier(final EngineContext context, final RecordSchedule records, final WaitingFrames waiting)
    {
        this.machine = context.machine();
        this.log = context.log();
        this.lanes = context.lanes();
        this.turns = context.turns();
        this.observer = context.observer();
        this.clock = context.clock();
        this.records = records;
        this.invariantCheck = records.invariantCheck();
        this.waiting = waiting;
        this.mistake = context.mistake();
        this.busy = new BusyPes(machine.config().pes());
        busy.add(machine.virqs());
        this.frames = log.appendedFrames();
        this.sequence = log.nextSequence() - 1;
        this.releasedFrames = frames;
        this.releasedSequence = sequence;
    }

    /** Returns the number below which frames are applied. */
    long frames()
    {
        return frames;
    }

    /** Returns the number of the last command applied. */
    long sequence()
    {
        return sequence;
    }

    /** Returns the number of the last command whose outputs have left. */
    long releasedSequence()
    {
        return releasedSequence;
    }

    /** Returns the time behind what was applied last, by the engine's clock. */
    long appliedNs()
    {
        return appliedNs;
    }

    /** Returns the PEs whose guests had something to take when frames were applied last. */
    PeSet busy()
    {
        return busy.pes();
    }

    /**
     * Applies the frames that are acknowledged.
     *
     * @param drainedNs time of the cycle
     * @return the number of frames applied
     */
    int applyAcknowledged(final long drainedNs)
    {
        return apply(log.acknowledgedFrames(), drainedNs);
    }

    /**
     * Applies all appended frames while they are forced, or after a short force, and returns when the force has ended.
     *
     * @param drainedNs time of the cycle
     * @return the number of frames applied
     * @throws JournalRefusedException if the log refused; the outputs have not left
     */
    int applyForced(final long drainedNs)
    {
        check(log.beginForce(log.nextSequence() - 1 - sequence));
        final int work = apply(log.appendedFrames(), drainedNs);
        awaitForce(drainedNs);

        return work;
    }

    /** Tells the observer outputs that have not left, after a failure: what the machine did stays accounted for. */
    void fail()
    {
        if (machine.outputs().words() > 0)
        {
            tell(clock.nanoTime());
        }
    }

    /** Passes over a digest, or a part of a snapshot, which was appended behind the frames. Nothing is applied. */
    void passDigest()
    {
        frames = log.appendedFrames();
        releasedFrames = frames;
    }

    /** Completes the lanes in a cycle without work. */
    void idle()
    {
        busy.clear();
        if (isSettled())
        {
            lanes.complete(waiting.slotIndex(frames));
        }
    }

    private int apply(final long end, final long drainedNs)
    {
        assert end <= log.appendedFrames() : "a frame is applied before it is appended";

        int work = 0;
        busy.begin();
        while (frames < end)
        {
            final UnsafeBuffer frame = log.frame(frames);
            final long before = machine.commandCount();
            applyFrame(frame, drainedNs);
            final long first = sequence;
            sequence += waiting.commandCount(frames);                           // later frames may wait for a force
            frames++;
            settledFrames = isSettled() ? frames : settledFrames;
            work++;
            if (frames <= log.acknowledgedFrames() || mistake == AgentMistake.OUTPUTS_BEFORE_FORCE)
            {
                release();
            }
            invariantCheck.checkFrame(frame, log.payloadOffset(), waiting.endOffset(frames - 1), first, before);
        }

        return work;
    }

    private void applyFrame(final UnsafeBuffer frame, final long drainedNs)
    {
        final int start = log.payloadOffset();
        final int scheduledAt = waiting.scheduledOffset(frames);
        final int turnsAt = waiting.turnOffset(frames);
        appliedNs = drainedNs;
        if (scheduledAt < turnsAt)
        {
            awaitForce(drainedNs);                                              // an observer knows a guest by its PE
        }
        if (start < scheduledAt)
        {
            observer.drained(frame, start, scheduledAt, drainedNs);
            applyRange(frame, start, scheduledAt);
            appliedNs = clock.nanoTime();
            observer.raised(appliedNs);
        }
        if (scheduledAt < turnsAt)
        {
            observer.scheduled(frame, scheduledAt, turnsAt, appliedNs);
            applyRange(frame, scheduledAt, turnsAt);
        }
        if (mistake == AgentMistake.SNAPSHOT_INSIDE_FRAME && records.isSnapshotDue(drainedNs, sequence))
        {
            records.snapshots().take(log.nextSequence() - 1);
            records.snapshots().taken(drainedNs, drainedNs);
        }
        turn(frame, turnsAt, waiting.endOffset(frames));
        machine.endFrame();
    }

    /** Applies the turns at the end of a frame. */
    private void turn(final UnsafeBuffer frame, final int turnsAt, final int end)
    {
        final PeSet signalled = machine.virqs();
        busy.add(signalled);
        turns.turning(signalled);
        applyRange(frame, mistake == AgentMistake.TURNS_LOST ? end : turnsAt, end);
        hasTurns |= turnsAt < end;
    }

    private void applyRange(final UnsafeBuffer frame, final int from, final int to)
    {
        int at = from;
        while (at < to)
        {
            at = machine.applyPart(frame, at, to);
            if (!machine.outputs().hasRoom())
            {
                makeRoom();
            }
        }
    }

    /** Waits until the applied frames are acknowledged, and lets their outputs leave. */
    private void awaitForce(final long nowNs)
    {
        if (releasedFrames < frames)
        {
            check(log.flush(true, nowNs));
            release();
        }
    }

    /** Waits until the frame in hand is acknowledged, and lets the outputs leave that came so far. */
    private void makeRoom()
    {
        check(frames < log.acknowledgedFrames() || log.flush(true, appliedNs));
        tell(clock.nanoTime());
    }

    /** Lets the outputs of the applied frames leave, which are acknowledged, and completes the lanes. */
    private void release()
    {
        assert releasedFrames <= frames && releasedSequence <= sequence;

        if (hasTurns || machine.outputs().words() > 0)
        {
            hasTurns = false;
            appliedNs = clock.nanoTime();
            tell(appliedNs);
        }
        if (settledFrames > releasedFrames)
        {
            lanes.complete(waiting.slotIndex(settledFrames - 1));
        }
        releasedFrames = frames;
        releasedSequence = sequence;
    }

    private void tell(final long nowNs)
    {
        observer.applied(machine.outputs(), nowNs);
        machine.outputs().clear();
    }

    /** Returns whether the guests have taken all that is pending for them. */
    private boolean isSettled()
    {
        return turns.isSettled(machine.virqs()) || mistake == AgentMistake.LANE_COMPLETED_EARLY;
    }

    /** Throws unless the log has accepted a frame or a force; the exception names what has left by then. */
    void check(final boolean isAccepted)
    {
        if (!isAccepted)
        {
            throw new JournalRefusedException(log.failure(), releasedSequence);
        }
    }
}
