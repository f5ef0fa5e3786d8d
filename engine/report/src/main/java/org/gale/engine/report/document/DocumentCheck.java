package org.gale.engine.report.document;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;

/**
 * Walk through a document that refuses values out of the ranges which its records declare. A value may be missing or
 * null unless it is required, and what is not declared may be anything but a negative number. Used once.
 */
final class DocumentCheck
{
    private static final int VALUE_LENGTH_LIMIT = 60;

    private final String name;
    /** Names and indexes that lead to the current value; no pointer is made of them before it is needed. */
    private final Deque<String> place = new ArrayDeque<>();

    private DocumentCheck(final String name)
    {
        this.name = name;
    }

    /**
     * Checks a document.
     *
     * @param name of the file, for messages
     * @throws OutcomeException with the JSON pointer of the first value out of its range
     */
    static void check(final String name, final JsonNode document, final Class<? extends Record> type)
    {
        new DocumentCheck(name).check(document, Declared.of(type));
    }

    /** Returns the refusal of a member of a document. */
    static OutcomeException refusal(final String name, final String member, final JsonNode value, final String words)
    {
        final DocumentCheck check = new DocumentCheck(name);
        check.place.addLast(member);

        return check.refusal(value, words);
    }

    private void check(final JsonNode value, final Declared declared)
    {
        final boolean isNone = value.isMissingNode() || value.isNull();
        if (isNone ? declared.isRequired() : !declared.kind().test().test(value))
        {
            throw refusal(value, declared.kind().words());
        }
        for (int i = 0; value.isArray() && i < value.size(); i++)
        {
            inner(String.valueOf(i), value.get(i), declared);
        }
        for (final Map.Entry<String, JsonNode> member : value.properties())
        {
            inner(member.getKey(), member.getValue(), declared);
        }
        for (final String key : value.isContainerNode() ? declared.required() : List.<String>of())
        {
            if (!(value.isArray() ? value.has(Integer.parseInt(key)) : value.has(key)))
            {
                inner(key, value.path(key), declared);
            }
        }
    }

    private void inner(final String key, final JsonNode value, final Declared declared)
    {
        place.addLast(key);
        check(value, declared.of(key));
        place.removeLast();
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
