package org.gale.engine.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.ModelText;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.figure.Percentile;

/** Table of the completions and interrupts of devices with models, by groups of VMs. Pure functions. */
final class DevicesTable
{
    private static final String COMPLETIONS = "completions";
    private static final String INTERRUPTS = "interrupts";
    private static final String SENDER_WAIT = "sender_wait";
    private static final List<String> FIGURES =
        Stream.concat(Stream.of("count"), Percentile.ALL.stream().map(Percentile::key)).toList();
    private static final List<String> WORK = List.of("completions_per_s", "interrupts_per_s", "deferred_ns/mean");

    private DevicesTable()
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
        parts.heading(List.of(
            "group", COMPLETIONS, INTERRUPTS, "ratio", "completions/s", "interrupts/s", "deferred, ns"));
        for (int i = 0; i < json.get("groups").size(); i++)
        {
            if (json.get("groups").get(i).has(COMPLETIONS))             // events of no VM have no devices
            {
                row(page, parts, json, "/groups/" + i + '/');
            }
        }
        parts.endTable();
        if (json.get("groups").size() > 1)                          // else the table of latencies has it
        {
            latencies(parts, json, Latency.REQUEST.label(), "request, ns");
        }
        if (latencies(parts, json, SENDER_WAIT, "sender wait, ns"))
        {
            parts.note("A vCPU that interrupts all others waits for the slowest acknowledge.");
        }
        parts.note(slowest);
        notes.forEach(parts::note);
        parts.endSection();
    }

    private static void row(final Markup page, final PageParts parts, final JsonNode json, final String group)
    {
        page.open("tr");
        page.leaf("td", json.at(group + "name").asText());
        parts.number(json, group + COMPLETIONS);
        parts.number(json, group + INTERRUPTS);
        page.leaf("td", ModelText.ratio(json.at(group + INTERRUPTS).asLong(), json.at(group + COMPLETIONS).asLong()),
            "class", "n");
        WORK.forEach(figure -> parts.number(json, group + figure));
        page.close();
    }

    /** Draws a latency that only groups with models have; returns whether there is one. */
    private static boolean latencies(
        final PageParts parts, final JsonNode json, final String key, final String name)
    {
        if (json.get("groups").findValue(key) == null)
        {
            return false;
        }
        final List<String> heading = new ArrayList<>(List.of(name, "samples"));
        heading.addAll(Percentile.names());
        parts.heading(heading);
        for (int i = 0; i < json.get("groups").size(); i++)
        {
            final String at = "/groups/" + i + "/latency_ns/" + key;
            if (!json.at(at).isMissingNode())
            {
                parts.row(json, json.at("/groups/" + i + "/name").asText(), at + '/', FIGURES);
            }
        }
        parts.endTable();

        return true;
    }
}
