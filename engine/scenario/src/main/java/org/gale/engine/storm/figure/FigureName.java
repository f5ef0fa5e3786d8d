package org.gale.engine.storm.figure;

import java.util.List;

/**
 * Name of a figure of a storm, or of one of its groups of VMs and phases: {@code [GROUP.][PHASE.]METRIC}.
 *
 * @param group  name of the group; empty for all
 * @param phase  name of the phase; empty for all
 * @param metric name of the figure within the group and phase
 */
public record FigureName(String group, String phase, String metric)
{
    /** Sign between the words of a name. */
    public static final String DOT = ".";
    /** Index of all groups, or of all phases. */
    public static final int ALL = -1;

    /** Returns the words of a name. What names neither a group nor a phase belongs to the metric. */
    public static FigureName of(final String name, final List<String> groups, final List<String> phases)
    {
        final String group = first(name, groups);
        final String behind = rest(name, group);
        final String phase = first(behind, phases);

        return new FigureName(group, phase, rest(behind, phase));
    }

    /** Returns whether the figure is one of the whole storm. */
    public boolean isOfWhole()
    {
        return group.isEmpty() && phase.isEmpty();
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
