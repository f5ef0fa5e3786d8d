package org.gale.engine.agent;

import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.record.FrameLog;
import org.gale.engine.record.Snapshots;

/**
 * Applies frames to the machine in the order of their numbers, tells the observer, and completes the lanes. Owned by
 * the engine's thread.
 */
final class FrameApplier
{
    private final Machine machine;
    private final FrameLog log;
    private final LaneSet lanes;
    private final TurnSource turns;
    private final RunObserver observer;
    private final NanoClock clock;
    private final Snapshots snapshots;
    private final WaitingFrames waiting;
    private final BusyPes busy;
    private long frames;
    private long sequence;
    /** Time behind what was applied last. A read of the clock costs as much as a third of an interrupt. */
    private long appliedNs;

    /**
     * Creates an applier of the frames that are appended from now on.
     *
     * @param waiting parts of the frames
     */
    FrameApplier(
        final Machine machine,
        final FrameLog log,
        final LaneSet lanes,
        final TurnSource turns,
        final RunObserver observer,
        final NanoClock clock,
        final Snapshots snapshots,
        final WaitingFrames waiting)
    {
        this.machine = machine;
        this.log = log;
        this.lanes = lanes;
        this.turns = turns;
        this.observer = observer;
        this.clock = clock;
        this.snapshots = snapshots;
        this.waiting = waiting;
        this.busy = new BusyPes(machine.config().pes());
        busy.add(machine.virqs());
        this.frames = log.appendedFrames();
        this.sequence = log.nextSequence() - 1;
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
     * Applies the frames below a number.
     *
     * @param drainedNs time of the cycle
     * @return the number of frames applied
     */
    int apply(final long end, final long drainedNs)
    {
        int work = 0;
        busy.begin();
        while (frames < end)
        {
            applyFrame(log.frame(frames), drainedNs);
            sequence += waiting.commandCount(frames);                           // later frames may wait for a force
            frames++;
            work++;
        }

        return work;
    }

    /** Passes over a digest, or a part of a snapshot, which was appended behind the frames. Nothing is applied. */
    void passDigest()
    {
        frames = log.appendedFrames();
    }

    /** Completes the lanes in a cycle without work. */
    void idle()
    {
        busy.clear();
        completeLanes();
    }

    private void applyFrame(final UnsafeBuffer frame, final long drainedNs)
    {
        final int start = log.payloadOffset();
        final int scheduledAt = waiting.scheduledOffset(frames);
        final int turnsAt = waiting.turnOffset(frames);
        appliedNs = drainedNs;
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
        if (Faults.snapshotsInside && snapshots.isDue(drainedNs, sequence))
        {
            snapshots.take(log.nextSequence() - 1);
            snapshots.taken(drainedNs, drainedNs);
        }
        turn(frame, turnsAt, waiting.endOffset(frames));
        completeLanes();
    }

    /** Applies the turns at the end of a frame. */
    private void turn(final UnsafeBuffer frame, final int turnsAt, final int end)
    {
        final PeSet signalled = machine.virqs();
        busy.add(signalled);
        turns.turning(signalled);
        applyRange(frame, Faults.losesTurn ? end : turnsAt, end);
        if (turnsAt < end || machine.outputs().words() > 0)
        {
            appliedNs = clock.nanoTime();
            observer.applied(machine.outputs(), appliedNs);
            machine.outputs().clear();
        }
    }

    private void applyRange(final UnsafeBuffer frame, final int from, final int to)
    {
        int at = from;
        while (at < to)
        {
            at = machine.apply(frame, at, to);
            if (!machine.outputs().hasRoom())
            {
                observer.applied(machine.outputs(), clock.nanoTime());
                machine.outputs().clear();
            }
        }
    }

    /**
     * Publishes that drained commands are delivered, once the guests have taken all that is pending for them.
     */
    private void completeLanes()
    {
        if (turns.isSettled(machine.virqs()) || Faults.completesEarly)
        {
            lanes.complete(waiting.slotIndex(frames));
        }
    }
}
