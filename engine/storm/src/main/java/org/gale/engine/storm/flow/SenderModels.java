package org.gale.engine.storm.flow;

/**
 * Models of vCPUs that send events to one another, in addition to the events that devices raise. vCPUs are numbered
 * over all VMs. Times are ns since the first phase began. Owned by the thread that drives the run.
 * <pre>
 *   take ──► sender, intendedNs, isBurst ──► take ...       a vCPU sends all of a burst at one instant
 *   take ──► woken                                          a vCPU asks for a PE
 *   acknowledged ──► released                               a vCPU waits no longer for what it has sent
 * </pre>
 */
public interface SenderModels
{
    /** No vCPU. */
    int NONE = -1;

    /** Returns whether vCPUs of a group of VMs send. */
    boolean sends(int group);

    /** {@return the vCPU that sends the event taken last; {@link #NONE} for one that a device raises} */
    int sender();

    /** Returns when the event taken last was to be sent; the sender may have had no PE then. */
    long intendedNs();

    /** Returns whether more events are to be taken at this instant, before anything else happens. */
    boolean isBurst();

    /**
     * Takes a vCPU that asks for a PE.
     *
     * @return the vCPU, or {@link #NONE}
     */
    int woken();

    /**
     * Takes a vCPU that no longer waits for the acknowledges of what it has sent.
     *
     * @return the vCPU, or {@link #NONE}
     */
    int released();

    /** Returns how long the vCPU that was released last has waited, ns. */
    long waitedNs();

    /** Notes that a vCPU executes what is its own from now on, or no more. */
    void running(int vcpu, boolean runs, long nowNs);

    /** Returns whether a vCPU without an interrupt to take keeps its PE: it has something to send, or waits. */
    boolean keepsPe(int vcpu, long nowNs);
}
