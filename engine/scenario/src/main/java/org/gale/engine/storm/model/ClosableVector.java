package org.gale.engine.storm.model;

/** Model of one event with a queue that its driver can close. Its calls are those of a {@link ClosableModel}. */
interface ClosableVector extends VectorModel
{
    /** Shuts down the queue of the event, or opens it again. */
    void shut(long nowNs, boolean isShut);

    /** Returns whether nothing is under way in the queue of the event. */
    boolean isQuiet();

    /** Returns whether a driver submits work to the queue: it interrupts for nothing else. */
    boolean isSubmittedTo();

    /** Returns the requests that have waited so far for the queue while it was shut down. */
    long waited();

    /** Returns the requests that wait for the queue, which is shut down. */
    long waiting();
}
