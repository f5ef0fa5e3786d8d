package org.gale.engine.gicv4;

/** Switches of faults that tests alone throw, to show that the simulator finds them. */
final class Faults
{
    /** Drops the pending state of a direct vLPI that moves to a software-forwarded vCPU. */
    static boolean losesRepend;

    private Faults()
    {
    }
}
