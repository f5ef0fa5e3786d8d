package org.gale.engine.report.page;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.ConfigText;
import org.gale.engine.report.RunTable;
import org.gale.engine.report.StormJson;
import org.gale.engine.storm.result.StormDescription;

/** Page of several runs of one job: charts of responses and PE time, then the tables. Used once, by one thread. */
public final class RunTablePage
{
    private static final String DOT = " \u00b7 ";
    /** Fields of a report that charts show. */
    private static final List<String> SHOWN = List.of("seed", "exit", "latency_ns", "pe_time_ns", "groups");

    private final RunTable table;
    private final Markup page = new Markup();
    private final PageParts parts = new PageParts(page);

    private RunTablePage(final RunTable table)
    {
        this.table = table;
    }

    /**
     * Writes the page. The writer is flushed, not closed.
     *
     * @param heading of the page
     */
    public static void write(final RunTable table, final String heading, final Writer writer) throws IOException
    {
        final RunTablePage page = new RunTablePage(table);
        page.draw(heading);
        page.page.writeTo(writer);
    }

    private void draw(final String heading)
    {
        final List<JsonNode> trees = table.rows().stream().map(row -> StormJson.tree(row.report())).toList();
        final StormDescription first = table.rows().get(0).report().description();
        final String title = heading + (table.title().isEmpty() ? "" : ", " + table.title());
        parts.begin("Gale storm: " + title);
        page.leaf("h1", title);
        parts.verdict(table.outcome() == Outcome.OK ? PageParts.GOOD : PageParts.BAD,
            table.outcome() == Outcome.OK ? "All " + table.rows().size() + " runs are sound" :
            "Not all runs are sound: exit " + table.outcome().exitCode());
        parts.note("gale " + first.platform().version() + DOT + "JDK " + first.platform().jdk());
        parts.noScript();
        parts.section("Response");
        parts.chart("runs", "Response p50, p99 and longest of each run");
        parts.chart("curves", "Percentiles of the response of each run");
        parts.endSection();
        if (!table.costs().isEmpty())
        {
            parts.section("PE time");
            parts.chart("pes", "Time of all PEs by state, for each run");
            parts.endSection();
        }
        table.blocks().forEach(this::block);
        parts.assumptions(trees.stream().map(tree -> tree.path("config")).reduce(ConfigText::common).orElseThrow(),
            trees.stream().map(tree -> tree.path("seed").asText()).distinct().toList());
        parts.end(data(trees).toString());
    }

    /** Returns what the charts show of the reports. */
    private JsonNode data(final List<JsonNode> trees)
    {
        final ObjectNode data = JsonNodeFactory.instance.objectNode().put("page", "runs")
            .put("keys", String.join(DOT, table.keys()));
        final ArrayNode runs = data.putArray("runs");
        for (int i = 0; i < trees.size(); i++)
        {
            final ObjectNode run = ((ObjectNode)trees.get(i)).retain(SHOWN);
            ((ObjectNode)run.get("latency_ns")).remove("vms");
            run.put("name", String.join(DOT, table.rows().get(i).values()));
            runs.add(run);
        }

        return data;
    }

    private void block(final RunTable.Block block)
    {
        parts.section(block.title().substring(0, 1).toUpperCase(Locale.ROOT) + block.title().substring(1));
        final List<String> heading = new ArrayList<>(table.keys());
        heading.addAll(block.heading());
        parts.smallHeading(heading);
        for (int i = 0; i < table.rows().size(); i++)
        {
            page.open("tr");
            final List<String> values = table.rows().get(i).values();
            for (int key = 0; key < values.size(); key++)
            {
                page.leaf("td", values.get(key), "class", key == 0 ? "t" : "n");
            }
            parts.cells(block.cells().get(i));
            page.close();
        }
        parts.endTable();
        parts.endSection();
    }
}
