package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.topology.Topology;

/**
 * Guests that need no time of their own, and next to them actions of two kinds: toggles, which take many steps, and
 * moves. Actions by events follow {@link EventSchedule}; those by the clock are due at most once per duty cycle, and
 * pause while no event arrives, so that a storm ends. On the engine's thread.
 */
abstract class ActingGuests implements TurnSource
{
    private static final int TURN_BUDGET = 64;
    private static final long QUIET_NS = 100_000_000;

    private final EventSchedule events;
    private final ActionsByTime timedToggles;
    private final ActionsByTime timedMoves;
    private final ActionsByTime timedPlugs;
    private final DueWitness togglesSeen;
    private final DueWitness movesSeen;
    private final DueWitness plugsSeen;
    private final NanoClock clock;
    private long offered;
    private long offeredNs;
    private long drainedNs;
    private long lastToggle;
    private long lastMove;
    private long lastPlug;
    private boolean isFinishing;

    ActingGuests(final ActionRate toggles, final ActionRate moves, final Topology topology, final Machine machine,
        final NanoClock clock)
    {
        this(toggles, moves, ActionRate.NONE, topology, machine, clock);
    }

    /** @param plugs steps of plugs, next to toggles and moves */
    ActingGuests(final ActionRate toggles, final ActionRate moves, final ActionRate plugs, final Topology topology,
        final Machine machine, final NanoClock clock)
    {
        this.events =
            new EventSchedule(toggles, moves, plugs, StormResumeTotals.of(topology, machine, -1, 0).offered());
        this.timedPlugs = new ActionsByTime(timed(plugs));
        this.plugsSeen = new DueWitness(timed(plugs));
        this.timedToggles = new ActionsByTime(timed(toggles));
        this.timedMoves = new ActionsByTime(timed(moves));
        this.togglesSeen = new DueWitness(timed(toggles));
        this.movesSeen = new DueWitness(timed(moves));
        this.clock = clock;
    }

    private static long timed(final ActionRate rate)
    {
        return rate.isByEvents() ? 0 : rate.count();
    }

    /** Returns the number of events that were offered to the machine. */
    abstract long offered();

    final EventSchedule events()
    {
        return events;
    }

    /** Returns the toggles, or steps of them, that were due in this run. */
    final long togglesDue()
    {
        return events.togglesDue() + timedToggles.due(drainedNs);
    }

    /** Returns the moves that were due in this run. */
    final long movesDue()
    {
        return events.movesDue() + timedMoves.due(drainedNs);
    }

    /** Returns the steps of plugs that were due in this run. */
    final long plugsDue()
    {
        return events.plugsDue() + timedPlugs.due(drainedNs);
    }

    /**
     * Returns the number of the step of a plug that is due by events, which is taken now.
     *
     * @throws IllegalStateException if it was taken before
     */
    final long nextPlug()
    {
        lastPlug = later("plug", events.plug(), lastPlug);

        return lastPlug;
    }

    /**
     * Returns the number of the toggle that is due by events, which is begun now.
     *
     * @throws IllegalStateException if it was begun before: else a storm begins it for ever
     */
    final long nextToggle()
    {
        lastToggle = later("toggle", events.toggle(), lastToggle);

        return lastToggle;
    }

    /**
     * Returns the number of the move that is due by events, which is begun now.
     *
     * @throws IllegalStateException if it was begun before
     */
    final long nextMove()
    {
        lastMove = later("move", events.move(), lastMove);

        return lastMove;
    }

    private static long later(final String name, final long number, final long last)
    {
        if (number <= last)
        {
            throw new IllegalStateException(
                name + " " + number + " is due by events, and " + name + " " + last + " was begun");
        }

        return number;
    }

    /** Returns the laws that the actions that were due break, by a second count of them. Called once, after the run. */
    final List<String> dueFaults()
    {
        final List<String> faults = new ArrayList<>();
        due(faults, "toggles or steps", togglesDue(), events.togglesDue() + togglesSeen.due(drainedNs));
        due(faults, "moves", movesDue(), events.movesDue() + movesSeen.due(drainedNs));
        due(faults, "steps of plugs", plugsDue(), events.plugsDue() + plugsSeen.due(drainedNs));

        return faults;
    }

    private static void due(final List<String> faults, final String name, final long due, final long seen)
    {
        if (due != seen)
        {
            faults.add(due + " " + name + " were due, and by their intervals " + seen);
        }
    }

    /** Returns the time of the cycle, once for each. */
    final long cycleNs()
    {
        final long nowNs = clock.nanoTime();
        drainedNs = events.isDry() ? drainedNs : nowNs;

        return nowNs;
    }

    /** Takes the toggle that is due by the clock, and returns whether one is. */
    final boolean takeToggle(final long nowNs)
    {
        return take(timedToggles, togglesSeen, nowNs);
    }

    /** Takes the move that is due by the clock, and returns whether one is. */
    final boolean takeMove(final long nowNs)
    {
        return take(timedMoves, movesSeen, nowNs);
    }

    /** Takes the step of a plug that is due by the clock, and returns whether one is. */
    final boolean takePlug(final long nowNs)
    {
        return take(timedPlugs, plugsSeen, nowNs);
    }

    private boolean take(final ActionsByTime actions, final DueWitness seen, final long nowNs)
    {
        final boolean isDue = actions.isDue(nowNs) && isBusy(nowNs);
        if (isDue)
        {
            actions.take(nowNs);
            seen.taken(nowNs);
        }

        return isDue;
    }

    /** Returns whether an event has arrived lately. */
    private boolean isBusy(final long nowNs)
    {
        final long now = offered();
        if (now != offered)
        {
            offered = now;
            offeredNs = nowNs;
        }

        return now != 0 && nowNs - offeredNs < QUIET_NS;
    }

    /** Returns whether no event follows any more, so that what is open has to end. */
    final boolean isLast()
    {
        return isFinishing && events.isDry() && !events.isDue();
    }

    @Override
    public final void drained(final DirectBuffer frame, final int offset, final int endOffset)
    {
        events.drained(frame, offset, endOffset);
    }

    @Override
    public final void finish()
    {
        isFinishing = true;
    }

    @Override
    public final int budget()
    {
        return TURN_BUDGET;
    }

    @Override
    public final void turning(final PeSet signalled)
    {
        // These guests need no time.
    }

    @Override
    public final boolean isSettled(final PeSet signalled)
    {
        return signalled.size() == 0;
    }

    @Override
    public final boolean sleeps(final int vcpu)
    {
        return false;                                               // each is resident
    }

    @Override
    public final long passes()
    {
        return 0;                                                   // nobody schedules them
    }
}
