package org.gale.engine.storm.result;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Figures of one interval of a storm, about a second long.
 *
 * @param startNs   time since the first offer, ns
 * @param lengthNs  length, ns; longer than a second where the engine had nothing to do
 * @param isWarmup  true for an interval of the warm-up, which the latencies of the run leave out
 * @param counts    events of the interval, and what was waiting at its end
 * @param latencies response, service and stages by name, of the interrupts acknowledged in the interval
 * @param encoded   histograms in HdrHistogram's compressed encoding, in the order of {@code latencies}; empty if
 *                  they were not asked for
 */
public record Interval(
    long startNs,
    long lengthNs,
    boolean isWarmup,
    Counts counts,
    Map<String, LatencySummary> latencies,
    List<byte[]> encoded)
{
    /**
     * Counts of an interval.
     *
     * @param offered      events that the engine took
     * @param delivered    interrupts that guests acknowledged
     * @param pending      interrupts pending at the end
     * @param laneWords    words that waited in the generator's lane at the end
     * @param journalBytes bytes journaled
     * @param completions  pieces of work that devices with models completed
     */
    public record Counts(
        long offered, long delivered, long pending, long laneWords, long journalBytes, long completions)
    {
        /** Makes the counts of an interval without devices that have models. */
        public Counts(final long offered, final long delivered, final long pending, final long laneWords,
            final long journalBytes)
        {
            this(offered, delivered, pending, laneWords, journalBytes, 0);
        }
    }

    /**
     * Encodes samples of an interval by their values alone, and takes memory for these: what a histogram could hold
     * depends on the order of the parts of a sum.
     */
    public static byte[] encoded(final Histogram histogram)
    {
        final Histogram samples =
            new Histogram(Math.max(2, histogram.getMaxValue()), histogram.getNumberOfSignificantValueDigits());
        samples.add(histogram);
        final ByteBuffer buffer = ByteBuffer.allocate(samples.getNeededByteBufferCapacity());

        return Arrays.copyOf(buffer.array(), samples.encodeIntoCompressedByteBuffer(buffer));
    }

    /**
     * Returns the samples that {@link #encoded} has made bytes of.
     *
     * @throws IllegalStateException if the bytes are no histogram
     */
    public static Histogram decoded(final byte[] encoded)
    {
        try
        {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0);
        }
        catch (final DataFormatException | RuntimeException ex)
        {
            throw new IllegalStateException("an interval is not what was encoded: " + ex.getMessage(), ex);
        }
    }

    /** Returns the interrupts delivered a second. */
    public double deliveredPerS()
    {
        return counts.delivered() * 1e9 / lengthNs;
    }

    /** Returns the pieces of work that devices with models completed a second. */
    public double completedPerS()
    {
        return counts.completions() * 1e9 / lengthNs;
    }
}
