package org.gale.engine.storm.model;

import java.util.Arrays;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.RecordedKind;

/**
 * Model of a device that raises what was recorded of it, around the ring of a trace. It waits for no guest: a trace
 * shows when handlers began, and these times are when the device sends. The service time of an event is that of the
 * handler which takes it; of several events that merge, the last one's. A tick of a timer that finds its wire high
 * merges before it is an event. Owned by the thread that drives the run.
 */
final class TraceModel implements RecordedModel
{
    private final TraceRing ring;
    private final long[] raisedNs;                                  // by number: service time of its last event
    private final long[] leftNs;                                    // by number, of the handler that runs
    private final boolean[] isHigh;                                 // by number: the wire of a timer
    private final long[] offered = new long[RecordedKind.values().length];
    private final int vpes;
    private final DeviceSeam seam;
    private int index;
    private long ticksHigh;
    private long turnNs;                                            // when the turn of the next event began

    /**
     * Makes a model.
     *
     * @param vpes    of the VM: the timer of CPU n is that of VPE n mod VPEs
     * @param phaseNs by which each event is later; those behind the end of the ring come at its begin
     * @param seam    at which a witness counts what passes
     */
    TraceModel(final TraceRing ring, final int vpes, final long phaseNs, final DeviceSeam seam)
    {
        this.ring = ring;
        this.vpes = vpes;
        this.seam = seam;
        seam.queue(0).seeded(0, phaseNs);
        raisedNs = new long[ring.numbers()];
        leftNs = new long[raisedNs.length];
        isHigh = new boolean[raisedNs.length];
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
        final int vector = event(ring.vector(index));
        seam.queue(vector).expired(index);
        raisedNs[vector] = ring.serviceNs(index);
        index++;
        turn();
        offered[ring.kind(vector).index()]++;
        if (!isHigh[vector])
        {
            isHigh[vector] = vector >= ring.firstTimer();
            sink.raise(vector);
        }
        else
        {
            ticksHigh++;
        }
    }

    private int event(final int vector)
    {
        final int first = ring.firstTimer();

        return vector < first ? vector : first + (vector - first) % vpes;
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
        isHigh[event] = false;                                      // a recorded device does not wait for its guest
    }

    @Override
    public boolean staysHigh(final int event)
    {
        return false;
    }

    @Override
    public long heldNs(final Hold reason)
    {
        return 0;
    }

    @Override
    public long completions()
    {
        return Arrays.stream(offered).sum();
    }

    @Override
    public long sent()
    {
        return Arrays.stream(offered).sum();
    }

    @Override
    public long ticksHigh()
    {
        return ticksHigh;
    }

    @Override
    public long acted()
    {
        return 0;
    }

    @Override
    public String brokenLaw()
    {
        return null;
    }

    /** {@inheritDoc} A wire that is high raises nothing more. */
    @Override
    public boolean needsHandler(final int event)
    {
        return event < isHigh.length && isHigh[event];
    }

    @Override
    public long recorded(final RecordedKind kind)
    {
        return offered[kind.index()];
    }
}
