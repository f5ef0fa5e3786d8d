package org.gale.engine.agent;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.DigestPayload;
import org.gale.engine.record.FrameLog;
import org.gale.engine.record.InvariantCheck;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.record.Snapshots;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.LaneConsumer;

/**
 * Agent that owns a machine. A duty cycle fills one frame with the turns of the signalled guests and about two thousand
 * words from the lanes. The agent appends the frame to the log, and applies the frames that the log has acknowledged. A
 * frame that was refused is not applied: a journal with a gap would be a lie. A frame for which the log has still to
 * make space is offered again in the next cycle, before anything else is drained.
 *
 * <p>Frames that wait for a force are not applied, so the guests that they will signal are not known. The engine puts
 * {@link SpeculativeTurns} in front of the next commands, and {@link GroupCommit} decides when to force. In this time
 * line, three frames of MSIs and one of turns alone share a force, and the guests were signalled before:
 * <pre>
 *   duty cycle   1         2             3             4         5
 *   lanes        MSIs a    MSIs b        MSIs c        empty     empty for 1/32 of a force
 *   append       [ a ]     [ turns b ]   [ turns c ]   -         [ turns ]
 *                frame 0   frame 1       frame 2                 frame 3
 *   force                                                        frames 0 to 3
 *   apply                                                        0: raise a
 *                                                                1: take a, complete a, raise b
 *                                                                2: take b, complete b, raise c
 *                                                                3: take c, complete c
 * </pre>
 * Lanes are completed up to the commands of a frame once the turns behind it leave nothing pending for the guests. A
 * guest without a speculative turn keeps its interrupts pending and gets a turn in the next frame.
 *
 * <p>All methods are called by the thread that runs the agent.
 */
public final class EngineAgent implements Agent
{
    /** Limit of the words taken from the lanes in a cycle, of a machine with up to 128 PEs. */
    public static final int DRAIN_LIMIT_WORDS = 2048;
    /** Limit of the words taken from the lanes in a cycle, of any machine. */
    public static final int DRAIN_LIMIT_WORDS_MAX = 8192;
    /** Number of commands between two digests, where few pages are written. */
    public static final long DIGEST_INTERVAL = 65_536;
    /** Number of commands, for each page that a digest read, before the next one: digests of large tables are rare. */
    public static final long DIGEST_INTERVAL_PER_PAGE = 128;

    /**
     * Number of drained words from which on a cycle is one of a loaded engine. It leaves space to the log's helper
     * then: two microseconds for half a page, in each gap of its producers, cost the default storm 5 %.
     */
    static final int LOADED_WORDS = 128;

    private static final int DRAINED_WORDS_PER_PE = 16;

    private final Machine machine;
    private final FrameLog log;
    private final LaneSet lanes;
    private final TurnSource turns;
    private final RunObserver observer;
    private final NanoClock clock;
    private final InvariantCheck invariantCheck;
    private final Snapshots snapshots;
    private final WaitingFrames waiting;
    private final SpeculativeTurns speculation;
    private final GroupCommit groupCommit = new GroupCommit();
    private final int drainLimitWords;
    private CycleWatch watch = CycleWatch.unread();
    /** Time at which the frame in hand was first offered to a log without space; 0 if it was not. */
    private long waitsSinceNs;
    /** Time behind what was applied last. A read of the clock costs as much as a third of an interrupt. */
    private long appliedNs;
    private long appliedFrames;
    /** Number of commands in the frame that waits for space in the log; 0 if none does. */
    private int offeredCommands;
    private int offeredBytes;
    /** True if the last cycle that took words from the lanes took many. */
    private boolean isLoaded;
    private long nextDigest = DIGEST_INTERVAL;
    private long appliedSequence;

    /**
     * Creates the agent.
     *
     * @param log        closed by {@link #onClose}
     * @param heldFrames number of frames that may wait for their acknowledgement
     */
    public EngineAgent(
        final Machine machine,
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
        this.invariantCheck = new InvariantCheck(machine);
        this.drainLimitWords = drainLimitWords(machine.config().pes());
        this.waiting = new WaitingFrames(heldFrames);
        this.speculation = new SpeculativeTurns(machine.config().pes());
        lanes.marks(heldFrames);
        this.appliedFrames = log.appendedFrames();
        this.appliedSequence = log.nextSequence() - 1;
        this.snapshots = new Snapshots(machine, log);
        snapshots.schedule(SnapshotSchedule.DEFAULT, clock.nanoTime());
    }

    /**
     * Returns the limit of the words taken from the lanes in a cycle. A turn of a guest costs as much as several
     * interrupts, so many guests get turns for a batch that is larger (row {@code big} of the benchmarks).
     *
     * @return from {@link #DRAIN_LIMIT_WORDS} to {@link #DRAIN_LIMIT_WORDS_MAX}
     */
    static int drainLimitWords(final int pes)
    {
        return Math.min(DRAIN_LIMIT_WORDS_MAX, Math.max(DRAIN_LIMIT_WORDS, DRAINED_WORDS_PER_PE * pes));
    }

