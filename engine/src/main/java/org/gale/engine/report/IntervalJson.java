package org.gale.engine.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.StormHistory;

/** JSON form of a storm's history, and of latencies. Pure functions. */
public final class IntervalJson
{
    private static final int DIGITS = 6;
    private static final int MEAN_DIGITS = 9;

    private IntervalJson()
    {
    }

    /**
     * Writes {@code intervals} and {@code intervals_dropped}.
     *
     * @param isModelled true for a storm on the virtual clock, which has no lanes, and exact means
     * @param hasDevices true for a storm whose devices have models
     */
    static void write(
        final JsonGenerator json, final StormHistory history, final boolean isModelled, final boolean hasDevices)
        throws IOException
    {
        json.writeArrayFieldStart("intervals");
        for (final Interval interval : history.intervals())
        {
            interval(json, interval, isModelled, hasDevices);
        }
        json.writeEndArray();
        json.writeNumberField("intervals_dropped", history.dropped());
    }

    /** Returns a time in seconds, as reports write it. */
    static BigDecimal seconds(final long ns)
    {
        return BigDecimal.valueOf(ns, 9).setScale(DIGITS, RoundingMode.HALF_UP);
    }

    /**
     * Returns the times and counts of an interval by their names in JSON and CSV, in the order of both.
     *
     * @param hasLanes true for a storm on the wall clock
     */
    static Map<String, Object> columns(final Interval interval, final boolean hasLanes, final boolean hasDevices)
    {
        final Interval.Counts counts = interval.counts();
        final Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("start_s", seconds(interval.startNs()));
        columns.put("length_s", seconds(interval.lengthNs()));
        columns.put("warmup", interval.isWarmup());
        columns.put("offered", counts.offered());
        columns.put("delivered", counts.delivered());
        columns.put("rate_per_s", Math.round(interval.deliveredPerS()));
        if (hasDevices)
        {
            columns.put("completions_per_s", Math.round(interval.completedPerS()));
        }
        columns.put("pending", counts.pending());
        if (hasLanes)
        {
            columns.put("lane_words", counts.laneWords());
        }
        columns.put("journal_bytes", counts.journalBytes());

        return columns;
    }

    private static void interval(
        final JsonGenerator json, final Interval interval, final boolean isModelled, final boolean hasDevices)
        throws IOException
    {
        json.writeStartObject();
        for (final Map.Entry<String, Object> column : columns(interval, !isModelled, hasDevices).entrySet())
        {
            json.writePOJOField(column.getKey(), column.getValue());
        }
        json.writeObjectFieldStart("latency_ns");
        final Map<String, LatencySummary> latencies = interval.latencies();
        boolean hasStages = false;
        for (final Map.Entry<String, LatencySummary> latency : latencies.entrySet())
        {
            if (!hasStages && isStage(latency.getKey()))
            {
                json.writeObjectFieldStart("stages");
                hasStages = true;
            }
            summary(json, latency.getKey(), latency.getValue(), isModelled);
        }
        if (hasStages)
        {
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Returns whether a latency is a stage of the response. */
    public static boolean isStage(final String name)
    {
        return Latency.of(name).isStage();
    }

    /**
     * Writes a latency with its number of samples.
     *
     * @param isModelled true to write the exact mean, too, which requests have on both clocks
     */
    public static void summary(
        final JsonGenerator json, final String name, final LatencySummary latency, final boolean isModelled)
        throws IOException
    {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", latency.count());
        if (isModelled || name.equals(Latency.REQUEST.label()))
        {
            mean(json, latency);
        }
        for (final Percentile percentile : Percentile.ALL)
        {
            figure(json, percentile.key(), latency.value(percentile));
        }
        json.writeEndObject();
    }

    /** Writes the exact mean of a latency: null if it has no sample, or its sum is not known. */
    public static void mean(final JsonGenerator json, final LatencySummary latency) throws IOException
    {
        json.writeFieldName("mean");
        if (latency.count() == 0 || latency.sum() == LatencySummary.NONE)
        {
            json.writeNull();
        }
        else
        {
            json.writeNumber(mean(latency));
        }
    }

    /** Returns the exact mean of a latency with samples, ns, rounded to nine digits behind the point. */
    static BigDecimal mean(final LatencySummary latency)
    {
        return mean(latency.sum(), latency.count());
    }

    /** Returns the mean of some times, ns, rounded to nine digits behind the point. */
    static BigDecimal mean(final long sumNs, final long count)
    {
        final BigDecimal mean = BigDecimal.valueOf(sumNs)
            .divide(BigDecimal.valueOf(count), MEAN_DIGITS, RoundingMode.HALF_EVEN).stripTrailingZeros();

        return mean.setScale(Math.max(0, mean.scale()));
    }

    /** Writes a figure: null if it has too few samples. */
    public static void figure(final JsonGenerator json, final String key, final long ns) throws IOException
    {
        json.writeFieldName(key);
        if (ns == LatencySummary.NONE)
        {
            json.writeNull();
        }
        else
        {
            json.writeNumber(ns);
        }
    }
}
