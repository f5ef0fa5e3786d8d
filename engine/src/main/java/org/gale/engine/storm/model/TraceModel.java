package org.gale.engine.storm.model;

/**
 * Model of a device that raises what was recorded of it, around the ring of a trace. It waits for no guest: a trace
 * shows when handlers began, and these times are when the device sends. The service time of an event is that of the
 * handler which takes it; of several events that merge, the last one's. Owned by the thread that drives the run.
 */
final class TraceModel implements TrafficModel
{
    private final TraceRing ring;
    private final long[] raisedNs;                                  // by vector: service time of its last event
    private final long[] leftNs;                                    // by vector, of the handler that runs
    private int index;
    private long turnNs;                                            // when the turn of the next event began
    private long offered;

    /**
     * Makes a model.
     *
     * @param phaseNs by which each event is later; those behind the end of the ring come at its begin
     */
    TraceModel(final TraceRing ring, final long phaseNs)
    {
        this.ring = ring;
        raisedNs = new long[ring.vectors()];
        leftNs = new long[ring.vectors()];
        final long shiftNs = phaseNs % ring.lengthNs();
        index = ring.firstFrom(ring.lengthNs() - shiftNs);
        turnNs = shiftNs - ring.lengthNs();
        turn();
    }

    /** Begins the next turn behind the last event. */
    private void turn()
    {
        if (index == ring.count())
        {
            index = 0;
            turnNs += ring.lengthNs();
        }
    }

    @Override
    public long nextNs()
    {
        return ring.count() == 0 ? NEVER : turnNs + ring.timeNs(index);
    }

    @Override
    public void fire(final long nowNs, final EventSink sink)
    {
        final int vector = ring.vector(index);
        raisedNs[vector] = ring.serviceNs(index);
        index++;
        turn();
        offered++;
        sink.raise(vector);
    }

    @Override
    public void acknowledged(final long nowNs, final int event)
    {
        leftNs[event] = raisedNs[event];
    }

    @Override
    public long prolongedNs(final long nowNs, final int event)
    {
        final long ns = leftNs[event];
        leftNs[event] = 0;

        return ns;
    }

    @Override
    public void handled(final long nowNs, final int event)
    {
        // A recorded device does not wait for its guest.
    }

    @Override
    public long heldNs(final Hold reason)
    {
        return 0;
    }

    @Override
    public long completions()
    {
        return offered;
    }
}
