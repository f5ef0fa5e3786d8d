package org.gale.engine.storm.figure;

import java.util.List;
import java.util.stream.Stream;

/**
 * Names of the groups of VMs and of the phases of a storm. A figure of a part is named {@code [GROUP.][PHASE.]METRIC}.
 *
 * @param groups in the order of the storm
 * @param phases one after another
 */
public record PartNames(List<String> groups, List<String> phases)
{
    /** Names of a storm that has no parts with names. */
    public static final PartNames NONE = new PartNames(List.of(), List.of());
    /** Sign between the parts of a name. */
    public static final String DOT = ".";

    /** Index of all groups, or of all phases. */
    public static final int ALL = -1;

    public PartNames
    {
        groups = List.copyOf(groups);
        phases = List.copyOf(phases);
    }

    /**
     * Figure of a storm, or of one of its parts.
     *
     * @param group  name of the group; empty for all
     * @param phase  name of the phase; empty for all
     * @param metric name of the figure within the part
     */
    public record Figure(String group, String phase, String metric)
    {
        /** Returns whether the figure is one of the whole storm. */
        public boolean isOfWhole()
        {
            return group.isEmpty() && phase.isEmpty();
        }
    }

    /** Returns the names of all parts: of groups, of phases, and of groups in phases. */
    public Iterable<String> parts()
    {
        return () -> Stream.concat(Stream.concat(groups.stream(), phases.stream()), groups.stream().flatMap(
            group -> phases.stream().map(phase -> group + DOT + phase))).iterator();
    }

    /** Returns the figure of a name. What names neither a group nor a phase belongs to the metric. */
    public Figure figure(final String name)
    {
        final String group = first(name, groups);
        final String behind = rest(name, group);
        final String phase = first(behind, phases);

        return new Figure(group, phase, rest(behind, phase));
    }

    /** {@return the index of the group of a figure, or {@link #ALL}} */
    public int groupIndex(final Figure figure)
    {
        return groups.indexOf(figure.group());
    }

    /** {@return the index of the phase of a figure, or {@link #ALL}} */
    public int phaseIndex(final Figure figure)
    {
        return phases.indexOf(figure.phase());
    }

    private static String first(final String name, final List<String> names)
    {
        final int dot = name.indexOf(DOT);

        return dot > 0 && names.contains(name.substring(0, dot)) ? name.substring(0, dot) : "";
    }

    private static String rest(final String name, final String first)
    {
        return first.isEmpty() ? name : name.substring(first.length() + 1);
    }
}
