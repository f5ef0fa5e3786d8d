package org.gale.engine.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.answer.Answer;

/**
 * Grids of an answer in which two keys vary: the values of the choice below one another, those of the circumstance side
 * by side, and a figure in each cell. Pure functions.
 */
final class AnswerGrid
{
    /** Words for figures of which lower ones are better. */
    private static final Map<String, String> NAMES = Map.of("mean", "mean response", "p50", "p50 of the response",
        "p99", "p99 of the response", "exits_per_s", "exits a second", "host_share", "share of the host",
        "coalesced_share", "share of events that merged");

    private AnswerGrid()
    {
    }

    /**
     * Returns the grids of some figures, then those of the worths of the mean and of p99.
     *
     * @param group   whose figures they are; empty of all
     * @param figures names of them
     */
    static List<AnswerText.Table> tables(final Answer answer, final String group, final List<String> figures)
    {
        final List<AnswerText.Table> tables = new ArrayList<>();
        final String of = group.isEmpty() ? "" : " of " + group;
        for (final String figure : figures)
        {
            tables.add(grid(answer, NAMES.get(figure.substring(figure.lastIndexOf('.') + 1)) + of, figure, false));
        }
        final String over = of + " over " + answer.keys().get(0) + ' ' + answer.rows().get(0).labels().get(0);
        tables.add(grid(answer, "worth of the mean" + over, figures.get(0), true));
        tables.add(grid(answer, "worth of p99" + over, figures.get(2), true));

        return tables;
    }

    private static AnswerText.Table grid(
        final Answer answer, final String title, final String figure, final boolean isWorth)
    {
        final List<String> choices = answer.rows().stream().map(row -> row.labels().get(0)).distinct().toList();
        final List<String> places = answer.rows().stream().map(row -> row.labels().get(1)).distinct().toList();
        final List<String> heading = new ArrayList<>(List.of(answer.keys().get(0)));
        places.forEach(place -> heading.add(answer.keys().get(1) + ' ' + place));
        final List<List<String>> rows = new ArrayList<>();
        for (final String choice : choices.subList(isWorth ? 1 : 0, choices.size()))
        {
            final List<String> cells = new ArrayList<>(List.of(choice));
            for (final String place : places)
            {
                final Answer.Figure own = figure(answer, choice, place, figure);
                cells.add(!isWorth ? AnswerText.cell(own) :
                    AnswerText.worth(own, figure(answer, choices.get(0), place, figure)));
            }
            rows.add(cells);
        }

        return new AnswerText.Table(title, heading, 1, rows, Collections.nCopies(rows.size(), false));
    }

    private static Answer.Figure figure(
        final Answer answer, final String choice, final String place, final String figure)
    {
        return answer.rows().stream().filter(row -> row.labels().equals(List.of(choice, place))).findFirst()
            .orElseThrow().figure(figure);
    }
}
