package org.gale.engine.storm.profile;

import org.gale.engine.storm.setting.ActionRate;

/**
 * Pace of an action by the number of events offered: of {@code count} actions in {@code events} events, number k is due
 * behind event k × events / count, rounded up.
 *
 * @param count  actions; 0 for none
 * @param events over which they are spread
 */
record EventPace(long count, long events)
{
    /** Number of an event that does not come. */
    static final long NEVER = Long.MAX_VALUE;

    /** Returns the pace of a rate, which is never due if the rate is one by the clock. */
    static EventPace of(final ActionRate rate)
    {
        return rate.isByEvents() ? new EventPace(rate.count(), rate.events()) : new EventPace(0, 1);
    }

    /** Returns how many actions are due once so many events were offered. */
    long due(final long offered)
    {
        return offered / events * count + offered % events * count / events;
    }

    /**
     * Returns the event behind which the next action is due.
     *
     * @param offered events so far
     * @return its number, counted from 1, or {@link #NEVER}
     */
    long next(final long offered)
    {
        if (count == 0)
        {
            return NEVER;
        }
        final long number = due(offered) + 1;

        return number / count * events + (number % count * events + count - 1) / count;
    }
}
