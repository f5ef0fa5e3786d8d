package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Range of a worth over the costs that nobody has measured. Each draw takes all of these costs from half to twice what
 * they are, log-uniform and independent of one another, and runs both choices with one seed. Used by one thread.
 */
public final class CostRange
{
    /** Draws of the costs, unless a user asks for others. */
    public static final int DRAWS = 200;
    /** Each end of a range leaves out one draw in so many. */
    static final int LEFT_OUT = 40;
    /** Events of a run. */
    static final long EVENTS = 8_000;

    private static final String PART = "range over costs";

    private final Host host;
    private final Study study;
    private final long seed;
    private final Extent extent;

    /**
     * @param seed of all runs, and of the draws
     */
    CostRange(final Host host, final Study study, final long seed, final Extent extent)
    {
        this.host = host;
        this.study = study;
        this.seed = seed;
        this.extent = extent;
    }

    /**
     * Extent of a range.
     *
     * @param draws  of the costs
     * @param events of a run of the answer, which a run of a draw does not exceed
     */
    public record Extent(int draws, long events)
    {
    }

    /** Returns the ranges of some pairs of choices, for each figure that all runs have; none if all costs are known. */
    List<Answer.Range> of(final List<CostStudy.Pair> pairs)
    {
        final List<Map<String, String>> draws = draws(host.spent(), host.costs(), seed, extent.draws());
        if (draws.isEmpty() || draws.get(0).isEmpty())
        {
            return List.of();
        }
        final List<Study.Values> choices = new ArrayList<>();
        for (final CostStudy.Pair pair : pairs)
        {
            for (final Map<String, String> draw : draws)
            {
                choices.add(shortened(pair.none().apply(draw)));
                choices.add(shortened(pair.direct().apply(draw)));
            }
        }
        final List<List<Ran>> rans = study.run(PART, choices, 1);
        final List<Answer.Range> ranges = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++)
        {
            final List<List<Ran>> ofPair = rans.subList(2 * draws.size() * i, 2 * draws.size() * (i + 1));
            for (final String figure : study.figures(ofPair.get(0)))
            {
                final double[] worths = worths(ofPair, figure);
                if (worths != null && !Ran.PATHS.contains(figure))
                {
                    ranges.add(range(pairs.get(i).place(), figure, worths));
                }
            }
        }

        return ranges;
    }

    /** Returns the costs of each draw that nobody has measured, by their paths. */
    static List<Map<String, String>> draws(
        final List<Cost> spent, final CostModel costs, final long seed, final int count)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final List<Map<String, String>> draws = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            final Map<String, String> draw = new LinkedHashMap<>();
            spent.stream().filter(costs::isGuessed).forEach(cost -> draw.put(Scaled.key(cost),
                Scaled.times(cost, costs, Math.pow(2, 2 * random.nextDouble() - 1)).text()));
            draws.add(draw);
        }

        return draws;
    }

    private Study.Values shortened(final Study.Values values)
    {
        return ofSeed ->
        {
            final Map<String, String> all = new LinkedHashMap<>(values.of(ofSeed));
            all.put(StormSettings.COUNT.name(), Long.toString(Math.min(EVENTS, extent.events())));

            return all;
        };
    }

    /** {@return the worth of each draw; null if a run lacks the figure, or is overloaded} */
    private static double[] worths(final List<List<Ran>> rans, final String figure)
    {
        final double[] worths = new double[rans.size() / 2];
        for (int i = 0; i < worths.length; i++)
        {
            final Estimate worth = Study.worth(rans.get(2 * i), rans.get(2 * i + 1), figure);
            if (worth == null || isOverloaded(rans.get(2 * i), figure) || isOverloaded(rans.get(2 * i + 1), figure))
            {
                return null;
            }
            worths[i] = worth.value();
        }

        return worths;
    }

    private static boolean isOverloaded(final List<Ran> rans, final String figure)
    {
        return Load.LoadVerdict.OVERLOADED.label().equals(Study.verdict(rans, Study.prefix(figure)));
    }

    static Answer.Range range(final String place, final String figure, final double[] worths)
    {
        final double[] sorted = worths.clone();
        Arrays.sort(sorted);

        return new Answer.Range(
            place, figure, sorted[sorted.length / LEFT_OUT],
            sorted[sorted.length - 1 - sorted.length / LEFT_OUT], Study.listed(worths));
    }
}
