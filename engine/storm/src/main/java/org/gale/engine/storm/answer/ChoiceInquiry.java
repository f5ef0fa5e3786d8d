package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.Steadiness;
import org.gale.engine.storm.scenario.Cost;

/**
 * Inquiry into choices of a host other than a setting of its own: what each is worth over it. Used once, by one thread.
 */
public final class ChoiceInquiry
{
    private static final String CHOICES = "choices";
    private static final String SENSITIVITY = "sensitivity";

    private final Host host;
    private final Runner runner;
    private final Study study;
    private final List<Long> seeds;

    /** Makes an inquiry. */
    public ChoiceInquiry(final Host host, final Runner runner, final List<Long> seeds,
        final List<String> groups)
    {
        this.host = host;
        this.runner = runner;
        this.seeds = List.copyOf(seeds);
        this.study = new Study(runner, seeds, groups);
    }

    /**
     * Choice of a host.
     *
     * @param labels texts of the keys
     * @param values of keys of the job, by their paths
     */
    public record Choice(List<String> labels, Map<String, String> values)
    {
    }

    /**
     * Finds the answer.
     *
     * @param keys         names of the labels
     * @param choices      the own setting first, or the first value of a key that varies, at each circumstance
     * @param hasCosts     true to find the sensitivity to costs
     */
    public Answer ask(
        final Answer.Head head, final List<String> keys, final List<Choice> choices, final boolean hasCosts)
    {
        runner.expect(seeds.size() * (choices.size() + 2));
        final List<Choice> ends = List.of(choices.get(0), choices.get(choices.size() - 1));
        final Steadiness steadiness = new Stationarity(study, seeds.size()).settle(ends.stream().distinct()
            .map(end -> new Stationarity.Choice(CHOICES, end.labels, seed -> end.values)).toList());
        final List<List<Ran>> rans = study.run(
            CHOICES, choices.stream().map(choice -> (Study.Values)seed -> choice.values).toList(), seeds.size());
        final Answer asked = new Answer(head, List.of(), keys, List.of(), List.of(),
            Answer.OfCosts.NONE, List.of(), steadiness);
        final Map<List<String>, List<Ran>> baselines = new HashMap<>();
        final List<Answer.AnswerRow> rows = new ArrayList<>();
        for (int i = 0; i < rans.size(); i++)
        {
            final List<Ran> base =
                baselines.putIfAbsent(asked.circumstance(choices.get(i).labels), rans.get(i));
            rows.add(study.row(choices.get(i).labels, rans.get(i), base, null));
        }
        final List<Answer.Sensitivity> sensitivity = hasCosts ? sensitivity(rans.get(0)) : List.of();
        final Answer found = new Answer(
            head, List.of(), keys, rows, List.of(), new Answer.OfCosts(sensitivity, List.of(), List.of(), List.of()),
            runner.works(), steadiness.with(runner.warmUp()));

        return found.with(ChoiceWords.lines(found));
    }

    private List<Answer.Sensitivity> sensitivity(final List<Ran> own)
    {
        final int few = Math.min(DirectInquiry.FEW_SEEDS, seeds.size());
        final List<Cost> costs = new ArrayList<>();
        final List<Scaled.Value> others = new ArrayList<>();
        final List<Study.Values> tries = new ArrayList<>();
        for (final Cost cost : host.spent())
        {
            for (final Scaled.Value value : Scaled.around(cost, host.costs()))
            {
                costs.add(cost);
                others.add(value);
                tries.add(seed -> Map.of(Scaled.key(cost), value.text()));
            }
        }
        final List<List<Ran>> rans = study.run(SENSITIVITY, tries, few);
        final List<Answer.Sensitivity> all = new ArrayList<>();
        for (int i = 0; i < rans.size(); i++)
        {
            final Estimate change = Study.worth(rans.get(i), own.subList(0, few), Ran.MEAN);
            if (change != null && !isEqual(own, rans.get(i)))
            {
                all.add(new Answer.Sensitivity(costs.get(i).label(), "own setting",
                    host.costs().text(costs.get(i)), others.get(i).text(),
                    Estimate.of(Study.values(rans.get(i), Ran.MEAN)), change,
                    Study.listed(Study.values(rans.get(i), Ran.MEAN))));
            }
        }
        all.sort(Comparator.comparingDouble(one -> -Math.abs(one.change().value())));

        return all;
    }

    /** Returns whether another cost changed nothing, as no run pays it. */
    private static boolean isEqual(final List<Ran> own, final List<Ran> other)
    {
        boolean isEqual = true;
        for (int i = 0; i < other.size(); i++)
        {
            isEqual &= own.get(i).figures().equals(other.get(i).figures());
        }

        return isEqual;
    }
}
