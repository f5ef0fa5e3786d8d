package org.gale.engine.storm.profile;

import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.topology.Topology;

/**
 * Resident guests of functions, who mask vectors and retarget them. A toggle is a step of a mask, a move a retarget.
 * A mask that is open behind the last event goes to its end. While a function that was saved is not restored, no event
 * leaves the lanes.
 * <pre>
 *   events  ... 1,000        1,001 ... 1,250        ... 1,500               ... 1,750
 *   steps             mask                   take              read, save              routes, unmask
 *   frames  ...    ] [ step ] [     ...     ] [ step ] [ ... ] [ step ] [ restore ] ...
 * </pre>
 * On the engine's thread.
 */
final class MsixGuests extends ActingGuests
{
    private static final int DRAFT_BYTES = 2 * MsixActions.STEPS * MsixActions.STEP_BYTES;

    private final MsixActions actions;
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
    private boolean isSaving;
    private boolean hasEnded;
    private boolean isApplied;

    MsixGuests(
        final MsixActions actions,
        final Topology topology,
        final MsixRates rates,
        final Machine machine,
        final NanoClock clock)
    {
        super(rates.steps(), rates.retargets(), topology, machine, clock);
        this.actions = actions;
        this.rates = rates;
        this.machine = machine;
        this.restore = new FunctionRestore(topology, machine);
        this.stepsBefore = events().toggle();
        this.steps = stepsBefore;
        this.dueSteps = stepsBefore;
        this.retargets = events().move();
    }

    /** Returns what was asked for and done. Called once, after the run. */
    StormActions actions()
    {
        return actions(rates, begun(stepsBefore + togglesDue()) - begun(stepsBefore),
            begun(steps) - begun(stepsBefore), (steps - stepsBefore) / MsixActions.STEPS, movesDue(), retargetsDone);
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

        return isSaving || steps < dueSteps ? 0 : events().drainLimit(isAllApplied, false);
    }

    @Override
    public int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        final long nowNs = cycleNs();
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
        if (takeToggle(nowNs))
        {
            dueSteps = steps + 1;
        }
        if (takeMove(nowNs))
        {
            retarget(retargets + 1);
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

    @Override
    long offered()
    {
        return machine.functions() == null ? 0 : machine.functions().offered();
    }
}
