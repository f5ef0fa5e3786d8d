package org.gale.engine.storm.profile;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.topology.Topology;

/**
 * Resident guests of functions, who mask vectors and retarget them. Actions by events stand behind a certain
 * event; those by the clock take a step per duty cycle, and pause while no event arrives. A mask that is open behind
 * the last event goes to its end. While a function that was saved is not restored, no event leaves the lanes.
 * <pre>
 *   events  ... 1,000        1,001 ... 1,250        ... 1,500               ... 1,750
 *   steps             mask                   take              read, save              routes, unmask
 *   frames  ...    ] [ step ] [     ...     ] [ step ] [ ... ] [ step ] [ restore ] ...
 * </pre>
 * On the engine's thread.
 */
final class MsixGuests implements TurnSource
{
    private static final int TURN_BUDGET = 64;
    private static final int DRAFT_BYTES = 2 * MsixActions.STEPS * MsixActions.STEP_BYTES;
    private static final long QUIET_NS = 100_000_000;

    private final MsixActions actions;
    private final MsixRates rates;
    private final Machine machine;
    private final NanoClock clock;
    private final EventSchedule events;
    private final ActionsByTime timedSteps;
    private final ActionsByTime timedRetargets;
    private final FunctionRestore restore;
    private final UnsafeBuffer draft = new UnsafeBuffer(new byte[DRAFT_BYTES]);
    private final long stepsBefore;
    private int draftBytes;
    private long dueSteps;
    private long steps;
    private long retargets;
    private long retargetsDone;
    private boolean isSaving;
    private boolean hasEnded;
    private boolean isApplied;
    private boolean isFinishing;
    private long offered;
    private long offeredNs;
    private long drainedNs;

    MsixGuests(
        final MsixActions actions,
        final Topology topology,
        final MsixRates rates,
        final Machine machine,
        final NanoClock clock)
    {
        final long before = StormResumeTotals.of(topology, machine, -1, 0).offered();
        this.actions = actions;
        this.rates = rates;
        this.machine = machine;
        this.clock = clock;
        this.events = new EventSchedule(rates.steps(), rates.retargets(), before);
        this.timedSteps = new ActionsByTime(timed(rates.steps()));
        this.timedRetargets = new ActionsByTime(timed(rates.retargets()));
        this.restore = new FunctionRestore(topology, machine);
        this.stepsBefore = rates.steps().due(before);
        this.steps = stepsBefore;
        this.dueSteps = stepsBefore;
        this.retargets = rates.retargets().due(before);
    }

    private static long timed(final ActionRate rate)
    {
        return rate.isByEvents() ? 0 : rate.count();
    }

    /** Returns what was asked for and done. Called once, after the run. */
    StormActions actions()
    {
        final long stepsDue = rates.masks().isByEvents() ? events.togglesDue() : timedSteps.due(drainedNs);
        final long retargetsDue =
            rates.retargets().isByEvents() ? events.movesDue() : timedRetargets.due(drainedNs);

        return actions(rates, begun(stepsBefore + stepsDue) - begun(stepsBefore),
            begun(steps) - begun(stepsBefore), (steps - stepsBefore) / MsixActions.STEPS, retargetsDue, retargetsDone);
    }

    /** Returns how many masks have begun with so many steps. */
    private static long begun(final long ofSteps)
    {
        return (ofSteps + MsixActions.STEPS - 1) / MsixActions.STEPS;
    }

    /** Returns the actions of a report. */
    static StormActions actions(final MsixRates rates, final long masksDue, final long begun, final long completed,
        final long retargetsDue, final long retargeted)
    {
        return new StormActions(List.of(
            new AskedActions(MsixSettings.MASKS, "mask", rates.masks(), !rates.masks().isNone(), masksDue, begun,
                completed, "a duty cycle took longer"),
            new AskedActions(MsixSettings.RETARGETS, "retarget", rates.retargets(), !rates.retargets().isNone(),
                retargetsDue, retargeted, retargeted, "a duty cycle took longer")),
            new ActionTimeline(0, 0, List.of()));
    }

    @Override
    public void watch(final CycleWatch watch)
    {
        // Resident guests do not wait.
    }

    @Override
    public int drainLimit(final boolean isAllApplied)
    {
        isApplied = isAllApplied;

        return isSaving || steps < dueSteps ? 0 : events.drainLimit(isAllApplied, false);
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset)
    {
        events.drained(frame, offset, endOffset);
    }

    @Override
    public void finish()
    {
        isFinishing = true;
    }

    @Override
    public int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        final long nowNs = clock.nanoTime();
        drainedNs = events.isDry() ? drainedNs : nowNs;
        if (isSaving)
        {
            return isApplied ? restore.write(frame, offset, limitOffset, actions.device()) : offset;
        }
        if (draftBytes == 0 && isApplied)
        {
            drawTimed(nowNs);
            drawDue();
        }
        if (draftBytes > limitOffset - offset)
        {
            return offset;
        }
        frame.putBytes(offset, draft, 0, draftBytes);

        return offset + draftBytes;
    }

    @Override
    public int budget()
    {
        return TURN_BUDGET;
    }

    @Override
    public void appended()
    {
        if (isSaving && draftBytes == 0)
        {
            isSaving = !restore.appended();
            return;
        }
        hasEnded |= draftBytes > 0 && steps > 0 && steps % MsixActions.STEPS == 0;
        draftBytes = 0;
    }

    @Override
    public void turning(final PeSet signalled)
    {
        // These guests need no time.
    }

    @Override
    public boolean isSettled(final PeSet signalled)
    {
        return signalled.size() == 0;
    }

    /** Returns true once at the end of each mask: what a later one does could hide what was lost. */
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
        if (timedSteps.isDue(nowNs) && isBusy(nowNs))
        {
            dueSteps = steps + 1;
            timedSteps.take(nowNs);
        }
        if (timedRetargets.isDue(nowNs) && isBusy(nowNs))
        {
            retarget(retargets + 1);
            timedRetargets.take(nowNs);
        }
    }

    /** Draws what is due behind the events so far, up to a step that saves. */
    private void drawDue()
    {
        final boolean isLast = isFinishing && events.isDry() && !events.isDue();
        if (events.isMoveDue())
        {
            retarget(events.move());
        }
        dueSteps = events.isToggleDue() ? events.toggle() : dueSteps;
        if (isLast && steps == dueSteps && steps % MsixActions.STEPS != 0)
        {
            dueSteps++;
        }
        events.take();
        while (steps < dueSteps && !isSaving)
        {
            steps++;
            draftBytes = actions.step(draft, draftBytes, steps);
            isSaving = actions.saves(steps);
        }
    }

    private void retarget(final long number)
    {
        retargets = number;
        retargetsDone++;
        draftBytes = actions.retarget(draft, draftBytes, number, steps);
    }

    /** Returns whether an event has arrived lately. */
    private boolean isBusy(final long nowNs)
    {
        final long now = machine.functions() == null ? 0 : machine.functions().offered();
        if (now != offered)
        {
            offered = now;
            offeredNs = nowNs;
        }

        return now != 0 && nowNs - offeredNs < QUIET_NS;
    }
}
