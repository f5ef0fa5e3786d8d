package org.gale.engine.storm.result.sweep;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobFault;
import org.gale.engine.storm.scenario.JobName;
import org.gale.engine.storm.scenario.JobNode;
import org.gale.engine.storm.scenario.NodeFile;
import org.gale.engine.storm.scenario.Place;

/** Reader of the file of a sweep. All mistakes are collected, so that a user sees them together. */
public final class SweepReader
{
    /** Name of the first key of the file, and of its kind. */
    public static final String SWEEP = "sweep";
    /** Key of the file of the job. */
    public static final String JOB = "job";

    private static final String VARY = "vary";
    private static final String ZIP = "zip";
    private static final String SEARCH = "search";
    private static final String SEEDS = "seeds";
    private static final String LIMITS = "limits";
    private static final String REPORT = "report";
    private static final List<String> KEYS =
        List.of(SWEEP, JOB, VARY, ZIP, SEARCH, SEEDS, Sweep.EXCEPT, LIMITS, REPORT);

    private final List<JobFault> faults = new ArrayList<>();
    private final JobNode.Fields tree;
    private final SweepParts parts;

    private SweepReader(final JobNode.Fields tree)
    {
        this.tree = tree;
        this.parts = new SweepParts(this::add);
    }

    /**
     * Reads a file.
     *
     * @param word file, or {@code -} for standard input
     * @throws JobException with every mistake
     */
    public static Sweep read(final String word, final InputStream stdin)
    {
        return new SweepReader(NodeFile.read(word, stdin, SWEEP, "no such file")).sweep();
    }

    /**
     * Returns the limits that options name, each with its least and its unit as in a sweep.
     *
     * @param given values by the names of the options
     * @throws OutcomeException if one is none
     */
    public static SweepLimits limitsOfOptions(final Map<String, String> given)
    {
        final Map<String, JobNode.Field> fields = new HashMap<>();
        given.forEach((option, value) -> fields.put(option.substring(2), new JobNode.Field(
            Place.ofOption(option), new JobNode.Text(Place.ofOption(option), value))));

        return new SweepParts((place, message) ->
        {
            throw new OutcomeException(Outcome.USAGE, message);
        }).limits(new JobNode.Fields(Place.ofOption("limits"), fields), "--");
    }

    private Sweep sweep()
    {
        checkKeys(tree, KEYS, "");
        final String name = name();
        final String job = text(JOB, "write job: FILE.yaml");
        final List<SweepParameter> parameters = new ArrayList<>();
        for (final Map.Entry<String, JobNode.Field> field : tree.fields().entrySet())
        {
            if (field.getKey().equals(VARY))
            {
                map(field.getValue().node(), VARY).fields()
                    .forEach((key, values) -> parameters.add(parts.parameter(key, values)));
            }
            else if (field.getKey().equals(ZIP))
            {
                maps(field.getValue().node(), ZIP).forEach(joined -> parameters.add(parts.joined(joined)));
            }
        }
        final SweepSearch search = tree.get(SEARCH) == null ? null : parts.search(map(tree.get(SEARCH), SEARCH));
        if (tree.get(VARY) == null && tree.get(ZIP) == null && tree.get(SEARCH) == null)
        {
            add(tree.place(), "vary: is missing (write vary: {KEY: [A, B]}, or search: {KEY: LOW-HIGH, until: COND})");
        }
        checkKeysOnce(parameters, search);
        final List<Long> seeds = tree.get(SEEDS) == null ? List.of() : parts.seeds(tree.get(SEEDS));
        final List<Map<String, String>> excepts = tree.get(Sweep.EXCEPT) == null ? List.of() :
            excepts(maps(tree.get(Sweep.EXCEPT), Sweep.EXCEPT), parameters);
        final SweepLimits limits = limits();
        final SweepReport report = report(parameters);
        if (!faults.isEmpty())
        {
            throw new JobException(faults);
        }

        return new Sweep(name, job, parameters, search, seeds, excepts, limits, report, tree);
    }

    private void add(final Place place, final String message)
    {
        faults.add(new JobFault(place, message));
    }

    private void checkKeys(final JobNode.Fields map, final List<String> known, final String path)
    {
        map.fields().forEach((key, field) ->
        {
            if (!known.contains(key))
            {
                final String hint = NearestName.hint(key, known);
                add(field.place(), path + "'" + key + "' is no key of a sweep" +
                    (hint.isEmpty() ? ", which has " + String.join(", ", known) : hint));
            }
        });
    }

    private String name()
    {
        final String name = text(SWEEP, "write sweep: NAME");
        final String fault = name.isEmpty() ? null : JobName.fault(name);
        if (fault != null)
        {
            add(tree.get(SWEEP).place(), SWEEP + ": " + fault);
        }

        return name;
    }

