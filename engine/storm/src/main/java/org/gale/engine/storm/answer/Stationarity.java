package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.result.answer.Steadiness;

/**
 * Test of whether the figures of choices follow the length of their runs. Means, rates and shares of both halves of
 * runs of twice the length are compared seed by seed, by Student's t of the differences. Holm's procedure keeps the
 * chance of a false alarm among all of them below 1 %. If some differ, the length doubles once more, and all runs of
 * the answer have it as soon as the halves agree. Used once, by one thread. <p>The first half is the run of the
 * answer itself. The second is that of a run which leaves as many events out behind an equal warm-up. The same code
 * makes the figures of both, and both end with what is left of their last events. Sums by intervals of one run would
 * be second figures of the same name. <p>Fewer than five seeds have no test: shares of small counts differ alike too
 * often by chance. <p>Percentiles are not tested, since ten seeds say little about them. Neither are the figures of
 * a group that is overloaded, which follow the length of its runs as the words say.
 */
final class Stationarity
{
    /** Chance of a false alarm, of all figures together. */
    static final double LEVEL = 0.01;
    /** Seeds that a test takes. */
    static final int LEAST_SEEDS = 5;

    private static final String HALVES = "second halves";
    /** Lengths whose runs are compared with what follows: that of the job, and twice it. */
    private static final List<Integer> LENGTHS = List.of(1, 2);
    /** Relative difference that counts where no seed changes anything. */
    private static final double ALIKE = 0.01;
    private static final Set<String> TESTED = Set.copyOf(Stream.of(List.of(Ran.MEAN, Ran.COMPLETIONS), Ran.COUNTED,
        Ran.PATHS).flatMap(List::stream).toList());

    private final Study study;
    private final int seeds;

    Stationarity(final Study study, final int seeds)
    {
        this.study = study;
        this.seeds = seeds;
    }

    /**
     * Choice whose halves are compared.
     *
     * @param part   of the answer that its runs are for
     * @param labels texts of its keys
     */
    record Choice(String part, List<String> labels, Study.Values values)
    {
    }

    /** Compares the halves of choices, and leaves the study with the length at which these agree. */
    Steadiness settle(final List<Choice> choices)
    {
        Steadiness found = new Steadiness(null, 1, 0, List.of());
        if (seeds < LEAST_SEEDS)
        {
            return found;
        }
        for (final int length : LENGTHS)
        {
            study.lengths(length);
            found = compared(length, choices);
            if (found.isStationary())
            {
                return found;
            }
        }
        study.lengths(1);

        return new Steadiness(null, 1, found.tested(), found.findings());
    }

    private Steadiness compared(final int length, final List<Choice> choices)
    {
        final List<Steadiness.Finding> all = new ArrayList<>();
        for (final Choice choice : choices)
        {
            study.run(choice.part, List.of(choice.values), seeds);
        }
        final List<Study.Values> values = choices.stream().map(Choice::values).toList();
        final List<List<Ran>> seconds = study.runSecond(HALVES, values, seeds);
        for (int i = 0; i < choices.size(); i++)
        {
            final List<Ran> first = study.run(choices.get(i).part, List.of(values.get(i)), seeds).get(0);
            all.addAll(compared(choices.get(i).labels, first, seconds.get(i)));
        }

        return new Steadiness(null, length, all.size(), differing(all));
    }

    private static List<Steadiness.Finding> compared(
        final List<String> labels, final List<Ran> first, final List<Ran> second)
    {
        final List<Steadiness.Finding> all = new ArrayList<>();
        final boolean isDrawn = first.stream().map(Ran::figures).distinct().count() > 1;
        for (final String name : first.get(0).figures().keySet())
        {
            final String prefix = Study.prefix(name);
            final double[] before = Study.values(first, name);
            final double[] after = Study.values(second, name);
            if (TESTED.contains(name.substring(prefix.length())) && before != null && after != null &&
                !isOverloaded(first, prefix) && !isOverloaded(second, prefix))
            {
                all.add(new Steadiness.Finding(labels, name, Arrays.stream(before).average().orElseThrow(),
                    Arrays.stream(after).average().orElseThrow(), chance(before, after, isDrawn)));
            }
        }

        return all;
    }

    private static boolean isOverloaded(final List<Ran> rans, final String prefix)
    {
        return rans.stream().anyMatch(ran -> ran.verdicts().get(prefix) == Load.LoadVerdict.OVERLOADED);
    }

    /** Returns the figures that differ by Holm's procedure, the surest first. */
    static List<Steadiness.Finding> differing(final List<Steadiness.Finding> all)
    {
        final List<Steadiness.Finding> sorted =
            all.stream().sorted(Comparator.comparingDouble(Steadiness.Finding::chance)).toList();
        int count = 0;
        while (count < sorted.size() && sorted.get(count).chance() <= LEVEL / (sorted.size() - count))
        {
            count++;
        }

        return sorted.subList(0, count);
    }

    /**
     * Returns the chance of a difference of paired values as large as theirs, or larger, where there is none. Pairs
     * that differ alike have no spread by which to judge.
     *
     * @param isDrawn false of runs that no seed changes: their difference counts beyond a hundredth of the value
     */
    static double chance(final double[] before, final double[] after, final boolean isDrawn)
    {
        final int count = before.length;
        final double[] differences = Study.differences(before, after);
        final double mean = Arrays.stream(differences).average().orElseThrow();
        final double squares = Arrays.stream(differences).map(one -> (one - mean) * (one - mean)).sum();
        final double error = Math.sqrt(squares / (count - 1) / count);
        final double scale = Arrays.stream(before).map(Math::abs).average().orElseThrow();
        if (error <= Math.ulp(scale))
        {
            return !isDrawn && Math.abs(mean) > ALIKE * scale ? 0 : 1;
        }

        return 2 * TDistribution.of(count - 1).survivalProbability(Math.abs(mean) / error);
    }
}
