package org.gale.engine.storm.setting;

/**
 * Shape of a stream of events: a closed loop, or an open one that follows a clock.
 *
 * @param ratePerS  events a second; {@link SettingType#RATE_MAX} for a closed loop
 * @param isPoisson true if the arrivals of an open loop are a Poisson process, false if they are evenly spaced
 * @param window    events of a closed loop in flight; 0 for the default, which only a stream of the whole host has
 */
public record StreamShape(double ratePerS, boolean isPoisson, long window)
{
    /** Events in flight of all closed streams of a host together that have no window of their own. */
    public static final int WINDOWS_DEFAULT = 8192;

    /** Returns the share of one of several closed streams, at least one event in flight. */
    public static long windowDefault(final long closedStreams)
    {
        return Math.max(1, WINDOWS_DEFAULT / Math.max(1, closedStreams));
    }

    /** Returns whether events wait for deliveries, rather than follow a clock. */
    public boolean isClosedLoop()
    {
        return ratePerS == SettingType.RATE_MAX;
    }

    /**
     * Returns the stream that settings ask for.
     *
     * @param given    settings that were chosen
     * @param ratePerS where none was chosen
     * @throws SettingException if they contradict each other
     */
    public static StreamShape of(final SettingValues given, final double ratePerS)
    {
        final double rate = given.valueOr(StormSettings.RATE, ratePerS);
        final boolean isClosed = rate == SettingType.RATE_MAX;
        final String arrivals = given.get(StormSettings.ARRIVALS);
        if (arrivals != null && isClosed)
        {
            throw new SettingException(
                StormSettings.ARRIVALS, "'", arrivals, "' needs a rate (try ", StormSettings.RATE, " 1M)");
        }
        if (given.has(StormSettings.WINDOW) && !isClosed)
        {
            throw new SettingException(StormSettings.WINDOW, "'", given.text(StormSettings.WINDOW),
                "' is of a closed loop, and ", StormSettings.RATE, " opens it (try ", StormSettings.RATE, " max)");
        }
        if (given.valueOr(StormSettings.WINDOW, 1L) == 0)
        {
            throw new SettingException(StormSettings.WINDOW, "0 is no storm (try 1k)");
        }

        return new StreamShape(rate, given.valueOrDefault(StormSettings.ARRIVALS).equals(StormSettings.POISSON),
            Math.min(Integer.MAX_VALUE, given.valueOr(StormSettings.WINDOW, 0L)));
    }
}
