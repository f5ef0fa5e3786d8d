package org.gale.engine.report.page;

import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.ModelText;

import static org.gale.engine.report.page.Markup.at;

/** Parts of a page that only a storm on the virtual clock has. Pure functions. */
final class ModelParts
{
    private static final String PE_TIME = "/pe_time_ns";
    private static final String OFF_PES = "/off_pe_ns";
    private static final String MODEL = "/model";
    private static final double PERCENT = 100;
    private static final Map<String, String> STYLES =
        Map.of("guest", "c1", "handler", "c6", "host", "c3", "polling", "c8", "idle", "c7");

    private ModelParts()
    {
    }

    /** Draws the time of the PEs by state, the time on no vCPU's PE, and the steps that the model counts. */
    static void draw(final Markup page, final PageParts parts, final JsonNode json)
    {
        parts.section("PE time");
        final JsonNode times = json.at(PE_TIME);
        long all = 0;
        for (final JsonNode ns : times)
        {
            all += ns.asLong();
        }
        page.open("div", "class", "stages", "role", "img", "aria-label", "Time of all PEs by state");
        page.leaf("span", "all PEs");
        bar(page, times, all);
        page.leaf("span", Scale.time(1.0 * all), "class", "n");
        page.close();
        legend(page, times);
        parts.heading(List.of("state", "ns", "share"));
        for (final Map.Entry<String, JsonNode> state : times.properties())
        {
            page.open("tr");
            page.leaf("td", state.getKey());
            parts.number(json, PE_TIME + '/' + state.getKey());
            page.leaf("td", ModelText.share(state.getValue().asLong(), all), "class", "n");
            page.close();
        }
        for (final Map.Entry<String, JsonNode> other : json.at(OFF_PES).properties())
        {
            page.open("tr");
            page.leaf("td", "off PEs: " + other.getKey());
            parts.number(json, OFF_PES + '/' + other.getKey());
            page.leaf("td", "-", "class", "n");
            page.close();
        }
        parts.endTable();
        parts.endSection();
        parts.section("Model");
        parts.values(json, MODEL);
        parts.endSection();
    }

    /** Draws the times of the PEs of one run as a bar. */
    static void bar(final Markup page, final JsonNode times, final long all)
    {
        page.open("div", "class", "stack");
        for (final Map.Entry<String, JsonNode> state : times.properties())
        {
            if (state.getValue().asLong() > 0)
            {
                page.leaf("i", "", "class", style(state.getKey()), "style",
                    "width:" + at(PERCENT * state.getValue().asLong() / all) + '%', "title",
                    state.getKey() + ": " + ModelText.share(state.getValue().asLong(), all));
            }
        }
        page.close();
    }

    /** Returns the style of a state of the PEs. */
    static String style(final String state)
    {
        return STYLES.getOrDefault(state, "c4");
    }

    /** Draws the legend of the states that took time. */
    static void legend(final Markup page, final JsonNode times)
    {
        final Legend legend = new Legend(page);
        times.properties().forEach(state -> legend.area(style(state.getKey()), state.getKey()));
        legend.close();
    }
}
