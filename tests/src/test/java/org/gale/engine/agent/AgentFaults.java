package org.gale.engine.agent;

/** Access of other packages to the switches of the faults of the engine agent. */
public final class AgentFaults
{
    private AgentFaults()
    {
    }

    /** Throws or resets the fault of this name. */
    public static void losesTurn(final boolean isThrown)
    {
        Faults.losesTurn = isThrown;
    }

    /** Throws or resets the fault of this name. */
    public static void completesEarly(final boolean isThrown)
    {
        Faults.completesEarly = isThrown;
    }

    /** Throws or resets the fault of this name. */
    public static void releasesEarly(final boolean isThrown)
    {
        Faults.releasesEarly = isThrown;
    }

    /** Throws or resets the fault of this name. */
    public static void snapshotsInside(final boolean isThrown)
    {
        Faults.snapshotsInside = isThrown;
    }
}
