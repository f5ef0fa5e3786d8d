package org.gale.engine.machine;

/** Route of an event of a GICv4 host at the moment when it arrived. */
public enum Route
{
    /** Event that the hardware makes pending for its vPE. */
    DIRECT(0, "direct"),
    /** Event that the host takes as a physical LPI and injects through a latch and list registers. */
    FORWARDED(1, "forwarded"),
    /** Event whose target's transition between both routes was open. */
    IN_TRANSITION(2, "transition");

    private static final Route[] ROUTES = values();

    /** Number of routes. */
    public static final int COUNT = 3;

    private final int number;
    private final String label;

    Route(final int number, final String label)
    {
        this.number = number;
        this.label = label;
    }

    /** Returns the route of a number that {@link #number} returns. */
    public static Route of(final int number)
    {
        return ROUTES[number];
    }

    /** Returns the name of the route in reports. */
    public String label()
    {
        return label;
    }

    /** Returns the number of the route, less than {@link #COUNT}. */
    public int number()
    {
        return number;
    }
}
