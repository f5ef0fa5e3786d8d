package org.gale.engine.storm.scenario;

import org.gale.engine.config.NumberText;

/**
 * Stream of a closed loop: each event is offered again when its last one was delivered.
 *
 * @param window events in flight; 0 for the default, which only a stream of the whole host has
 */
public record ClosedStream(long window) implements StreamShape
{
    /** Events in flight of all closed streams of a host together that have no window of their own. */
    public static final int WINDOWS_DEFAULT = 8192;
    /** Kind of traffic of closed loops, as users write it. */
    static final String NAME = "closed";

    /** Returns the share of one of several closed streams, at least one event in flight. */
    public static long windowDefault(final long closedStreams)
    {
        return Math.max(1, WINDOWS_DEFAULT / Math.max(1, closedStreams));
    }

    /** Returns the stream that values ask for, which are checked. */
    static ClosedStream of(final SettingValues given)
    {
        if (given.has(StormSettings.ARRIVALS))
        {
            throw OpenStream.missing(StormSettings.ARRIVALS, given.get(StormSettings.ARRIVALS), "a rate");
        }
        if (given.valueOr(StormSettings.WINDOW, 1L) == 0)
        {
            throw new SettingException(StormSettings.WINDOW, "0 is no storm (try 1k)");
        }

        return new ClosedStream(Math.min(Integer.MAX_VALUE, given.valueOr(StormSettings.WINDOW, 0L)));
    }

    @Override
    public String kind()
    {
        return NAME;
    }

    @Override
    public SettingValues values()
    {
        return SettingValues.NONE.with(StormSettings.WINDOW, window);
    }

    @Override
    public String text()
    {
        return "closed loop" + (window == 0 ? "" : " of " + NumberText.count(window));
    }

    @Override
    public StreamShape with(final SettingValues changes)
    {
        return changes.has(StormSettings.WINDOW) ? new ClosedStream(changes.get(StormSettings.WINDOW)) : this;
    }

    @Override
    public double events(final double seconds)
    {
        return 0;
    }

    @Override
    public StreamShape scaled(final double factor)
    {
        return this;
    }

    @Override
    public ModelShape model()
    {
        return null;
    }
}
