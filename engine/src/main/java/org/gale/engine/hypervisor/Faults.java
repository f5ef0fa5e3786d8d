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
    /** Keeps the entries of a table section although the table could not be made valid: the roll-back is left out. */
    static boolean keepsSection;
    /** Leaves the first pending interrupt of an image out of a restore. */
    static boolean forgetsPending;

    private Faults()
    {
    }
}
