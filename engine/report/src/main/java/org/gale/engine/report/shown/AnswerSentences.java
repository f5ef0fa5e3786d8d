package org.gale.engine.report.shown;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reader of the sentences of an answer: each number with a unit or an interval is one of its figures, and says of a
 * difference what its interval does. Used once.
 */
final class AnswerSentences
{
    private static final String NO_DIFFERENCE = "o difference ";
    /** Begin of a range over costs, as answers say it, and as those of earlier versions did. */
    private static final Pattern BY_COSTS = Pattern.compile("(?:costs at half to twice|nobody has measured): ");
    private static final List<String> CLAUSES = List.of("; ", ". ", ", and ");
    private static final Map<String, String> PLACES = Map.of("With a PE for each vCPU", "1:1", "At 4:1", "4:1");
    private static final Map<String, String> FIGURES = Map.of("mean response", "mean", "completions a second",
        "completions_per_s");

    private final List<JsonNode> estimates = new ArrayList<>();
    private final List<Double> numbers = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final JsonNode ranges;

    AnswerSentences(final JsonNode answer)
    {
        ranges = answer.path("ranges");
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
            if (BY_COSTS.matcher(sentence.substring(0, found.start())).find())
            {
                must(isOfRange(shown, sentence), "the words have " + found.group() + ", which is no end of a range: " +
                    sentence);
            }
            else if (shown.isEstimate())
            {
                final int clause = CLAUSES.stream()
                    .mapToInt(end -> sentence.lastIndexOf(end, found.start())).max().orElse(0);
                estimate(shown, found.group(), sentence.substring(Math.max(0, clause), found.start()),
                    sentence.substring(found.end()));
            }
        }
    }

    /** Returns whether a number is an end of the range of the place and the figure that a sentence names first. */
    private boolean isOfRange(final ShownEstimate shown, final String sentence)
    {
        final String place = named(PLACES, sentence);
        final String figure = named(FIGURES, sentence);
        boolean isOf = false;
        for (final JsonNode range : ranges)
        {
            final boolean isRange = range.path("place").asText().equals(place) &&
                range.path("figure").asText().equals(figure);
            isOf |= isRange && List.of(1, -1).stream().anyMatch(sign ->
                shown.isValue(sign * range.path("low").asDouble()) ||
                shown.isValue(sign * range.path("high").asDouble()));
        }

        return isOf;
    }

    private static String named(final Map<String, String> names, final String sentence)
    {
        return names.entrySet().stream().filter(name -> sentence.contains(name.getKey()))
            .min(Comparator.comparingInt(name -> sentence.indexOf(name.getKey()))).map(Map.Entry::getValue).orElse("");
    }

    private void estimate(final ShownEstimate shown, final String text, final String before, final String after)
    {
        final boolean isAdded = after.startsWith(" to p") || after.startsWith(" to the ");
        final boolean isSize = isAdded || after.startsWith(" off");
        final int sign = isSize && isAdded != shown.isRatio() ? -1 : 1;
        final boolean isKnown = shown.hasInterval() ? estimates.stream().anyMatch(one -> shown.isOf(one, sign)) :
            numbers.stream().anyMatch(one -> shown.isValue(sign * one));
        must(isKnown, "the words have " + text + ", which is no figure of the answer");
        final boolean isNone = before.contains(NO_DIFFERENCE);
        must(!isNone || !shown.hasInterval() || shown.holdsZero(),
            "the words show no difference, and its interval leaves 0 out: " + text);
        must(isNone || !shown.hasInterval() || !isSize || shown.leavesZeroOut(),
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
