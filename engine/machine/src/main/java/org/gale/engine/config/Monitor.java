package org.gale.engine.config;

/**
 * Behaviour of the monitor in front of the ITS: the machine key {@code monitor}. Each value but the first and
 * the last is a mistake that public monitors made and that loses interrupts, as a negative control.
 */
public enum Monitor
{
    /** Nothing is lost: what cannot leave is left in its eventfd, or taken and kept in its pending bit. */
    RIGHT("right"),
    /** An event that is taken while its vector is masked sets no pending bit. */
    CONSUME_MASKED("consume-masked"),
    /** The route is dropped while a vector is masked, and an event that comes meanwhile is taken. */
    DROP_ROUTE("drop-route"),
    /** A message has the address and data that the vector had when its first message could leave. */
    STALE_MESSAGE("stale-message"),
    /** Pending bits read as zero. */
    PBA_ZERO("pba-zero"),
    /** Pending bits and eventfds are not saved. */
    PBA_UNSAVED("pba-unsaved"),
    /** An event that comes before its route is taken. */
    CONSUME_UNROUTED("consume-unrouted"),
    /** A level that rose before its route is not sampled when the route is made. */
    LEVEL_EARLY("level-early"),
    /** Another process is the monitor: each of its answers is a command. */
    REMOTE("remote");

    private final String key;

    Monitor(final String key)
    {
        this.key = key;
    }

    /** Returns whether the monitor is one of Gale that loses interrupts. */
    public boolean isMistake()
    {
        return this != RIGHT && this != REMOTE;
    }

    /** Returns the value of the key. */
    public String key()
    {
        return key;
    }
}
