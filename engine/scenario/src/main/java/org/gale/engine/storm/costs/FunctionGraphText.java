package org.gale.engine.storm.costs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/**
 * Function graph of a host's kernel, as its trace file and {@code trace-cmd report} show it.
 *
 * @param functions with their times
 */
record FunctionGraphText(List<FunctionCost> functions) implements MeasuredText
{
    /** Calls that give one cost: those of one function, whatever tells them apart from calls of another cost. */
    private record Key(String function, Cost cost, boolean isExact)
    {
    }

    static boolean isHeading(final String line)
    {
        return GraphRow.isRow(line);
    }

    /**
     * Reads the rows of a graph.
     *
     * @param first index of the first row
     */
    static FunctionGraphText read(final String name, final List<String> lines, final int first)
    {
        final GraphCalls calls = new GraphCalls();
        for (int i = first; i < lines.size(); i++)
        {
            final Place place = new Place(name, i + 1, 1);
            calls.add(GraphRow.read(lines.get(i), place), place);
        }
        calls.end();
        final Map<Key, List<HostFunctions.Row>> rows = new LinkedHashMap<>();
        calls.samples().keySet().forEach(row -> rows.computeIfAbsent(
            new Key(row.function(), row.cost(), row.isExact()), key -> new ArrayList<>()).add(row));
        if (rows.isEmpty())
        {
            throw new JobException(Place.ofOption(name),
                "has no whole call of a function that bears a cost (costs.md lists them)");
        }

        return new FunctionGraphText(rows.values().stream().map(all -> function(all, calls)).toList());
    }

    /** Returns the times of the calls of some rows of one function and one cost. */
    private static FunctionCost function(final List<HostFunctions.Row> rows, final GraphCalls calls)
    {
        final HostFunctions.Row row = rows.get(0);
        final List<Long> ns = new ArrayList<>();
        long less = 0;
        for (final HostFunctions.Row one : rows)
        {
            ns.addAll(calls.samples().get(one).ns());
            less += calls.samples().get(one).less();
        }
        final WeightedTimes times = WeightedTimes.of(ns);
        final StringBuilder formula = new StringBuilder();
        formula.append("mean ").append(MeasuredCost.text(times.meanNs())).append(" of ")
            .append(NumberText.counted(ns.size(), "call")).append(" of ")
            .append(rows.stream().map(HostFunctions.Row::text).collect(Collectors.joining(", ")));
        if (less > 0)
        {
            formula.append(", in ").append(NumberText.count(less)).append(" of them less the time of another cost");
        }
        if (!row.less().isEmpty() && !calls.isSeen(row.less()))
        {
            formula.append(", with ").append(row.less()).append(" inside, which was not recorded");
        }
        if (!row.others().isEmpty() && row.others().stream().noneMatch(calls::isSeen))
        {
            formula.append(", with direct vCPUs, if any: ").append(row.others().get(0)).append(" was not recorded");
        }
        final long cut = calls.cutCalls(row.function());
        if (cut > 0)
        {
            formula.append(", ").append(NumberText.count(cut)).append(" more were cut");
        }

        return new FunctionCost(row, times, formula + ", with the tracer's own time", calls.samples().get(row).place());
    }

    @Override
    public List<MeasuredCost> costs(final CostModel base)
    {
        return FunctionCost.costs(functions);
    }

    @Override
    public String program()
    {
        return "function graph";
    }
}
