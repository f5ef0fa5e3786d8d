package org.gale.engine.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.report.ModelText;
import org.gale.engine.storm.latency.LatencySummary;

/** Table of the completions and interrupts of devices with models, by groups of VMs. Pure functions. */
final class DeviceTable
{
    private static final String COMPLETIONS = "completions";
    private static final String INTERRUPTS = "interrupts";
    private static final String SENDER_WAIT = "sender_wait";

    private DeviceTable()
    {
    }

    /**
     * Draws the table, of a storm that has such devices.
     *
     * @param slowest sentence that names the slowest stage, or nothing where no latency was taken
     * @param notes   sentences about what devices repeat and hold back
     */
    static void draw(final Markup page, final PageParts parts, final JsonNode json, final String slowest,
        final List<String> notes)
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
        senderWaits(page, parts, json);
        if (!slowest.isEmpty())
        {
            parts.note(slowest);
        }
        notes.forEach(parts::note);
        parts.endSection();
    }

    /** Draws the waits of vCPUs for those that they have sent an interrupt to, if some have. */
    private static void senderWaits(final Markup page, final PageParts parts, final JsonNode json)
    {
        if (json.get("groups").findValue(SENDER_WAIT) == null)
        {
            return;
        }
        final List<String> heading = new ArrayList<>(List.of("sender wait, ns", "samples"));
        heading.addAll(LatencySummary.NAMES);
        parts.heading(heading);
        for (int i = 0; i < json.get("groups").size(); i++)
        {
            final String at = "/groups/" + i + "/latency_ns/" + SENDER_WAIT;
            if (!json.at(at).isMissingNode())
            {
                page.open("tr");
                page.leaf("td", json.at("/groups/" + i + "/name").asText());
                parts.number(json, at + "/count");
                LatencySummary.KEYS.forEach(key -> parts.number(json, at + '/' + key));
                page.close();
            }
        }
        parts.endTable();
        parts.note("A vCPU that interrupts all others waits for the slowest acknowledge.");
    }
}
