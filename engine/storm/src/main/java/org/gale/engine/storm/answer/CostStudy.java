package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.scenario.Cost;

/** Study of how an answer follows the costs of the host. Used by one thread. */
final class CostStudy
{
    private static final String SENSITIVITY = "sensitivity";
    private static final String BREAK_EVEN = "break-even";
    /** Costs that a break-even is looked for in. */
    private static final int BREAK_EVEN_LIMIT = 6;
    private static final double RANGE = 16;
    /** Sign of a worth whose interval holds 0, or that there is none of. */
    private static final char NOT_SHOWN = '0';
    private static final double RANGE_FROM_NOTHING_NS = 16_000;
    private static final int HALVINGS = 4;
    private static final List<String> FIGURES = List.of(Ran.MEAN, Ran.P99);
    /** Costs that vCPUs pay alone while they are direct. */
    private static final Set<Cost> OF_DIRECT = Set.of(Cost.LOAD_DIRECT, Cost.PUT_DIRECT, Cost.VMOVP, Cost.DIRTY);
    /** Steps of the host that pay a cost: without any of them, no run does. */
    private static final Map<Cost, List<String>> PAID_BY = new EnumMap<>(Map.of(
        Cost.TRANSITION_STEP, List.of("transitions"), Cost.TRAP, List.of("moves"), Cost.KICK, List.of("kicks"),
        Cost.INJECT, List.of("forwarded"), Cost.SCHEDULE, List.of("woken"), Cost.POLL, List.of("woken", "polled")));

    private final Host host;
    private final Study study;
    private final int seeds;

    CostStudy(final Host host, final Study study, final int seeds)
    {
        this.host = host;
        this.study = study;
        this.seeds = seeds;
    }

    /**
     * Two choices that are compared, each made of changes of costs by their paths.
     *
     * @param place that they are at
     */
    record Pair(String place, Function<Map<String, String>, Study.Values> none,
        Function<Map<String, String>, Study.Values> direct)
    {
    }

    private record Try(Cost cost, Scaled.Value value)
    {
        Map<String, String> changes()
        {
            return Map.of(Scaled.key(cost), value.text());
        }
    }

    /**
     * Returns how the worth of direct injection follows each cost that a run pays.
     *
     * @param without counts of runs without direct vCPUs
     * @param with    counts of runs with all of them
     */
    List<Answer.Sensitivity> sensitivity(
        final Pair pair, final Map<String, Long> without, final Map<String, Long> with)
    {
        final List<Try> tries = new ArrayList<>();
        for (final Cost cost : host.spent())
        {
            if (isPaid(cost, without) || isPaid(cost, with))
            {
                Scaled.around(cost, host.costs()).forEach(value -> tries.add(new Try(cost, value)));
            }
        }
        final List<Runs> runs = run(SENSITIVITY, pair, tries, true);
        final double[] now = worths(runs.get(0), Ran.MEAN);
        final List<Answer.Sensitivity> all = new ArrayList<>();
        for (int i = 0; i < tries.size(); i++)
        {
            final Try one = tries.get(i);
            final double[] other = worths(runs.get(i + 1), Ran.MEAN);
            all.add(new Answer.Sensitivity(one.cost.label(), pair.place, host.costs().text(one.cost),
                one.value.text(), Estimate.of(other), Estimate.ofWorth(other, now), Study.listed(other)));
        }

        return all;
    }

    private static boolean isPaid(final Cost cost, final Map<String, Long> counts)
    {
        return !PAID_BY.containsKey(cost) ||
            PAID_BY.get(cost).stream().anyMatch(step -> counts.getOrDefault(step, 0L) > 0);
    }

    /** Runs of both choices, seed by seed. */
    private record Runs(List<Ran> none, List<Ran> direct)
    {
    }

