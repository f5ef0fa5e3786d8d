package org.gale.engine.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Quantity;

/**
 * Laws of the tables of several runs: each cell is the number of the report of its run, which is found by the heading.
 * Columns whose place is not known here are left out. Used once.
 */
public final class RunTableLaws
{
    private static final String SEED = "seed";
    private static final String TIMES = ", ns";
    private static final String LATENCIES = "latency_ns";
    /** Half a unit, and what a double loses. */
    private static final double HALF = 0.51;
    /** Unit of the last digit of a time in seconds. */
    private static final double UNIT_S = 1e-6;

    private final List<String> faults = new ArrayList<>();

    /**
     * Returns the laws that tables break, each with the cell and the number.
     *
     * @param blocks  tables
     * @param reports of the runs, in the order of their rows, as they are written
     */
    public static List<String> faults(final List<RunTable.Block> blocks, final List<JsonNode> reports)
    {
        final RunTableLaws laws = new RunTableLaws();
        for (final RunTable.Block block : blocks)
        {
            for (int row = 0; row < reports.size(); row++)
            {
                for (int column = 0; column < block.heading().size(); column++)
                {
                    laws.cell(block.title(), block.heading().get(column), block.cells().get(row).get(column),
                        reports.get(row), "run " + row + ", ");
                }
            }
        }

        return laws.faults;
    }

    /**
     * Returns how the reports of runs differ from what the runs are to have: one seed, and each the values of its row.
     * Keys that a configuration does not show as a number or a time by their own names are left out.
     *
     * @param keys   that the runs differ in
     * @param values of these, a list for each run
     */
    public static List<String> runs(
        final List<String> keys, final List<List<String>> values, final List<JsonNode> reports)
    {
        final List<String> faults = new ArrayList<>();
        for (int row = 0; row < reports.size(); row++)
        {
            final JsonNode seed = reports.get(row).path(SEED);
            if (!seed.equals(reports.get(0).path(SEED)))
            {
                faults.add("run " + row + " has seed " + seed + ", and run 0 " + reports.get(0).path(SEED));
            }
            for (int key = 0; key < keys.size(); key++)
            {
                final JsonNode shown = reports.get(row).path("config")
                    .at('/' + keys.get(key).replaceFirst("^machine[.]", "").replace('.', '/'));
                final String value = values.get(row).get(key);
                if (isOther(value, shown))
                {
                    faults.add("run " + row + " is to have " + keys.get(key) + '=' + value + ", and its report has " +
                        shown);
                }
            }
        }

        return faults;
    }

    /**
     * Returns the cells of tables that a text does not show, in their rows and their order. A table that is too wide
     * goes on below its title once more.
     *
     * @param keys   that the runs differ in
     * @param values of these, a list for each run
     */
    public static List<String> text(final List<String> keys, final List<List<String>> values,
        final List<RunTable.Block> blocks, final List<String> lines)
    {
        final List<String> faults = new ArrayList<>();
        for (int row = -1; row < values.size(); row++)
        {
            final List<String> first = row < 0 ? keys : values.get(row);
            for (final RunTable.Block block : blocks)
            {
                final List<String> wanted = row < 0 ? block.heading() : block.cells().get(row);
                final List<String> shown = shown(first, row + 2, block.title(), lines);
                if (!wanted.equals(shown))
                {
                    faults.add("the table '" + block.title() + "' has " + wanted + " for " + first +
                        ", and the text shows " + shown);
                }
            }
        }

        return faults;
    }

    /** Returns the cells of a row, so many lines behind each line of its title, without the first ones. */
    private static List<String> shown(
        final List<String> first, final int behind, final String title, final List<String> lines)
    {
        final List<String> shown = new ArrayList<>();
        for (int i = 0; i + behind < lines.size(); i++)
        {
            final List<String> cells =
                lines.get(i).equals(title) ? List.of(lines.get(i + behind).split(" {2,}", -1)) : List.of();
            final boolean isRow = cells.size() > first.size() && cells.subList(0, first.size()).equals(first);
            shown.addAll(isRow ? cells.subList(first.size(), cells.size()) : List.of());
        }

        return shown;
    }