    private String text(final String key, final String advice)
    {
        final JobNode node = tree.get(key);
        if (node instanceof JobNode.Text text && !text.text().isEmpty())
        {
            return text.text();
        }
        if (node == null)
        {
            add(tree.place(), key + ": is missing (" + advice + ')');
        }
        else
        {
            add(node.place(), key + ": " + node.kind() + " stands where a value belongs (" + advice + ')');
        }

        return "";
    }

    private JobNode.Fields map(final JobNode node, final String path)
    {
        if (node instanceof JobNode.Fields fields && !fields.fields().isEmpty())
        {
            return fields;
        }
        add(node.place(), path + ": " + (node instanceof JobNode.Fields ? "is empty" : node.kind() + " is no map") +
            " (write KEY: VALUE lines below, or {KEY: VALUE})");

        return new JobNode.Fields(node.place(), Map.of());
    }

    private List<JobNode.Fields> maps(final JobNode node, final String path)
    {
        final List<JobNode.Fields> maps = new ArrayList<>();
        if (node instanceof JobNode.Items items && !items.nodes().isEmpty())
        {
            items.nodes().forEach(item -> maps.add(map(item, path)));
        }
        else
        {
            add(node.place(), path + ": " + (node instanceof JobNode.Items ? "is empty" : node.kind() +
                " is no list") + " (write [{KEY: VALUE}])");
        }

        return maps;
    }

    /** Refuses a key that two parameters change. */
    private void checkKeysOnce(final List<SweepParameter> parameters, final SweepSearch search)
    {
        final Set<String> keys = new LinkedHashSet<>();
        for (final SweepParameter parameter : parameters)
        {
            for (int column = 0; column < parameter.keys().size(); column++)
            {
                if (!keys.add(parameter.keys().get(column)) && !parameter.places().isEmpty())
                {
                    add(parameter.places().get(0).get(column), "'" + parameter.keys().get(column) +
                        "' varies twice (write all its values in one list)");
                }
            }
        }
        if (search != null && keys.contains(search.key()))
        {
            add(search.place(), "'" + search.key() + "' varies, and is searched (leave one out)");
        }
    }

    private List<Map<String, String>> excepts(
        final List<JobNode.Fields> maps, final List<SweepParameter> parameters)
    {
        final List<String> keys = parameters.stream().flatMap(parameter -> parameter.keys().stream()).toList();
        final List<Map<String, String>> excepts = new ArrayList<>();
        for (final JobNode.Fields map : maps)
        {
            final Map<String, String> except = new LinkedHashMap<>();
            map.fields().forEach((key, field) ->
            {
                final SweepParameter parameter = parameters.stream()
                    .filter(candidate -> candidate.keys().contains(key)).findFirst().orElse(null);
                if (parameter == null)
                {
                    add(field.place(), Sweep.EXCEPT + ": '" + key + "' does not vary" + NearestName.hint(key, keys));
                    return;
                }
                final String value = parts.value(field.node(), Sweep.EXCEPT + '.' + key);
                final List<String> values = parameter.values().stream()
                    .map(texts -> texts.get(parameter.keys().indexOf(key))).toList();
                if (value != null && !values.contains(value))
                {
                    add(field.node().place(), Sweep.EXCEPT + "." + key + ": '" + value + "' is none of its values" +
                        (values.size() > SweepParts.SHOWN_VALUES ? NearestName.hint(value, values) :
                        ": " + String.join(", ", values)));
                }
                except.put(key, value);
            });
            excepts.add(except);
        }

        return excepts;
    }

    private SweepLimits limits()
    {
        if (tree.get(LIMITS) == null)
        {
            return SweepLimits.DEFAULT;
        }
        final JobNode.Fields map = map(tree.get(LIMITS), LIMITS);
        checkKeys(map, SweepParts.LIMIT_KEYS, LIMITS + ": ");

        return parts.limits(map, LIMITS + '.');
    }

    private SweepReport report(final List<SweepParameter> parameters)
    {
        if (tree.get(REPORT) == null)
        {
            return SweepReport.DEFAULT;
        }
        final JobNode.Fields map = map(tree.get(REPORT), REPORT);
        checkKeys(map, List.of("of", "by"), REPORT + ": ");
        final String of =
            map.get("of") == null ? SweepReport.DEFAULT.of() : parts.value(map.get("of"), REPORT + ".of");
        final List<String> by = map.get("by") == null ? List.of() : parts.texts(map.get("by"), REPORT + ".by");
        final List<String> keys = parameters.stream().flatMap(parameter -> parameter.keys().stream()).toList();
        for (final String key : by)
        {
            if (!keys.contains(key))
            {
                add(map.get("by").place(), REPORT + ".by: '" + key + "' does not vary" + NearestName.hint(key, keys));
            }
        }
        if (by.size() > SweepReport.BY_LIMIT || Set.copyOf(by).size() < by.size())
        {
            add(map.get("by").place(), REPORT + ".by: " + NumberText.counted(by.size(), "key") + ", and a report has " +
                "at most " + SweepReport.BY_LIMIT + " that differ");
        }

        return new SweepReport(of, by);
    }
}