    /** Sets the schedule of the machine's snapshots, before the first cycle. */
    public void snapshots(final SnapshotSchedule schedule)
    {
        snapshots.schedule(schedule, clock.nanoTime());
    }

    /** Sets the watch over the duty cycles, before the first one. */
    public void watch(final CycleWatch cycleWatch)
    {
        watch = cycleWatch;
        turns.watch(cycleWatch);
    }

    /** Takes the way of a snapshot without its effect, between two cycles, so that the compiler knows it. */
    public void rehearse()
    {
        if (offeredCommands == 0)                           // else the next frame is full already
        {
            snapshots.rehearse();
        }
    }

    /**
     * Limits attached producers to the words that they have published by now. {@link #isAttachedDrained} soon returns
     * true.
     */
    public void finishAttached()
    {
        lanes.finishAttached();
    }

    /** Returns whether everything of attached producers is taken, after {@link #finishAttached}. */
    public boolean isAttachedDrained()
    {
        return lanes.isAttachedDrained();
    }

    /** Returns the number of the last command applied. */
    public long appliedSequence()
    {
        return appliedSequence;
    }

    /** Returns whether all appended frames are applied and the guests have taken all that is pending for them. */
    public boolean isIdle()
    {
        return offeredCommands == 0 && appliedFrames == log.appendedFrames() && turns.isSettled(machine.virqs());
    }

    @Override
    public int doWork()
    {
        final long now = clock.nanoTime();
        watch.begins(now);
        if (offeredCommands > 0)
        {
            return offer(now) ? worked(now) : 0;
        }
        if (lanes.poll())
        {
            watch.attached(now, clock.nanoTime());
        }
        final UnsafeBuffer frame = log.frame();
        final int start = log.payloadOffset();
        final int limit = start + log.payloadLimit();
        final boolean settled = appliedFrames == log.appendedFrames();
        final int turnEnd = turns.schedule(
            settled ? machine.virqs() : speculation.signalled(), frame, start, limit);
        lanes.mark(waiting.slotIndex(log.appendedFrames()));
        final int words = Math.min(drainLimitWords, (limit - turnEnd) >>> 3);
        final int end = lanes.drain(frame, turnEnd, words);
        final boolean isFull = ((end - turnEnd) >>> 3) + LaneConsumer.PROGRESS_WORDS > words;
        watch.drained(now, lanes.drainedCommands(), isFull);
        if (end == turnEnd && !settled)
        {
            return forceWaiting(start, turnEnd, now);
        }
        if (end == start)
        {
            check(log.flush(false, now));                                       // a digest may be late
            completeLanes();
            if (!isLoaded)
            {
                log.reserveAhead();
            }
            return 0;
        }
        if (end > turnEnd)
        {
            isLoaded = (end - turnEnd) >>> 3 >= LOADED_WORDS;
        }

        return append(start, turnEnd, end, now) ? worked(now) : 0;
    }

    /**
     * Takes a snapshot and a digest now, as the last of a run.
     *
     * @return the digest of the run
     */
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

    /**
     * Leaves a log from which the run may be resumed, and closes the lanes, after a fault that is not the run's. The
     * log comes first, because a lane may have lost its pages.
     */
    public void abandon()
    {
        try
        {
            log.closeShort();
        }
        finally
        {
            lanes.close(CloseReason.AGENT_FAILED);
        }
    }

    @Override
    public String roleName()
    {
        return "gale-engine";
    }

    /** Forces waiting frames, with the turns for the last one, once a force is due and the lanes are empty. */
    private int forceWaiting(final int start, final int turnEnd, final long nowNs)
    {
        if (!groupCommit.isDue(nowNs, log.forceNs()))
        {
            return 0;
        }
        if (turnEnd > start && !waiting.hasTurnsAlone(log.appendedFrames() - 1) &&
            !append(start, turnEnd, turnEnd, nowNs))
        {
            return 0;
        }
        final long frames = log.appendedFrames() - appliedFrames;
        check(log.flush(true, nowNs));
        watch.did(NoteKind.FORCE, nowNs, clock.nanoTime(), frames);

        return applyAcknowledged(nowNs);
    }

    /** Returns whether the frame was appended; if not, it is offered again in the next cycle. */
    private boolean append(final int start, final int turnEnd, final int end, final long nowNs)
    {
        offeredCommands = CommandCursor.count(log.frame(), start, turnEnd) +
            (end == turnEnd ? 0 : lanes.drainedCommands());
        offeredBytes = end - start;
        waiting.add(log.appendedFrames(), turnEnd, end, offeredCommands);
        turns.appended();

        return offer(nowNs);
    }

