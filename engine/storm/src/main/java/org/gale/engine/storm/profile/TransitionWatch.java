package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.ActionTimeline;

/**
 * Watch over the transitions of a host, by the engine's clock: how long each took, and how long it kept an interrupt
 * waiting. An interrupt waits while its vCPU is held out of the guest, from the first duty cycle that sees it pending
 * until the one that sees the vCPU released. On the engine's thread.
 */
final class TransitionWatch
{
    private final DirectQueries queries;
    private CycleWatch notes = CycleWatch.unread();
    private int vm = DirectQueries.NONE;
    private int vcpu;
    private int owed;
    private int steps;
    private long beginNs;
    private long pendingNs;
    private boolean isBegun;
    private boolean isWaiting;
    private long heldNs;
    private boolean isHeld;
    private long waited;
    private long longestWaitNs;
    private long longestNs;
    private long totalNs;
    private long mostSteps;
    private long count;
    private long firstNs;
    private long lastNs;
    private long observedNs;
    private final ActionGrid grid = new ActionGrid();

    TransitionWatch(final DirectQueries queries)
    {
        this.queries = queries;
    }

    /** Sets the watch that notes how long vCPUs were held, as a cause of slow responses. */
    void notes(final CycleWatch watch)
    {
        notes = watch;
    }

    /** Says that a transition begins. */
    void begun(final long nowNs)
    {
        isBegun = true;
        beginNs = nowNs;
        steps = 1;
        firstNs = firstNs == 0 ? nowNs : firstNs;
        grid.begin(nowNs);
    }

    /** Says that a move is made. */
    void moved(final long nowNs)
    {
        grid.moved(nowNs);
    }

    /** Says that a step of the open transition was drawn. */
    void stepped()
    {
        steps++;
    }

    /** Returns whether the transition that was open when the machine was last asked is not open any more. */
    boolean isEnded()
    {
        return vm != DirectQueries.NONE && queries.transitionVm() == DirectQueries.NONE;
    }

    /** Asks the machine, once per duty cycle. */
    void observe(final long nowNs)
    {
        final int open = queries.transitionVm();
        observedNs = nowNs;
        if (open != DirectQueries.NONE)
        {
            if (!isBegun)
            {
                begun(nowNs);                                                   // it was open when a storm was resumed
            }
            vm = open;
            vcpu = queries.transitionVcpu();
            if (queries.isHeld(vm, vcpu))
            {
                held(nowNs);
            }
            else
            {
                released(nowNs);
            }
        }
        else if (vm != DirectQueries.NONE)
        {
            ended(nowNs);
        }
    }

    private void held(final long nowNs)
    {
        heldNs = isHeld ? heldNs : nowNs;
        isHeld = true;
        owed = queries.owedTo(vm, vcpu);
        if (owed > 0 && !isWaiting)
        {
            isWaiting = true;
            pendingNs = nowNs;
        }
    }

    private void released(final long nowNs)
    {
        if (isHeld)
        {
            notes.waited(NoteKind.TRANSITION, heldNs, nowNs, vm);
            grid.held(heldNs, nowNs);
        }
        isHeld = false;
        if (isWaiting)
        {
            longestWaitNs = Math.max(longestWaitNs, nowNs - pendingNs);
            waited += owed;
        }
        isWaiting = false;
    }

    private void ended(final long nowNs)
    {
        released(nowNs);
        grid.open(beginNs, nowNs, true);
        isBegun = false;
        count++;
        totalNs += nowNs - beginNs;
        longestNs = Math.max(longestNs, nowNs - beginNs);
        mostSteps = Math.max(mostSteps, steps);
        lastNs = nowNs;
        vm = DirectQueries.NONE;
    }

    /** Returns transitions, holds and moves over the time, by the engine's clock. Called once, after the run. */
    ActionTimeline timeline()
    {
        if (vm != DirectQueries.NONE)
        {
            released(observedNs);
            grid.open(beginNs, observedNs, false);                              // it was open when the run ended
        }

        return grid.timeline();
    }

    /** Returns the laws that rows of the accounting break. */
    List<String> faults(final List<AccountingRow> rows)
    {
        return TransitionLaws.faults(rows, grid.totals());
    }

    /** Returns the number of transitions that ended. */
    long count()
    {
        return count;
    }

    /** Returns the number of interrupts that were owed to a held vCPU when it was last seen held. */
    long waited()
    {
        return waited;
    }

    /** Returns the longest time that a transition kept an interrupt waiting, ns. */
    long longestWaitNs()
    {
        return longestWaitNs;
    }

    /** Returns the longest time from the begin of a transition to its end, ns. */
    long longestNs()
    {
        return longestNs;
    }

    /** Returns the mean time from the begin of a transition to its end, ns; 0 without one. */
    long meanNs()
    {
        return count == 0 ? 0 : totalNs / count;
    }

    long mostSteps()
    {
        return mostSteps;
    }

    /** Returns the transitions that ended a second, from the begin of the first to the end of the last. */
    long perS()
    {
        return lastNs <= firstNs ? 0 : Math.round(count * 1e9 / (lastNs - firstNs));
    }
}
