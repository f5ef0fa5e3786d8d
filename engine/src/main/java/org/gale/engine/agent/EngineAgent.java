package org.gale.engine.agent;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.gicv5.Gicv5Machine;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.PeSet;
import org.gale.engine.record.DigestPayload;
import org.gale.engine.record.FrameLog;
import org.gale.engine.record.InvariantCheck;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.record.Snapshots;
import org.gale.ringbuf.CloseReason;

/**
 * Owns a machine. A duty cycle fills one frame, with the turns of the guests that are signalled and about two thousand
 * words from the lanes, appends it to the log, and applies what the log has acknowledged. A frame that was refused is
 * not applied: a journal with a gap would be a lie.
 *
 * <p>Where frames wait for a force, nobody knows yet who will be signalled. The guests that were signalled the last
 * time get their turns ahead, so that what raises interrupts and what takes them share a force; who is not signalled
 * then takes nothing, and who was not expected gets a turn when the frames are applied.
 *
 * <p>All methods but {@link #stop} are called by the thread that runs the agent.
 */
public final class EngineAgent implements Agent
{
    /** Words taken from the lanes in a cycle. */
    public static final int DRAIN_LIMIT_WORDS = 2048;
    /** Commands between two digests. */
    public static final long DIGEST_INTERVAL = 65_536;

    /** Of the length of a force a 32nd is waited for what could share the next one. */
    private static final int PATIENCE_SHIFT = 5;

    private final Gicv5Machine machine;
    private final FrameLog log;
    private final LaneSet lanes;
    private final TurnSource turns;
    private final RunObserver observer;
    private final NanoClock clock;
    private final InvariantCheck checkpoint;
    private final Snapshots snapshots;
    private final byte[] digestPayload = new byte[DigestPayload.LENGTH];
    private final UnsafeBuffer digestBuffer = new UnsafeBuffer(digestPayload);
    private final int[] pendingLengths;
    private final int[] pendingTurnEnds;
    private final PeSet expected;
    private long busyNs;
    private long appliedFrames;
    private long nextDigest = DIGEST_INTERVAL;
    private long appliedSequence;
    private volatile boolean stopping;

    /**
     * @param log    closed by {@link #onClose}
     * @param heldFrames how many frames may wait for their acknowledgement
     */
    public EngineAgent(
        final Gicv5Machine machine,
        final FrameLog log,
        final int heldFrames,
        final LaneSet lanes,
        final TurnSource turns,
        final RunObserver observer,
        final NanoClock clock)
    {
        this.machine = machine;
        this.log = log;
        this.lanes = lanes;
        this.turns = turns;
        this.observer = observer;
        this.clock = clock;
        this.checkpoint = new InvariantCheck(machine);
        this.pendingLengths = new int[heldFrames];
        this.pendingTurnEnds = new int[heldFrames];
        lanes.marks(heldFrames);
        this.expected = new PeSet(machine.config().pes());
        this.appliedFrames = log.appendedFrames();
        this.appliedSequence = log.nextSequence() - 1;
        this.snapshots = new Snapshots(machine, log);
        snapshots.schedule(SnapshotSchedule.DEFAULT, clock.nanoTime());
    }

    /** Before the first cycle: when to take snapshots of the machine, other than by default. */
    public void snapshots(final SnapshotSchedule schedule)
    {
        snapshots.schedule(schedule, clock.nanoTime());
    }

    /** From any thread: take no more from the lanes. The agent is {@link #isIdle()} soon after. */
    public void stop()
    {
        stopping = true;
    }

    /** Take what attached producers have published by now, and nothing later: soon {@link #isAttachedDrained}. */
    public void finishAttached()
    {
        lanes.finishAttached();
    }

    /** Is nothing left to be taken from attached producers, after {@link #finishAttached}? */
    public boolean isAttachedDrained()
    {
        return lanes.isAttachedDrained();
    }

    /** Number of the last command applied. */
    public long appliedSequence()
    {
        return appliedSequence;
    }

    /** Has everything that was appended been applied, and is no guest signalled? */
    public boolean isIdle()
    {
        return appliedFrames == log.appendedFrames() && machine.virqs().size() == 0;
    }

    @Override
    public int doWork()
    {
        final long now = clock.nanoTime();
        lanes.poll();
        final UnsafeBuffer frame = log.frame();
        final int start = log.payloadOffset();
        final int limit = start + log.payloadLimit();
        final boolean settled = appliedFrames == log.appendedFrames();
        final int turnEnd = turns.schedule(settled ? machine.virqs() : expected, frame, start, limit);
        lanes.mark(slotOf(log.appendedFrames()));
        final int end = stopping ? turnEnd :
            lanes.drain(frame, turnEnd, Math.min(DRAIN_LIMIT_WORDS, (limit - turnEnd) >>> 3));
        if (end == turnEnd && !settled)
        {
            return forceWaiting(start, turnEnd, now);
        }
        if (end == start)
        {
            check(log.flush(false, now));                                       // a digest may be late
            completeLanes();
            return 0;
        }
        append(start, turnEnd, end);
        final int work = 1 + applyAcknowledged(now);
        busyNs = clock.nanoTime();

        return work;
    }