    private static boolean isOther(final String value, final JsonNode shown)
    {
        try
        {
            return shown.isIntegralNumber() ? Quantity.count(value) != shown.asLong() :
                shown.isTextual() && Quantity.durationOrZeroNs(value) != Quantity.durationOrZeroNs(shown.asText());
        }
        catch (final IllegalArgumentException ex)
        {
            return false;                                           // a word, or a time that is drawn
        }
    }

    private void cell(
        final String title, final String heading, final String cell, final JsonNode report, final String run)
    {
        final String expected = title.equals("host") ? ofHost(heading, report) :
            title.equals("PE time") ? ofPes(heading, report) :
            title.equals("interrupts measured") ? measured(heading, report) :
            title.endsWith(TIMES) ? latency(title, heading, report) : null;
        if (title.equals("host") && heading.equals("exits/s"))
        {
            exits(cell, report, run);
        }
        if (expected != null && !expected.equals(cell.replace(",", "")))
        {
            faults.add(run + title + ", " + heading + " is " + cell + ", and by its report " + expected);
        }
    }

    /** Checks a rate of exits by the time of the run, of which its report has whole microseconds. */
    private void exits(final String cell, final JsonNode report, final String run)
    {
        final double exits = report.path("model").path("exits").asDouble();
        final double elapsedS = report.path("elapsed_s").asDouble();
        final double shown = Double.parseDouble(cell.replace(",", ""));
        if (elapsedS > 0 && Math.abs(shown * elapsedS - exits) > HALF * elapsedS + shown * UNIT_S)
        {
            faults.add(run + "host, exits/s is " + cell + ", and its report has " + report.path("model").path("exits") +
                " in " + report.path("elapsed_s") + " s");
        }
    }

    /** {@return what the host did, or null} */
    private static String ofHost(final String heading, final JsonNode report)
    {
        final JsonNode model = report.path("model");
        final long direct = model.path("direct").asLong();

        return heading.equals("direct") ? share(direct, direct + model.path("forwarded").asLong()) :
            heading.equals("completions/s") ? text(report.path("completions_per_s")) :
            heading.contains("/") ? null : text(model.path(heading));
    }

    private static String ofPes(final String heading, final JsonNode report)
    {
        long all = 0;
        for (final JsonNode state : report.path("pe_time_ns"))
        {
            all += state.asLong();
        }

        return report.path("pe_time_ns").has(heading) ?
            share(report.path("pe_time_ns").path(heading).asLong(), all) : null;
    }

    private static String measured(final String heading, final JsonNode report)
    {
        final JsonNode latencies = report.path(LATENCIES);

        return heading.equals("all") && latencies.path("delivered").isNumber() ?
            latencies.path("response").path("count").asText() + " of " + latencies.path("delivered").asText() : null;
    }

    /** {@return a percentile of all, of a group or of a route, or null} */
    private static String latency(final String title, final String heading, final JsonNode report)
    {
        final int space = heading.lastIndexOf(' ');
        final String part = space < 0 ? "" : heading.substring(0, space);
        final String key = heading.substring(space + 1).replace('.', '_');
        if (title.equals("response by route, ns"))
        {
            return text(report.path(LATENCIES).path("routes").path(part).path(key));
        }
        JsonNode of = part.isEmpty() ? report : null;
        for (final JsonNode group : report.path("groups"))
        {
            of = group.path("name").asText().equals(part) && !part.isEmpty() ? group : of;
        }

        return of == null ? null :
            text(of.path(LATENCIES).path(title.substring(0, title.length() - TIMES.length())).path(key));
    }

    private static String text(final JsonNode number)
    {
        return number.isNumber() ? number.decimalValue().setScale(0, RoundingMode.HALF_UP).toPlainString() : null;
    }

    private static String share(final long part, final long whole)
    {
        return whole == 0 ? null : new BigDecimal(part).multiply(new BigDecimal(100))
            .divide(new BigDecimal(whole), 2, RoundingMode.HALF_EVEN).toPlainString() + " %";
    }
}
