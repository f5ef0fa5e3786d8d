package org.gale.engine.storm.run;

import java.util.List;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.ResumableMigrations;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.latency.LivedLpis;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.MigrationKind;
import org.gale.engine.storm.profile.MigrationPace;
import org.gale.engine.storm.profile.StoppableGuests;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmNumbers;
import org.gale.engine.witness.MigrationJudge;

/**
 * Monitor of a host that migrates its VMs on the wall clock. Each step is the last HOST command of a frame, and is
 * written once all frames are applied, so that queries tell what came of it. Passes come before, while the VM runs. A
 * storm that is resumed takes the VM of its journal that was migrating through the passes and steps that are left: its
 * times count from the resume on.
 * <pre>
 *   frames  [ event, puts, STOP ] [ messages, QUIET ] [ messages, SAVE ] ... [ messages, RESUME ] [ end ]
 *   steps              └ applied ─────────┴ applied ─────────┴ ...               held ones are sent
 * </pre>
 * Owned by the engine's thread.
 */
final class WallMigrations extends ForwardingTurns implements MigrationWatch.Steps
{
    private static final int NONE = -1;

    private final StoppableGuests guests;
    private final WallVerbs verbs;
    private final VmNumbers numbers;
    private final LivedLpis lived;
    private final NanoClock clock;
    private final HostModel.Migrating model;
    private final MigrationPace pace;
    private final MigrationJudge judge;
    private final MigrationFindings findings;
    private final AskedFailures failures;
    private final MigrationMeter figures;
    private final WallPasses passes;
    private final int[] vms;                                        // of the partitions that may migrate
    private final UnsafeBuffer stepWords = new UnsafeBuffer(new byte[WallVerbs.BYTES_LIMIT]);
    private long openCycles;
    private int[] batch = {};
    private int index;                                              // in it
    private int vm = NONE;                                          // that migrates, or is about to
    private MigrationStep next;                                     // null for the end of a migration
    private boolean isCarried;                                      // begun before a resume
    private boolean isRestoredAgain;
    private boolean isApplied;
    private boolean isWritten;                                      // a step, into the frame in hand
    private boolean isUnderWay;                                     // a step, in a frame
    private boolean isFailing;
    private boolean isFailed;
    private boolean isEnd;
    private boolean isBegun;                                        // the first step of this VM
    private int failure;                                            // that the migration in hand is asked for

    /**
     * Makes the monitor of a run.
     *
     * @param turns  of the guests, with what watches them
     * @param guests that it stops
     * @param parts  of the run that follow its VMs
     */
    WallMigrations(final RunOptions options, final Machine machine, final TurnSource turns,
        final StoppableGuests guests, final MigrationFollowers parts, final NanoClock clock)
    {
        super(turns);
        final Topology topology = options.workload().topology();
        this.guests = guests;
        this.numbers = parts.numbers();
        this.lived = parts.lived();
        this.verbs = parts.verbs();
        this.clock = clock;
        this.model = options.workload().hostModel().migrating();
        this.pace = new MigrationPace(model.rate(), topology, parts.seed(), options.resumed().offered(),
            parts.arrived());
        this.judge = new MigrationJudge(machine, to -> verbs.values(to, isFailed, isEnd));
        this.findings = new MigrationFindings(machine, judge, model.order());
        this.failures = new AskedFailures(model.failing());
        this.vms = model.vms(topology);
        this.figures = new MigrationMeter(model, vms.length);
        this.passes = new WallPasses(model.precopy(), verbs);
        guests.numbers(numbers);
        carryOn();
    }

    /** Takes over the VM that was migrating when the journal of the storm ended. */
    private void carryOn()
    {
        if (verbs.migrating() != ResumableMigrations.NONE)
        {
            isCarried = true;
            vm = verbs.migratingVm();
            batch = new int[]{vm};
            passes.stopped(vm);
            guests.stop(batch);
            verbs.opens(vm);
            lived.open(vm);
            next = after(verbs.done());
            final long nowNs = clock.nanoTime();                    // one, or the parts are less than the downtime
            figures.carried(nowNs);
            figures.times().reached(MigrationStep.STOP, nowNs);
        }
        else if (passes.begun(vms) != NONE)
        {
            figures.carried();
            take(passes.begun(vms));
        }
    }

