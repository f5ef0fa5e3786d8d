package org.gale.engine.device.pci;

import java.util.BitSet;
import org.gale.engine.device.wire.Descriptor;

/**
 * Vectors of a function: an eventfd for each that the client has given one. A vector without one keeps its message
 * pending, and sends it when it has one again. Owner: the answering thread.
 */
public final class Vectors implements AutoCloseable
{
    private final Descriptor[] events;
    private final BitSet pending;
    private final Recorder recorder;
    private final Pin pin;
    private long merged;
    private long refused;

    /**
     * Makes vectors without eventfds.
     *
     * @param recorder takes all interrupts
     */
    public Vectors(final int count, final Recorder recorder)
    {
        this.recorder = recorder;
        pin = new Pin(recorder);
        events = new Descriptor[count];
        pending = new BitSet(count);
    }

    /** Returns the pin, which a function with vectors never raises. */
    public Pin pin()
    {
        return pin;
    }

    /** Returns the number of vectors. */
    public int count()
    {
        return events.length;
    }

    /**
     * Gives a vector an eventfd, which this closes from now on, or takes it away.
     *
     * @param event the eventfd, or null
     */
    void set(final int vector, final Descriptor event)
    {
        if (events[vector] != null)
        {
            events[vector].close();
        }
        events[vector] = event;
        if (event != null && pending.get(vector))
        {
            pending.clear(vector);
            signal(vector);
        }
    }

    /** Takes all eventfds away. */
    void clear()
    {
        for (int vector = 0; vector < events.length; vector++)
        {
            set(vector, null);
        }
    }

    /** Drops messages that are pending, as a switch of MSI-X does. */
    void drop()
    {
        pending.clear();
    }

    /** Drops messages that are pending, and lowers the pin. */
    void reset()
    {
        drop();
        pin.reset();
    }

    /** Sends a message, or keeps it pending. */
    public void signal(final int vector)
    {
        if (events[vector] == null)
        {
            merged += pending.get(vector) ? 1 : 0;
            pending.set(vector);
        }
        else
        {
            final long before = events[vector].addEvent();
            refused += before < 0 ? 1 : 0;
            merged += before > 0 ? 1 : 0;
            if (before >= 0)
            {
                recorder.interrupt(vector);
            }
        }
    }

    /** Returns the messages that found another one which the client had not taken: an estimate. */
    public long merged()
    {
        return merged;
    }

    /** Returns the messages whose eventfd was near its limit, and which were not written. */
    public long refused()
    {
        return refused + pin.refused();
    }

    @Override
    public void close()
    {
        clear();
        drop();
        pin.close();
    }
}
