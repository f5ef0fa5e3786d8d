package org.gale.engine.storm.scenario;

import org.gale.engine.config.Quantity;

/**
 * Rate of actions between the events of a storm: by the clock, or by the number of events offered, which is the same on
 * every host.
 *
 * @param count  actions, 0 for none: a second, or among so many events
 * @param events over which the actions are spread evenly; 0 for actions a second
 */
public record ActionRate(long count, long events)
{
    /** No action at all. */
    public static final ActionRate NONE = perSecond(0);
    /** Placeholder of a value in help texts. */
    public static final String LABEL = "R|N/EVENTS";

    private static final char BY = '/';
    private static final int TIMES = 10;
    private static final int FEW = 1_000;
    private static final long MOST = 1_000_000;
    private static final long EVENTS_LIMIT = 1_000_000_000_000L;

    /** Returns a rate of actions a second. */
    public static ActionRate perSecond(final long count)
    {
        return new ActionRate(count, 0);
    }

    /**
     * Reads a rate as users write it: {@code 1000} or {@code 1/10k}.
     *
     * @throws IllegalArgumentException with a message for the user that shows both forms
     */
    public static ActionRate parse(final String text)
    {
        final int at = text.indexOf(BY);
        final ActionRate rate;
        try
        {
            rate = at < 0 ? perSecond(Quantity.count(text)) :
                new ActionRate(Quantity.count(text.substring(0, at)), Quantity.count(text.substring(at + 1)));
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException("'" + text + "' is neither a number a second nor N/EVENTS " +
                "(try 1000, or 1/10k for one in 10,000 events)", ex);
        }
        if (at >= 0 && (rate.count == 0 || rate.count > rate.events || rate.events > EVENTS_LIMIT))
        {
            throw new IllegalArgumentException("'" + text + "' is not from 1/1T to 1/1 " +
                "(try 1/10k for one in 10,000 events, or 0 for none)");
        }

        return rate;
    }

    /** Returns whether there is no action at all. */
    public boolean isNone()
    {
        return count == 0;
    }

    /** Returns true for actions by events, false for actions by the clock. */
    public boolean isByEvents()
    {
        return events != 0;
    }

    /** Returns how many actions by events are due once so many events were offered; 0 of a rate by the clock. */
    public long due(final long offered)
    {
        return isByEvents() ? offered / events * count + offered % events * count / events : 0;
    }

    /** Returns a rate of ten times as many actions, at most one for each event or 1M a second; 1/1k for none. */
    public ActionRate more()
    {
        return isNone() ? new ActionRate(1, FEW) : isByEvents() ?
            new ActionRate(count, Math.max(count, events / TIMES)) :
            perSecond(Math.max(count, Math.min(MOST, count * TIMES)));
    }

    /** Returns the rate as users write it: {@code 100k} or {@code 1/10k}. */
    public String shown()
    {
        final String number = Quantity.countText(count);

        return isByEvents() ? number + BY + Quantity.countText(events) : number;
    }

    /** Returns the rate in its plain form: without a unit. */
    @Override
    public String toString()
    {
        return isByEvents() ? shown() : Long.toString(count);
    }
}
