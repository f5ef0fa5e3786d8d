package org.gale.engine.storm.model;

/** Receiver of what the vCPUs of a model do. Owned by the thread of the run. */
public interface SendSink
{
    /**
     * Sends an event from a vCPU, which runs. All that a model sends in one call is sent at one instant.
     *
     * @param vpe        of the VM
     * @param intendedNs time at which the vCPU would have sent it, had it run
     */
    void send(int vpe, int event, long intendedNs);

    /** Asks for a PE for a vCPU that has something to send. */
    void wake(int vpe);
}
