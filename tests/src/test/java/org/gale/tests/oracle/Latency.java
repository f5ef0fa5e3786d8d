package org.gale.tests.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** Latency of a number of interrupts, with the figures that reports give of it. */
final class Latency
{
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int TICKS = 5;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};
    private static final long[] SAMPLES = {2, 10, 100, 1_000, 10_000};
    private static final String[] NAMES = {"p50", "p90", "p99", "p99_9", "p99_99"};

    private final List<Long> values = new ArrayList<>();
    private final int digits;
    private Histogram histogram;

    Latency(final int digits)
    {
        this.digits = digits;
    }

    void add(final long ns)
    {
        values.add(ns);
        histogram = null;
    }

    /** Returns the values as the library counts them. */
    private Histogram histogram()
    {
        if (histogram == null)
        {
            histogram = new Histogram(HIGHEST_NS, digits);
            values.forEach(ns -> histogram.recordValue(Math.min(HIGHEST_NS, ns)));
        }

        return histogram;
    }

    int count()
    {
        return values.size();
    }

    private long max()
    {
        return Math.min(HIGHEST_NS, values.stream().mapToLong(Long::longValue).max().orElse(0));
    }

    private long at(final double percentile)
    {
        return Math.min(max(), histogram().getValueAtPercentile(percentile));
    }

    /** Returns p99, or the maximum of fewer than 100 values. */
    long tail()
    {
        return count() < 100 ? max() : at(99);
    }

    /** Returns whether there is a p99. */
    boolean hasTail()
    {
        return count() >= 100;
    }

    /** Returns the mean as the library has it. */
    double mean()
    {
        return histogram().getMean();
    }

    /** Writes the figures as a field of an object. */
    void write(final ObjectNode json, final String name)
    {
        final ObjectNode figures = json.putObject(name);
        final long sum = values.stream().mapToLong(Long::longValue).sum();
        figures.put("count", count());
        figures.put("mean", count() == 0 ? null :
            BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(count()), 9, RoundingMode.HALF_EVEN));
        for (int i = 0; i < NAMES.length; i++)
        {
            figures.put(NAMES[i], count() < SAMPLES[i] ? null : at(PERCENTILES[i]));
        }
        figures.put("max", count() == 0 ? null : max());
    }

    /** Writes the figures of a part as a field of its latencies, and its histogram beside them if there are any. */
    void writePart(final ObjectNode latencies, final String name)
    {
        write(latencies, name);
        if (count() > 0)
        {
            final ByteBuffer buffer = ByteBuffer.allocate(histogram().getNeededByteBufferCapacity());
            final int length = histogram().encodeIntoByteBuffer(buffer);
            latencies.withObject("/encoded").put(
                name, Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length)));
        }
    }

    /** Writes the curve of the percentiles as a field of an object. */
    void writeCurve(final ObjectNode json, final String name)
    {
        final ArrayNode points = json.putArray(name);
        if (count() > 0)
        {
            for (final HistogramIterationValue value : histogram().percentiles(TICKS))
            {
                points.addArray().add(BigDecimal.valueOf(value.getPercentileLevelIteratedTo())
                    .setScale(6, RoundingMode.HALF_UP)).add(Math.min(max(), value.getValueIteratedTo()));
            }
        }
    }
}
