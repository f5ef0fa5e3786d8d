package org.gale.engine.config;

/** Link between the CPU interfaces and their IRSs: the machine key {@code link}. */
public enum Link
{
    /** LINK and LINK_IDLE read 1, and writes are ignored (M-LINKFIX). */
    FIXED("fixed"),
    /** Software takes the link down and up; it is up at reset (M-LINKOP). */
    UP("up"),
    /** Software takes the link down and up; it is down at reset (M-LINKOP). */
    DOWN("down");

    private final String key;

    Link(final String key)
    {
        this.key = key;
    }

    /** Returns whether the link is up at reset. */
    public boolean isUpAtReset()
    {
        return this != DOWN;
    }

    /** Returns the value of the key. */
    public String key()
    {
        return key;
    }
}
