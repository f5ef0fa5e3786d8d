package org.gale.engine.storm.figure;

import java.util.HashSet;
import java.util.Set;

/**
 * Figure of a storm, or of one of its groups of VMs and phases: a row of the table {@link Figures}. Immutable.
 *
 * @param name   as users write it, such as {@code response.p99} or {@code quiet.noise.response.p99}
 * @param group  name of the group; empty for all
 * @param phase  name of the phase; empty for all
 * @param path   pointer from the JSON report, or from the object of the part in it
 * @param unit   unit of the value
 * @param better direction in which a change is an improvement
 * @param uses   places that have or show the figure
 */
public record Figure(
    String name, String group, String phase, String path, Unit unit, Better better, Set<Use> uses)
{
    /** Name of the figure that tells whether a part of a storm is overloaded; absent without a verdict. */
    static final String SATURATED = "saturated";

    private static final String LATENCIES = "/latency_ns/";

    public Figure
    {
        uses = Set.copyOf(uses);
    }

    /** Units of figures. */
    public enum Unit
    {
        /** Time in nanoseconds. */
        NANOSECONDS,
        /** Events a second. */
        PER_SECOND,
        /** Number without a unit. */
        NUMBER
    }

    /** Directions of improvement. */
    public enum Better
    {
        /** Lower values are better. */
        LOWER,
        /** Higher values are better. */
        HIGHER,
        /** No direction is better. */
        NEITHER
    }

    /** Places that have or show a figure. */
    public enum Use
    {
        /** A comparison, where a change for the worse is a regression. */
        JUDGED,
        /** Intervals of a report. */
        INTERVALS,
        /** Groups of VMs. */
        GROUPS,
        /** Phases, and groups of VMs in a phase. */
        PHASES,
        /** Groups and phases alone: the whole storm has no such figure. */
        PARTS_ALONE,
        /** Tables of groups and phases in the text report. */
        TEXT,
        /** Tables of groups and phases on the page. */
        PAGE,
        /** Tables of several runs. */
        RUNS
    }

    /** Makes a figure of a whole storm. */
    static Figure of(final String name, final String path, final Unit unit, final Better better, final Use... uses)
    {
        return of(name, path, unit, better, Set.of(uses));
    }

    /** Makes a figure of a whole storm. */
    static Figure of(
        final String name, final String path, final Unit unit, final Better better, final Set<Use> uses)
    {
        return new Figure(name, "", "", path, unit, better, uses);
    }

    /**
     * Makes a number that no report has.
     *
     * @param name as tables show it
     */
    public static Figure other(final String name, final Unit unit, final Better better)
    {
        return of(name, "", unit, better);
    }

    /** Returns this figure of a part, whose changes fail no comparison. */
    Figure ofPart(final String ofGroup, final String ofPhase)
    {
        final String prefix = (ofGroup.isEmpty() ? "" : ofGroup + '.') + (ofPhase.isEmpty() ? "" : ofPhase + '.');

        return new Figure(prefix + name, ofGroup, ofPhase, path, unit, better, Set.of());
    }

    /** Returns the figure as one that is shown, and fails no comparison. */
    public Figure notJudged()
    {
        final Set<Use> others = new HashSet<>(uses);
        others.remove(Use.JUDGED);

        return new Figure(name, group, phase, path, unit, better, others);
    }

    /** Returns whether the figure is a verdict, which a storm lacks that is too short for one. */
    public boolean isVerdict()
    {
        return path.endsWith('/' + SATURATED);
    }

    /** Returns whether a place has or shows the figure. */
    public boolean is(final Use use)
    {
        return uses.contains(use);
    }

    /** Returns the name with the unit, such as {@code response.p99, ns}. */
    public String label()
    {
        return switch (unit)
        {
            case NANOSECONDS -> name + ", ns";
            case PER_SECOND -> name.endsWith("_per_s") ? name : name + ", per second";
            case NUMBER -> name;
        };
    }

    /** Returns whether the value is one of a latency, not of the storm. */
    public boolean isOfLatency()
    {
        return path.startsWith(LATENCIES);
    }

    /** {@return the name of the latency whose value this is, or the place of stages; empty for another one} */
    String latency()
    {
        final int at = LATENCIES.length();

        return isOfLatency() ? path.substring(at, path.indexOf('/', at)) : "";
    }

    /** Returns the name of a value among those of its latency, such as {@code p99}. */
    public String column()
    {
        return isOfLatency() ? name.substring(name.indexOf('.') + 1) : name;
    }

    /**
     * Returns another value of the same latency.
     *
     * @param key of the value in JSON
     */
    public Figure sibling(final String key)
    {
        final String place = path.substring(0, path.lastIndexOf('/') + 1);

        return new Figure(name, group, phase, place + key, unit, better, Set.of());
    }
}
