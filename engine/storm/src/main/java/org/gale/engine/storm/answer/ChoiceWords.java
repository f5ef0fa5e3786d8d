package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.gale.engine.storm.result.answer.EstimateText;

/** Answer about choices of a host in words, made from its figures: what is compared has its name. Pure functions. */
final class ChoiceWords
{
    /** Circumstances that have sentences; the others stand in the tables. */
    private static final int CIRCUMSTANCE_LIMIT = 8;

    /** Figures that sentences are about, in their order. */
    private static final Map<String, String> WORDS = words();

    private ChoiceWords()
    {
    }

    private static Map<String, String> words()
    {
        final Map<String, String> words = new LinkedHashMap<>();
        words.put(Ran.COMPLETIONS, " completions a second of ");
        words.put(Ran.MEAN, " the mean response of ");
        words.put(Ran.P99, " p99 of the response of ");

        return words;
    }

    /** Returns the lines. */
    static List<String> lines(final Answer answer)
    {
        final List<String> lines = new ArrayList<>();
        final Map<List<String>, List<Answer.AnswerRow>> compared = new LinkedHashMap<>();
        answer.rows().forEach(row -> compared.computeIfAbsent(
            answer.circumstance(row.labels()), key -> new ArrayList<>()).add(row));
        for (final String figure : WORDS.keySet())
        {
            compared.values().stream().limit(CIRCUMSTANCE_LIMIT).forEach(rows -> line(lines, answer, figure, rows));
        }
        if (compared.size() > CIRCUMSTANCE_LIMIT)
        {
            lines.add("The tables have " + (compared.size() - CIRCUMSTANCE_LIMIT) + " more values of " +
                answer.keys().get(1) + '.');
        }
        final List<String> overloaded = answer.rows().stream()
            .filter(row -> row.figures().stream().anyMatch(Answer.AnswerFigure::isOverloaded))
            .map(row -> String.join(" ", row.labels())).toList();
        lines.add(overloaded.isEmpty() ? "Nothing is overloaded." :
            "Overloaded, so that percentiles say nothing: " + String.join("; ", overloaded) + '.');

        return lines;
    }

    /** Says what the best of some choices is worth over their baseline, the first one. */
    private static void line(
        final List<String> lines, final Answer answer, final String figure, final List<Answer.AnswerRow> rows)
    {
        final Answer.AnswerRow own = rows.get(0);
        final Answer.AnswerRow best = rows.stream().skip(1)
            .filter(row -> isJudged(row, figure) && row.figure(figure).worth() != null)
            .max(Comparator.comparingDouble(row -> row.figure(figure).worth().value())).orElse(null);
        if (best == null || !isJudged(own, figure))
        {
            return;
        }
        final Estimate worth = best.figure(figure).worth();
        final String of = WORDS.get(figure) +
            answer.baseline(own.labels()) + ", " +
            EstimateText.of(figure, Estimate.of(own.figure(figure).value().value()));
        final String place = at(answer, own.labels());
        final String choice = named(answer, best.labels());
        final String verb = worth.value() > 0 ? " takes " : " adds ";
        final String most = rows.size() == 2 ? "" :
            (worth.value() > 0 ? ", the most of " : ", the least of ") + (rows.size() - 1);
        if (figure.equals(Ran.COMPLETIONS) && best.figure(figure).change() != null)
        {
            lines.add(place + choice + ' ' + IoWords.effect(best.figure(figure).change()) + ", from" +
                of.substring(of.lastIndexOf(' ')) + most + '.');
            lines.addAll(IoWords.changes(best, answer.head().groups()));
            return;
        }
        final String line = worth.isShown() ? choice + verb + EstimateText.size(worth) +
            (worth.value() > 0 ? " off" : " to") + of + most :
            (place.isEmpty() ? 'N' : 'n') + "o difference is shown of" + of + ": " + choice + " takes " +
            EstimateText.time(worth) + " off it" + most;
        lines.add(place + line + '.');
        lines.addAll(figure.equals(Ran.MEAN) ? PathWords.lines(own, best) : List.of());
    }

    private static boolean isJudged(final Answer.AnswerRow row, final String name)
    {
        final Answer.AnswerFigure figure = row.figure(name);

        return figure != null && figure.value() != null && !figure.isOverloaded();
    }

    /** Returns the words in front of a sentence about a circumstance. */
    private static String at(final Answer answer, final List<String> labels)
    {
        final List<String> circumstance = answer.circumstance(labels);

        return circumstance.isEmpty() ? "" : "At " + answer.keys().get(1) + ' ' + circumstance.get(0) + ", ";
    }

    private static String named(final Answer answer, final List<String> labels)
    {
        final List<String> named = new ArrayList<>();
        for (int i = 0; i < labels.size() - answer.circumstance(labels).size(); i++)
        {
            named.add(answer.keys().get(i) + ' ' + labels.get(i));
        }

        return String.join(", ", named);
    }
}
