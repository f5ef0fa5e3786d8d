package org.gale.engine.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.scenario.ShownSettings;

/**
 * Files in the formats of HdrHistogram, for its tools: an interval log with a tag for each latency, and a percentile
 * distribution of each. All values are nanoseconds.
 */
public final class HistogramFiles
{
    private static final double NS_PER_S = 1e9;
    private static final int TICKS_PER_HALF_DISTANCE = 5;

    private HistogramFiles()
    {
    }

    /**
     * Writes the interval log. Intervals of the warm-up have tags that begin with {@code warmup-}.
     *
     * @throws IOException if the stream does
     */
    public static void writeLog(final StormReport report, final OutputStream stream) throws IOException
    {
        final FailureKeeper kept = new FailureKeeper(stream);
        final HistogramLogWriter log = new HistogramLogWriter(kept);
        log.outputComment(
            "[Gale " + report.description().platform().version() + ": latencies in ns, seconds since the first offer]");
        log.outputLogFormatVersion();
        log.outputComment("[StartTime: 0.000 (seconds since epoch), Thu Jan 01 00:00:00 UTC 1970]");
        log.outputLegend();
        for (final Interval interval : report.result().history().intervals())
        {
            int index = 0;
            for (final String name : interval.latencies().keySet())
            {
                final Histogram histogram = Interval.decoded(interval.encoded().get(index++));
                histogram.setTag(interval.isWarmup() ? "warmup-" + name : name);
                log.outputIntervalHistogram(interval.startNs() / NS_PER_S,
                    (interval.startNs() + interval.lengthNs()) / NS_PER_S, histogram, 1);
            }
        }
        log.close();
        kept.rethrow();
    }

    /**
     * Returns the latencies of which there is a percentile distribution, each with the file for it: the response in the
     * file that was named, and service, requests and stages beside it in {@code NAME.STAGE.hgrm}.
     *
     * @param file that was named
     */
    public static Map<Path, Histogram> percentileFiles(final StormReport report, final Path file)
    {
        final Map<Path, Histogram> files = new LinkedHashMap<>();
        files.put(file, report.result().latencies().response());
        if (Files.isRegularFile(file) || !Files.exists(file))                   // beside no pipe and no device
        {
            report.result().latencies().others()
                .forEach((other, histogram) -> files.put(ShownSettings.percentileFile(file, other), histogram));
            report.result().latencies().stages()
                .forEach((stage, histogram) -> files.put(ShownSettings.percentileFile(file, stage), histogram));
        }

        return files;
    }

    /**
     * Writes the percentile distribution of a latency.
     *
     * @throws IOException if the stream does
     */
    public static void writePercentiles(final Histogram latency, final OutputStream stream) throws IOException
    {
        final FailureKeeper kept = new FailureKeeper(stream);
        final PrintStream out = new PrintStream(kept, false, StandardCharsets.UTF_8);
        plain(latency).outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, 1.0);
        out.flush();
        kept.rethrow();
    }

    /** Returns a histogram of the library's own class, whose maximum is the upper edge of a bucket. */
    private static Histogram plain(final Histogram latency)
    {
        final Histogram plain =
            new Histogram(latency.getHighestTrackableValue(), latency.getNumberOfSignificantValueDigits());
        plain.add(latency);

        return plain;
    }
}