    /** Takes a snapshot and a digest now, as the last of a run. */
    public long finish()
    {
        check(log.flush(true, clock.nanoTime()));
        applyAcknowledged(clock.nanoTime());
        if (log.takesSnapshots())
        {
            takeSnapshot();
        }
        else
        {
            takeDigest();
        }

        return machine.runDigest();
    }

    @Override
    public void onClose()
    {
        try
        {
            lanes.close(CloseReason.FINISHED);
        }
        finally
        {
            log.close();
        }
    }

    /** Closes the lanes for a producer to see, after the agent has failed. */
    public void fail()
    {
        try
        {
            lanes.close(CloseReason.AGENT_FAILED);
        }
        finally
        {
            log.close();
        }
    }

    @Override
    public String roleName()
    {
        return "gale-engine";
    }

    /**
     * Nothing comes from the lanes. What waits is forced, with the turns for it, once more is not likely to come in a
     * time that is short beside a force.
     */
    private int forceWaiting(final int start, final int turnEnd, final long nowNs)
    {
        if (nowNs - busyNs < log.forceNs() >> PATIENCE_SHIFT)
        {
            return 0;
        }
        if (turnEnd > start && !isLastTurned())
        {
            append(start, turnEnd, turnEnd);
        }
        check(log.flush(true, nowNs));

        return applyAcknowledged(nowNs);
    }

    /** Who is signalled now that something was raised: of all frames that were acknowledged together. */
    private void expect(final boolean isFirst)
    {
        if (isFirst)
        {
            expected.clear();
        }
        expected.addAll(machine.virqs());
    }

    private void append(final int start, final int turnEnd, final int end)
    {
        final int slot = slotOf(log.appendedFrames());
        pendingLengths[slot] = end;
        pendingTurnEnds[slot] = turnEnd;
        final int turnCount = (turnEnd - start) >>> 3;                          // a word each
        final int drainedCount = end == turnEnd ? 0 : lanes.drainedCommands();
        check(log.appendCommands(turnCount + drainedCount, end - start));
    }

    private int applyAcknowledged(final long drainedNs)
    {
        int work = 0;
        boolean isFirst = true;
        while (appliedFrames < log.acknowledgedFrames())
        {
            final UnsafeBuffer frame = log.frame(appliedFrames);
            final int slot = slotOf(appliedFrames);
            final int start = log.payloadOffset();
            applyRange(frame, start, pendingTurnEnds[slot]);
            observer.applied(machine.outputs(), clock.nanoTime());
            machine.outputs().clear();
            completeLanes();
            observer.drained(frame, pendingTurnEnds[slot], pendingLengths[slot], drainedNs);
            applyRange(frame, pendingTurnEnds[slot], pendingLengths[slot]);
            observer.raised(clock.nanoTime());
            if (pendingTurnEnds[slot] < pendingLengths[slot])
            {
                expect(isFirst);
                isFirst = false;
            }
            appliedFrames++;
            work++;
        }
        if (work > 0)
        {
            appliedSequence = log.nextSequence() - 1;
            if (appliedFrames == log.appendedFrames())
            {
                takeWhatIsDue(drainedNs);
            }
        }

        return work;
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

    /** Does the last frame that waits hold turns alone, behind which nothing was drained? */
    private boolean isLastTurned()
    {
        final int slot = slotOf(log.appendedFrames() - 1);

        return pendingTurnEnds[slot] == pendingLengths[slot];
    }

    /**
     * The turns of the frame that comes next are applied, or it has none. Once nobody is signalled, all that was
     * drained before them is delivered: producers may know.
     */
    private void completeLanes()
    {
        if (machine.virqs().size() == 0)
        {
            lanes.complete(slotOf(appliedFrames));
        }
    }

    private int slotOf(final long frame)
    {
        return (int)(frame % pendingLengths.length);
    }

    private void takeWhatIsDue(final long nowNs)
    {
        if (snapshots.isDue(nowNs, appliedSequence))
        {
            takeSnapshot();
        }
        else if (appliedSequence >= nextDigest)
        {
            takeDigest();
        }
    }

    /** The snapshot, then a digest, which is the first thing that a replay from there compares with. */
    private void takeSnapshot()
    {
        final long startNs = clock.nanoTime();
        checkpoint.check(appliedSequence);
        snapshots.take(appliedSequence);
        takeDigest();
        snapshots.taken(startNs, clock.nanoTime());
    }

    private void takeDigest()
    {
        nextDigest = appliedSequence + DIGEST_INTERVAL;
        checkpoint.check(appliedSequence);
        DigestPayload.encode(digestBuffer, 0, appliedSequence, machine);
        check(log.appendDigest(digestPayload, DigestPayload.LENGTH));
        appliedFrames = log.appendedFrames();
    }

    private void check(final boolean accepted)
    {
        if (!accepted)
        {
            throw new JournalRefusedException(log.failure(), appliedSequence);
        }
    }
}
