package org.gale.engine.storm.result;

/** Path of an interrupt to its guest on the virtual clock: how it came, and where the VPE was then. */
public enum InterruptPath
{
    /** VPE on a PE that takes the interrupt without the host. */
    RESIDENT(0, "resident"),
    /** VPE that waits for a PE; the hardware has the interrupt pending. */
    DIRECT_RUNNABLE(1, "direct runnable"),
    /** VPE that a doorbell wakes. */
    DIRECT_BLOCKED(2, "direct blocked"),
    /** VPE that the host makes exit to inject the interrupt. */
    FORWARDED_RUNNING(3, "forwarded running"),
    /** VPE that waits for a PE; the host injects the interrupt. */
    FORWARDED_RUNNABLE(4, "forwarded runnable"),
    /** VPE that the host wakes. */
    FORWARDED_BLOCKED(5, "forwarded blocked");

    private static final InterruptPath[] PATHS = values();

    private final int number;
    private final String label;

    InterruptPath(final int number, final String label)
    {
        this.number = number;
        this.label = label;
    }

    /** Returns the path of a number that {@link #number} returns. */
    public static InterruptPath of(final int number)
    {
        return PATHS[number];
    }

    /** Returns the number of the path. */
    public int number()
    {
        return number;
    }

    /** Returns the name of the path in reports. */
    public String label()
    {
        return label;
    }
}