    /** Returns the runs of tries; in front of them, if that is asked for, those of the costs as they are. */
    private List<Runs> run(final String part, final Pair pair, final List<Try> tries, final boolean hasNow)
    {
        final List<Study.Values> choices = new ArrayList<>();
        if (hasNow)
        {
            choices.add(pair.none.apply(Map.of()));
            choices.add(pair.direct.apply(Map.of()));
        }
        tries.forEach(one ->
        {
            choices.add(pair.none.apply(OF_DIRECT.contains(one.cost) ? Map.of() : one.changes()));
            choices.add(pair.direct.apply(one.changes()));
        });
        final List<List<Ran>> rans = study.run(part, choices, seeds);
        final List<Runs> runs = new ArrayList<>();
        for (int i = 0; i < rans.size(); i += 2)
        {
            runs.add(new Runs(rans.get(i), rans.get(i + 1)));
        }

        return runs;
    }

    /** {@return the worth of each seed; null where one lacks the figure} */
    private static double[] worths(final Runs runs, final String figure)
    {
        final double[] before = Study.values(runs.none, figure);
        final double[] after = Study.values(runs.direct, figure);

        return before == null || after == null ? null : Study.differences(before, after);
    }

    /** Returns where the worth changes its sign, for the costs that it follows most. */
    List<Answer.BreakEven> breakEven(final Pair pair, final List<Answer.Sensitivity> ranked)
    {
        final List<SignSearch<Try, Runs>> searches = new ArrayList<>();
        ranked.stream().filter(row -> row.place().equals(pair.place)).map(row -> Arrays.stream(Cost.values())
            .filter(cost -> cost.label().equals(row.cost())).findFirst().orElseThrow()).distinct()
            .filter(Cost::isTime).limit(BREAK_EVEN_LIMIT).forEach(cost -> searches.add(search(cost)));
        SignSearch.run(searches, HALVINGS, places -> run(BREAK_EVEN, pair, places.stream().map(place ->
            new Try(place.axis().cost, Scaled.withNs(place.axis().cost, host.costs(), place.at()))).toList(), false));
        final List<Answer.BreakEven> all = new ArrayList<>();
        searches.forEach(search -> IntStream.range(0, FIGURES.size()).forEach(i -> all.add(found(search, i))));

        return all;
    }

    private SignSearch<Try, Runs> search(final Cost cost)
    {
        final Scaled.Value now = Scaled.now(cost, host.costs());
        final boolean isNothing = now.ns() == 0;

        return new SignSearch<>(new Try(cost, now), isNothing ? List.of(0.0, RANGE_FROM_NOTHING_NS) :
            List.of(now.ns() / RANGE, now.ns() * RANGE), now.ns(),
            (low, high) -> isNothing ? (low + high) / 2 : Math.sqrt(low * high),
            FIGURES.stream().map(CostStudy::question).toList());
    }

    private static SignSearch.Question<Runs> question(final String figure)
    {
        return new SignSearch.Question<>(
            runs -> sign(runs, figure), runs -> sign(worth(runs, figure)) != NOT_SHOWN);
    }

    private static double sign(final Runs runs, final String figure)
    {
        final Estimate worth = worth(runs, figure);

        return worth == null ? 0 : Math.signum(worth.value());
    }

    private static Estimate worth(final Runs runs, final String figure)
    {
        final double[] worths = worths(runs, figure);

        return worths == null ? null : Estimate.of(worths);
    }

    private static Answer.BreakEven found(final SignSearch<Try, Runs> search, final int question)
    {
        final String figure = FIGURES.get(question);
        final List<Estimate> worths = new ArrayList<>();
        search.tried().values().forEach(runs -> worths.add(worth(runs, figure)));
        final Estimate first = worths.get(0);
        final Estimate last = worths.get(worths.size() - 1);
        final SignSearch.Span span = search.span(question);

        return new Answer.BreakEven(search.axis().cost.label(), figure, search.axis().value.ns(),
            span == null ? null : span.from(), span == null ? null : span.to(),
            span == null ? "" + sign(first) + sign(last) : "" + raw(first) + raw(last),
            List.copyOf(search.tried().keySet()), worths);
    }

    private static char sign(final Estimate worth)
    {
        return worth == null || !worth.isShown() ? NOT_SHOWN : raw(worth);
    }

    private static char raw(final Estimate worth)
    {
        return worth.value() > 0 ? '+' : '-';
    }
}
