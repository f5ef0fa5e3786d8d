package org.gale.engine.storm.scenario;

/**
 * Shape of a stream of events: a closed loop, an open one that follows a clock, or the events of models of devices.
 *
 * @param ratePerS  events a second; {@link SettingType#RATE_MAX} for a closed loop or a model
 * @param isPoisson true if the arrivals of an open loop are a Poisson process, false if they are evenly spaced, or in
 *                  bursts
 * @param window    events of a closed loop in flight; 0 for the default, which only a stream of the whole host has
 * @param model     of the devices; null for a loop
 * @param bursts    of the arrivals of an open loop; null for none
 */
public record StreamShape(double ratePerS, boolean isPoisson, long window, ModelShape model, OnOff bursts)
{
    /** Events in flight of all closed streams of a host together that have no window of their own. */
    public static final int WINDOWS_DEFAULT = 8192;

    /** Makes the shape of a loop. */
    public StreamShape(final double ratePerS, final boolean isPoisson, final long window)
    {
        this(ratePerS, isPoisson, window, null, null);
    }

    /** Returns the shape of the events of models. */
    public static StreamShape of(final ModelShape model)
    {
        return new StreamShape(SettingType.RATE_MAX, false, 0, model, null);
    }

    /** Returns the share of one of several closed streams, at least one event in flight. */
    public static long windowDefault(final long closedStreams)
    {
        return Math.max(1, WINDOWS_DEFAULT / Math.max(1, closedStreams));
    }

    /** Returns whether each event waits for its last delivery. */
    public boolean isClosedLoop()
    {
        return model == null && ratePerS == SettingType.RATE_MAX;
    }

    /** Returns whether events follow a clock. */
    public boolean isOpenLoop()
    {
        return model == null && ratePerS != SettingType.RATE_MAX;
    }

    /** Returns the arrivals of an open loop, as users write them. */
    public String arrivals()
    {
        return bursts != null ? bursts.text() : isPoisson ? StormSettings.POISSON : StormSettings.CONSTANT;
    }

    /** Returns the bursts that arrivals ask for, or null. */
    public static OnOff bursts(final String arrivals)
    {
        return arrivals.startsWith("{") ? OnOff.parse(arrivals) : null;
    }

    /** Returns whether models of devices raise the events. */
    public boolean isModelled()
    {
        return model != null;
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

        final OnOff bursts = bursts(given.valueOrDefault(StormSettings.ARRIVALS));
        if (bursts != null)
        {
            bursts.check(rate);
        }

        return new StreamShape(rate, given.valueOrDefault(StormSettings.ARRIVALS).equals(StormSettings.POISSON),
            Math.min(Integer.MAX_VALUE, given.valueOr(StormSettings.WINDOW, 0L)), null, bursts);
    }
}
