package org.gale.engine.gicv5.irs;

/** Switches of faults that tests alone throw, to show that the simulator finds them. Each is read once a settle. */
final class Faults
{
    /** Lowers the signal threshold below candidates for which no signal was settled. */
    static boolean lowersThreshold;

    private Faults()
    {
    }
}
