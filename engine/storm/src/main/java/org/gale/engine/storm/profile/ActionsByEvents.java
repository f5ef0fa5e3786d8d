package org.gale.engine.storm.profile;

import org.gale.engine.storm.scenario.ActionRate;

/**
 * Actions of one kind by the number of events offered: of {@code count} actions in {@code events} events, number k is
 * due after event k × events / count, rounded up.
 *
 * @param rate by events, or that of no action
 */
record ActionsByEvents(ActionRate rate)
{
    /** Number of an event that does not come. */
    static final long NEVER = Long.MAX_VALUE;

    /** Returns the pace of a rate, which is never due if the rate is one by the clock. */
    static ActionsByEvents of(final ActionRate rate)
    {
        return new ActionsByEvents(rate.isByEvents() ? rate : ActionRate.NONE);
    }

    /** Returns the number of actions; 0 for none. */
    long count()
    {
        return rate.count();
    }

    /** Returns how many actions are due once so many events were offered. */
    long due(final long offered)
    {
        return rate.due(offered);
    }

    /**
     * Returns the event behind which the next action is due.
     *
     * @param offered events so far
     * @return its number, counted from 1, or {@link #NEVER}
     */
    long next(final long offered)
    {
        final long count = rate.count();
        if (count == 0)
        {
            return NEVER;
        }
        final long number = due(offered) + 1;

        return number / count * rate.events() + (number % count * rate.events() + count - 1) / count;
    }
}
