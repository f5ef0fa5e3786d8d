package org.gale.engine.machine;

/** Route of an event of a GICv4 host at the moment when it arrived. */
public enum Route
{
    /** Event that the hardware makes pending for its vPE. */
    DIRECT(0),
    /** Event that the host takes as a physical LPI and injects through a latch and list registers. */
    FORWARDED(1),
    /** Event whose target's transition between both routes was open. */
    IN_TRANSITION(2);

    /** Number of routes. */
    public static final int COUNT = 3;

    private final int number;

    Route(final int number)
    {
        this.number = number;
    }

    /** Returns the number of the route, less than {@link #COUNT}. */
    public int number()
    {
        return number;
    }
}
