package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.command.VmVerb;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.machine.ResumableMigrations;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.topology.Topology;

/**
 * Resident guests of functions, who mask vectors and retarget them, and unplug functions. A toggle is a step of a mask,
 * a move a retarget. A mask or plug that is open behind the last event goes to its end. While a function that was saved
 * is not restored, or one that was unplugged is not there again, no event leaves the lanes. Before VMs stop, what is
 * due by then is done; what is due while they migrate comes after that, and no event leaves the lanes before.
 * <pre>
 *   events  ... 1,000        1,001 ... 1,250        ... 1,500               ... 1,750
 *   steps             mask                   take              read, save              routes, unmask
 *   frames  ...    ] [ step ] [     ...     ] [ step ] [ ... ] [ step ] [ restore ] ...
 * </pre>
 * On the engine's thread.
 */
final class MsixGuests extends ActingGuests implements StoppableGuests
{
    private static final String OBSTACLE = "a duty cycle took longer";
    private static final int DRAFT_BYTES = 4 * MsixActions.STEPS * MsixActions.STEP_BYTES;

    private final MsixActions actions;
    private final FunctionPlug plug;
    private final PlugControl control;
    private final MsixRates rates;
    private final Machine machine;
    private final FunctionRestore restore;
    private final UnsafeBuffer draft = new UnsafeBuffer(new byte[DRAFT_BYTES]);
    private final long stepsBefore;
    private int draftBytes;
    private long dueSteps;
    private long steps;
    private long retargets;
    private long retargetsDone;
    private final long plugStepsBefore;
    private long plugSteps;
    private long duePlugSteps;
    /** Functions that are made anew though no plug was due: those that a run before this one has left. */
    private long repaired;
    private boolean isPlugging;
    private boolean isSaving;
    private boolean hasEnded;
    private boolean isApplied;
    private boolean isStopped;                                      // or about to be
    private boolean isCarried;                                      // a VM migrates since the run before this one
    private boolean isOut;                                          // nothing of before the stop is left to do

    MsixGuests(
        final MsixActions actions,
        final FunctionPlug plug,
        final PlugControl control,
        final Topology topology,
        final MsixRates rates,
        final Machine machine,
        final NanoClock clock)
    {
        super(rates.steps(), rates.retargets(), rates.plugSteps(), topology, machine, clock);
        this.actions = actions;
        this.plug = plug;
        this.control = control;
        this.rates = rates;
        this.machine = machine;
        this.restore = new FunctionRestore(machine);
        this.stepsBefore = events().toggle();
        this.steps = stepsBefore;
        this.dueSteps = stepsBefore;
        this.retargets = events().move();
        this.plugStepsBefore = events().plug();
        this.plugSteps = plugStepsBefore;
        this.duePlugSteps = plugStepsBefore;
        if (!rates.plugs().isNone() && machine.functions() != null && machine.functions().functionCount() > 0)
        {
            repair(machine.functions());
        }
        this.isCarried = machine.hostVerbs(VmVerb.FAMILY) instanceof ResumableMigrations host &&
            host.migrating() != ResumableMigrations.NONE;
        if (!isCarried)
        {
            open();
        }
    }

    /**
     * Makes up for the steps of masks that were due in the run before this one, and that this run counts as made: opens
     * what was to be opened, and masks what was to be masked.
     */
    private void open()
    {
        if (machine.functions() != null && machine.functions().offered() > 0)
        {
            draftBytes = actions.open(draft, draftBytes, machine.functions(), steps, rates.plugs().isNone());
            draftBytes = actions.catchUp(draft, draftBytes, machine.functions(), steps);
        }
    }

