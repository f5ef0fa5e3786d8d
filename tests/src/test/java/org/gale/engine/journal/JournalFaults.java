package org.gale.engine.journal;

/** Access of other packages to the switches of the faults of the journal. */
public final class JournalFaults
{
    private JournalFaults()
    {
    }

    /** Throws or resets the fault of this name. */
    public static void marksEarly(final boolean isThrown)
    {
        Faults.marksEarly = isThrown;
    }

    /** Throws or resets the fault of this name. */
    public static void forgetsLastFrame(final boolean isThrown)
    {
        Faults.forgetsLastFrame = isThrown;
    }

    /** Throws or resets the fault of this name. */
    public static void purgesNeeded(final boolean isThrown)
    {
        Faults.purgesNeeded = isThrown;
    }
}
