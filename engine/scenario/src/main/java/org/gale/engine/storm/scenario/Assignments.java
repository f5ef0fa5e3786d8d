package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.NearestName;

/**
 * Values that a user gives in addition to a job's file, each as {@code NAME=VALUE}. A name without a dot is that of a
 * variable, one with dots the path of a key: {@code machine.injection.vpeid-bits}, {@code vms.GROUP.vpes}. They win
 * over the file.
 */
public final class Assignments
{
    /** No value is given. */
    public static final Assignments NONE = new Assignments(Map.of(), null);

    private static final String DEVICES = "devices";

    private final Map<String, Given> values;
    /** Costs of a file; null without one. */
    private final CostFile costs;

    private Assignments(final Map<String, Given> values, final CostFile costs)
    {
        this.values = values;
        this.costs = costs;
    }

    /**
     * Value that a user gives.
     *
     * @param option by which it is given, for messages
     * @param place  that messages begin with
     * @param isPath true for the value of a key, false for that of a variable
     */
    private record Given(String option, Place place, String value, boolean isPath)
    {
        static Given of(final String option, final String name, final String value, final boolean isPath)
        {
            return new Given(option, Place.ofOption(option + ' ' + name), value, isPath);
        }
    }

    /**
     * Reads assignments.
     *
     * @param option by which they are given, for messages
     * @param texts  each {@code NAME=VALUE}
     * @throws JobException if one is not, or a name is given twice
     */
    public static Assignments of(final String option, final List<String> texts)
    {
        final Map<String, Given> values = new LinkedHashMap<>();
        for (final String text : texts)
        {
            final int equals = text.indexOf('=');
            if (equals <= 0)
            {
                throw new JobException(Place.ofOption(option + ' ' + text),
                    "not NAME=VALUE (try load=20k, or vms.GROUP.vpes=4)");
            }
            final String name = text.substring(0, equals);
            if (values.put(name, Given.of(option, name, text.substring(equals + 1), isPath(name))) != null)
            {
                throw new JobException(
                    Place.ofOption(option + ' ' + text), "'" + name + "' is set twice");
            }
        }

        return new Assignments(values, null);
    }

    /** Returns these assignments with the costs of a file, which win over those of the job and over no assignment. */
    public Assignments over(final CostFile file)
    {
        return new Assignments(values, file);
    }

    /**
     * Returns these assignments with another one.
     *
     * @param option by which it is given, for messages
     * @param isPath true for the value of a key of the job, false for that of a variable
     * @throws JobException if the name has a value already
     */
    Assignments with(final String option, final String name, final String value, final boolean isPath)
    {
        return with(name, Given.of(option, name, value, isPath));
    }

    /**
     * Returns these assignments with another one, which stands in place of one of its name.
     *
     * @param option by which it is given, for messages
     * @param isPath true for the value of a key of the job, false for that of a variable
     */
    Assignments over(final String option, final String name, final String value, final boolean isPath)
    {
        final Map<String, Given> others = new LinkedHashMap<>(values);
        others.put(name, Given.of(option, name, value, isPath));

        return new Assignments(others, costs);
    }

    /**
     * Returns these assignments with another one, which a file gives.
     *
     * @param place  of the value
     * @param isPath true for the value of a key of the job, false for that of a variable
     * @throws JobException if the name has a value already
     */
    Assignments with(final Place place, final String name, final String value, final boolean isPath)
    {
        return with(name, new Given(place.toString(), place, value, isPath));
    }

    private Assignments with(final String name, final Given given)
    {
        final Map<String, Given> others = new LinkedHashMap<>(values);
        final Given before = others.put(name, given);
        if (before != null)
        {
            throw new JobException(given.place, "has a value already, by " + before.option);
        }

        return new Assignments(others, costs);
    }

    /**
     * Refuses assignments where no job takes them.
     *
     * @throws JobException if there is one
     */
    public void checkNone()
    {
        if (!values.isEmpty())
        {
            final Map.Entry<String, Given> first = values.entrySet().iterator().next();
            throw new JobException(first.getValue().place(),
                "needs a job file, and this storm has none (gale storm JOB.yaml)");
        }
    }

    /**
     * Returns the order of the events of a storm without a job, the one thing of it that may be assigned.
     *
     * @throws JobException if it is another word, or something else is assigned
     */
    public HostShape.Order order()
    {
        final String order = HostShape.ORDER.name();
        if (values.size() != 1 || !values.containsKey(order))
        {
            checkNone();

            return HostShape.Order.HOST;
        }
        final Given given = values.get(order);
        try
        {
            return HostShape.ORDER.type().reader().apply(given.value());
        }
        catch (final IllegalArgumentException ex)
        {
            throw new JobException(given.place(), ex.getMessage());
        }
    }

    /** Returns the variables of a job, those of its file among them. */
    Map<String, String> variables(final Map<String, String> ofFile)
    {
        final Map<String, String> variables = new HashMap<>(ofFile);
        values.forEach((name, value) ->
        {
            if (!value.isPath)
            {
                variables.put(name, value.value);
            }
        });

        return variables;
    }

