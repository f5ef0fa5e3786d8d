package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.Load;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.WarmUp;
import org.gale.engine.storm.scenario.StormSettings;

/** Study of choices over seeds: what each of them comes to, and what it is worth. Used by one thread. */
final class Study
{
    private static final double NO_FIGURE = Double.NaN;
    private static final String REQUEST = Latency.REQUEST.label();

    private final Runner runner;
    private final List<Long> seeds;
    private final List<String> figures;
    private final List<String> ofDevices;
    private int lengths = 1;

    /**
     * @param seeds  of the runs
     * @param groups of VMs, if there are several
     */
    Study(final Runner runner, final List<Long> seeds, final List<String> groups)
    {
        this.runner = runner;
        this.seeds = List.copyOf(seeds);
        final List<String> names = new ArrayList<>(Ran.OF_GROUPS);
        groups.forEach(group -> Ran.OF_GROUPS.forEach(figure -> names.add(group + '.' + figure)));
        names.addAll(Ran.COUNTED);
        figures = List.copyOf(names);
        final List<String> more = new ArrayList<>(Ran.OF_DEVICES);
        groups.forEach(group -> Stream.concat(Ran.OF_DEVICES.stream(), Ran.PER_REQUEST.stream())
            .forEach(figure -> more.add(group + '.' + figure)));
        more.addAll(Ran.PER_REQUEST);
        more.addAll(Ran.PATHS);
        ofDevices = List.copyOf(more);
    }

    /** Values of the keys of a choice, which may differ by seed. */
    @FunctionalInterface
    interface Values
    {
        /** Returns the values for a seed, without it. */
        Map<String, String> of(long seed);
    }

    /** Returns the names of the figures that all runs have. */
    List<String> figures()
    {
        return figures;
    }

    /** Returns the names of the figures of a choice: those of devices and paths as far as its runs have them. */
    List<String> figures(final List<Ran> rans)
    {
        final List<String> names = new ArrayList<>(figures);
        final Ran first = rans.get(0);
        ofDevices.stream().filter(name -> first.figures().containsKey(name) ||
            (name.endsWith(Ran.REQUEST_P99) && first.samples().containsKey(prefix(name) + REQUEST)))
            .forEach(names::add);

        return names;
    }

    /** Has the runs from now on judge a number of the lengths of the job. */
    void lengths(final int count)
    {
        lengths = count;
    }

    /** Returns whether runs of a choice can be planned: a job refuses values that contradict one another. */
    boolean isPlanned(final Values choice)
    {
        return runner.isPlanned(choice.of(seeds.get(0)));
    }

    /** Runs choices for some of the seeds, all side by side. */
    List<List<Ran>> run(final String part, final List<Values> choices, final int seedCount)
    {
        return run(part, choices, seedCount, Map.of());
    }

    /** Runs the same as {@link #run}, and judges what follows its judged part, for the same length. */
    List<List<Ran>> runSecond(final String part, final List<Values> choices, final int seedCount)
    {
        return run(part, choices, seedCount, Map.of(WarmUp.SKIPPED, "1"));
    }

    private List<List<Ran>> run(
        final String part, final List<Values> choices, final int seedCount, final Map<String, String> more)
    {
        final List<Map<String, String>> all = new ArrayList<>();
        for (final Values choice : choices)
        {
            for (final long seed : seeds.subList(0, seedCount))
            {
                final Map<String, String> values = new LinkedHashMap<>(choice.of(seed));
                values.put(StormSettings.SEED.name(), Long.toString(seed));
                values.putAll(lengths == 1 ? Map.of() : Map.of(WarmUp.LENGTHS, Integer.toString(lengths)));
                values.putAll(more);
                all.add(values);
            }
        }
        final List<Ran> rans = runner.all(part, all);
        check(rans, seeds.subList(0, seedCount), part);
        final List<List<Ran>> byChoice = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++)
        {
            byChoice.add(rans.subList(i * seedCount, (i + 1) * seedCount));
        }

