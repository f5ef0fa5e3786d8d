package org.gale.engine.trace;

/**
 * Span of a trace, by a reading of its own: whoever makes a ring of a trace is compared with it. Immutable.
 *
 * @param events of the whole trace
 * @param lastNs time of the last one
 */
public record TraceSpan(long events, long lastNs)
{
    /** Returns whether a ring has this length: up to the last event, and one mean gap behind it, of 1 ns at least. */
    public boolean isRing(final long lengthNs)
    {
        final long gapNs = lengthNs - lastNs;
        final long gaps = Math.max(1, events - 1);

        return gapNs >= 1 && (gapNs == 1 || gapNs * gaps <= lastNs) && (gapNs + 1) * gaps > lastNs;
    }
}
