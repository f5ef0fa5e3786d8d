package org.gale.engine.report.document;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws between the CSV of the seconds of a storm and its report: a row for each interval, with its numbers. They share
 * no class with the writer. Used once.
 */
public final class WrittenSeconds
{
    private static final List<String> COUNTS =
        List.of("start_s", "length_s", "warmup", "offered", "delivered", "rate_per_s", "pending");
    private static final List<String> KEYS = List.of("count", "p50", "p90", "p99", "p99_9", "p99_99", "max");
    /** Columns that an interval of the report lacks on the virtual clock, where they stand in no lane or journal. */
    private static final Set<String> OF_WALL = Set.of("lane_words", "journal_bytes");

    private final JsonNode report;
    private final FileFaults faults = new FileFaults();

    private WrittenSeconds(final JsonNode report)
    {
        this.report = report;
    }

    /**
     * Returns the laws that a file breaks; none of a sound one, and of a storm that failed.
     *
     * @param stream of the file; the caller closes it
     */
    public static List<String> faults(final InputStream stream, final JsonNode report) throws IOException
    {
        final WrittenSeconds laws = new WrittenSeconds(report);
        if (FileFaults.isJudged(report))
        {
            laws.rows(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        }

        return laws.faults.all();
    }

    private void rows(final BufferedReader reader) throws IOException
    {
        final String first = reader.readLine();
        final List<String> heading = List.of((first == null ? "" : first).split(",", -1));
        final JsonNode intervals = report.path("intervals");
        int count = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine())
        {
            final String[] cells = line.split(",", -1);
            final int row = count;
            faults.must(cells.length == heading.size(), () -> "row " + (row + 1) + " has " + cells.length +
                " cells, and the heading " + heading.size());
            if (row < intervals.size() && cells.length == heading.size())
            {
                row(row, heading, cells);
            }
            count++;
        }
        final int rows = count;
        faults.must(rows == intervals.size(),
            () -> "it has " + rows + " rows, and /intervals of the report " + intervals.size());
    }

    private void row(final int row, final List<String> heading, final String[] cells)
    {
        final Map<String, JsonNode> values = values(row);
        final Set<String> missing = new HashSet<>(values.keySet());
        for (int i = 0; i < cells.length; i++)
        {
            final String column = heading.get(i);
            final String cell = cells[i];
            final JsonNode value = values.get(column);
            missing.remove(column);
            faults.must(value == null ? OF_WALL.contains(column) || cell.isEmpty() : isEqual(cell, value),
                () -> column + " of row " + (row + 1) + " is '" + cell + "', and that of /intervals/" + row +
                " of the report " + value);
        }
        faults.must(missing.isEmpty(), () -> "it lacks the columns " + missing + " of /intervals/" + row);
    }

    private static boolean isEqual(final String cell, final JsonNode value)
    {
        boolean isEqual = value.isNull() ? cell.isEmpty() : cell.equals(value.asText());
        if (value.isNumber() && !cell.isEmpty())
        {
            try
            {
                isEqual = new BigDecimal(cell).compareTo(value.decimalValue()) == 0;
            }
            catch (final NumberFormatException ex)
            {
                isEqual = false;
            }
        }

        return isEqual;
    }

    /** {@return the values of an interval of the report, by their columns} */
    private Map<String, JsonNode> values(final int row)
    {
        final JsonNode interval = report.path("intervals").path(row);
        final Map<String, JsonNode> values = new LinkedHashMap<>();
        COUNTS.forEach(name -> values.put(name, interval.path(name)));
        put(values, "lane_words", interval.path("lane_words"));
        put(values, "journal_bytes", report.path("host").path("intervals").path(row).path("journal_bytes"));
        if (report.has("modelled"))
        {
            values.remove("journal_bytes");                 // of one engine's journal: rows are equal for any number
        }
        final JsonNode latencies = interval.path("latency_ns");
        final List<Map.Entry<String, JsonNode>> all = new ArrayList<>(latencies.properties());
        all.addAll(latencies.path("stages").properties());
        all.stream().filter(latency -> latency.getValue().has("count")).forEach(latency ->
            KEYS.forEach(key -> values.put(latency.getKey() + '_' + key, latency.getValue().path(key))));

        return values;
    }

    private static void put(final Map<String, JsonNode> values, final String column, final JsonNode value)
    {
        if (value.isNumber())
        {
            values.put(column, value);
        }
    }
}
