package org.gale.engine.report.page;

import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.ModelText;

/** Parts of a page that only a storm on the virtual clock has. Pure functions. */
final class ModelParts
{
    private static final String PE_TIME = "/pe_time_ns";
    private static final String OFF_PES = "/off_pe_ns";

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
        parts.chart("pe", "Time of all PEs by state");
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
        parts.values(json, "/model");
        parts.endSection();
    }
}
