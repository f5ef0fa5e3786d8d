package org.gale.engine.report.sweep;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.storm.result.sweep.Sweep;
import org.gale.engine.storm.result.sweep.SweepPlan;

/**
 * Outline of a sweep: its points, and what its report shows.
 *
 * @param sweep      name of the sweep
 * @param plan       hash of the plan
 * @param parameters in the order of the sweep
 * @param points     values of all keys for each point, in the order of the plan
 * @param seeds      of each point, in the order of the plan; empty for the seed of the job
 * @param shown      what the report shows
 * @param search     key that each run searches a value of; null for none
 */
public record SweepOutline(
    String sweep,
    String plan,
    List<Parameter> parameters,
    List<List<String>> points,
    List<Long> seeds,
    Shown shown,
    String search)
{
    public SweepOutline
    {
        parameters = List.copyOf(parameters);
        points = List.copyOf(points);
        seeds = List.copyOf(seeds);
    }

    /**
     * Parameter of a sweep: keys that change their values together, mostly one key alone.
     *
     * @param keys   of the job
     * @param values for each value of the parameter a text for each key
     */
    public record Parameter(List<String> keys, List<List<String>> values)
    {
        public Parameter
        {
            keys = List.copyOf(keys);
            values = List.copyOf(values);
        }
    }

    /**
     * Figure and axes of a report.
     *
     * @param of figure that is shown
     * @param by keys of the two axes, then of the pictures; fewer if fewer vary
     */
    public record Shown(String of, List<String> by)
    {
        public Shown
        {
            by = List.copyOf(by);
        }
    }

    /** Name of the figure of a search: the value that it found. */
    public static final String FOUND = "found";

    /** Name of the bound at which a search that is not bracketed ended. */
    static final String BOUND = "not_bracketed";

    /** Limit of the keys that have an axis. */
    private static final int AXIS_LIMIT = 2;

    /** Returns the outline with other points. */
    SweepOutline with(final List<List<String>> others)
    {
        return new SweepOutline(sweep, plan, parameters, others, seeds, shown, search);
    }

    /** Returns the keys of all parameters. */
    public List<String> keys()
    {
        return parameters.stream().flatMap(parameter -> parameter.keys().stream()).toList();
    }

    /** Returns the number of runs. */
    public int runs()
    {
        return points.size() * runsOfPoint();
    }

    /** Returns the number of runs of each point. */
    public int runsOfPoint()
    {
        return Math.max(1, seeds.size());
    }

    /** Returns the seed of a run of a point, or null for that of the job. */
    public Long seed(final int index)
    {
        return seeds.isEmpty() ? null : seeds.get(index);
    }

    /** Returns the number of a run, from 0. The seed is the fastest. */
    public int run(final int point, final int seedIndex)
    {
        return point * runsOfPoint() + seedIndex;
    }

    /** Returns the keys that differ between pictures: those of no axis, and of no parameter that has an axis. */
    public List<String> others()
    {
        final List<String> others = new ArrayList<>();
        parameters.stream().map(Parameter::keys).filter(keys -> keys.stream().noneMatch(axes()::contains))
            .forEach(others::addAll);

        return others;
    }

    /** Returns the keys of the two axes; fewer if fewer vary. */
    public List<String> axes()
    {
        return shown.by().stream().limit(AXIS_LIMIT).toList();
    }

    /** Returns the values of a key, each once, in the order of the sweep. */
    public List<String> valuesOf(final String key)
    {
        return parameters.stream().filter(parameter -> parameter.keys().contains(key))
            .flatMap(parameter -> parameter.values().stream().map(value -> value.get(parameter.keys().indexOf(key))))
            .distinct().toList();
    }

    /** Returns the values of a point for some of the keys. */
    public List<String> values(final int point, final List<String> of)
    {
        final List<String> keys = keys();

        return of.stream().map(key -> points.get(point).get(keys.indexOf(key))).toList();
    }

    /** Returns the values of a point with their keys, as messages name the point. */
    public String label(final List<String> point)
    {
        final List<String> keys = keys();
        final List<String> label = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++)
        {
            label.add(keys.get(i) + '=' + point.get(i));
        }

        return label.isEmpty() ? "all" : String.join(", ", label);
    }

    /** Returns the outline of a plan. */
    static SweepOutline of(final SweepPlan plan, final String hash)
    {
        final Sweep sweep = plan.sweep();
        final List<List<String>> points = new ArrayList<>();
        for (int point = 0; point < plan.points(); point++)
        {
            points.add(List.copyOf(plan.point(point).values()));
        }

        return new SweepOutline(sweep.name(), hash,
            sweep.parameters().stream().map(one -> new Parameter(one.keys(), one.values())).toList(), points,
            sweep.seeds(), new Shown(sweep.report().of(), sweep.reportKeys()),
            sweep.search() == null ? null : sweep.search().key());
    }
}
