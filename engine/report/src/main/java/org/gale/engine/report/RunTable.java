package org.gale.engine.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import com.fasterxml.jackson.databind.JsonNode;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;

/**
 * Tables of several runs of one job, a row each.
 *
 * @param keys that the runs differ in
 * @param rows in the order of the runs, at least one
 */
public record RunTable(List<String> keys, List<RunRow> rows)
{
    private static final String NO_FIGURE = "-";
    private static final double SECOND_NS = 1e9;
    /** Limit of the groups whose responses stand in a table of their own columns. */
    private static final int GROUP_LIMIT = 16;

    public RunTable
    {
        keys = List.copyOf(keys);
        rows = List.copyOf(rows);
    }

    /**
     * Run of a job.
     *
     * @param values of the keys, as users write them
     */
    public record RunRow(List<String> values, StormReport report)
    {
        public RunRow
        {
            values = List.copyOf(values);
        }

        StormResult result()
        {
            return report.result();
        }
    }

    /**
     * Table of some figures of all runs.
     *
     * @param title   of the table
     * @param heading of the columns behind the keys
     * @param cells   of these columns, a list for each run
     */
    public record Block(String title, List<String> heading, List<List<String>> cells)
    {
    }

    /** Returns the configuration that all runs have in common. */
    public JsonNode config()
    {
        return rows.stream().map(row -> StormJson.tree(row.report()).path("config")).reduce(ConfigText::common)
            .orElseThrow();
    }

    /** Column of a table: its heading, and its cell in the row of a run. */
    private record Column(String heading, Function<RunRow, String> cell)
    {
    }

    /** Returns the names of the costs of all runs, one if they have the same; empty on the wall clock. */
    public List<String> costs()
    {
        final Set<String> costs = new LinkedHashSet<>();
        rows.stream().filter(row -> row.result().model() != null)
            .forEach(row -> costs.add(row.result().model().costs()));

        return List.copyOf(costs);
    }

    /** Returns the words that say that times are modelled, and by which costs; empty on the wall clock. */
    public String title()
    {
        return costs().isEmpty() ? "" : ModelText.title(costs().size() == 1 ? costs().get(0) : "of each run");
    }

    /** Returns the outcome of all runs. */
    public Outcome outcome()
    {
        return Outcome.first(rows.stream().map(row -> row.report().outcome()).toArray(Outcome[]::new));
    }

    /** Returns the tables. */
    public List<Block> blocks()
    {
        final List<Block> blocks = new ArrayList<>();
        blocks.add(latencies(Latency.RESPONSE));
        if (rows.stream().anyMatch(row -> row.result().latencies().request() != null))
        {
            blocks.add(latencies(Latency.REQUEST));
        }
        if (rows.stream().anyMatch(row -> !row.result().latencies().responseByRoute().isEmpty()))
        {
            blocks.add(routes());
        }
        blocks.add(samples());
        blocks.add(host());
        if (!costs().isEmpty())
        {
            blocks.add(peTime());
        }

        return blocks;
    }

    /** Returns the percentiles of a latency that storms may have, of all and by group. */
    private Block latencies(final Latency latency)
    {
        final List<Column> columns = new ArrayList<>(
            percentiles("", row -> row.result().latencies().of(latency)));
        groups().forEach(group -> columns.addAll(percentilesOf(
            group + ' ', row -> row.result().totals().latency(group, latency))));

        return block(latency.label() + ", ns", columns);
    }

    /** {@return the names of the groups of VMs that have columns: none of a job with a single group} */
    private List<String> groups()
    {
        return rows.get(0).result().totals().groupNames().stream().limit(GROUP_LIMIT).toList();
    }

    /** Returns how many interrupts are measured of how many that were delivered, in all, by group and by route. */
    private Block samples()
    {
        final List<Column> columns = new ArrayList<>();
        columns.add(new Column("all", row -> row.result().latencies().sampled()));
        groups().forEach(group -> columns.add(new Column(group, row -> sampled(row, group))));
        routeNames().forEach(route -> columns.add(new Column(route, row ->
        {
            final StormLatencies latencies = row.result().latencies();

            return !latencies.responseByRoute().containsKey(route) ? NO_FIGURE :
                MeasuredDeliveries.sampled(latencies.responseByRoute().get(route).getTotalCount(),
                latencies.delivered().byRoute().getOrDefault(route, 0L));
        })));

        return block("interrupts measured", columns);
    }

