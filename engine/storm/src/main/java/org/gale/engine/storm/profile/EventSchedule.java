package org.gale.engine.storm.profile;

import org.agrona.DirectBuffer;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.ringbuf.CommandWord;

/**
 * Schedule of the actions that are due by the number of events. An event behind which one is due has a frame of its
 * own, and the action stands behind it there: so the journal holds both or neither, and what the frames before made
 * pending is taken. Here a toggle is due behind event 10,000, and steps behind every eighth event:
 * <pre>
 *   events    ... 9,999   10,000           10,001 ... 10,007   10,008
 *   frames    ...     ]   [   begin    ]   [      ...      ]   [   step    ]   ...
 * </pre>
 * Everything follows from the number of events, so that a storm that is resumed continues there. On the engine's
 * thread.
 */
final class EventSchedule
{
    /** Most events between two steps of a transition. */
    static final long STEP_EVENTS_LIMIT = 8;
    /** Steps for which the events between two toggles suffice: more than a transition of 256 vLPIs has. */
    static final long STEPS_OF_TOGGLE = 1000;

    private final ActionsByEvents toggles;
    private final ActionsByEvents moves;
    private final ActionsByEvents plugs;
    private final long stepEvents;
    private final long before;
    private long offered;
    private boolean isStepDue;
    private boolean isToggleDue;
    private boolean isMoveDue;
    private boolean isPlugDue;
    private boolean isOpen;
    private boolean isDry;

    /** @param before events that were offered before this run */
    EventSchedule(final ActionRate toggles, final ActionRate moves, final long before)
    {
        this(toggles, moves, ActionRate.NONE, before);
    }

    /**
     * Makes a schedule with steps of plugs.
     *
     * @param before events that were offered before this run
     */
    EventSchedule(final ActionRate toggles, final ActionRate moves, final ActionRate plugs, final long before)
    {
        this.plugs = ActionsByEvents.of(plugs);
        this.toggles = ActionsByEvents.of(toggles);
        this.moves = ActionsByEvents.of(moves);
        this.stepEvents = toggles.isByEvents() ? stepEvents(toggles) : 0;
        this.before = before;
        this.offered = before;
    }

    /** Returns the events between two steps: a thousandth of those between two toggles, 1 to 8. */
    private static long stepEvents(final ActionRate toggles)
    {
        return Math.max(1, Math.min(STEP_EVENTS_LIMIT, toggles.events() / toggles.count() / STEPS_OF_TOGGLE));
    }

    /** Returns whether an action is due by events, ever. */
    boolean isAny()
    {
        return toggles.count() + moves.count() + plugs.count() > 0;
    }

    /** Returns whether steps are due by events. */
    boolean hasSteps()
    {
        return stepEvents > 0;
    }

    /**
     * Returns how many words the next frame may take: up to the event before one that is due, or that one alone.
     *
     * @param isApplied true if all frames are applied
     * @param mayBeOpen true if a transition may be open, so that steps are due
     * @return the number, or 0 to wait until all frames are applied
     */
    int drainLimit(final boolean isApplied, final boolean mayBeOpen)
    {
        isOpen = mayBeOpen;
        if (!isAny())
        {
            return TurnSource.NO_LIMIT;
        }
        final long nextStep = isOpen && hasSteps() ? (offered / stepEvents + 1) * stepEvents : ActionsByEvents.NEVER;
        final long next = Math.min(Math.min(nextStep, plugs.next(offered)),
            Math.min(toggles.next(offered), moves.next(offered)));
        final long left = isDue() ? 0 : next - offered;
        final long events = left > 1 ? left - 1 : isApplied ? left : 0;

        return events == 0 ? 0 : (int)Math.min(TurnSource.NO_LIMIT, events + CommandWord.TIME_WORDS);
    }

    /** Counts the events that a frame took from the lanes, and what is due behind them. */
    void drained(final DirectBuffer frame, final int offset, final int endOffset)
    {
        isDry = offset == endOffset;
        if (isDry || !isAny())
        {
            return;
        }
        final long last = offered;
        offered += events(frame, offset, endOffset);
        isStepDue |= isOpen && hasSteps() && offered / stepEvents != last / stepEvents;
        isToggleDue |= toggles.due(offered) != toggles.due(last);
        isMoveDue |= moves.due(offered) != moves.due(last);
        isPlugDue |= plugs.due(offered) != plugs.due(last);
    }

    private static long events(final DirectBuffer frame, final int offset, final int endOffset)
    {
        long events = 0;
        int at = offset;
        while (at < endOffset)
        {
            final long word = frame.getLong(at);
            events += CommandWord.isEvent(word) || KvmVerb.isHold(word) ? 1 : 0;
            at += CommandWord.length(word) << 3;
        }

        return events;
    }

    /** Returns whether the last frame took nothing from the lanes. */
    boolean isDry()
    {
        return isDry;
    }

    /** Returns whether something is due behind the events so far, and not taken. */
    boolean isDue()
    {
        return isStepDue || isToggleDue || isMoveDue || isPlugDue;
    }

    boolean isStepDue()
    {
        return isStepDue;
    }

    boolean isToggleDue()
    {
        return isToggleDue;
    }

    boolean isMoveDue()
    {
        return isMoveDue;
    }

    boolean isPlugDue()
    {
        return isPlugDue;
    }

    /** Notes that everything due is taken. */
    void take()
    {
        isPlugDue = false;
        isStepDue = false;
        isToggleDue = false;
        isMoveDue = false;
    }

    /** Returns the number of the toggle that was due last, counted from 1. */
    long toggle()
    {
        return toggles.due(offered);
    }

    /** Returns the number of the move that was due last, counted from 1. */
    long move()
    {
        return moves.due(offered);
    }

    /** Returns the number of the step of a plug that was due last, counted from 1. */
    long plug()
    {
        return plugs.due(offered);
    }

    /** Returns the steps of plugs that were due in this run. */
    long plugsDue()
    {
        return plugs.due(offered) - plugs.due(before);
    }

    /** Returns the toggles that were due in this run. */
    long togglesDue()
    {
        return toggles.due(offered) - toggles.due(before);
    }

    /** Returns the moves that were due in this run. */
    long movesDue()
    {
        return moves.due(offered) - moves.due(before);
    }
}
