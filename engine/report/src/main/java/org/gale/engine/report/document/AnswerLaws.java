package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws of an answer as it is written, which a reader can check by arithmetic on its values alone: each worth is what a
 * row takes off another one, and each interval holds its value. Fields are found by their names. Used once.
 */
public final class AnswerLaws
{
    private static final String VALUE = "value";
    private static final String FIGURES = "figures";
    private static final String NAME = "name";
    private static final String WORTH = "worth";
    /** Relative error of a difference of means. */
    private static final double ERROR = 1e-6;

    private final JsonNode answer;
    private final List<String> faults = new ArrayList<>();

    private AnswerLaws(final JsonNode answer)
    {
        this.answer = answer;
    }

    /**
     * Returns the laws that an answer breaks as it is written, and that its seeds begin with that of its job.
     *
     * @param seed of the job
     */
    public static List<String> faults(final JsonNode answer, final long seed)
    {
        final List<String> faults = new ArrayList<>(faults(answer));
        final JsonNode first = answer.path("head").path("seeds").path(0);
        if (first.asLong() != seed)
        {
            faults.add("/head/seeds/0 is " + first + ", and the seed of the job " + seed);
        }

        return faults;
    }

    /** Returns the laws that an answer breaks, each with its numbers and their places; none of a sound one. */
    public static List<String> faults(final JsonNode answer)
    {
        final AnswerLaws laws = new AnswerLaws(answer);
        laws.intervals(answer, "");
        laws.faults.addAll(SeedLaws.faults(answer));
        laws.faults.addAll(BreakEvenLaws.faults(answer));
        laws.faults.addAll(IoBreakEvenLaws.faults(answer));
        laws.faults.addAll(RangeLaws.faults(answer));
        final JsonNode rows = answer.path("rows");
        for (int row = 0; row < rows.size(); row++)
        {
            final JsonNode figures = rows.get(row).path(FIGURES);
            for (int i = 0; i < figures.size(); i++)
            {
                laws.worth(figures.get(i), "/rows/" + row + "/figures/" + i);
            }
        }

        return List.copyOf(laws.faults);
    }

    /** Checks that each interval holds its value, wherever it stands. */
    private void intervals(final JsonNode value, final String place)
    {
        if (value.path("low").isNumber() && value.path("high").isNumber() && value.path(VALUE).isNumber())
        {
            final double own = value.path(VALUE).asDouble();
            if (own < value.path("low").asDouble() || own > value.path("high").asDouble())
            {
                faults.add(place + "/value is " + value.path(VALUE) + ", outside of its interval, " +
                    value.path("low") + " to " + value.path("high"));
            }
        }
        value.properties().forEach(field -> intervals(field.getValue(), place + '/' + field.getKey()));
        for (int i = 0; value.isArray() && i < value.size(); i++)
        {
            intervals(value.get(i), place + '/' + i);
        }
    }

    /** Checks the worth of a row: what it takes off another row. */
    private void worth(final JsonNode figure, final String place)
    {
        final boolean isHigher = figure.path(NAME).asText().endsWith("completions_per_s");
        final JsonNode worth = figure.path(WORTH).path(VALUE);
        final JsonNode own = figure.path(VALUE).path(VALUE);
        if (worth.isNumber() && own.isNumber() &&
            !isValue(figure.path(NAME), own.asDouble() + (isHigher ? -1 : 1) * worth.asDouble(), worth.asDouble()))
        {
            faults.add(place + "/worth/value is " + worth + ", and no row is that much " +
                (isHigher ? "below" : "above") + " its value, " + own);
        }
    }

    /** Returns whether a row has a value of a figure. */
    private boolean isValue(final JsonNode name, final double value, final double scale)
    {
        for (final JsonNode row : answer.path("rows"))
        {
            for (final JsonNode figure : row.path(FIGURES))
            {
                final JsonNode other = figure.path(VALUE).path(VALUE);
                if (figure.path(NAME).equals(name) && other.isNumber() && Math.abs(other.asDouble() - value) <=
                    ERROR * Math.max(1, Math.max(Math.abs(value), Math.abs(scale))))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