    /** Ends the plug in which the run before this one has ended: its function is not whole, or it stays masked. */
    private void repair(final FunctionQueries functions)
    {
        for (final int device : plug.devices())
        {
            final FunctionQueries.Function known = functions.function(device);
            final boolean isOpen = FunctionPlug.isFirst(plugSteps) && plugSteps > 0 && plug.device(plugSteps) == device;
            if (known == null)
            {
                plug.plugIn(device);
                isPlugging = true;
            }
            else if (!known.isEnabled())
            {
                plug.unplug(device, eventfd -> functions.eventfd(eventfd) != null);
                isPlugging = true;
                repaired++;
            }
            else if (known.isMasked() && !isOpen && !actions.isOpenOn(device, steps))
            {
                draftBytes = plug.mask(draft, draftBytes, device, false);
            }
        }
    }

    /**
     * Returns the functions that this run has unplugged and plugged in again.
     *
     * @return the number; negative while one is unplugged
     */
    long plugged()
    {
        return isPlugging ? -1 : plugSteps / FunctionPlug.STEPS - plugStepsBefore / FunctionPlug.STEPS + repaired;
    }

    /** Returns the control of a wrong order of plugs, with those that were asked for. */
    Stream<StormControl> controls(final ActionRate asked)
    {
        return control.controls(asked).stream();
    }

    /** Returns what was asked for and done. Called once, after the run. */
    StormActions actions()
    {
        return actions(rates, done());
    }

    /** Returns what was done. Called once, after the run. */
    HostModel.Done done()
    {
        final long begunBefore = HostModel.Done.begun(stepsBefore, MsixActions.STEPS);
        final long pluggedBefore = HostModel.Done.begun(plugStepsBefore, FunctionPlug.STEPS);

        return new HostModel.Done(HostModel.Done.begun(stepsBefore + togglesDue(), MsixActions.STEPS) - begunBefore,
            HostModel.Done.begun(steps, MsixActions.STEPS) - begunBefore, (steps - stepsBefore) / MsixActions.STEPS,
            movesDue(), retargetsDone).with(new HostModel.Plugs(
                HostModel.Done.begun(plugStepsBefore + plugsDue(), FunctionPlug.STEPS) - pluggedBefore,
                HostModel.Done.begun(plugSteps, FunctionPlug.STEPS) - pluggedBefore,
                plugSteps / FunctionPlug.STEPS - plugStepsBefore / FunctionPlug.STEPS));
    }

    /** Returns the actions of a report. Plugs are among them if they were asked for. */
    static StormActions actions(final MsixRates rates, final HostModel.Done done)
    {
        final List<AskedActions> kinds = new ArrayList<>(List.of(
            new AskedActions(MsixSettings.MASKS, "mask", rates.masks(), !rates.masks().isNone(), done.togglesDue(),
                done.begun(), done.completed(), OBSTACLE),
            new AskedActions(MsixSettings.RETARGETS, "retarget", rates.retargets(), !rates.retargets().isNone(),
                done.movesDue(), done.moved(), done.moved(), OBSTACLE)));
        if (!rates.plugs().isNone())
        {
            kinds.add(new AskedActions(MsixSettings.PLUGS, "plug", rates.plugs(), true, done.plugs().due(),
                done.plugs().begun(), done.plugs().completed(), OBSTACLE));
        }

        return new StormActions(List.copyOf(kinds), new ActionTimeline(0, 0, List.of()));
    }

    @Override
    public void watch(final CycleWatch watch)
    {
        // Resident guests do not wait.
    }

    /** {@inheritDoc} These guests name no VM: functions have the same numbers after a migration. */
    @Override
    public void numbers(final IntUnaryOperator numbers)
    {
        // No action has a VM.
    }

    /** {@inheritDoc} The step stop itself takes each VPE from its PE. */
    @Override
    public void stop(final int[] vms)
    {
        isStopped = true;
        isOut = false;
    }

    /** {@inheritDoc} Neither guests nor their monitor act on functions while VMs migrate. */
    @Override
    public boolean areOut()
    {
        isOut |= draftBytes == 0 && !isBusy() && !events().isDue();

        return isOut;
    }

    @Override
    public void letGo()
    {
        isStopped = false;
        if (isCarried)
        {
            isCarried = false;
            open();
        }
    }

    /** Returns whether an action has steps left that are due. */
    private boolean isBusy()
    {
        return isSaving || isPlugging || steps < dueSteps || plugSteps < duePlugSteps;
    }

