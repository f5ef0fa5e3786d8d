package org.gale.engine.storm.setting;

/**
 * Shape of a stream of events: a closed loop, or an open one that follows a clock.
 *
 * @param ratePerS  events a second; {@link SettingType#RATE_MAX} for a closed loop
 * @param isPoisson true if the arrivals of an open loop are a Poisson process, false if they are evenly spaced
 * @param window    events of a closed loop in flight; 0 for the default
 */
public record StreamShape(double ratePerS, boolean isPoisson, long window)
{
    /** Returns whether events wait for deliveries, rather than follow a clock. */
    public boolean isClosedLoop()
    {
        return ratePerS == SettingType.RATE_MAX;
    }
}
