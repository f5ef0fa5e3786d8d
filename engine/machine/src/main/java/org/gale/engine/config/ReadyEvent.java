package org.gale.engine.config;

/**
 * How events of ready LPIs are delivered: the machine key {@code ready}. State, outputs and digests are the same.
 */
public enum ReadyEvent
{
    /** Long runs of events of LPIs that are in use set a bit in the order of priorities. */
    ON("on"),
    /** Each event goes through the entry of its LPI in RAM. */
    OFF("off"),
    /** Runs of any length do so, from the first event on: for tests. */
    EAGER("eager");

    private final String key;

    ReadyEvent(final String key)
    {
        this.key = key;
    }

    /** Returns the value of the key. */
    public String key()
    {
        return key;
    }
}