    /** Returns a mistake for each variable that was set and stands nowhere. */
    List<JobFault> unused(final JobVariables variables, final Set<String> ofFile)
    {
        final List<JobFault> unused = new ArrayList<>();
        for (final String name : values.keySet())
        {
            if (!values.get(name).isPath && !variables.isUsed(name))
            {
                final List<String> known = new ArrayList<>(ofFile);
                known.addAll(variables.used());
                known.remove(name);
                unused.add(new JobFault(values.get(name).place(), "the job uses no variable " + (values.get(name)
                    .place().line() > 0 ? "'" + name + "'" : "of this name") +
                    NearestName.hint(name, known) + " (a path has dots: machine.pes=24)"));
            }
        }

        return unused;
    }

    /**
     * Returns the tree of a job with the costs of the file and the values of the paths in it.
     *
     * @throws JobException if a path leads nowhere
     */
    JobNode.Fields applied(final JobNode.Fields root)
    {
        JobNode.Fields changed = costs == null ? root : costs.applied(root);
        for (final Map.Entry<String, Given> value : values.entrySet())
        {
            if (value.getValue().isPath)
            {
                changed = applied(changed, value.getKey(), value.getValue());
            }
        }

        return changed;
    }

    /** Returns the keys of a path. Keys of the machine have dots, such as {@code its.cache}. */
    private static String[] steps(final String path)
    {
        final String[] steps = path.split("\\.", -1);
        final boolean isOfMachine = steps[0].equals(JobForms.MACHINE) &&
            MachineKeys.ALL.stream().anyMatch(key -> key.name().startsWith(steps[1] + '.'));

        return isOfMachine ? path.split("\\.", 2) : steps;
    }

    private static boolean isPath(final String name)
    {
        return name.indexOf('.') >= 0 || name.equals(HostShape.ORDER.name());
    }

    /** Goes down to the map of the last key, and makes anew each node on the way back. */
    private JobNode.Fields applied(final JobNode.Fields root, final String path, final Given value)
    {
        final Place place = value.place();
        final String[] steps = steps(path);
        final List<JobNode> way = new ArrayList<>(List.of(root));
        for (int i = 0; i < steps.length - 1; i++)
        {
            final boolean isOfDefaults =
                i == 2 && steps[0].equals("vms") && steps[2].equals(DEVICES) && isWithout(way.get(2));
            way.add(below(isOfDefaults ? below(root, "defaults", place) : way.get(i), steps[i], place));
        }
        JobNode changed = new JobNode.Text(place, value.value);
        for (int i = steps.length - 1; i >= 0; i--)
        {
            changed = replaced(way.get(i), steps[i], changed, place);
        }

        return (JobNode.Fields)changed;
    }

    /** Returns whether a group has no devices of its own, so that those of the defaults are set for it. */
    private static boolean isWithout(final JobNode group)
    {
        return group instanceof JobNode.Fields map && map.get(DEVICES) == null;
    }

    private static JobNode below(final JobNode node, final String step, final Place place)
    {
        if (node instanceof JobNode.Fields map)
        {
            final JobNode below = map.get(step);

            return below == null ? new JobNode.Fields(place, Map.of()) : below;
        }
        final List<String> names = names(node);
        final int index = names.indexOf(step);
        if (index < 0)
        {
            throw new JobException(place, "'" + step + "' is nothing of the job" + NearestName.hint(step, names));
        }

        return ((JobNode.Items)node).nodes().get(index);
    }

    private static JobNode replaced(final JobNode node, final String step, final JobNode changed, final Place place)
    {
        if (node instanceof JobNode.Items items)
        {
            final List<JobNode> nodes = new ArrayList<>(items.nodes());
            final int index = names(node).indexOf(step);
            if (index < 0)
            {
                throw new JobException(place, "'" + step + "' is nothing of the job" +
                    NearestName.hint(step, names(node)));
            }
            nodes.set(index, changed);

            return new JobNode.Items(items.place(), nodes);
        }
        if (!(node instanceof JobNode.Fields map))
        {
            throw new JobException(place, "leads nowhere: " + node.kind() + " has no '" + step + "'");
        }
        final Map<String, JobNode.Field> fields = new LinkedHashMap<>(map.fields());
        fields.put(step, new JobNode.Field(place, changed));

        return new JobNode.Fields(map.place(), fields);
    }

    /** Returns the names of the maps of a list, empty texts for those without one. */
    private static List<String> names(final JobNode node)
    {
        return node instanceof JobNode.Items items ? items.nodes().stream().map(Assignments::name).toList() : List.of();
    }

    private static String name(final JobNode item)
    {
        final JobNode name = item instanceof JobNode.Fields map ? map.get(JobForms.NAME) : null;

        return name instanceof JobNode.Text text ? text.text() : "";
    }
}
