package org.gale.engine.gicv4;

/** Faults of the GICv4 host that tests throw. */
public final class Gicv4Faults
{
    private Gicv4Faults()
    {
    }

    /**
     * Throws or ends a fault: a move to a software-forwarded vCPU drops the pending state.
     *
     * @param isThrown true to throw it, false to end it
     */
    public static void losesRepend(final boolean isThrown)
    {
        Faults.losesRepend = isThrown;
    }
}
