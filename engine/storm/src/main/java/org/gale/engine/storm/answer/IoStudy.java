package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;

/**
 * Study of where direct injection changes what devices complete: how long handlers and services have to be, how high
 * rates and how deep queues. Used by one thread.
 */
final class IoStudy
{
    /** Changes of completions a second that are searched, as ratios. */
    static final List<Double> LEVELS = List.of(0.01, 0.05, 0.20);

    private static final String PART = "break-even in I/O";
    /** Halvings of a factor of four, to one of less than 1.2. */
    private static final int HALVINGS = 3;

    private final Host host;
    private final Study study;
    private final int seeds;

    IoStudy(final Host host, final Study study, final int seeds)
    {
        this.host = host;
        this.study = study;
        this.seeds = seeds;
    }

    private record Axis(CostStudy.Pair pair, IoKnob knob, List<Double> now)
    {
    }

    /** Returns where completions change, for each pair of choices; nothing of a host whose devices have no models. */
    List<Answer.IoBreakEven> of(final List<CostStudy.Pair> pairs)
    {
        final List<SignSearch<Axis, Estimate>> searches = new ArrayList<>();
        for (final CostStudy.Pair pair : hasModels() ? pairs : List.<CostStudy.Pair>of())
        {
            for (final IoKnob knob : IoKnob.values())
            {
                final Axis axis = new Axis(pair, knob, knob.now(host.shape()));
                final List<Double> grid = axis.now.isEmpty() ? List.of() : knob.grid().stream()
                    .filter(at -> study.isPlanned(pair.none().apply(knob.values(host.shape(), at)))).toList();
                if (grid.size() > 1)
                {
                    searches.add(new SignSearch<>(axis, grid, knob.place(axis.now), knob.middle(),
                        LEVELS.stream().map(IoStudy::question).toList()));
                }
            }
        }
        SignSearch.run(searches, HALVINGS, this::changes);
        final List<Answer.IoBreakEven> all = new ArrayList<>();
        searches.forEach(search -> IntStream.range(0, LEVELS.size()).forEach(i -> all.add(found(search, i))));

        return all;
    }

    private boolean hasModels()
    {
        return host.shape().streams().anyMatch(stream -> stream.model() != null);
    }

    /** Returns the question whether a change is as large as a level. */
    private static SignSearch.Question<Estimate> question(final double level)
    {
        return new SignSearch.Question<>(change -> change == null ? 0 : Math.abs(change.value()) >= level ? 1 : -1,
            change -> change != null && change.low() != null && (isBeyond(change, level) ||
            (change.low() > -level && change.high() < level)));
    }

    private static boolean isBeyond(final Estimate change, final double level)
    {
        return change.low() >= level || change.high() <= -level;
    }

    private List<Estimate> changes(final List<SignSearch.Place<Axis>> places)
    {
        final List<Study.Values> choices = new ArrayList<>();
        for (final SignSearch.Place<Axis> place : places)
        {
            final Map<String, String> values = place.axis().knob.values(host.shape(), place.at());
            choices.add(place.axis().pair.none().apply(values));
            choices.add(place.axis().pair.direct().apply(values));
        }
        final List<List<Ran>> rans = study.run(PART, choices, seeds);
        final List<Estimate> changes = new ArrayList<>();
        for (int i = 0; i < rans.size(); i += 2)
        {
            changes.add(change(
                Study.values(rans.get(i), Ran.COMPLETIONS), Study.values(rans.get(i + 1), Ran.COMPLETIONS)));
        }

        return changes;
    }

    /** {@return the change from one choice to another one, as a ratio; null if there is none} */
    private static Estimate change(final double[] before, final double[] after)
    {
        if (before == null || after == null)
        {
            return null;
        }

        return before.length == 1 ? (before[0] > 0 ? Estimate.of(after[0] / before[0] - 1) : null) :
            Estimate.ofRatio(Study.differences(/* before= */ after, /* after= */ before), before);
    }

    private static Answer.IoBreakEven found(final SignSearch<Axis, Estimate> search, final int question)
    {
        final double level = LEVELS.get(question);
        final List<Estimate> changes = new ArrayList<>(search.tried().values());
        final SignSearch.Span span = search.span(question);
        final String sides = span != null ? span.below() > 0 ? "><" : "<>" :
            side(search.tried().firstEntry().getValue(), level) + side(search.tried().lastEntry().getValue(), level);

        return new Answer.IoBreakEven(search.axis().pair.place(), search.axis().knob.label(), level,
            search.axis().now, span == null ? null : span.from(), span == null ? null : span.to(), sides,
            List.copyOf(search.tried().keySet()), changes);
    }

    /** Returns the side of a level on which a change is; 0 if its interval shows none. */
    private static String side(final Estimate change, final double level)
    {
        final SignSearch.Question<Estimate> question = question(level);

        return !question.isShown().test(change) ? "0" : question.sign().applyAsDouble(change) > 0 ? ">" : "<";
    }
}
