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
    /** As {@link #ON}, with the first event on, and runs of any length: for tests. */
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
