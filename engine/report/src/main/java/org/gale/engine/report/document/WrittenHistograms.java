package org.gale.engine.report.document;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/**
 * Laws between the files of histograms and the report of a storm: of an interval log, which the reader of the library
 * reads, and of percentile distributions. They share no class with the writer. Used once.
 */
public final class WrittenHistograms
{
    private static final String WARMUP = "warmup-";
    private static final String COUNT = "count";
    private static final String MAX = "max";
    private static final String MEAN = "mean";
    private static final String STAGES = "stages";
    /** Half a unit of the last digit of a time in the log, one of the report's, and what a double loses. */
    private static final double ERROR_S = 0.000502;
    /** Cells of a line of the log in front of its histogram. */
    private static final int CELLS = 4;
    /** Share of a value that a bucket of two digits is wide. */
    private static final double WIDEST = 1.0 / 64;
    private static final Pattern ROW = Pattern.compile(" *([0-9.]+) ([0-9.]+) +([0-9]+).*");
    private static final Pattern MEANS = Pattern.compile("#\\[Mean    = +([0-9.]+|NaN), StdDeviation .*");
    private static final Pattern MAXIMUM = Pattern.compile("#\\[Max     = +([0-9.]+), Total count    = +([0-9]+)]");
    private static final Pattern BUCKETS = Pattern.compile("#\\[Buckets = +[0-9]+, SubBuckets     = +([0-9]+)]");

    private final JsonNode report;
    private final FileFaults faults = new FileFaults();

    private WrittenHistograms(final JsonNode report)
    {
        this.report = report;
    }

    /**
     * Returns the laws that an interval log breaks; none of a sound one, and of a storm that failed.
     *
     * @param stream of the file; the caller closes it
     */
    public static List<String> ofLog(final InputStream stream, final JsonNode report)
    {
        final WrittenHistograms laws = new WrittenHistograms(report);
        if (FileFaults.isJudged(report))
        {
            laws.log(stream);
        }

        return laws.faults.all();
    }

