package org.gale.engine.report.compare;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.report.document.StormDocument;

/**
 * Walk through a report that refuses values of another type than {@link ReportFields} declares. A value may be missing
 * or null unless it is required, and what is not declared may be anything but a negative number. Used once.
 */
final class ReportShape
{
    private static final String ANY_STORM = "gale.storm/";
    private static final Set<String> SCHEMAS = Set.of("gale.storm/2", StormDocument.SCHEMA);
    private static final int VALUE_LENGTH_LIMIT = 60;

    private final String name;
    /** Names and indexes that lead to the value in hand; no pointer is made of them before it is needed. */
    private final Deque<String> place = new ArrayDeque<>();

    private ReportShape(final String name)
    {
        this.name = name;
    }

    /**
     * Checks a report.
     *
     * @param name of the file, for messages
     * @throws OutcomeException with the JSON pointer of the first value of another type
     */
    static void check(final String name, final JsonNode report)
    {
        final JsonNode schema = report.at("/schema");
        if (!schema.asText().startsWith(ANY_STORM))
        {
            throw new OutcomeException(Outcome.USAGE, name + ": is not a report that a storm wrote as JSON");
        }
        final ReportShape shape = new ReportShape(name);
        if (!SCHEMAS.contains(schema.asText()))
        {
            shape.place.addLast("schema");
            throw shape.refusal(schema, "a schema that this gale reads (" +
                String.join(", ", SCHEMAS.stream().sorted().toList()) + ')');
        }
        shape.check(report, ReportFields.REPORT);
    }

    /**
     * Checks a point of a joined sweep.
     *
     * @param name of the file, for messages
     * @throws OutcomeException with the JSON pointer of the first value of another type
     */
    static void checkPoint(final String name, final JsonNode point)
    {
        if (!point.has("point") || !point.has("values"))
        {
            throw new OutcomeException(
                Outcome.USAGE, name + ": is not the points.jsonl that gale sweep merge wrote");
        }
        new ReportShape(name).check(point, ReportFields.POINT);
    }

    private void check(final JsonNode value, final ReportField field)
    {
        final boolean isNone = value.isMissingNode() || value.isNull();
        if (isNone ? field.isRequired() : !field.kind().test().test(value))
        {
            throw refusal(value, field.kind().words());
        }
        if (value.isArray())
        {
            for (int i = 0; i < value.size(); i++)
            {
                inner(String.valueOf(i), value.get(i), field);
            }
        }
        else if (value.isObject())
        {
            for (final Map.Entry<String, JsonNode> member : value.properties())
            {
                inner(member.getKey(), member.getValue(), field);
            }
        }
        if (value.isContainerNode())
        {
            missing(value, field);
        }
    }

    private void inner(final String key, final JsonNode value, final ReportField field)
    {
        place.addLast(key);
        check(value, field.of(key));
        place.removeLast();
    }

    /** Checks that a value holds what is required. */
    private void missing(final JsonNode value, final ReportField field)
    {
        for (final Map.Entry<String, ReportField> member : field.members().entrySet())
        {
            final boolean isThere =
                value.isArray() ? Integer.parseInt(member.getKey()) < value.size() : value.has(member.getKey());
            if (member.getValue().isRequired() && !isThere)
            {
                inner(member.getKey(), value.path(member.getKey()), field);
            }
        }
    }

    private OutcomeException refusal(final JsonNode value, final String words)
    {
        final StringBuilder pointer = new StringBuilder();
        place.forEach(key -> pointer.append('/').append(TerminalText.line(key.replace("~", "~0").replace("/", "~1"))));
        final String text = TerminalText.line(value.isMissingNode() ? "nothing" : value.toString());
        final String shown =
            text.length() <= VALUE_LENGTH_LIMIT ? text : text.substring(0, VALUE_LENGTH_LIMIT) + "...";

        return new OutcomeException(Outcome.USAGE, name + ": " + pointer + ": " + shown + " is not " + words);
    }
}
