package org.gale.engine.report.page;

import java.io.IOException;
import java.io.Writer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.report.AnswerJson;
import org.gale.engine.report.AnswerTable;
import org.gale.engine.report.AnswerText;
import org.gale.engine.report.ModelText;
import org.gale.engine.storm.result.answer.Answer;

/**
 * Page of an answer: its words, the choices as dots with their ranges, and where the sign changes; below them the
 * sensitivity, what is assumed, and tables. Used once, by one thread.
 */
public final class AnswerPage
{
    private static final String DOT = " \u00b7 ";
    private static final int COST_TEXTS = 3;

    private final Answer answer;
    private final JsonNode config;
    private final Assumed assumed;
    private final Markup page = new Markup();
    private final PageParts parts = new PageParts(page);

    private AnswerPage(final Answer answer, final JsonNode config, final Assumed assumed)
    {
        this.answer = answer;
        this.config = config;
        this.assumed = assumed;
    }

    /**
     * Assumptions of an answer that are not in its configuration.
     *
     * @param costs  each with its time and its mark
     * @param orders in which VMs boot, by seed; empty where none is drawn
     */
    public record Assumed(List<List<String>> costs, List<String> orders)
    {
        public Assumed
        {
            costs = List.copyOf(costs);
            orders = List.copyOf(orders);
        }
    }

    /**
     * Writes the page. The writer is flushed, not closed.
     *
     * @param heading of the page
     */
    public static void write(final Answer answer, final JsonNode config, final Assumed assumed, final String heading,
        final Writer writer) throws IOException
    {
        final AnswerPage page = new AnswerPage(answer, config, assumed);
        page.draw(heading);
        page.page.writeTo(writer);
    }

    private void draw(final String heading)
    {
        final String title = heading + ", " + ModelText.title(answer.head().costs());
        parts.begin("Gale answer: " + title);
        page.leaf("h1", title);
        answer.lines().forEach(line -> page.leaf("p", line.strip(), "class", line.startsWith(" ") ? "dim" : "answer"));
        parts.note(AnswerText.seeds(answer) + DOT + "gale " + answer.head().version());
        parts.noScript();
        page.open("div", "class", "pair");
        chart("choices", "Worth of each choice over " + (answer.question().equals("direct") ? "none" :
            answer.baseline(answer.rows().get(0).labels())) + (answer.isGrid() ? " at its like" : ""),
            "Worth of the mean response of each choice");
        if (!answer.breakEven().isEmpty())
        {
            chart("breakEven", "Where the sign changes, at 4:1", "Costs at which the worth changes its sign");
        }
        page.close();
        if (!answer.sensitivity().isEmpty())
        {
            chart("sensitivity", "Sensitivity", "Change of the worth by each cost");
        }
        parts.assumptions(config, answer.head().seeds().stream().map(String::valueOf).toList());
        table(new AnswerTable("costs, each with its mark", List.of("cost", "now", "mark"), COST_TEXTS,
            assumed.costs, Collections.nCopies(assumed.costs.size(), false)));
        if (!assumed.orders.isEmpty())
        {
            parts.section("Boot orders that were drawn");
            assumed.orders.forEach(parts::note);
            parts.endSection();
        }
        AnswerText.tables(answer).forEach(this::table);
        parts.note(AnswerText.runs(answer));
        AnswerText.steadiness(answer).forEach(parts::note);
        final ObjectNode data = JsonNodeFactory.instance.objectNode().put("page", "answer");
        data.set("answer", AnswerJson.tree(answer, config).without(List.of("config", "lines")));
        parts.end(data.toString());
    }

    private void chart(final String name, final String heading, final String label)
    {
        parts.section(heading);
        parts.chart(name, label);
        parts.endSection();
    }

    private void table(final AnswerTable table)
    {
        parts.section(table.title().substring(0, 1).toUpperCase(Locale.ROOT) + table.title().substring(1));
        final List<String> heading = table.heading();
        parts.smallHeading(heading, heading.subList(1, table.texts()).toArray(new String[0]));
        for (int i = 0; i < table.rows().size(); i++)
        {
            page.open("tr", "class", Boolean.TRUE.equals(table.dim().get(i)) ? "dim" : "");
            final List<String> cells = table.rows().get(i);
            for (int column = 0; column < cells.size(); column++)
            {
                page.leaf("td", cells.get(column), "class", column < table.texts() ? "t" : "n");
            }
            page.close();
        }
        parts.endTable();
        parts.endSection();
    }
}