    @Override
    public int drainLimit(final boolean isAllApplied)
    {
        isApplied = isAllApplied;

        return isBusy() || (isStopped && !isOut) ? 0 : events().drainLimit(isAllApplied, false);
    }

    @Override
    public int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        final long nowNs = cycleNs();
        if (draftBytes == 0 && isSaving)
        {
            return isApplied ? restore.write(frame, offset, limitOffset, actions.device()) : offset;
        }
        if (draftBytes == 0 && isApplied && !isPlugging && !isCarried && !(isStopped && isOut))
        {
            drawTimed(nowNs);
            drawDue();
        }
        if (draftBytes == 0 && isPlugging)
        {
            return isApplied ? unplug(frame, offset, limitOffset) : offset;
        }
        if (draftBytes > limitOffset - offset)
        {
            return offset;
        }
        frame.putBytes(offset, draft, 0, draftBytes);

        return offset + draftBytes;
    }

    private int unplug(final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        control.begins();

        return plug.write(frame, offset, limitOffset);
    }

    @Override
    public void appended()
    {
        if (isSaving && draftBytes == 0)
        {
            isSaving = !restore.appended();
            return;
        }
        if (isPlugging && draftBytes == 0)
        {
            isPlugging = !plug.appended();
            hasEnded |= !isPlugging;
            return;
        }
        hasEnded |= draftBytes > 0 && steps > 0 && steps % MsixActions.STEPS == 0;
        draftBytes = 0;
    }

    /** Returns true once at the end of each mask and plug: what a later one does could hide what was lost. */
    @Override
    public boolean isCheckDue()
    {
        final boolean isDue = hasEnded;
        hasEnded = false;

        return isDue;
    }

    /** Draws what is due by the clock. */
    private void drawTimed(final long nowNs)
    {
        if (takeToggle(nowNs))
        {
            dueSteps = steps + 1;
        }
        if (takeMove(nowNs))
        {
            retarget(retargets + 1);
        }
        if (takePlug(nowNs))
        {
            duePlugSteps = plugSteps + 1;
        }
    }

    /** Draws what is due behind the events so far, up to a step that saves. */
    private void drawDue()
    {
        final EventSchedule events = events();
        final boolean isLast = isLast();
        if (events.isMoveDue())
        {
            retarget(nextMove());
        }
        dueSteps = events.isToggleDue() ? nextToggle() : dueSteps;
        if (isLast && steps == dueSteps && steps % MsixActions.STEPS != 0)
        {
            dueSteps++;
        }
        duePlugSteps = events.isPlugDue() ? nextPlug() : duePlugSteps;
        if (isLast && plugSteps == duePlugSteps && plugSteps % FunctionPlug.STEPS != 0)
        {
            duePlugSteps++;
        }
        events.take();
        while (steps < dueSteps && !isSaving)
        {
            mask();
        }
        while (plugSteps < duePlugSteps && !isSaving && !isPlugging)
        {
            plug();
        }
    }

    private void mask()
    {
        steps++;
        draftBytes = actions.step(draft, draftBytes, steps);
        isSaving = actions.saves(steps);
    }

    /** Takes the next step of a plug. A mask that is open on its function goes to its end before the second one. */
    private void plug()
    {
        final int device = plug.device(plugSteps + 1);
        if (FunctionPlug.isFirst(plugSteps + 1))
        {
            plugSteps++;
            draftBytes = plug.mask(draft, draftBytes, device, true);
            return;
        }
        while (actions.isOpenOn(device, steps) && !isSaving)
        {
            mask();
        }
        if (!isSaving)
        {
            plugSteps++;
            plug.unplug(device);
            control.unplugs(device);
            isPlugging = true;
        }
    }

    private void retarget(final long number)
    {
        retargets = number;
        retargetsDone++;
        draftBytes = actions.retarget(draft, draftBytes, number, steps);
    }

    @Override
    long offered()
    {
        return machine.functions() == null ? 0 : machine.functions().offered();
    }
}
