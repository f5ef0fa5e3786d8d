package org.gale.engine.storm.result.sweep;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobNode;
import org.gale.engine.storm.scenario.Place;

/**
 * Runs of a sweep by their numbers, which are the same on every host. Parameters vary in the order of the file, the
 * last one faster, and the seed fastest. Immutable.
 */
public final class SweepPlan
{
    /** Limit of the runs. */
    public static final int RUN_LIMIT = 100_000;

    private static final int COMBINATION_LIMIT = 10 * RUN_LIMIT;

    private final Sweep sweep;
    private final int[] points;                                     // numbers of combinations
    private final int seeds;

    private SweepPlan(final Sweep sweep, final int[] points)
    {
        this.sweep = sweep;
        this.points = points;
        this.seeds = Math.max(1, sweep.seeds().size());
    }

    /**
     * Makes the plan of a sweep.
     *
     * @throws JobException if it has no run or too many, or if an exception excludes nothing
     */
    public static SweepPlan of(final Sweep sweep)
    {
        final int seeds = Math.max(1, sweep.seeds().size());
        final double combinations =
            sweep.parameters().stream().mapToDouble(parameter -> parameter.values().size()).reduce(1, (a, b) -> a * b);
        if (combinations > COMBINATION_LIMIT || (sweep.excepts().isEmpty() && combinations * seeds > RUN_LIMIT))
        {
            throw tooMany(sweep, combinations * seeds);
        }
        final int[] points = points(sweep, (int)combinations);
        if ((long)points.length * seeds > RUN_LIMIT)
        {
            throw tooMany(sweep, (double)points.length * seeds);
        }

        return new SweepPlan(sweep, points);
    }

    private static JobException tooMany(final Sweep sweep, final double runs)
    {
        return new JobException(sweep.tree().place(), (runs > 0x1p62 ? "very many" :
            NumberText.count((long)runs)) + " runs are more than the " + NumberText.count(RUN_LIMIT) +
            " that one sweep has (give fewer values or seeds)");
    }

    private static int[] points(final Sweep sweep, final int combinations)
    {
        final int[] points = new int[combinations];
        final boolean[] isUsed = new boolean[sweep.excepts().size()];
        int length = 0;
        for (int combination = 0; combination < combinations; combination++)
        {
            final Map<String, String> values = isUsed.length == 0 ? Map.of() : values(sweep, combination);
            boolean isExcluded = false;
            for (int i = 0; i < isUsed.length; i++)
            {
                if (values.entrySet().containsAll(sweep.excepts().get(i).entrySet()))
                {
                    isUsed[i] = true;
                    isExcluded = true;
                }
            }
            if (!isExcluded)
            {
                points[length++] = combination;
            }
        }
        checkExcepts(sweep, isUsed, length);

        return Arrays.copyOf(points, length);
    }

    private static void checkExcepts(final Sweep sweep, final boolean[] isUsed, final int points)
    {
        for (int i = 0; i < isUsed.length; i++)
        {
            if (!isUsed[i])
            {
                throw new JobException(((JobNode.Items)sweep.tree().get(Sweep.EXCEPT)).nodes().get(i).place(),
                    "except: excludes nothing: no run has these values together (leave it out)");
            }
        }
        if (points == 0)
        {
            throw new JobException(sweep.tree().get(Sweep.EXCEPT).place(),
                "except: excludes every run (leave one of them out)");
        }
    }

    private static Map<String, String> values(final Sweep sweep, final int combination)
    {
        return chosen(sweep, combination, SweepParameter::values);
    }

    /** Returns what a combination has for each key. */
    private static <T> Map<String, T> chosen(
        final Sweep sweep, final int combination, final Function<SweepParameter, List<List<T>>> lists)
    {
        final List<SweepParameter> parameters = sweep.parameters();
        final int[] indexes = new int[parameters.size()];
        int rest = combination;
        for (int i = parameters.size() - 1; i >= 0; i--)
        {
            indexes[i] = rest % parameters.get(i).values().size();
            rest /= parameters.get(i).values().size();
        }
        final Map<String, T> chosen = new LinkedHashMap<>();
        for (int i = 0; i < indexes.length; i++)
        {
            final List<T> row = lists.apply(parameters.get(i)).get(indexes[i]);
            for (int column = 0; column < row.size(); column++)
            {
                chosen.put(parameters.get(i).keys().get(column), row.get(column));
            }
        }

        return chosen;
    }

    /** Returns the sweep. */
    public Sweep sweep()
    {
        return sweep;
    }

    /** Returns the number of points: combinations of values that are not excluded. */
    public int points()
    {
        return points.length;
    }

    /** Returns the number of runs: that of the points times that of the seeds. */
    public int runs()
    {
        return points.length * seeds;
    }

    /** Returns the number of runs of each point. */
    public int seeds()
    {
        return seeds;
    }

    /** Returns a run by its number, which is from 0 and below {@link #runs}. */
    public SweepRun run(final int number)
    {
        final int point = number / seeds;

        return new SweepRun(number, point, values(sweep, points[point]),
            sweep.seeds().isEmpty() ? null : sweep.seeds().get(number % seeds));
    }

    /** Returns the places of the values of a point in the file. */
    public Map<String, Place> places(final int point)
    {
        return chosen(sweep, points[point], SweepParameter::places);
    }

    /** Returns the values of a point by its number, which is from 0 and below {@link #points}. */
    public Map<String, String> point(final int point)
    {
        return values(sweep, points[point]);
    }
}