    private static String sampled(final RunRow row, final String group)
    {
        final int index = row.result().totals().groupNames().indexOf(group);

        return index < 0 ? NO_FIGURE : MeasuredDeliveries.sampled(
            row.result().totals().latency(group, Latency.RESPONSE).count(),
            row.result().latencies().delivered().ofGroup(index));
    }

    /** {@return the routes on which events arrived that are measured, of all runs} */
    private Set<String> routeNames()
    {
        final Set<String> routes = new LinkedHashSet<>();
        rows.forEach(row -> row.result().latencies().responseByRoute().forEach((route, histogram) ->
        {
            if (histogram.getTotalCount() > 0)
            {
                routes.add(route);
            }
        }));

        return routes;
    }

    private Block routes()
    {
        final List<Column> columns = new ArrayList<>();
        routeNames().forEach(route -> columns.addAll(
            percentiles(route + ' ', row -> row.result().latencies().responseByRoute().get(route))));

        return block("response by route, ns", columns);
    }

    /** Returns what the host did: rates by the length of the run, and counts of the model. */
    private Block host()
    {
        final Set<String> counts = new LinkedHashSet<>();
        rows.forEach(row -> counts.addAll(ofModel(row).keySet()));
        final boolean hasRoutes = counts.remove("direct") && counts.remove("forwarded");
        final List<Column> columns = new ArrayList<>();
        columns.add(new Column("delivered/s", RunTable::deliveredPerS));
        if (rows.stream().anyMatch(row -> !row.result().totals().devices().isEmpty()))
        {
            columns.add(new Column("completions/s", row -> rounded(
                DeviceCounts.Work.sum(row.result().totals().devices()).completionsPerS())));
        }
        if (counts.remove("exits"))
        {
            columns.add(new Column("exits/s", row -> rounded(
                count(row, "exits") * SECOND_NS / row.result().totals().elapsedNs())));
        }
        if (hasRoutes)
        {
            columns.add(new Column("direct", row ->
                ModelText.share(count(row, "direct"), count(row, "direct") + count(row, "forwarded"))));
        }
        counts.forEach(name -> columns.add(new Column(name, row -> NumberText.count(count(row, name)))));
        if (rows.stream().anyMatch(row -> row.report().outcome() != Outcome.OK))
        {
            columns.add(new Column("exit", row -> Integer.toString(row.report().outcome().exitCode())));
        }

        return block("host", columns);
    }

    private static String deliveredPerS(final RunRow row)
    {
        final MeasuredRates rates = row.result().rates();

        return rates.isOffered() ? rounded(rates.deliveredPerS()) : NO_FIGURE;
    }

    private static String rounded(final double value)
    {
        return NumberText.count(Math.round(value));
    }

    private static long count(final RunRow row, final String name)
    {
        return ofModel(row).getOrDefault(name, 0L);
    }

    private static Map<String, Long> ofModel(final RunRow row)
    {
        return row.result().model() == null ? Map.of() : row.result().model().counts();
    }

    private Block peTime()
    {
        final Set<String> states = new LinkedHashSet<>();
        rows.forEach(row -> states.addAll(peNs(row).keySet()));

        return block("PE time", states.stream().map(state -> new Column(state, row ->
            ModelText.share(peNs(row).getOrDefault(state, 0L), ModelText.sum(peNs(row))))).toList());
    }

    private static Map<String, Long> peNs(final RunRow row)
    {
        final Modelled modelled = row.result().model();

        return modelled == null ? Map.of() : modelled.peNs();
    }

    private static List<Column> percentiles(final String part, final Function<RunRow, Histogram> latency)
    {
        return percentilesOf(part, row ->
        {
            final Histogram histogram = latency.apply(row);

            return histogram == null ? LatencySummary.EMPTY : LatencySummary.of(histogram);
        });
    }

    private static List<Column> percentilesOf(final String part, final Function<RunRow, LatencySummary> latency)
    {
        return Percentile.of(Figure.Use.RUNS).stream().map(percentile -> new Column(part + percentile.name(),
            row -> LatencyTable.text(latency.apply(row).value(percentile)))).toList();
    }

    private Block block(final String title, final List<Column> columns)
    {
        return new Block(title, columns.stream().map(Column::heading).toList(), rows.stream().map(
            row -> columns.stream().map(column -> column.cell().apply(row)).toList()).toList());
    }
}