    /**
     * Returns the laws that a percentile distribution breaks; none of a sound one, and of a storm that failed.
     *
     * @param stream  of the file; the caller closes it
     * @param latency name
     */
    public static List<String> ofPercentiles(final InputStream stream, final String latency, final JsonNode report)
        throws IOException
    {
        final WrittenHistograms laws = new WrittenHistograms(report);
        if (FileFaults.isJudged(report))
        {
            laws.percentiles(
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)), latency);
        }

        return laws.faults.all();
    }

    /** Returns the names of the latencies of a report: the response first, which each has. */
    public static List<String> latencies(final JsonNode report)
    {
        return List.copyOf(latenciesOf(report.path("latency_ns")).keySet());
    }

    private static Map<String, JsonNode> latenciesOf(final JsonNode latencies)
    {
        final Map<String, JsonNode> all = new LinkedHashMap<>();
        latencies.properties().forEach(latency -> put(all, latency.getKey(), latency.getValue()));
        latencies.path(STAGES).properties().forEach(stage -> put(all, stage.getKey(), stage.getValue()));

        return all;
    }

    /**
     * Returns the laws that times and maxima break before the histograms of an interval log; none of a sound one, and
     * of a storm that failed.
     *
     * @param stream of the file; the caller closes it
     */
    public static List<String> ofLogTimes(final InputStream stream, final JsonNode report) throws IOException
    {
        final WrittenHistograms laws = new WrittenHistograms(report);
        if (FileFaults.isJudged(report))
        {
            laws.logTimes(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        }

        return laws.faults.all();
    }

    private static void put(final Map<String, JsonNode> all, final String name, final JsonNode latency)
    {
        if (latency.has(COUNT) && latency.has(MAX))
        {
            all.put(name, latency);
        }
    }

    /** Checks that each latency of each interval has its histogram, one after another. */
    private void log(final InputStream stream)
    {
        final List<Histogram> histograms = histograms(stream);
        int next = 0;
        final JsonNode intervals = report.path("intervals");
        for (int i = 0; i < intervals.size(); i++)
        {
            final JsonNode interval = intervals.get(i);
            for (final Map.Entry<String, JsonNode> latency : latenciesOf(interval.path("latency_ns")).entrySet())
            {
                final String tag = (interval.path("warmup").asBoolean() ? WARMUP : "") + latency.getKey();
                final String place = "/intervals/" + i + " of the report";
                if (next < histograms.size())
                {
                    histogram(histograms.get(next), tag, latency.getValue(), place);
                }
                next++;
            }
        }
        final int count = next;
        faults.must(count == histograms.size(), () -> "it has " + histograms.size() +
            " histograms, and /intervals of the report has " + count + " latencies");
    }

    private void logTimes(final BufferedReader reader) throws IOException
    {
        final JsonNode intervals = report.path("intervals");
        for (int i = 0; i < intervals.size(); i++)
        {
            final JsonNode interval = intervals.get(i);
            for (final JsonNode latency : latenciesOf(interval.path("latency_ns")).values())
            {
                String line = reader.readLine();
                while (line != null && !line.startsWith("Tag="))
                {
                    line = reader.readLine();
                }
                if (line != null)
                {
                    logTimes(line.split(",", CELLS + 1), interval, latency, "/intervals/" + i + " of the report");
                }
            }
        }
    }

    private void logTimes(
        final String[] cells, final JsonNode interval, final JsonNode latency, final String place)
    {
        final String line = String.join(",", List.of(cells).subList(0, Math.min(CELLS, cells.length)));
        final boolean isWhole = cells.length > CELLS;
        faults.must(isWhole, () -> line + " has no histogram");
        if (isWhole)
        {
            final double start = interval.path("start_s").asDouble();
            final double length = interval.path("length_s").asDouble();
            final double max = latency.path(MAX).asDouble();
            final double own = decimal(cells[CELLS - 1]);
            faults.must(Math.abs(decimal(cells[1]) - start) <= ERROR_S &&
                Math.abs(decimal(cells[2]) - length) <= ERROR_S,
                () -> line + ": " + place + " begins at " + start + " s and lasts " + length + " s");
            faults.must(!latency.path(MAX).isNumber() || (own >= max && own <= max + max * WIDEST),
                () -> line + ": " + place + " has the maximum " + latency.path(MAX));
        }
    }

    private static double decimal(final String cell)
    {
        try
        {
            return Double.parseDouble(cell);
        }
        catch (final NumberFormatException ex)
        {
            return Double.NaN;
        }
    }

    /** {@return the histograms of a log, up to what is none} */
    private List<Histogram> histograms(final InputStream stream)
    {
        final List<Histogram> histograms = new ArrayList<>();
        try
        {
            final HistogramLogReader reader = new HistogramLogReader(stream);
            while (reader.hasNext())
            {
                final EncodableHistogram next = reader.nextIntervalHistogram();
                if (next instanceof Histogram histogram)
                {
                    histograms.add(histogram);
                }
            }
        }
        catch (final RuntimeException ex)
        {
            faults.must(false, () -> "its histogram " + (histograms.size() + 1) + " is none: " + ex);
        }

        return histograms;
    }

    private void histogram(
        final Histogram histogram, final String tag, final JsonNode latency, final String place)
    {
        final String name = tag + " at " + histogram.getStartTimeStamp() + " ms";
        faults.must(tag.equals(histogram.getTag()),
            () -> histogram.getTag() + " stands in place of " + tag + " of " + place);
        final long count = histogram.getTotalCount();
        faults.must(count == latency.path(COUNT).asLong(),
            () -> name + " has " + count + " samples, and " + place + " has " + latency.path(COUNT));
        final long max = histogram.getMaxValue();
        faults.must(count == 0 || max == histogram.highestEquivalentValue(latency.path(MAX).asLong()),
            () -> name + " has the maximum " + max + ", and " + place + " has " + latency.path(MAX));
        for (final Map.Entry<String, Double> percentile : Map.of("p50", 50.0, "p90", 90.0, "p99", 99.0).entrySet())
        {
            final JsonNode value = latency.path(percentile.getKey());
            final long own = histogram.getValueAtPercentile(percentile.getValue());
            faults.must(!value.isNumber() || histogram.valuesAreEquivalent(own, value.asLong()), () -> name + " has " +
                percentile.getKey() + " of " + own + ", and " + place + " has " + value);
        }
    }

    /** Checks the count, maximum and mean of a distribution, whose values are upper edges of buckets. */
    private void percentiles(final BufferedReader reader, final String name) throws IOException
    {
        BigDecimal value = BigDecimal.ZERO;
        long rows = -1;
        double mean = -1;
        double max = -1;
        long count = -1;
        long buckets = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine())
        {
            final Matcher row = ROW.matcher(line);
            final Matcher means = MEANS.matcher(line);
            final Matcher maximum = MAXIMUM.matcher(line);
            final Matcher subBuckets = BUCKETS.matcher(line);
            if (row.matches())
            {
                value = new BigDecimal(row.group(1));
                rows = Long.parseLong(row.group(3));
            }
            else if (means.matches())
            {
                mean = Double.parseDouble(means.group(1));
            }
            else if (maximum.matches())
            {
                max = Double.parseDouble(maximum.group(1));
                count = Long.parseLong(maximum.group(2));
            }
            else if (subBuckets.matches())
            {
                buckets = Long.parseLong(subBuckets.group(1));
            }
        }
        final long total = count;
        final boolean isWhole = total >= 0 && buckets > 0;
        faults.must(isWhole, () -> "it has no count and buckets at its end");
        if (isWhole)
        {
            final String place = (report.path("latency_ns").has(name) ? "/latency_ns/" : "/latency_ns/stages/") + name;
            final JsonNode latency = latenciesOf(report.path("latency_ns")).get(name);
            same(total, latency.path(COUNT), "Total count", place);
            if (total > 0)
            {
                same(rows, latency.path(COUNT), "the count of its last row", place);
                final double width = 2.0 / buckets;
                near(max, latency.path(MAX), width, "Max", place + "/max");
                near(value.doubleValue(), latency.path(MAX), width, "its last value", place + "/max");
                near(mean, latency.path(MEAN), width, "Mean", place + "/mean");
            }
        }
    }

    private void same(final long own, final JsonNode count, final String what, final String place)
    {
        faults.must(own == count.asLong(),
            () -> what + " is " + own + ", and " + place + "/count of the report is " + count);
    }

    private void near(final double own, final JsonNode value, final double width, final String what, final String place)
    {
        faults.must(!value.isNumber() || Math.abs(own - value.asDouble()) <= 1 + value.asDouble() * width,
            () -> what + " is " + own + ", and " + place + " of the report is " + value);
    }
}
