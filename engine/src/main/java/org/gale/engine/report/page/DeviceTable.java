package org.gale.engine.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.gale.engine.report.ModelText;

/** Table of the completions and interrupts of devices with models, by groups of VMs. Pure functions. */
final class DeviceTable
{
    private static final String COMPLETIONS = "completions";
    private static final String INTERRUPTS = "interrupts";

    private DeviceTable()
    {
    }

    /**
     * Draws the table, of a storm that has such devices.
     *
     * @param slowest sentence that names the slowest stage, or nothing where no latency was taken
     */
    static void draw(final Markup page, final PageParts parts, final JsonNode json, final String slowest)
    {
        if (!json.at("/groups/0").has(COMPLETIONS))
        {
            return;
        }
        parts.section("Devices");
        parts.heading(List.of("group", COMPLETIONS, INTERRUPTS, "ratio"));
        for (int i = 0; i < json.get("groups").size(); i++)
        {
            final JsonNode group = json.get("groups").get(i);
            page.open("tr");
            page.leaf("td", group.get("name").asText());
            parts.number(json, "/groups/" + i + '/' + COMPLETIONS);
            parts.number(json, "/groups/" + i + '/' + INTERRUPTS);
            page.leaf("td", ModelText.ratio(group.get(INTERRUPTS).asLong(), group.get(COMPLETIONS).asLong()),
                "class", "n");
            page.close();
        }
        parts.endTable();
        if (!slowest.isEmpty())
        {
            parts.note(slowest);
        }
        parts.endSection();
    }
}
