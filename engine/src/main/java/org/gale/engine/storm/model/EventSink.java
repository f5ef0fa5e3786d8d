package org.gale.engine.storm.model;

/** Taker of the events of a model: what a device does to the interrupt controller. Owned by the thread of the run. */
public interface EventSink
{
    /**
     * Raises an event: the device writes its MSI.
     *
     * @param event of the device, from 0
     */
    void raise(int event);

    /**
     * Sends an event from a vCPU, which runs. All that a model sends in one call is sent at one instant.
     *
     * @param vpe        of the VM
     * @param intendedNs time at which the vCPU would have sent it, had it run
     */
    default void send(final int vpe, final int event, final long intendedNs)
    {
        throw new IllegalStateException("no vCPU sends here: event " + event);
    }

    /** Asks for a PE for a vCPU that has something to send. */
    default void wake(final int vpe)
    {
        throw new IllegalStateException("no vCPU is woken here: " + vpe);
    }
}
