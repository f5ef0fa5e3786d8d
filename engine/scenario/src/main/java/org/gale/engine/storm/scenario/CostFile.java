package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.NearestName;

/**
 * File of the costs of a host: a job's map of costs, and beside it where each is from. Immutable.
 *
 * @param costs  map of the file
 * @param values of its settings
 */
public record CostFile(JobNode.Fields costs, SettingValues values)
{
    /** Key of the costs, and of those of a job. */
    public static final String COSTS = "costs";
    /** Key of the sources of the costs. */
    public static final String SOURCE = "source";

    private static final List<String> KEYS = List.of(COSTS, SOURCE);
    private static final String BASE = "base";

    /**
     * Reads the tree of a file.
     *
     * @throws JobException with every mistake
     */
    public static CostFile read(final JobNode.Fields root, final JobForms forms)
    {
        final MapReader maps = new MapReader(forms, new JobVariables(Map.of()));
        for (final Map.Entry<String, JobNode.Field> field : root.fields().entrySet())
        {
            if (!KEYS.contains(field.getKey()))
            {
                maps.add(field.getValue().place(), "", "'" + field.getKey() + "' is no key of a file of costs" +
                    NearestName.hint(field.getKey(), KEYS) + " (it has costs: and source:)");
            }
        }
        maps.check();
        final JobNode.Fields costs = maps.map(root, COSTS, COSTS);
        maps.check();
        if (costs.fields().isEmpty())
        {
            maps.add(root.place(), COSTS, "is missing (write costs: {exit: 900ns})");
        }
        final SettingValues values = maps.read(costs, forms.top().below(COSTS), COSTS).values();
        maps.check();
        checkSources(maps, costs, maps.map(root, SOURCE, SOURCE));
        maps.check();

        return new CostFile(costs, values);
    }

    /** Returns the tree of a job in which these costs win over those of the job. */
    JobNode.Fields applied(final JobNode.Fields root)
    {
        final Map<String, JobNode.Field> merged = new LinkedHashMap<>();
        if (root.get(COSTS) instanceof JobNode.Fields ofJob)
        {
            merged.putAll(ofJob.fields());
        }
        merged.putAll(costs.fields());
        final Map<String, JobNode.Field> fields = new LinkedHashMap<>(root.fields());
        fields.put(COSTS, new JobNode.Field(costs.place(), new JobNode.Fields(costs.place(), merged)));

        return new JobNode.Fields(root.place(), fields);
    }

    private static void checkSources(
        final MapReader maps, final JobNode.Fields costs, final JobNode.Fields sources)
    {
        final List<String> names = new ArrayList<>(costs.fields().keySet());
        names.remove(BASE);
        for (final Map.Entry<String, JobNode.Field> source : sources.fields().entrySet())
        {
            final String path = SOURCE + '.' + source.getKey();
            if (names.contains(source.getKey()))
            {
                maps.text(source.getValue().node(), path);
            }
            else
            {
                maps.add(source.getValue().place(), path,
                    "is the source of no cost of this file" + NearestName.hint(source.getKey(), names));
            }
        }
        for (final String name : names)
        {
            if (!sources.fields().containsKey(name))
            {
                maps.add(costs.fields().get(name).place(), COSTS + '.' + name,
                    "has no source (write source: {" + name + ": 'where it is from'})");
            }
        }
    }
}
