package org.gale.engine.cli.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.TerminalText;

/**
 * Table of a decoded view: one line for each value, one table for each list. Numbers are right-aligned. Owned by the
 * main thread.
 */
record ViewTable(PrintWriter out)
{
    private static final int NAME_WIDTH = 14;
    private static final String GAP = "  ";
    private static final String WORD = "word";

    /**
     * Prints a view.
     *
     * @param head what the view shows, behind its name
     */
    void print(final JsonNode view, final String head)
    {
        out.println(TerminalText.line(view.path("view").asText() + " of " + head));
        final List<Map.Entry<String, JsonNode>> lists = new ArrayList<>();
        for (final Map.Entry<String, JsonNode> field : view.properties())
        {
            if (field.getValue().isArray())
            {
                lists.add(field);
            }
            else if (isGroup(field.getValue()))
            {
                out.println();
                out.println(field.getKey());
                field.getValue().properties().forEach(inner ->
                    out.println(GAP + padded(inner.getKey(), 2 * NAME_WIDTH, false) + ' ' + text(inner.getValue())));
            }
            else if (!field.getKey().equals("view"))
            {
                out.println(padded(field.getKey(), NAME_WIDTH, false) + ' ' + text(field.getValue()));
            }
        }
        lists.forEach(list -> print(list.getKey(), list.getValue()));
    }

    private void print(final String name, final JsonNode list)
    {
        out.println();
        out.println(name + ": " + (list.isEmpty() ? "none" : Integer.toString(list.size())));
        final Map<String, Integer> widths = new LinkedHashMap<>();
        final List<Map<String, JsonNode>> rows = new ArrayList<>();
        for (final JsonNode element : list)
        {
            final Map<String, JsonNode> row = new LinkedHashMap<>();
            if (element.isObject())
            {
                element.properties().forEach(cell -> row.put(cell.getKey(), cell.getValue()));
            }
            else
            {
                row.put(name, element);
            }
            row.forEach((column, value) -> widths.merge(
                column, Math.max(column.length(), cell(value).length()), Math::max));
            rows.add(row);
        }
        if (!rows.isEmpty())
        {
            final StringBuilder heading = new StringBuilder();
            widths.forEach((column, width) -> heading.append(GAP).append(padded(column, width, true)));
            out.println(heading);
        }
        for (final Map<String, JsonNode> row : rows)
        {
            final StringBuilder line = new StringBuilder();
            widths.forEach((column, width) ->
                line.append(GAP).append(padded(row.containsKey(column) ? cell(row.get(column)) : "", width, true)));
            out.println(line.toString().stripTrailing());
        }
    }

    /** Returns whether a value is an object of objects, such as the registers of a frame. */
    private static boolean isGroup(final JsonNode value)
    {
        return value.isObject() && !value.isEmpty() && value.elements().next().isObject();
    }

    /** Returns a value of a table: of a decoded word, the word alone. */
    private static String cell(final JsonNode value)
    {
        return value.has(WORD) ? value.get(WORD).asText() : text(value);
    }

    private static String text(final JsonNode value)
    {
        if (value.isObject())
        {
            final StringBuilder text = new StringBuilder();
            value.properties().forEach(field -> text.append(text.length() == 0 ? "" : " ")
                .append(field.getKey()).append('=').append(field.getValue().asText()));

            return text.toString();
        }

        return value.isNull() ? "-" : value.asText();
    }

    private static String padded(final String text, final int width, final boolean isRight)
    {
        final String blanks = " ".repeat(Math.max(0, width - text.length()));

        return isRight ? blanks + text : text + blanks;
    }
}
