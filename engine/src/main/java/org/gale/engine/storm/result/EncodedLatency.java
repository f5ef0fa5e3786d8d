package org.gale.engine.storm.result;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.HdrHistogram.Histogram;

/**
 * Latency of a part of a storm, with its histogram as text: HdrHistogram's encoding V2, not compressed, in base64.
 * Histograms that are added have the percentiles of all samples, which percentiles have not.
 *
 * @param summary of the samples
 * @param text    encoded histogram; empty without a sample
 */
public record EncodedLatency(LatencySummary summary, String text)
{
    /** Digits of a value that a histogram distinguishes, unless there are many groups. */
    public static final int DIGITS = 3;
    /** Digits of a value that a coarse histogram distinguishes. */
    public static final int COARSE_DIGITS = 2;
    private static final int DIGITS_AT = 12;
    /** Characters of the first five words. */
    private static final int HEAD = 24;

    /** Latency without a sample. */
    public static final EncodedLatency EMPTY = new EncodedLatency(LatencySummary.EMPTY, "");

    /** Returns the latency of a histogram. */
    public static EncodedLatency of(final Histogram histogram)
    {
        return new EncodedLatency(LatencySummary.of(histogram), encoded(histogram));
    }

    /** Returns the number of digits that an encoded histogram distinguishes. */
    public static int digits(final String text)
    {
        return ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(0, HEAD))).getInt(DIGITS_AT);
    }

    /** Returns an encoded histogram with two digits. */
    public static String coarse(final String text)
    {
        final Histogram fine = decoded(text);
        final Histogram coarse = new Histogram(fine.getHighestTrackableValue(), COARSE_DIGITS);
        coarse.add(fine);

        return encoded(coarse);
    }

    /** Returns a histogram as text, empty for one without samples. */
    public static String encoded(final Histogram histogram)
    {
        if (histogram.getTotalCount() == 0)
        {
            return "";
        }

        final ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        final int length = histogram.encodeIntoByteBuffer(buffer);

        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    /** Returns the histogram of a text, which is not empty. */
    public static Histogram decoded(final String text)
    {
        return Histogram.decodeFromByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
    }
}
