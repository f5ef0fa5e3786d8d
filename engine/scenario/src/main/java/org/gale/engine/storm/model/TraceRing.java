package org.gale.engine.storm.model;

import org.gale.engine.storm.result.RecordedKind;

/**
 * Ring of the events of a trace at a speed: behind the last event comes the first one again. Gaps are divided by the
 * speed, and service times are not. Immutable.
 */
final class TraceRing
{
    private final TracePart part;
    private final double speed;
    private final long lengthNs;

    TraceRing(final TracePart part, final double speed)
    {
        this.part = part;
        this.speed = speed;
        final long lastNs = part.count() == 0 ? 0 : timeNs(part.count() - 1);
        lengthNs = Math.max(lastNs + 1, scaled(part.ringNs()));
    }

    private long scaled(final long ns)
    {
        return speed == 1 ? ns : (long)(ns / speed);
    }

    /** Returns the time of a whole turn. */
    long lengthNs()
    {
        return lengthNs;
    }

    /** Returns the number of events. */
    int count()
    {
        return part.count();
    }

    /** Returns the time of an event within a turn. */
    long timeNs(final int index)
    {
        return scaled(part.timeNs(index));
    }

    /** Returns the vector of an event. */
    int vector(final int index)
    {
        return part.vector(index);
    }

    /** Returns the service time of an event. */
    long serviceNs(final int index)
    {
        return part.serviceNs(index);
    }

    /** Returns the kind of a number that events have. */
    RecordedKind kind(final int vector)
    {
        return part.kind(vector);
    }

    /** Returns the numbers that events have: those of vectors, of IPIs, and of timers. */
    int numbers()
    {
        return part.numbers();
    }

    /** Returns the number of the first timer, behind those of vectors and IPIs. */
    int firstTimer()
    {
        return part.firstTimer();
    }

    /** Returns the first event whose time is not below another one; {@link #count} if there is none. */
    int firstFrom(final long ns)
    {
        int low = 0;
        int high = count();
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (timeNs(middle) < ns)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
