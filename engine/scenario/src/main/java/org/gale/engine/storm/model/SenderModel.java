package org.gale.engine.storm.model;

/**
 * Model of vCPUs that send events to one another. At {@link #nextNs} it is {@link #send} that acts; a device has
 * nothing to raise. Owned by the thread that drives the run.
 */
public interface SenderModel extends TrafficModel
{
    /** No vCPU. */
    int NONE = -1;

    /** Acts at {@link #nextNs}: sends from a vCPU that runs, or asks for a PE for one that does not. */
    void send(long nowNs, SendSink sink);

    /** Notes that a vCPU of the VM executes what is its own from now on, or no more. At the begin none does. */
    void running(long nowNs, int vpe, boolean runs);

    /** Returns whether a vCPU without an interrupt to take has a reason to keep its PE: it sends, or waits. */
    boolean keepsPe(long nowNs, int vpe);

    /**
     * Takes a vCPU that no longer waits for what it has sent.
     *
     * @return the vCPU within the VM, or {@link #NONE}
     */
    int released();
}
