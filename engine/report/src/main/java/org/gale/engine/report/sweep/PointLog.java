package org.gale.engine.report.sweep;

import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.SampleSum;

/**
 * Writer of the interval log of a joined sweep: a histogram for each latency of each point, whose tag is the number of
 * the point and the latency. Points have no time; each stands where its number is. Used by one thread.
 */
final class PointLog
{
    private final Writer log;

    /** Writes the head of the log. */
    PointLog(final Writer log) throws IOException
    {
        this.log = log;
        log.write("""
            #[Gale: latencies in ns, of each point of a sweep; the start is the number of the point]
            #[Histogram log format version 1.3]
            "StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"
            """);
    }

    /** Writes the latencies of a point. */
    void write(final int point, final Map<String, SampleSum> latencies) throws IOException
    {
        for (final Map.Entry<String, SampleSum> latency : latencies.entrySet())
        {
            final Histogram samples = latency.getValue().samples();
            final ByteBuffer encoded = ByteBuffer.allocate(samples.getNeededByteBufferCapacity());
            final int length = samples.encodeIntoCompressedByteBuffer(encoded);
            log.append("Tag=").append(Integer.toString(point)).append('.').append(latency.getKey()).append(',')
                .append(Integer.toString(point)).append(".000,1.000,")
                .append(Long.toString(samples.getMaxValue())).append(".000,")
                .append(Base64.getEncoder().encodeToString(Arrays.copyOf(encoded.array(), length))).append('\n');
        }
    }
}
