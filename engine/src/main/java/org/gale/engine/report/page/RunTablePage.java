package org.gale.engine.report.page;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.ModelText;
import org.gale.engine.report.RunTable;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.StormDescription;

import static org.gale.engine.report.page.Markup.at;

/** Page of several runs of one job: pictures of responses and PE time, then the tables. Used once, by one thread. */
public final class RunTablePage
{
    private static final String DOT = " \u00b7 ";
    /** Percentile of fewer samples than it needs. */
    private static final String TOO_FEW = "-";
    private static final double PERCENT = 100;
    private static final double SPAN = 100;

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
        final StormDescription first = table.rows().get(0).report().description();
        final String title = heading + (table.title().isEmpty() ? "" : ", " + table.title());
        parts.begin("Gale storm: " + title);
        page.leaf("h1", title);
        parts.note("gale " + first.platform().version() + DOT + "JDK " + first.platform().jdk());
        parts.verdict(table.outcome() == Outcome.OK, table.outcome() == Outcome.OK ? "All " + table.rows().size() +
            " runs are sound" : "Not all runs are sound: exit " + table.outcome().exitCode());
        responses();
        if (!table.costs().isEmpty())
        {
            peTime();
        }
        table.blocks().forEach(this::block);
        parts.assumptions(table.config());
        parts.end();
    }

    /** Draws p50 and p99 of each run on one logarithmic scale. */
    private void responses()
    {
        long most = 1;
        long least = Long.MAX_VALUE;
        for (final RunTable.Row row : table.rows())
        {
            final LatencySummary response = summary(row);
            most = Math.max(most, response.p99());
            least = response.p50() > 0 ? Math.min(least, response.p50()) : least;
        }
        final Scale scale = Scale.decades(1.0 * Math.min(least, most), 1.0 * most, 0, SPAN);
        parts.section("Response");
        page.open("div", "class", "stages", "role", "img", "aria-label", "Response p50 and p99 of each run");
        for (final RunTable.Row row : table.rows())
        {
            final LatencySummary response = summary(row);
            final double median = Math.max(0, scale.at(1.0 * response.p50()));
            page.leaf("span", String.join(DOT, row.values()));
            page.open("div", "class", "stack");
            bar("c0", median, "p50: " + time(response.p50()));
            bar("c1", scale.at(1.0 * response.p99()) - median, "p99: " + time(response.p99()));
            page.close();
            page.leaf("span", time(response.p50()) + DOT + time(response.p99()), "class", "n");
        }
        page.close();
        new Legend(page).area("c0", "up to p50").area("c1", "up to p99").close();
        parts.note("The scale is logarithmic and begins at " + Scale.time(scale.from()) + '.');
        parts.endSection();
    }

    private void bar(final String style, final double width, final String title)
    {
        if (width > 0)
        {
            page.leaf("i", "", "class", style, "style", "width:" + at(width) + '%', "title", title);
        }
    }

    /** Returns a percentile as a table has it. */
    private static String time(final long ns)
    {
        return ns == LatencySummary.NONE ? TOO_FEW : Scale.time(1.0 * ns);
    }

    private void peTime()
    {
        parts.section("PE time");
        page.open("div", "class", "stages", "role", "img", "aria-label", "Time of all PEs by state, for each run");
        final List<String> states = new ArrayList<>();
        for (final RunTable.Row row : table.rows())
        {
            final Modelled modelled = row.report().result().model();
            if (modelled != null)
            {
                final long all = ModelText.sum(modelled.peNs());
                page.leaf("span", String.join(DOT, row.values()));
                page.open("div", "class", "stack");
                for (final Map.Entry<String, Long> state : modelled.peNs().entrySet())
                {
                    bar(ModelParts.style(state.getKey()), PERCENT * state.getValue() / Math.max(1, all),
                        state.getKey() + ": " + ModelText.share(state.getValue(), all));
                }
                page.close();
                page.leaf("span", Scale.time(1.0 * all), "class", "n");
                modelled.peNs().keySet().stream().filter(state -> !states.contains(state)).forEach(states::add);
            }
        }
        page.close();
        final Legend legend = new Legend(page);
        states.forEach(state -> legend.area(ModelParts.style(state), state));
        legend.close();
        parts.endSection();
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
            block.cells().get(i).forEach(cell -> page.leaf("td", cell, "class", "n"));
            page.close();
        }
        parts.endTable();
        parts.endSection();
    }

    private static LatencySummary summary(final RunTable.Row row)
    {
        return LatencySummary.of(row.report().result().latencies().response());
    }
}
