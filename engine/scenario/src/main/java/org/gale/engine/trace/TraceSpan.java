package org.gale.engine.trace;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Span of a trace, by a reading of its own: whoever makes a ring of a trace is compared with it. Immutable.
 *
 * @param events of the whole trace
 * @param lastNs time of the last one
 */
public record TraceSpan(long events, long lastNs)
{
    /**
     * Reads the span of a trace.
     *
     * @throws IOException if the file cannot be read
     */
    public static TraceSpan of(final Path path) throws IOException
    {
        try (TraceReader reader = TraceReader.open(path))
        {
            long events = 0;
            long lastNs = 0;
            while (reader.next())
            {
                events++;
                lastNs = Math.max(lastNs, reader.timeNs());
            }

            return new TraceSpan(events, lastNs);
        }
    }

    /** Returns whether a ring has this length: up to the last event, and one mean gap behind it, of 1 ns at least. */
    public boolean isRing(final long lengthNs)
    {
        final long gapNs = lengthNs - lastNs;
        final long gaps = Math.max(1, events - 1);

        return gapNs >= 1 && (gapNs == 1 || gapNs * gaps <= lastNs) && (gapNs + 1) * gaps > lastNs;
    }
}
