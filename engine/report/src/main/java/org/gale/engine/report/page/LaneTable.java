package org.gale.engine.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;

/** Table of the lanes of attached producers, with the words of each. Pure functions. */
final class LaneTable
{
    private static final String LANES = "/attached/lanes";

    private LaneTable()
    {
    }

    /** Draws the lanes in which something was published, if there are any. */
    static void draw(final Markup page, final PageParts parts, final JsonNode json)
    {
        final JsonNode lanes = json.at(LANES);
        final int[] used =
            IntStream.range(0, lanes.size()).filter(i -> lanes.get(i).get("published").asLong() > 0).toArray();
        if (used.length == 0)
        {
            return;
        }
        parts.section("Lanes");
        parts.heading(List.of("words of", "published", "drained", "left", "closed"));
        for (final int i : used)
        {
            final String at = LANES + '/' + i;
            page.open("tr");
            page.leaf("td", lanes.get(i).get("name").asText());
            parts.number(json, at + "/published");
            parts.number(json, at + "/drained");
            parts.number(json, at + "/left");
            page.leaf("td", lanes.get(i).get("end").asText());
            page.close();
        }
        parts.endTable();
        parts.endSection();
    }
}