    /** {@return the step after another one; null for the end} */
    private static MigrationStep after(final MigrationStep step)
    {
        return MigrationStep.byNumber(step.number() + 1);
    }

    /** Returns an observer that shows the judge what is applied, and counts what is held. */
    RunObserver watched(final RunObserver observer)
    {
        return new MigrationWatch(this, verbs, judge, lived, observer);
    }

    /** Returns the editor of frames that holds messages; null where the host does so by itself. */
    HeldFrames frames()
    {
        return verbs.hasMonitor() ? new HeldFrames(this::isOpen, verbs) : null;
    }

    /** Returns whether a VM migrates, or is about to. */
    @Override
    public boolean isOpen()
    {
        return vm != NONE;
    }

    /** Returns the cycles in which VMs were stopped, which a watch over waiting guests takes for progress. */
    long openCycles()
    {
        return openCycles;
    }

    /** Returns whether a VM is stopped. */
    boolean isStopped(final int of)
    {
        return isOpen() && !passes.isOpen() && IntStream.of(batch).anyMatch(each -> each == of);
    }

    @Override
    public int drainLimit(final boolean isAllApplied)
    {
        isApplied = isAllApplied;
        final int limit = Math.min(super.drainLimit(isAllApplied), pace.drainLimit(isAllApplied));

        return isOpen() && !isAllApplied ? 0 : limit;               // a question is about what is applied
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset)
    {
        super.drained(frame, offset, endOffset);
        pace.drained(frame, offset, endOffset);
    }

    @Override
    public int schedule(final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        isWritten = false;
        if (isApplied && pace.takes(clock.nanoTime()) && !isOpen() && verbs.hasNumbers(isUpdate() ? vms.length : 1))
        {
            figures.begun();
            take(isUpdate() ? vms : new int[]{vms[pace.draw(vms.length)]});
        }
        final int limit = isOpen() ? limitOffset - WallVerbs.BYTES_LIMIT : limitOffset;
        if (limit < offset)
        {
            return offset;
        }
        openCycles += isOpen() ? 1 : 0;
        if (passes.isOpen())
        {
            isWritten = isApplied;
            return super.schedule(busy, frame, isApplied ? passes.write(frame, offset) : offset, limitOffset);
        }
        final int end = super.schedule(busy, frame, offset, limit);

        return isOpen() && isApplied && isDue() ? write(frame, end) : end;
    }

    private boolean isUpdate()
    {
        return model.kind() == MigrationKind.UPDATE;
    }

    /** Takes VMs in hand, which stop once all passes are made. */
    private void take(final int... all)
    {
        batch = all;
        index = 0;
        vm = batch[0];
        next = MigrationStep.STOP;
        passes.take(vm, this::stop);
    }

    private void stop()
    {
        figures.stopping(clock.nanoTime());
        isBegun = true;
        guests.stop(batch);
    }

    /** Returns whether the next step can be carried out: all vCPUs are out, and the least downtime is over. */
    private boolean isDue()
    {
        return next == MigrationStep.STOP ? guests.areOut() :
            next != MigrationStep.RESUME || figures.sinceStopNs(clock.nanoTime()) >= model.leastNs();
    }

    private int write(final MutableDirectBuffer frame, final int offset)
    {
        findings.checkSleepers();
        final int end;
        if (next == MigrationStep.STOP)
        {
            if (isBegun)
            {
                isBegun = false;
                isRestoredAgain = false;
                failure = failures.next();
            }
            end = verbs.start(frame, offset, vm, model.order().number(), failure);
        }
        else
        {
            end = verbs.step(frame, offset);
        }
        stepWords.putBytes(0, frame, offset, end - offset);
        isWritten = true;

        return end;
    }

    @Override
    public void appended()
    {
        super.appended();
        isUnderWay |= isWritten;
        isWritten = false;
    }

    /** Takes note of what the step that is applied next changes. Returns whether there is one. */
    @Override
    public boolean beforeStep()
    {
        if (isUnderWay && passes.isOpen())
        {
            passes.sending();
            return false;
        }
        if (isUnderWay)
        {
            isFailing = next != null && failures.takes(next);
            if (next == MigrationStep.STOP)
            {
                verbs.opens(vm);
                lived.open(vm);
            }
            passes.beforeStep(next);
            judge.before(stepWords, 0);
            if (isFailing ? next.number() <= MigrationStep.SAVE.number() : next == MigrationStep.RESUME)
            {
                lived.sending();
            }
        }

        return isUnderWay;
    }