    private boolean offer(final long nowNs)
    {
        final AppendResult result = log.appendCommands(offeredCommands, offeredBytes);
        check(result != AppendResult.REFUSED);
        if (result == AppendResult.NOT_READY)
        {
            waitsSinceNs = waitsSinceNs == 0 ? nowNs : waitsSinceNs;
            return false;
        }
        final boolean hasWaited = waitsSinceNs != 0;
        watch.did(hasWaited ? NoteKind.SPACE : NoteKind.APPEND, hasWaited ? waitsSinceNs : nowNs, clock.nanoTime(),
            offeredBytes);
        waitsSinceNs = 0;
        offeredCommands = 0;

        return true;
    }

    /** Applies the acknowledged frames after a frame was appended. */
    private int worked(final long nowNs)
    {
        final long before = appliedSequence;
        final int work = 1 + applyAcknowledged(nowNs);
        final long endNs = work == 1 ? clock.nanoTime() : appliedNs;
        groupCommit.worked(endNs);
        watch.ends(nowNs, endNs, appliedSequence - before);

        return work;
    }

    private int applyAcknowledged(final long drainedNs)
    {
        int work = 0;
        speculation.begin();
        while (appliedFrames < log.acknowledgedFrames())
        {
            applyFrame(log.frame(appliedFrames), drainedNs);
            appliedSequence += waiting.commandCount(appliedFrames);             // later frames may wait for a force
            appliedFrames++;
            work++;
        }
        if (work > 0 && appliedFrames == log.appendedFrames())
        {
            if (turns.isCheckDue())
            {
                invariantCheck.check(appliedSequence);
                appliedNs = clock.nanoTime();
            }
            takeWhatIsDue(drainedNs);
        }

        return work;
    }

    private void applyFrame(final UnsafeBuffer frame, final long drainedNs)
    {
        final int turnEnd = waiting.turnEndOffset(appliedFrames);
        final int end = waiting.endOffset(appliedFrames);
        final int start = log.payloadOffset();
        if (start < turnEnd)
        {
            observer.scheduled(frame, start, turnEnd, drainedNs);
        }
        applyRange(frame, Faults.losesTurn && start < turnEnd ? start + Long.BYTES : start, turnEnd);
        if (start < turnEnd || machine.outputs().words() > 0)                   // of turns, or of the frame before
        {
            appliedNs = clock.nanoTime();
            observer.applied(machine.outputs(), appliedNs);
            machine.outputs().clear();
        }
        completeLanes();
        if (Faults.snapshotsInside && turnEnd > start && snapshots.isDue(drainedNs, appliedSequence))
        {
            snapshots.take(log.nextSequence() - 1);
            snapshots.taken(drainedNs, drainedNs);
        }
        observer.drained(frame, turnEnd, end, drainedNs);
        applyRange(frame, turnEnd, end);
        appliedNs = turnEnd < end || appliedNs - drainedNs < 0 ? clock.nanoTime() : appliedNs;
        observer.raised(appliedNs);
        if (turnEnd < end)
        {
            speculation.add(machine.virqs());
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
     * Publishes that drained commands are delivered, once the guests have taken all that is pending for them. The turns
     * of the next frame are applied, or it has none.
     */
    private void completeLanes()
    {
        if (turns.isSettled(machine.virqs()) || Faults.completesEarly)
        {
            lanes.complete(waiting.slotIndex(appliedFrames));
        }
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

    /** Takes a snapshot, then a digest, which is the first thing that a replay from there compares with. */
    private void takeSnapshot()
    {
        final long startNs = clock.nanoTime();
        invariantCheck.check(appliedSequence);
        snapshots.take(appliedSequence);
        final long endNs = clock.nanoTime();
        watch.did(NoteKind.SNAPSHOT, startNs, endNs, appliedSequence);
        takeDigest();
        snapshots.taken(startNs, appliedNs);
    }

    private void takeDigest()
    {
        final long startNs = clock.nanoTime();
        invariantCheck.check(appliedSequence);
        DigestPayload.encode(log.frame(), log.payloadOffset(), appliedSequence, machine);
        nextDigest = appliedSequence +
            Math.max(DIGEST_INTERVAL, machine.digestedPages() * DIGEST_INTERVAL_PER_PAGE);
        check(log.appendDigest());
        appliedFrames = log.appendedFrames();
        appliedNs = clock.nanoTime();
        watch.did(NoteKind.DIGEST, startNs, appliedNs, appliedSequence);
    }

    private void check(final boolean accepted)
    {
        if (!accepted)
        {
            throw new JournalRefusedException(log.failure(), appliedSequence);
        }
    }
}
