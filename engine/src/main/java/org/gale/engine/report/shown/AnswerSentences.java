package org.gale.engine.report.shown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reader of the sentences of an answer: each number with a unit or an interval is one of its figures, and says of a
 * difference what its interval does. Used once.
 */
final class AnswerSentences
{
    private static final String NO_DIFFERENCE = "o difference ";
    private static final List<String> CLAUSES = List.of("; ", ". ", ", and ");

    private final List<JsonNode> estimates = new ArrayList<>();
    private final List<Double> numbers = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    AnswerSentences(final JsonNode answer)
    {
        answer.properties().stream().filter(field -> !field.getKey().equals("config"))
            .forEach(field -> collect(field.getValue()));
    }

    private void collect(final JsonNode node)
    {
        if (node.path("value").isNumber() && node.has("low"))
        {
            estimates.add(node);
        }
        if (node.isNumber())
        {
            numbers.add(node.asDouble());
        }
        node.forEach(this::collect);
    }

    /** Reads sentences, and returns what they say otherwise. */
    List<String> read(final JsonNode sentences)
    {
        sentences.forEach(sentence -> read(sentence.asText()));

        return faults;
    }

    private void read(final String sentence)
    {
        final Matcher found = ShownEstimate.PATTERN.matcher(sentence);
        while (found.find())
        {
            final ShownEstimate shown = ShownEstimate.of(found);
            if (shown.isEstimate())
            {
                final int clause = CLAUSES.stream()
                    .mapToInt(end -> sentence.lastIndexOf(end, found.start())).max().orElse(0);
                estimate(shown, found.group(), sentence.substring(Math.max(0, clause), found.start()),
                    sentence.substring(found.end()));
            }
        }
    }

    private void estimate(final ShownEstimate shown, final String text, final String before, final String after)
    {
        final int sign = after.startsWith(" to p") || after.startsWith(" to the ") ? -1 : 1;
        final boolean isKnown = shown.hasInterval() ? estimates.stream().anyMatch(one -> shown.isOf(one, sign)) :
            numbers.stream().anyMatch(one -> shown.isValue(sign * one));
        must(isKnown, "the words have " + text + ", which is no figure of the answer");
        final boolean isNone = before.contains(NO_DIFFERENCE);
        must(!isNone || !shown.hasInterval() || shown.holdsZero(),
            "the words show no difference, and its interval leaves 0 out: " + text);
        must(isNone || !shown.hasInterval() || !(after.startsWith(" off") || sign < 0) || shown.leavesZeroOut(),
            "the words show a difference, and its interval holds 0: " + text);
    }

    private void must(final boolean isKept, final String fault)
    {
        if (!isKept)
        {
            faults.add(fault);
        }
    }
}