        return byChoice;
    }

    /**
     * Checks that the runs of each choice have the seeds, one after another, by their reports.
     *
     * @throws OutcomeException if one has another
     */
    static void check(final List<Ran> rans, final List<Long> seeds, final String part)
    {
        for (int i = 0; i < rans.size(); i++)
        {
            final long seed = seeds.get(i % seeds.size());
            if (rans.get(i).seed() != seed)
            {
                throw new OutcomeException(Outcome.INVARIANT_BROKEN, SoundResult.message("answer", "run " + i + " of " +
                    part + " is to have seed " + seed + ", and its report has " + rans.get(i).seed()));
            }
        }
    }

    /**
     * Returns the row of a choice.
     *
     * @param base of the baseline; null of the baseline itself
     * @param best of the choice whose worth is that of which shares are recovered; null of none
     */
    Answer.AnswerRow row(final List<String> labels, final List<Ran> rans, final List<Ran> base, final List<Ran> best)
    {
        final List<Answer.AnswerFigure> all = new ArrayList<>();
        for (final String name : figures(rans))
        {
            final double[] values = values(rans, name);
            final double[] before = base == null || Ran.PATHS.contains(name) ? null : values(base, name);
            final double[] bests = best == null ? null : values(best, name);
            final String prefix = prefix(name);
            final String sampled = prefix + (name.startsWith(REQUEST, prefix.length()) ? REQUEST : "");
            final double[] worths = worths(name, before, values);
            final double[] most = worths == null ? null : worths(name, before, bests);
            all.add(new Answer.AnswerFigure(name, values == null ? null : Estimate.of(values),
                worths == null ? null : Estimate.of(worths),
                worths == null ? null : Estimate.ofRatio(differences(values, before), before),
                most == null ? null : Estimate.ofRatio(worths, most), verdict(rans, prefix),
                isCounted(name) ? null : rans.stream().mapToLong(ran -> ran.samples().getOrDefault(sampled, 0L))
                .min().orElse(0), listed(values), isCounted(name) ? null :
                rans.stream().map(ran -> ran.samples().getOrDefault(sampled, 0L)).toList()));
        }

        return new Answer.AnswerRow(labels, all);
    }

    /** {@return the value of each seed; null if one lacks it} */
    static double[] values(final List<Ran> rans, final String name)
    {
        final double[] values =
            rans.stream().mapToDouble(ran -> ran.figures().getOrDefault(name, NO_FIGURE)).toArray();
        for (final double value : values)
        {
            if (Double.isNaN(value))
            {
                return null;
            }
        }

        return values;
    }

    /** {@return values as a list; null of none} */
    static List<Double> listed(final double[] values)
    {
        return values == null ? null : Arrays.stream(values).boxed().toList();
    }

    /** {@return the worth of one choice over another; null if a seed lacks the figure} */
    static Estimate worth(final List<Ran> before, final List<Ran> after, final String name)
    {
        final double[] worths = worths(name, values(before, name), values(after, name));

        return worths == null ? null : Estimate.of(worths);
    }

    /** {@return what a choice gains of a figure over another one, seed by seed; null if one of both lacks it} */
    private static double[] worths(final String name, final double[] before, final double[] after)
    {
        if (before == null || after == null)
        {
            return null;
        }

        return name.endsWith(Ran.COMPLETIONS) ? differences(after, before) : differences(before, after);
    }

    static double[] differences(final double[] before, final double[] after)
    {
        final double[] differences = new double[before.length];
        for (int i = 0; i < before.length; i++)
        {
            differences[i] = before[i] - after[i];
        }

        return differences;
    }

    private static boolean isCounted(final String name)
    {
        return Ran.COUNTED.contains(name) || Ran.PATHS.contains(name) ||
            Ran.PER_REQUEST.contains(name.substring(prefix(name).length())) || name.endsWith(Ran.COMPLETIONS);
    }

    static String prefix(final String name)
    {
        return name.substring(0, name.lastIndexOf('.') + 1);
    }

    /** {@return the worst verdict of a seed, in words; null if all are below their capacity} */
    static String verdict(final List<Ran> rans, final String prefix)
    {
        final Load.LoadVerdict worst = rans.stream().map(ran -> ran.verdicts().get(prefix)).filter(Objects::nonNull)
            .min(Enum::compareTo).orElse(null);

        return worst == null ? null : worst.label();
    }
}
