package org.gale.engine.gicv5.irs;

/** Hand on the switches of the faults of the IRS. */
public final class IrsFaults
{
    private IrsFaults()
    {
    }

    /** Throws or resets the fault of this name. */
    public static void lowersThreshold(final boolean isThrown)
    {
        Faults.lowersThreshold = isThrown;
    }
}
