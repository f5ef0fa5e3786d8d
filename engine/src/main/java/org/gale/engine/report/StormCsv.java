package org.gale.engine.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.StormHistory;

/**
 * CSV of a storm, one row an interval of about a second. Numbers have no separators of thousands; a percentile with too
 * few samples is empty.
 */
public final class StormCsv
{
    private static final List<String> COLUMNS = List.of("start_s", "length_s", "warmup", "offered", "delivered",
        "rate_per_s", "pending", "lane_words", "journal_bytes");
    private static final String COUNT = "_count";

    private StormCsv()
    {
    }

    /** Writes the heading and all rows. The writer is flushed, not closed. */
    public static void write(final StormHistory history, final Writer writer) throws IOException
    {
        final List<String> heading = new ArrayList<>(COLUMNS);
        if (!history.intervals().isEmpty())
        {
            for (final String name : history.intervals().get(0).latencies().keySet())
            {
                heading.add(name + COUNT);
                Percentile.ALL.forEach(one -> heading.add(name + '_' + one.key()));
            }
        }
        line(writer, heading);
        for (final Interval interval : history.intervals())
        {
            line(writer, row(interval));
        }
        writer.flush();
    }

    private static List<String> row(final Interval interval)
    {
        final Interval.Counts counts = interval.counts();
        final List<String> cells = new ArrayList<>(List.of(
            IntervalJson.seconds(interval.startNs()).toPlainString(),
            IntervalJson.seconds(interval.lengthNs()).toPlainString(), Boolean.toString(interval.isWarmup())));
        add(cells, counts.offered(), counts.delivered(), Math.round(interval.deliveredPerS()), counts.pending(),
            counts.laneWords(), counts.journalBytes());
        for (final Map.Entry<String, LatencySummary> latency : interval.latencies().entrySet())
        {
            add(cells, latency.getValue().count());
            for (final long figure : latency.getValue().values())
            {
                cells.add(figure == LatencySummary.NONE ? "" : Long.toString(figure));
            }
        }

        return cells;
    }

    private static void add(final List<String> cells, final long... values)
    {
        for (final long value : values)
        {
            cells.add(Long.toString(value));
        }
    }

    private static void line(final Writer writer, final List<String> cells) throws IOException
    {
        writer.write(String.join(",", cells));
        writer.write('\n');
    }
}