    /** {@inheritDoc} A step is applied by now: it is the last command before turns. */
    @Override
    public void turning(final PeSet signalled)
    {
        super.turning(signalled);
        if (isUnderWay)
        {
            isUnderWay = false;
            if (!passes.isSent(this::stop))
            {
                carriedOut();
            }
        }
    }

    private void carriedOut()
    {
        final long nowNs = clock.nanoTime();
        final MigrationStep step = next;
        isEnd = step == null;
        isFailed = !isEnd && (verbs.done() != step || (isFailing && step == MigrationStep.DESTROY));
        isFailing = isCarried ? isFailed : isFailing;               // a journal does not say what was asked for
        if (isFailed != isFailing || (isEnd && verbs.migrating() != ResumableMigrations.NONE))
        {
            throw new IllegalStateException("the machine refuses to " + (isEnd ? "end the migration of" :
                step.spelling()) + " VM " + vm + ", after command " + findings.sequence());
        }
        judge.applied(stepWords, 0);
        findings.stepped(vm);
        if (isEnd)
        {
            ended(nowNs);
        }
        else if (isFailing)
        {
            failed(step);
        }
        else
        {
            next = after(step);
            note(step, nowNs);
        }
    }

    private void note(final MigrationStep step, final long nowNs)
    {
        switch (step)
        {
            case STOP ->
            {
                if (index == 0)
                {
                    figures.stopped(batch.length, nowNs);
                }
                figures.times().reached(MigrationStep.STOP, nowNs);
            }
            case SAVE ->
            {
                lived.saved(verbs.image());
                figures.times().saved(verbs.image());
                figures.times().reached(MigrationStep.DESTROY, nowNs);        // its time is that of the part save
            }
            case DESTROY ->
            {
                numbers.ending(vm);
                figures.times().reached(MigrationStep.DESTROY, nowNs);
            }
            case RESTORE ->
            {
                numbers.moved(vm, verbs.successor());
                figures.times().reached(MigrationStep.RESTORE, nowNs);
            }
            case RESUME ->
            {
                // The VM goes on with the next command, which ends the part resume.
            }
            default -> figures.times().reached(step, nowNs);
        }
    }

    private void failed(final MigrationStep step)
    {
        if (step.rollsBack())
        {
            failures.rolledBack(step);
            lived.sending();
            goOn(clock.nanoTime());
            return;
        }
        if (step != MigrationStep.RESTORE)                          // the VM, or its successor, is gone
        {
            numbers.ending(vm);
        }
        if (isRestoredAgain)
        {
            throw new MigrationFailedException(vm, step, verbs.image().pending(), verbs.waiting());
        }
        isRestoredAgain = true;
        failures.restoredAgain(step);
        next = MigrationStep.RESTORE;
    }

    private void ended(final long nowNs)
    {
        figures.times().reached(MigrationStep.RESUME, nowNs);
        figures.ended();
        goOn(nowNs);
    }

    /** Takes the next VM that was stopped, or lets all go on. */
    private void goOn(final long nowNs)
    {
        if (++index < batch.length)
        {
            vm = batch[index];
            next = MigrationStep.STOP;
            isBegun = true;
            return;
        }
        figures.wentOn(nowNs);
        isCarried = false;
        vm = NONE;
        guests.letGo();
    }

    /** Takes the findings of the judge up to now. */
    @Override
    public void judged()
    {
        findings.judged(vm);
    }

    /** Returns the promises that were found broken. */
    MigrationFindings findings()
    {
        return findings;
    }

    /** {@inheritDoc} Guests of a VM that migrates have more to take. */
    @Override
    public boolean isSettled(final PeSet signalled)
    {
        return !isOpen() && super.isSettled(signalled);
    }

    /** Returns what was done in this run. Called once, after it. */
    HostModel.Done done()
    {
        return figures.done(pace.due(), failures, lived.heldCount(), true, passes.counts(), lived.interrupts());
    }

    /** Returns the laws that the migrations which were due break. Called once, after the run. */
    List<String> faults()
    {
        return pace.faults();
    }
}
