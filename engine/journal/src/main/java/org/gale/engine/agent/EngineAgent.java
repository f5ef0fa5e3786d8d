package org.gale.engine.agent;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.RecordSchedule;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.LaneConsumer;

/**
 * Agent that takes commands from lanes, journals them and applies them to the machine that it owns. A duty cycle fills
 * one frame: about two thousand words from the lanes, the HOST commands that are due, and the turns of the guests that
 * are then signalled. The agent appends the frame to the log, and applies the frames that the log has acknowledged or
 * is about to force. A frame that was refused is not applied: a journal with a gap would be a lie. A frame for which
 * the log has still to make space is offered again in the next cycle. Effects of a frame leave the engine once the
 * frame is acknowledged, see {@link FrameApplier}.
 *
 * <p>A TURN of a group of PEs names no guest, so it is appended before the commands in front of it are applied. A frame
 * raises an interrupt and takes it. {@link GroupCommit} decides when to force. Here two frames share a force:
 * <pre>
 *   duty cycle   1             2             3       4
 *   lanes        MSIs a        MSIs b        empty   empty for 1/32 of a force
 *   append       [ a, turns ]  [ b, turns ]  -       -
 *                frame 0       frame 1
 *   force                                            frames 0 and 1, by a helper
 *   apply                                            0: raise a, take a
 *                                                    1: raise b, take b
 *   forced                                           complete a and b
 * </pre>
 * Lanes are completed up to a frame once its turns leave nothing pending. A guest with more than its budget gets a turn
 * in the next frame, too. All methods are called by the thread that runs the agent.
 *
 * <p>The agent decides what is appended and when it is forced; {@link FrameApplier} does what follows. They are two
 * because a force lies between them: frames are applied during it, while their outputs wait for its end.
 */
public final class EngineAgent implements Agent
{
    private final Machine machine;
    private final FrameLog log;
    private final LaneSet lanes;
    private final TurnSource turns;
    private final NanoClock clock;
    private final RecordSchedule records;
    private final WaitingFrames waiting;
    private final FrameApplier applier;
    private final GroupCommit groupCommit = new GroupCommit();
    private final DrainLimit drainLimit;
    private final GroupTurns groupTurns;
    private final FrameDraft draft = new FrameDraft();
    private CycleWatch watch = CycleWatch.unread();
    private FrameTime time = FrameTime.NONE;
    /** Time at which the frame in hand was first offered to a log without space; 0 if it was not. */
    private long waitsSinceNs;
    /** Time behind what was applied last, snapshots and digests included. */
    private long appliedNs;
    private long digests;
    private FrameEdit edit;                                         // null where frames stay as they are

    /**
     * Creates the agent.
     *
     * @param log closed by {@link #onClose}
     */
    public EngineAgent(
        final Machine machine,
        final FrameLog log,
        final LaneSet lanes,
        final TurnSource turns,
        final RunObserver observer,
        final NanoClock clock)
    {
        this(new EngineContext(machine, log, lanes, turns, observer, clock, AgentMistake.NONE));
    }

    /** Creates the agent of these parts. */
    EngineAgent(final EngineContext context)
    {
        this.machine = context.machine();
        this.log = context.log();
        this.lanes = context.lanes();
        this.turns = context.turns();
        this.clock = context.clock();
        this.drainLimit = new DrainLimit(machine.config());
        this.groupTurns = new GroupTurns(machine.config().pes(), turns.budget());
        this.waiting = new WaitingFrames(log.heldFrames());
        lanes.marks(log.heldFrames());
        this.records = new RecordSchedule(machine, log, SnapshotSchedule.DEFAULT, clock.nanoTime());
        this.applier = new FrameApplier(context, records, waiting);
    }

    /** Sets the schedule of the machine's snapshots, before the first cycle. */
    public void snapshots(final SnapshotSchedule schedule)
    {
        records.snapshots().schedule(schedule, clock.nanoTime());
    }

    /** Sets the watch over the duty cycles, before the first one. */
    public void watch(final CycleWatch cycleWatch)
    {
        watch = cycleWatch;
        turns.watch(cycleWatch);
    }

    /** Sets the editor of the frames, before the first cycle. */
    public void edit(final FrameEdit frameEdit)
    {
        edit = frameEdit;
    }

    /** Sets the time of the frames, before the first cycle. */
    public void time(final FrameTime frameTime)
    {
        time = frameTime;
    }

    /**
     * Limits attached producers to the words that they have published by now, because the generator has finished.
     * {@link #isAttachedDrained} soon returns true.
     */
    public void finishAttached()
    {
        lanes.finishAttached();
        turns.finish();
    }

