package org.gale.engine.storm.profile;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.topology.Topology;

/**
 * Guests of a GICv4 host with an operator who switches and moves vCPUs: a step of the open transition or the begin of
 * one that is due, and a move that is due. A transition that is open behind the last event goes to its end. What is
 * drawn for an action follows from the seed.
 *
 * <p>On the engine's thread.
 */
final class DirectGuests extends ActingGuests implements StoppableGuests
{
    /** Constants that set the draws of the two kinds of actions apart. */
    private static final long TOGGLE_DRAWS = 0x746f67676c65L;
    private static final long MOVE_DRAWS = 0x6d6f7665L;

    private final DirectActions rates;
    private final Machine machine;
    private final DirectQueries queries;
    private final NanoClock clock;
    private final OperatorDraft draft;
    private final IntUnaryOperator timedDraws;
    private final NumberedDraws numberedToggle;
    private final NumberedDraws numberedMove;
    private final IntUnaryOperator toggleDraws;
    private final IntUnaryOperator moveDraws;
    private final TransitionWatch watch;
    private long begunCount;
    private long moveCount;
    private boolean isApplied;
    private boolean isOpen;

    DirectGuests(
        final Topology topology,
        final long seed,
        final DirectActions rates,
        final Machine machine,
        final NanoClock clock)
    {
        super(rates.toggles(), rates.moves(), topology, machine, clock);
        final SplittableRandom random = new SplittableRandom(seed);
        this.rates = rates;
        this.machine = machine;
        this.queries = DirectQueries.of(machine);
        this.clock = clock;
        this.draft = new OperatorDraft(topology, queries);
        this.timedDraws = random::nextInt;
        this.numberedToggle = new NumberedDraws(seed ^ TOGGLE_DRAWS);
        this.numberedMove = new NumberedDraws(seed ^ MOVE_DRAWS);
        this.toggleDraws = numberedToggle::next;
        this.moveDraws = numberedMove::next;
        this.watch = new TransitionWatch(queries);
    }

    /** Returns what was measured of the transitions. */
    TransitionWatch watch()
    {
        return watch;
    }

    /** Returns the number of toggles that found no free vPEID. */
    long refused()
    {
        return draft.refused();
    }

    long moveCount()
    {
        return moveCount;
    }

    /**
     * Returns what was asked for and done. Called once, after the run.
     *
     * @param firstOfferNs time from which the time line counts
     */
    StormActions actions(final long firstOfferNs)
    {
        return new StormActions(List.of(
            new AskedActions(DirectSettings.TOGGLES, "transition", rates.toggles(),
                !rates.toggles().isNone(), togglesDue(), begunCount, watch.count(),
                "a transition was open, or no vPEID was free"),
            new AskedActions(DirectSettings.MOVES, "move", rates.moves(), !rates.moves().isNone(), movesDue(),
                moveCount, moveCount, "a duty cycle took longer")), watch.timeline().since(firstOfferNs));
    }

    /** {@inheritDoc} These guests name no VM: an operator acts on none while VMs migrate. */
    @Override
    public void numbers(final IntUnaryOperator numbers)
    {
        // No action has a VM.
    }

    /** {@inheritDoc} The step stop itself takes each vCPU from its CPU, where no other one waits. */
    @Override
    public void stop(final int[] vms)
    {
        // Each vCPU has a CPU of its own.
    }

    @Override
    public boolean areOut()
    {
        return true;
    }

    @Override
    public void letGo()
    {
        // The step resume has taken each vCPU back to its CPU.
    }

    @Override
    public void watch(final CycleWatch cycleWatch)
    {
        watch.notes(cycleWatch);
    }

    @Override
    public int drainLimit(final boolean isAllApplied)
    {
        isApplied = isAllApplied;
        isOpen = isAllApplied ? queries.transitionVm() != DirectQueries.NONE : isOpen;

        return events().drainLimit(isAllApplied, isOpen);
    }

    @Override
    public int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        final long nowNs = cycleNs();
        watch.observe(nowNs);
        if (draft.isEmpty())
        {
            drawTimed(nowNs);
        }
        if (isApplied)
        {
            drawDue();
        }

        return draft.write(frame, offset, limitOffset);
    }

    @Override
    public void appended()
    {
        if (draft.hasBegin())
        {
            begunCount++;
            isOpen = true;
            watch.begun(clock.nanoTime());
        }
        if (draft.hasMove())
        {
            moveCount++;
            watch.moved(clock.nanoTime());
        }
        draft.clear();
    }

    /** Returns true at the end of a transition: later messages could hide what it lost. */
    @Override
    public boolean isCheckDue()
    {
        return watch.isEnded();
    }

    /** Draws what is due by the clock. */
    private void drawTimed(final long nowNs)
    {
        if (!events().hasSteps() && queries.transitionVm() != DirectQueries.NONE)
        {
            step();
        }
        else if (takeToggle(nowNs))
        {
            draft.toggle(timedDraws);
        }
        if (takeMove(nowNs))
        {
            draft.move(timedDraws);
        }
    }

    /** Draws what is due behind the events so far. A toggle is missed while a transition is open. */
    private void drawDue()
    {
        final EventSchedule events = events();
        if (isOpen && events.hasSteps() && (events.isStepDue() || isLast()))
        {
            step();
        }
        else if (!isOpen && events.isToggleDue())
        {
            numberedToggle.begin(nextToggle());
            draft.toggle(toggleDraws);
        }
        if (events.isMoveDue())
        {
            numberedMove.begin(nextMove());
            draft.move(moveDraws);
        }
        events.take();
    }

    private void step()
    {
        draft.step();
        watch.stepped();
    }

    @Override
    long offered()
    {
        long sum = 0;
        for (int vm = 0; vm < queries.vmCount(); vm++)
        {
            sum += machine.accounts().ledger(machine.accounts().followedOwner(vm)).offered();
        }

        return sum;
    }
}
