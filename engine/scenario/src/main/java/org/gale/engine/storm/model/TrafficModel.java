package org.gale.engine.storm.model;

import org.gale.engine.storm.result.Hold;

/**
 * Model of a device, or of a guest's driver and its device: when an event is raised depends on what the guest has
 * handled. Events are numbered within the device. Times are ns since the storm began, and never fall from one call to
 * the next. Owned by the thread that drives the run; draws from the stream that its maker was given.
 * <pre>
 *   fire ── raises event ──► acknowledged ── handler runs ──► prolongedNs ── 0 ──► handled
 *    ▲                                          ▲                  │                  │
 *    │                                          └───── more ───────┘                  │
 *    └──────────── at nextNs, which each call may change ◄────────────────────────────┘
 * </pre>
 */
public interface TrafficModel
{
    /** Time of a model that waits for its guest. */
    long NEVER = Long.MAX_VALUE;

    /** Returns the time of the next event of the model itself; {@link #NEVER} if it waits for the guest. */
    long nextNs();

    /** Acts at {@link #nextNs}: raises events, or begins to serve requests. */
    void fire(long nowNs, EventSink sink);

    /** Notes that the guest's handler of an event has begun. */
    void acknowledged(long nowNs, int event);

    /**
     * Returns how much longer the handler of an event runs. Asked when the handler would end, until it is 0.
     *
     * @return ns; 0 if the handler ends
     */
    long prolongedNs(long nowNs, int event);

    /** Notes that the guest's handler of an event has ended. */
    void handled(long nowNs, int event);

    /** Returns whether the line of an event stays high if its handler ends now: the interrupt comes again. */
    boolean staysHigh(int event);

    /** Returns how long the device held work back for a reason, ns, over all interrupts: the first piece of each. */
    long heldNs(Hold reason);

    /**
     * Returns the pieces of work that the device has completed for its guest: requests, packets or buffers. One
     * interrupt may stand for many, or for none.
     */
    long completions();

    /** Returns the events that the device has sent: messages, and all that are to raise a wire. */
    long sent();

    /** Returns the ticks, or events of a line, that found their wire high, so that nothing was raised. */
    long ticksHigh();

    /**
     * Returns how the model breaks its own law: each piece of work is in one place.
     *
     * @return a clause with the figures; null while the law is kept
     */
    String brokenLaw();

    /** Returns how often a deliberate mistake of the model acted; 0 of a model without one. */
    long acted();

    /** Returns whether work is posted at an event that only a handler of that event can bring on. */
    boolean needsHandler(int event);
}