    /** Returns whether everything of attached producers is taken, after {@link #finishAttached}. */
    public boolean isAttachedDrained()
    {
        return lanes.isAttachedDrained();
    }

    /** Returns the number of the last command applied. */
    public long appliedSequence()
    {
        return applier.sequence();
    }

    /** Returns the number of the last command whose outputs have left: all up to it are acknowledged. */
    public long releasedSequence()
    {
        return applier.releasedSequence();
    }

    /** Returns the number of digests that were taken. */
    public long digests()
    {
        return digests;
    }

    /** Returns whether all appended frames are applied and the guests have taken all that is pending for them. */
    public boolean isIdle()
    {
        return !draft.isComplete() && isAllApplied() && turns.isSettled(machine.virqs());
    }

    /** Returns whether all appended frames are applied, and guests have yet to take what is pending for them. */
    public boolean awaitsGuests()
    {
        return !draft.isComplete() && isAllApplied() && !turns.isSettled(machine.virqs());
    }

    @Override
    public int doWork()
    {
        final long nowNs = clock.nanoTime();
        watch.begins(nowNs);
        if (draft.isComplete())
        {
            return offer(nowNs) ? worked(nowNs) : 0;
        }
        attach(nowNs);
        drain(nowNs);
        schedule();
        if (!draft.hasDrained() && !isAllApplied())
        {
            return forceWaiting(nowNs);
        }
        if (draft.isEmpty() && !hasTurns())
        {
            return idle(nowNs);
        }

        return append(nowNs) ? worked(nowNs) : 0;
    }

