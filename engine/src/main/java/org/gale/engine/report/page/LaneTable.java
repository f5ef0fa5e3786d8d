package org.gale.engine.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

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
        boolean isBegun = false;
        for (int i = 0; i < json.at(LANES).size(); i++)
        {
            final String at = LANES + '/' + i;
            if (json.at(at + "/published").asLong() > 0)
            {
                if (!isBegun)
                {
                    isBegun = true;
                    parts.section("Lanes");
                    parts.heading(List.of("words of", "published", "drained", "left", "closed"));
                }
                page.open("tr");
                page.leaf("td", json.at(at + "/name").asText());
                parts.number(json, at + "/published");
                parts.number(json, at + "/drained");
                parts.number(json, at + "/left");
                page.leaf("td", json.at(at + "/end").asText());
                page.close();
            }
        }
        if (isBegun)
        {
            parts.endTable();
            parts.endSection();
        }
    }
}
