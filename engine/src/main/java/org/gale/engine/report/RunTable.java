package org.gale.engine.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.figure.Figure;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormRates;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;

/**
 * Tables of several runs of one job, a row each.
 *
 * @param keys that the runs differ in
 * @param rows in the order of the runs, at least one
 */
public record RunTable(List<String> keys, List<Row> rows)
{
    private static final String NO_FIGURE = "-";
    private static final double SECOND_NS = 1e9;
    private static final List<Percentile> SHOWN = Percentile.of(Figure.Use.RUNS);
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
    public record Row(List<String> values, StormReport report)
    {
        public Row
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

    /** Returns what the configurations of all runs have in common. */
    public JsonNode config()
    {
        return rows.stream().map(row -> ConfigText.of(StormJson.tree(row.report()))).reduce(ConfigText::common)
            .orElseThrow();
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
        final List<String> groups = groups();
        final List<String> heading = new ArrayList<>(SHOWN.stream().map(Percentile::name).toList());
        groups.forEach(group -> heading.addAll(heading(group)));
        final List<List<String>> cells = new ArrayList<>();
        for (final Row row : rows)
        {
            final List<String> line = new ArrayList<>();
            add(line, row.result().latencies().of(latency));
            groups.forEach(group -> add(line, row.result().totals().parts().latency(group, latency)));
            cells.add(line);
        }

        return new Block(latency.label() + ", ns", heading, cells);
    }

    /** {@return the names of the groups of VMs that have columns: none of a job with a single group} */
    private List<String> groups()
    {
        return rows.get(0).result().totals().parts().groupNames().stream().limit(GROUP_LIMIT).toList();
    }

    /** Returns how many interrupts are measured of how many that were delivered, in all, by group and by route. */
    private Block samples()
    {
        final List<String> groups = groups();
        final Set<String> routes = routeNames();
        final List<String> heading = new ArrayList<>(List.of("all"));
        heading.addAll(groups);
        heading.addAll(routes);
        final List<List<String>> cells = new ArrayList<>();
        for (final Row row : rows)
        {
            final StormLatencies latencies = row.result().latencies();
            final List<String> line = new ArrayList<>(List.of(latencies.sampled()));
            groups.forEach(group -> line.add(sampled(row, group)));
            routes.forEach(route -> line.add(!latencies.responseByRoute().containsKey(route) ? NO_FIGURE :
                MeasuredDeliveries.sampled(latencies.responseByRoute().get(route).getTotalCount(),
                latencies.delivered().byRoute().getOrDefault(route, 0L))));
            cells.add(line);
        }

        return new Block("interrupts measured", heading, cells);
    }

    private static String sampled(final Row row, final String group)
    {
        final int index = row.result().totals().parts().groupNames().indexOf(group);

        return index < 0 ? NO_FIGURE : MeasuredDeliveries.sampled(
            row.result().totals().parts().latency(group, Latency.RESPONSE).count(),
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
        final Set<String> routes = routeNames();
        final List<String> heading = new ArrayList<>();
        routes.forEach(route -> heading.addAll(heading(route)));
        final List<List<String>> cells = new ArrayList<>();
        for (final Row row : rows)
        {
            final List<String> line = new ArrayList<>();
            routes.forEach(route -> add(line, row.result().latencies().responseByRoute().get(route)));
            cells.add(line);
        }

        return new Block("response by route, ns", heading, cells);
    }

    /** Returns what the host did: rates by the length of the run, and counts of the model. */
    private Block host()
    {
        final Set<String> counts = new LinkedHashSet<>();
        rows.stream().filter(row -> row.result().model() != null)
            .forEach(row -> counts.addAll(row.result().model().counts().keySet()));
        final boolean hasRoutes = counts.remove("direct") && counts.remove("forwarded");
        final boolean hasExits = counts.remove("exits");
        final boolean hasDevices = rows.stream().anyMatch(row -> !row.result().totals().devices().isEmpty());
        final List<String> heading = new ArrayList<>(List.of("delivered/s"));
        heading.addAll(hasDevices ? List.of("completions/s") : List.of());
        heading.addAll(hasExits ? List.of("exits/s") : List.of());
        heading.addAll(hasRoutes ? List.of("direct") : List.of());
        heading.addAll(counts);
        final boolean isShown = rows.stream().anyMatch(row -> row.report().outcome() != Outcome.OK);
        heading.addAll(isShown ? List.of("exit") : List.of());
        final List<List<String>> cells = new ArrayList<>();
        for (final Row row : rows)
        {
            final Map<String, Long> ofModel =
                row.result().model() != null ? row.result().model().counts() : Map.of();
            final List<String> line = new ArrayList<>();
            final StormRates rates = row.result().rates();
            line.add(rates.isOffered() ? NumberText.count(Math.round(rates.deliveredPerS())) : NO_FIGURE);
            if (hasDevices)
            {
                line.add(NumberText.count(Math.round(
                    DeviceCounts.Work.sum(row.result().totals().devices()).completionsPerS())));
            }
            if (hasExits)
            {
                line.add(NumberText.count(Math.round(
                    ofModel.getOrDefault("exits", 0L) * SECOND_NS / row.result().totals().elapsedNs())));
            }
            if (hasRoutes)
            {
                final long direct = ofModel.getOrDefault("direct", 0L);
                line.add(ModelText.share(direct, direct + ofModel.getOrDefault("forwarded", 0L)));
            }
            counts.forEach(count -> line.add(NumberText.count(ofModel.getOrDefault(count, 0L))));
            line.addAll(isShown ? List.of(Integer.toString(row.report().outcome().exitCode())) : List.of());
            cells.add(line);
        }

        return new Block("host", heading, cells);
    }

    private Block peTime()
    {
        final Set<String> states = new LinkedHashSet<>();
        rows.forEach(row -> states.addAll(peNs(row).keySet()));
        final List<List<String>> cells = new ArrayList<>();
        for (final Row row : rows)
        {
            final Map<String, Long> peNs = peNs(row);
            cells.add(states.stream()
                .map(state -> ModelText.share(peNs.getOrDefault(state, 0L), ModelText.sum(peNs))).toList());
        }

        return new Block("PE time", List.copyOf(states), cells);
    }

    private static Map<String, Long> peNs(final Row row)
    {
        final Modelled modelled = row.result().model();

        return modelled == null ? Map.of() : modelled.peNs();
    }

    private static List<String> heading(final String part)
    {
        return SHOWN.stream().map(percentile -> part + ' ' + percentile.name()).toList();
    }

    private static void add(final List<String> line, final Histogram histogram)
    {
        add(line, histogram == null ? LatencySummary.EMPTY : LatencySummary.of(histogram));
    }

    private static void add(final List<String> line, final LatencySummary latency)
    {
        SHOWN.forEach(percentile -> line.add(LatencyTable.text(latency.value(percentile))));
    }
}
