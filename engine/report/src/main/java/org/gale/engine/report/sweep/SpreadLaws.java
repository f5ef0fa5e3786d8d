package org.gale.engine.report.sweep;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.document.DocumentReader;

/**
 * Laws of the spread of each figure in the points of a joined sweep, as it is written: least, median and greatest of a
 * point are those of its runs, whose rows are read side by side with the points. Used once, by one thread.
 */
final class SpreadLaws implements AutoCloseable
{
    private static final List<String> ENDS = List.of("min", "median", "max");
    private static final int FAULT_LIMIT = 2;

    private final BufferedReader runs;
    private final List<String> faults = new ArrayList<>();
    private JsonNode next;

    /**
     * Opens the rows of the runs.
     *
     * @param file of these
     */
    SpreadLaws(final Path file) throws IOException
    {
        runs = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        advance();
    }

    private void advance() throws IOException
    {
        final String line = runs.readLine();
        next = line == null ? null : DocumentReader.tree(line);
    }

    /** Checks the row of a point, which is behind that of the last one, with its runs. */
    void point(final JsonNode point) throws IOException
    {
        final Map<String, List<BigDecimal>> values = new LinkedHashMap<>();
        while (next != null && next.path("point").asInt() <= point.path("point").asInt())
        {
            if (next.path("point").asInt() == point.path("point").asInt())
            {
                next.path("figures").properties().forEach(figure -> values.computeIfAbsent(
                    figure.getKey(), name -> new ArrayList<>()).add(figure.getValue().decimalValue()));
            }
            advance();
        }
        final JsonNode spread = point.path("spread");
        final String place = "points.jsonl /" + point.path("point").asInt() + "/spread";
        if (spread.size() != values.size())
        {
            add(place + " has " + spread.size() + " figures, and its runs have " + values.size());
        }
        values.forEach((name, own) -> figure(spread.path(name), own, place + '/' + name));
    }

    private void figure(final JsonNode written, final List<BigDecimal> values, final String place)
    {
        Collections.sort(values);
        final List<BigDecimal> counted =
            List.of(values.get(0), values.get((values.size() + 1) / 2 - 1), values.get(values.size() - 1));
        for (int i = 0; i < ENDS.size(); i++)
        {
            final JsonNode end = written.path(ENDS.get(i));
            if (!end.isNumber() || end.decimalValue().compareTo(counted.get(i)) != 0)
            {
                add(place + '/' + ENDS.get(i) + " is " + (end.isMissingNode() ? "none" : end) +
                    ", and that of its runs is " + counted.get(i).toPlainString());
            }
        }
    }

    private void add(final String fault)
    {
        if (faults.size() < FAULT_LIMIT)
        {
            faults.add(fault);
        }
    }

    /** Returns the first laws that the points broke, each with both numbers. */
    List<String> faults()
    {
        return List.copyOf(faults);
    }

    @Override
    public void close() throws IOException
    {
        runs.close();
    }
}
