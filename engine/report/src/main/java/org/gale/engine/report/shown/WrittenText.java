package org.gale.engine.report.shown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;

/**
 * Laws of the text of a storm. Each number is that of its report, in its place and unit, within the rounding of its
 * digits. No row of a table is missing. The laws share no class with what writes the text: lines are found by their
 * labels. Used once.
 */
public final class WrittenText
{
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final Pattern FURTHER = Pattern.compile("(?: {9}| {2})(?=\\S)");
    private static final Pattern REMARK = Pattern.compile(" {4}(sampled: .*)");
    /** Labels of lines that may go on. */
    private static final Pattern LABEL = Pattern.compile(
        "(?:storm|group|phases|model|sums|stalls|attached|journal|resumed|replay|drained|engines) {1,4}.*|.*,");
    private static final String DOT = " \u00b7 ";
    private static final int LABEL_WIDTH = 9;

    private final ShownFacts facts;
    private final TextTables tables;
    private final AccountRows accounts;
    private final TextOutliers outliers;
    private final TextShapes shapes;
    private final TextPhrases phrases;

    private WrittenText(final JsonNode report)
    {
        facts = new ShownFacts(report, "text");
        tables = new TextTables(facts);
        accounts = new AccountRows(facts);
        outliers = new TextOutliers(facts);
        shapes = new TextShapes(facts);
        phrases = new TextPhrases(facts);
    }

    /** Returns the laws that a text breaks; none of a sound one, and none of a storm that failed. */
    public static List<String> faults(final String text, final JsonNode report)
    {
        final WrittenText written = new WrittenText(report);
        if (Outcome.hasResult(report.path("exit").asInt()))
        {
            written.read(lines(text));
        }

        return written.facts.faults();
    }

    /** Returns the lines of a text, those that were broken made whole again, without colours. */
    private static List<String> lines(final String text)
    {
        final List<String> lines = new ArrayList<>();
        for (final String line : COLOUR.matcher(text).replaceAll("").lines().toList())
        {
            final String before = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
            final Matcher further = FURTHER.matcher(line);
            final boolean isFurther = further.lookingAt() && LABEL.matcher(before).matches() &&
                (further.end() == LABEL_WIDTH || before.endsWith(","));
            if (isFurther)
            {
                lines.set(lines.size() - 1,
                    before + (further.end() == LABEL_WIDTH ? DOT : " ") + line.substring(further.end()));
            }
            else
            {
                lines.add(line);
            }
        }

        return lines;
    }

    private void read(final List<String> lines)
    {
        for (final String line : lines)
        {
            final Matcher remark = REMARK.matcher(line);
            final boolean hasRemark = line.startsWith("latency, ns") && remark.find();
            final String row = hasRemark ? line.substring(0, remark.start()) : line;
            if (hasRemark)
            {
                phrases.read(remark.group(1));
            }
            if (!tables.read(row) && !accounts.read(row) && !outliers.read(row))
            {
                shapes.read(row);
                phrases.read(row);
            }
        }
        tables.end();
        accounts.end();
        outliers.end();
        phrases.end();
    }
}
