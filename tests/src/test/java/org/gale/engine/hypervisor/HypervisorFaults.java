package org.gale.engine.hypervisor;

/** Faults of the hypervisor that tests throw. */
public final class HypervisorFaults
{
    private HypervisorFaults()
    {
    }

    /**
     * Throws or ends a fault: a vCPU that blocks does not ask for its doorbell.
     *
     * @param isThrown true to throw it, false to end it
     */
    public static void skipsDoorbell(final boolean isThrown)
    {
        Faults.skipsDoorbell = isThrown;
    }

    /**
     * Throws or ends a fault: a doorbell wakes nobody.
     *
     * @param isThrown true to throw it, false to end it
     */
    public static void losesWake(final boolean isThrown)
    {
        Faults.losesWake = isThrown;
    }

    /**
     * Throws or ends a fault: a restore forgets a pending interrupt.
     *
     * @param isThrown true to throw it, false to end it
     */
    public static void forgetsPending(final boolean isThrown)
    {
        Faults.forgetsPending = isThrown;
    }

    /**
     * Throws or ends a fault: the section of a table that could not be made valid stays filled.
     *
     * @param isThrown true to throw it, false to end it
     */
    public static void keepsSection(final boolean isThrown)
    {
        Faults.keepsSection = isThrown;
    }

    /**
     * Throws or ends a fault: a PPI that is injected kicks nobody.
     *
     * @param isThrown true to throw it, false to end it
     */
    public static void skipsKick(final boolean isThrown)
    {
        Faults.skipsKick = isThrown;
    }
}
