package org.gale.engine.report.sweep;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.result.sweep.SweepRun;
import org.gale.engine.storm.result.sweep.SweepSearch;

/**
 * Check of the configuration in reports against the plan, for results whose parameters were not recorded. The values
 * that differ between points are compared alone, because a later version may have another default. All points are
 * planned when the first report is checked. Used by one thread.
 */
final class PlannedConfigs
{
    private final SweepPlan plan;
    private final Path job;
    private final StormConfigs configs;
    /** Pointers of the values that differ between points; null until a report is checked. */
    private Set<String> varied;

    PlannedConfigs(final SweepPlan plan, final Path job, final StormConfigs configs)
    {
        this.plan = plan;
        this.job = job;
        this.configs = configs;
    }

    /**
     * Returns the first value of a configuration that is not that of its run.
     *
     * @param found value of the search, or null
     * @return null if nothing differs, or where the storm cannot be planned on this host
     */
    String difference(final SweepRun run, final String found, final JsonNode config)
    {
        final Map<String, String> planned = planned(run, found);
        final Map<String, String> reported = flat(config);
        for (final String pointer : varied())
        {
            final String value = planned.get(pointer);
            if (value != null && !value.equals(reported.get(pointer)))
            {
                return "its config" + pointer + " is " + reported.get(pointer) + ", and that of the run " + value;
            }
        }

        return null;
    }

    private Map<String, String> planned(final SweepRun run, final String found)
    {
        final Map<String, String> values = new LinkedHashMap<>(run.values());
        if (found != null)
        {
            values.put(plan.sweep().search().key(), found);
        }
        final JsonNode config = configs.of(job, values, run.seed());

        return config == null ? Map.of() : flat(config);
    }

    private Set<String> varied()
    {
        if (varied == null)
        {
            varied = new TreeSet<>();
            final Map<String, String> first = new HashMap<>();
            for (int point = 0; point < plan.points(); point++)
            {
                for (final String searched : ends(plan.sweep().search()))
                {
                    planned(plan.run(point * plan.seeds()), searched.isEmpty() ? null : searched).forEach(
                        (pointer, value) ->
                        {
                            final String before = first.putIfAbsent(pointer, value);
                            if (before != null && !before.equals(value))
                            {
                                varied.add(pointer);
                            }
                        });
                }
            }
        }

        return varied;
    }

    private static List<String> ends(final SweepSearch search)
    {
        return search == null ? List.of("") : search.ends();
    }

    /** Returns the scalars of a tree by their pointers. */
    private static Map<String, String> flat(final JsonNode tree)
    {
        final Map<String, String> flat = new LinkedHashMap<>();
        final Deque<Map.Entry<String, JsonNode>> open = new ArrayDeque<>();
        open.push(Map.entry("", tree));
        while (!open.isEmpty())
        {
            final Map.Entry<String, JsonNode> part = open.pop();
            final JsonNode node = part.getValue();
            if (node.isObject())
            {
                node.properties().forEach(
                    field -> open.push(Map.entry(part.getKey() + '/' + field.getKey(), field.getValue())));
            }
            else if (node.isArray())
            {
                for (int i = 0; i < node.size(); i++)
                {
                    open.push(Map.entry(part.getKey() + '/' + i, node.get(i)));
                }
            }
            else
            {
                flat.put(part.getKey(), node.isNumber() ?
                    new BigDecimal(node.asText()).stripTrailingZeros().toPlainString() : node.asText());
            }
        }

        return flat;
    }
}
