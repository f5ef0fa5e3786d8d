package org.gale.engine.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.gale.engine.storm.result.EnginesOfStorm;

/** Tables of the engines of a storm and of its shares, each with its own figures. Pure functions. */
final class EnginesTable
{
    private static final List<String> COLUMNS = List.of("offered", "delivered", "coalesced", "pending", "elapsed_s",
        "rate_per_s", "response_p99_ns", "commands");
    private static final List<String> HEADINGS = List.of("", "offered", "delivered", "coalesced", "pending",
        "time, s", "a second", "p99, ns", "commands");

    private EnginesTable()
    {
    }

    /** Draws the engines of a storm that several ran, and the shares of a sum. */
    static void draw(final Markup page, final PageParts parts, final JsonNode json)
    {
        draw(page, parts, json, "Engines", "/host/engines");
        draw(page, parts, json, "Shares", "/host/shares");
    }

    private static void draw(
        final Markup page, final PageParts parts, final JsonNode json, final String title, final String pointer)
    {
        final JsonNode rows = json.at(pointer);
        if (rows.isEmpty())
        {
            return;
        }
        parts.section(title);
        parts.heading(HEADINGS);
        for (int i = 0; i < rows.size(); i++)
        {
            final String at = pointer + '/' + i;
            page.open("tr");
            page.leaf("td", rows.get(i).path("share").asText(EnginesOfStorm.name(i)));
            COLUMNS.forEach(column -> parts.number(json, at + '/' + column));
            page.close();
        }
        parts.endTable();
        parts.note(json.at("/host/shares_rate").isTextual() ? "The rate of the storm is the " +
            json.at("/host/shares_rate").asText() + '.' : "");
        parts.endSection();
    }
}
