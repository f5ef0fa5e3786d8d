package org.gale.engine.storm.flow;

/**
 * Calls that guests make of the models of devices on the wall clock. Times are those of the
 * generator's clock, ns. Owned by the one thread on which generator and engine take turns.
 */
public interface ModelFeedback extends RequestSource
{
    /** Returns the counts of the models. */
    DueModels counts();

    /** Notes that a guest has taken an event, and that its handler has ended. */
    void handled(int device, int event, long nowNs);

    /** {@return the vCPUs that send to one another; {@link SendingGuests#NONE} if devices raise all events} */
    SendingGuests sending();

    /**
     * Takes a vCPU that no longer waits for the acknowledges of what it has sent, after {@link #handled}.
     *
     * @return the vCPU, or {@link SenderModels#NONE}
     */
    int released(long nowNs);

    /** Returns how long the vCPU that was released last has waited, ns. */
    long waitedNs();
}
