package org.gale.engine.hypervisor;

/** Switches of faults that tests alone throw, to show that the simulator finds them. */
final class Faults
{
    /** Leaves the request of a doorbell out when a vCPU blocks. */
    static boolean skipsDoorbell;
    /** Takes a doorbell without waking its vCPU. */
    static boolean losesWake;
    /** Injects a PPI without kicking its vCPU. */
    static boolean skipsKick;
    /** Leaves the section of a table that could not be made valid as it was filled. */
    static boolean keepsSection;
    /** Leaves the first pending interrupt of an image out of a restore. */
    static boolean forgetsPending;

    private Faults()
    {
    }
}
