package org.gale.engine.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.report.document.DocumentInterval;
import org.gale.engine.report.document.DocumentWriter;
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
    private static final Interval NONE =
        new Interval(0, 1, false, new Interval.Counts(0, 0, 0, 0, 0), Map.of(), List.of());
    private static final String COUNT = "_count";

    private StormCsv()
    {
    }

    /**
     * Writes the heading and all rows. The writer is flushed, not closed.
     *
     * @param isOfModel true for a storm on the virtual clock, whose rows are the same for any number of journals
     */
    public static void write(final StormHistory history, final boolean isOfModel, final Writer writer)
        throws IOException
    {
        final List<String> heading = new ArrayList<>(columns(NONE, isOfModel).keySet());
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
            line(writer, row(interval, isOfModel));
        }
        writer.flush();
    }

    /** Returns the times and counts of an interval by their names, as JSON has them. */
    private static Map<String, Object> columns(final Interval interval, final boolean isOfModel)
    {
        final DocumentInterval all = LatencySection.interval(interval, true, false, false);
        final Map<String, Object> columns = DocumentWriter.fields(all.span());
        columns.putAll(DocumentWriter.fields(all.counts()));
        if (!isOfModel)
        {
            columns.put("journal_bytes", interval.counts().journalBytes());
        }

        return columns;
    }

    private static List<String> row(final Interval interval, final boolean isOfModel)
    {
        final List<String> cells = new ArrayList<>();
        columns(interval, isOfModel).values().forEach(value -> cells.add(value.toString()));
        for (final Map.Entry<String, LatencySummary> latency : interval.latencies().entrySet())
        {
            cells.add(Long.toString(latency.getValue().count()));
            for (final long figure : latency.getValue().values())
            {
                cells.add(figure == LatencySummary.NONE ? "" : Long.toString(figure));
            }
        }

        return cells;
    }

    private static void line(final Writer writer, final List<String> cells) throws IOException
    {
        writer.write(String.join(",", cells));
        writer.write('\n');
    }
}
