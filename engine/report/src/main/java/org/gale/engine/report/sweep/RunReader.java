package org.gale.engine.report.sweep;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Sha256;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.host.FileFailure;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.sweep.ResultDirectory;

/**
 * Reader of the files of runs. A report and its interval log prove each other: a latency has as many samples in one as
 * in the other. Used by one thread.
 */
final class RunReader implements AutoCloseable
{
    /** Limit of a report, which has an hour of seconds and a row for each of 4,096 VMs. */
    private static final int REPORT_LIMIT = 256 << 20;
    /** Limit of a log, which has an hour of seconds. */
    private static final int LOG_LIMIT = 512 << 20;

    private final HistogramLog logs = new HistogramLog();

    /** Bucket of the warm-up, which counts only if the report of its run counts it. */
    private record Sample(String tag, long value, long count)
    {
    }

    /** Returns the report of a run. */
    static RunReport report(final RunResult result)
    {
        final Path file = result.report();
        try
        {
            return RunReport.of(file.toString(), BoundedFile.read(file, REPORT_LIMIT));
        }
        catch (final IOException ex)
        {
            throw damaged(file, reason(ex), ex);
        }
    }

    /**
     * Adds the samples of a run to the latencies of its point.
     *
     * @return what contradicts the run; null if nothing does
     */
    String samples(final RunResult result, final RunReport report, final PointJoin join)
    {
        final Path file = result.log();
        try
        {
            final Map<String, Long> warmup = new TreeMap<>();
            final List<Sample> early = new ArrayList<>();
            final byte[] log = BoundedFile.read(file, LOG_LIMIT);
            final String altered = RunChecks.altered(result, ResultDirectory.HISTOGRAMS, Sha256.hex(log));
            if (altered != null)
            {
                return altered;
            }
            final Map<String, Long> counts = logs.decode(log, tag ->
            {
                if (!tag.startsWith(HistogramLog.WARMUP))
                {
                    return join.latency(tag)::add;
                }
                final String latency = tag.substring(HistogramLog.WARMUP.length());

                return (value, count) -> early.add(new Sample(latency, value, count));
            });
            counts.forEach((tag, count) ->
            {
                if (tag.startsWith(HistogramLog.WARMUP))
                {
                    warmup.put(tag.substring(HistogramLog.WARMUP.length()), count);
                }
            });
            counts.keySet().removeIf(tag -> tag.startsWith(HistogramLog.WARMUP));
            if (report.isWarmupCounted(warmup, counts))
            {
                early.forEach(sample -> join.latency(sample.tag()).add(sample.value(), sample.count()));
                warmup.forEach((tag, count) -> counts.merge(tag, count, Long::sum));
            }

            final String difference = difference(report, counts);

            return difference == null ? PartHistograms.fault(report) : difference;
        }
        catch (final IOException ex)
        {
            throw damaged(file, reason(ex), ex);
        }
        catch (final DataFormatException ex)
        {
            throw damaged(file, ex.getMessage(), ex);
        }
    }

    /** Returns whether two results of a run on the virtual clock are equal in all that is the same on every host. */
    boolean isEqual(final RunResult one, final RunResult other)
    {
        return one.isEndOf(other) && (!one.isJoined() ||
            (document(one).equals(document(other)) && samples(one).equals(samples(other))));
    }

    @Override
    public void close()
    {
        logs.close();
    }

    private static JsonNode document(final RunResult result)
    {
        try
        {
            return RunReport.withoutHost(BoundedFile.read(result.report(), REPORT_LIMIT));
        }
        catch (final IOException ex)
        {
            throw damaged(result.report(), reason(ex), ex);
        }
    }

    /** Returns the samples of a log by tag and value. */
    private Map<String, Map<Long, Long>> samples(final RunResult result)
    {
        final Map<String, Map<Long, Long>> samples = new TreeMap<>();
        try
        {
            logs.decode(BoundedFile.read(result.log(), LOG_LIMIT), tag ->
            {
                final Map<Long, Long> ofTag = samples.computeIfAbsent(tag, key -> new TreeMap<>());

                return (value, count) -> ofTag.merge(value, count, Long::sum);
            });
        }
        catch (final IOException ex)
        {
            throw damaged(result.log(), reason(ex), ex);
        }
        catch (final DataFormatException ex)
        {
            throw damaged(result.log(), ex.getMessage(), ex);
        }

        return samples;
    }

    /** {@return what the log of a run has in another number than its report; null if nothing differs} */
    private static String difference(final RunReport report, final Map<String, Long> counts)
    {
        if (report.isCut())
        {
            return null;
        }
        final Map<String, LatencySummary> latencies = report.latencies();
        final TreeSet<String> tags = new TreeSet<>(latencies.keySet());
        tags.addAll(counts.keySet());
        for (final String tag : tags)
        {
            final long inLog = counts.getOrDefault(tag, 0L);
            final long inReport = latencies.getOrDefault(tag, LatencySummary.EMPTY).count();
            if (inLog != inReport)
            {
                return tag + " has " + inLog + " samples in " + ResultDirectory.HISTOGRAMS + ", and " + inReport +
                    " in the report";
            }
        }

        return null;
    }

    /** Returns the refusal of a run whose counters are beyond all limits. */
    static OutcomeException overflow(final RunResult result, final ArithmeticException cause)
    {
        return damaged(result.report(), "has counters beyond all limits", cause);
    }

    private static String reason(final IOException ex)
    {
        return ex instanceof NoSuchFileException ? "is missing" :
            ex instanceof JsonProcessingException ? "is not one JSON document" :
            FileFailure.reason(ex);
    }

    private static OutcomeException damaged(final Path file, final String reason, final Throwable cause)
    {
        return new OutcomeException(Outcome.USAGE, file + ": " + reason +
            " (remove the directory of the run, and run it again: gale sweep run)", cause);
    }
}
