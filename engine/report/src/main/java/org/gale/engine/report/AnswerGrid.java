package org.gale.engine.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.result.answer.Answer;

/**
 * Grids of an answer in which two keys vary: the values of the choice below one another, those of the circumstance side
 * by side, and a figure in each cell. Pure functions.
 */
final class AnswerGrid
{
    private static final String COMPLETIONS = "completions_per_s";
    /** Words for figures. */
    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("mean", "mean response"),
        Map.entry("p50", "p50 of the response"), Map.entry("p99", "p99 of the response"),
        Map.entry("request_p50", "p50 of requests"), Map.entry("request_p99", "p99 of requests"),
        Map.entry(COMPLETIONS, "completions a second"), Map.entry("exits_per_s", "exits a second"),
        Map.entry("host_share", "share of the host"), Map.entry("coalesced_share", "share of events that merged"),
        Map.entry("forwarded_share", "share of interrupts that were forwarded"),
        Map.entry("woken_share", "share of responses of blocked vCPUs"),
        Map.entry("waiting_share", "share of responses that waited for a PE"));

    private AnswerGrid()
    {
    }

    /**
     * Returns the grids of some figures, then those of the worths of the mean and of p99.
     *
     * @param group   whose figures they are; empty of all
     * @param figures names of them
     */
    static List<AnswerTable> tables(final Answer answer, final String group, final List<String> figures)
    {
        final List<AnswerTable> tables = new ArrayList<>();
        final String of = group.isEmpty() ? "" : " of " + group;
        for (final String figure : figures)
        {
            tables.add(grid(answer, NAMES.get(figure.substring(figure.lastIndexOf('.') + 1)) + of, figure, false));
        }
        final String over = of + " over " + answer.keys().get(0) + ' ' + answer.rows().get(0).labels().get(0);
        tables.add(grid(answer, "worth of the mean" + over, figures.get(0), true));
        tables.add(grid(answer, "worth of p99" + over, figures.get(2), true));
        figures.stream().filter(name -> name.endsWith(COMPLETIONS))
            .forEach(name -> tables.add(grid(answer, "worth of completions a second" + over, name, true)));

        return tables;
    }

    private static AnswerTable grid(
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
                final Answer.AnswerFigure own = figure(answer, choice, place, figure);
                cells.add(!isWorth ? AnswerTable.cell(own) :
                    AnswerTable.worth(own, figure(answer, choices.get(0), place, figure)));
            }
            rows.add(cells);
        }

        return new AnswerTable(title, heading, 1, rows, Collections.nCopies(rows.size(), false));
    }

    private static Answer.AnswerFigure figure(
        final Answer answer, final String choice, final String place, final String figure)
    {
        return answer.rows().stream().filter(row -> row.labels().equals(List.of(choice, place))).findFirst()
            .orElseThrow().figure(figure);
    }
}