    /**
     * Takes a snapshot and a digest now, as the last of a run.
     *
     * @return the digest of the run
     */
    public long finish()
    {
        final long nowNs = clock.nanoTime();
        applied(applier.applyForced(nowNs), nowNs);
        if (edit != null)
        {
            edit.ended();
        }
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
            end();
        }
        finally
        {
            log.close();
        }
    }

    /** Closes the lanes after the last command. The caller closes the log, with the verdict of the run. */
    public void end()
    {
        lanes.close(CloseReason.FINISHED);
    }

    /** Closes the lanes for a producer to see, after the agent has failed. The caller closes the log. */
    public void fail()
    {
        applier.fail();
        lanes.close(CloseReason.AGENT_FAILED);
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

    private void attach(final long nowNs)
    {
        if (lanes.poll())
        {
            watch.attached(nowNs, clock.nanoTime());
        }
    }

    /** Begins a frame with commands of the lanes. */
    private void drain(final long nowNs)
    {
        final int start = log.payloadOffset();
        draft.begin(log.frame(), start, start + log.payloadLimit() - groupTurns.length());
        final int most = draft.words(drainLimit.words());
        final int words = edit == null ? most : edit.drainLimit(most);
        draft.drained(take(start, Math.min(words, turns.drainLimit(isAllApplied()))));
        final int drained = draft.drainedWords();
        if (edit != null)
        {
            draft.drained(edit.edit(draft.frame(), start, draft.scheduledAt()));
        }
        turns.drained(draft.frame(), start, draft.scheduledAt());
        lanes.mark(waiting.slotIndex(log.appendedFrames()));
        watch.drained(nowNs, lanes.drainedCommands(), drained + LaneConsumer.PROGRESS_WORDS > words);
        drainLimit.drained(drained);
    }

    /**
     * Takes commands of the lanes; of a few words at least one command, however long it is. A lane that fills between
     * the two drains must not bring more than the words allow, so it is asked before the first one.
     *
     * @return the offset behind them
     */
    private int take(final int start, final int words)
    {
        final boolean isWaiting = words > 0 && words < LaneConsumer.PROGRESS_WORDS && lanes.hasPublished();
        final int end = lanes.drain(draft.frame(), start, words);

        return isWaiting && end == start ?
            lanes.drain(draft.frame(), start, LaneConsumer.PROGRESS_WORDS) : end;
    }

    /** Adds the HOST commands that are due. */
    private void schedule()
    {
        final int at = draft.scheduledAt();
        if (edit == null)
        {
            draft.scheduled(turns.schedule(applier.busy(), draft.frame(), at, draft.limit()));
        }
        else
        {
            final int end = turns.schedule(applier.busy(), draft.frame(), at, draft.limit() - edit.roomBytes());
            draft.scheduled(edit.edit(draft.frame(), at, end));
        }
    }

    /** Returns whether a frame of turns alone has guests to take them. */
    private boolean hasTurns()
    {
        return groupTurns.length() > 0 && machine.virqs().size() > 0;
    }

    /** Does what a cycle without work is for, and returns 0. */
    private int idle(final long nowNs)
    {
        applier.check(log.flush(false, nowNs));                                 // a digest may be late
        applier.idle();
        if (!drainLimit.isLoaded())
        {
            log.reserveAhead(true);
        }

        return 0;
    }

    /** Forces waiting frames, with the HOST commands that are due, once a force is due and the lanes are empty. */
    private int forceWaiting(final long nowNs)
    {
        if (!groupCommit.isDue(nowNs, log.forceNs()))
        {
            return 0;
        }
        if (!draft.isEmpty() && waiting.scheduledOffset(log.appendedFrames() - 1) > draft.start() && !append(nowNs))
        {
            return 0;
        }
        final long frames = log.appendedFrames() - applier.frames();
        final int work = applier.applyForced(nowNs);
        watch.did(NoteKind.FORCE, nowNs, clock.nanoTime(), frames);

        return applied(work, nowNs);
    }

    /** Adds the turns, and returns whether the frame was appended; if not, it is offered again in the next cycle. */
    private boolean append(final long nowNs)
    {
        complete();
        waiting.add(log.appendedFrames(), draft);
        turns.appended();

        return offer(nowNs);
    }

    private void complete()
    {
        final UnsafeBuffer frame = draft.frame();
        final boolean turn = !draft.hasDrained() || GroupTurns.areForWord(frame.getLong(draft.start())) ||
            machine.virqs().size() > 0;
        final int end = turn ? groupTurns.write(frame, draft.turnsAt()) : draft.turnsAt();
        draft.complete(end, edit != null ? CommandCursor.count(frame, draft.start(), end) :
            (draft.hasDrained() ? lanes.drainedCommands() : 0) +
            CommandCursor.count(frame, draft.scheduledAt(), end));
    }

    private boolean offer(final long nowNs)
    {
        log.time(time.ns(nowNs));
        final AppendResult result = log.appendCommands(draft.commandCount(), draft.lengthBytes());
        applier.check(result != AppendResult.REFUSED);
        if (result == AppendResult.NOT_READY)
        {
            waitsSinceNs = waitsSinceNs == 0 ? nowNs : waitsSinceNs;
            return false;
        }
        final boolean hasWaited = waitsSinceNs != 0;
        watch.did(hasWaited ? NoteKind.SPACE : NoteKind.APPEND, hasWaited ? waitsSinceNs : nowNs, clock.nanoTime(),
            draft.lengthBytes());
        waitsSinceNs = 0;
        draft.taken();

        return true;
    }

    /** Applies the acknowledged frames after a frame was appended. */
    private int worked(final long nowNs)
    {
        final long before = applier.sequence();
        final int work = 1 + applied(applier.applyAcknowledged(nowNs), nowNs);
        final long endNs = work == 1 ? clock.nanoTime() : appliedNs;
        groupCommit.worked(endNs);
        watch.ends(nowNs, endNs, applier.sequence() - before);
        if (!drainLimit.isLoaded())
        {
            log.reserveAhead(false);
        }

        return work;
    }

    /** Takes what is due behind frames that were applied, and returns their number. */
    private int applied(final int work, final long drainedNs)
    {
        appliedNs = applier.appliedNs();
        if (work > 0 && isAllApplied())
        {
            if (turns.isCheckDue())
            {
                records.invariantCheck().check(applier.sequence());
                appliedNs = clock.nanoTime();
            }
            takeWhatIsDue(drainedNs);
        }

        return work;
    }

    private boolean isAllApplied()
    {
        return applier.frames() == log.appendedFrames();
    }

    private void takeWhatIsDue(final long nowNs)
    {
        if (records.isSnapshotDue(nowNs, applier.sequence()))
        {
            takeSnapshot();
        }
        else if (records.isDigestDue(applier.sequence()))
        {
            takeDigest();
        }
    }

    /** Takes a snapshot, then a digest, which is the first thing that a replay from there compares with. */
    private void takeSnapshot()
    {
        assert isAllApplied() : "a snapshot inside a frame";

        final long startNs = clock.nanoTime();
        records.snapshot(applier.sequence());
        final long endNs = clock.nanoTime();
        watch.did(NoteKind.SNAPSHOT, startNs, endNs, applier.sequence());
        takeDigest();
        records.snapshots().taken(startNs, appliedNs);
    }

    /** Checks the invariants, then appends a digest. */
    private void takeDigest()
    {
        final long startNs = clock.nanoTime();
        applier.check(records.digest(applier.sequence()));
        applier.passDigest();
        appliedNs = clock.nanoTime();
        digests++;
        watch.did(NoteKind.DIGEST, startNs, appliedNs, applier.sequence());
    }
}
