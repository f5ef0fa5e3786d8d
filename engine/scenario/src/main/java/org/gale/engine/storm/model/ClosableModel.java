package org.gale.engine.storm.model;

/** Model of a device with queues that its driver can close. Owned like each other model. */
public interface ClosableModel extends TrafficModel
{
    /**
     * Shuts down the queue of an event, or opens it again. The driver submits nothing to a queue that is shut down, and
     * all of that when the queue opens. What is in the queue comes to its end.
     */
    void shut(long nowNs, int event, boolean isShut);

    /** Returns whether nothing is under way in the queue of an event: the device has no reason for an interrupt. */
    boolean isQuiet(int event);

    /** Returns whether a driver submits work to the device: it interrupts for nothing else. */
    boolean isSubmittedTo();

    /** Returns the requests that have waited so far for a queue that was shut down. */
    long waited();

    /** Returns the requests that wait for a queue that is shut down. */
    long waiting();
}
