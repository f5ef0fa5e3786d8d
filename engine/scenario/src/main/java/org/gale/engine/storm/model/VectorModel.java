package org.gale.engine.storm.model;

import org.gale.engine.storm.result.Hold;

/**
 * Model of one event of a device: when it is sent next, and how it answers to the handlers of its guest. Its calls are
 * those of a {@link TrafficModel}. Owned by the thread that drives the run.
 */
interface VectorModel
{
    /** Returns the time of the next event of the model itself; {@link TrafficModel#NEVER} if it waits for the guest. */
    long nextNs();

    /**
     * Acts at {@link #nextNs}.
     *
     * @return true if the device sends its MSI
     */
    boolean fire(long nowNs);

    /** Notes that the guest's handler has begun. */
    void acknowledged(long nowNs);

    /** Returns how much longer the handler runs, ns; 0 if it ends. */
    long prolongedNs(long nowNs);

    /** Notes that the guest's handler has ended. */
    void handled(long nowNs);

    /** Returns whether the line of the event stays high if its handler ends now. */
    boolean staysHigh();

    /** Returns how long the device held work back for a reason, ns, over all interrupts: the first piece of each. */
    long heldNs(Hold reason);

    /** Returns the pieces of work that the device has completed. */
    long completions();

    /** Returns the events that the device has sent: messages, and all that are to raise a wire. */
    long sent();

    /** Returns the events that found the wire high, so that nothing was raised. */
    long ticksHigh();

    /**
     * Returns how the model breaks its own law.
     *
     * @return a clause with the figures; null while the law is kept
     */
    String brokenLaw();

    /** Returns how often a deliberate mistake of the model acted; 0 of a model without one. */
    long acted();

    /** Returns whether work is posted that only a handler can bring on. */
    boolean needsHandler();
}
