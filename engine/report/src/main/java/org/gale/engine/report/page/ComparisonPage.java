package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.ConfigText;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.compare.Comparison;
import org.gale.engine.report.compare.Comparison.ComparisonRow;
import org.gale.engine.report.compare.Comparison.ComparisonVerdict;
import org.gale.engine.report.compare.ComparisonJson;
import org.gale.engine.report.compare.Comparisons;
import org.gale.engine.report.compare.PathShare;

/** Page of comparisons with one file: verdicts, curves laid over each other, figures. Used once, by one thread. */
public final class ComparisonPage
{
    private static final List<String> HEADING =
        List.of("figure", "baseline", "compared", "change", "noise", "verdict");
    private static final List<String> LATENCIES = List.of("response", "handled", "service", "request");

    private final Markup page = new Markup();
    private final PageParts parts = new PageParts(page);

    private ComparisonPage()
    {
    }

    /**
     * Writes the page. The writer is flushed, not closed.
     *
     * @param exitCode of the command
     */
    public static void write(final Comparisons comparisons, final int exitCode, final Writer writer)
        throws IOException
    {
        final ComparisonPage page = new ComparisonPage();
        page.draw(comparisons, exitCode);
        page.page.writeTo(writer);
    }

    private void draw(final Comparisons compared, final int exitCode) throws IOException
    {
        final List<Comparison> comparisons = compared.all();
        final ComparedReport baseline = comparisons.get(0).baseline();
        parts.begin("Gale compare: " + baseline.name());
        page.leaf("h1", "Compared with " + baseline.name());
        comparisons.forEach(this::verdicts);
        compared.unmatched().forEach(report ->
            parts.verdict(PageParts.BAD, report.report() + ": unknown: " + report.reason()));
        parts.noScript();
        final List<ComparedReport> reports = reports(comparisons);
        for (final String latency : LATENCIES)
        {
            if (reports.stream().anyMatch(report -> !report.curve(latency).points().isEmpty()))
            {
                parts.section(latency.substring(0, 1).toUpperCase(Locale.ROOT) + latency.substring(1) + " time");
                parts.chart(latency, "Percentiles of the " + latency + " time of each report");
                parts.endSection();
            }
        }
        parts.section("Changes");
        parts.chart("changes", "Change of each figure, with the noise of the difference");
        parts.note("A dot is the change, a line the noise around no change: a dot on its line shows nothing.");
        parts.endSection();
        comparisons.forEach(this::figures);
        final JsonNode common =
            reports.stream().map(report -> report.json().path("config")).reduce(ConfigText::common).orElseThrow();
        parts.assumptions(common, reports.stream().map(report -> report.json().path("seed").asText())
            .filter(seed -> !seed.isEmpty()).distinct().toList());
        parts.end(data(compared, exitCode, reports).toString());
    }

    private void verdicts(final Comparison comparison)
    {
        final String name = comparison.candidate().name() + ": ";
        parts.verdict(
            comparison.outcome() == Outcome.OK ? PageParts.GOOD : PageParts.BAD, name + comparison.verdict());
        comparison.failures().forEach(failure -> parts.verdict(PageParts.BAD, name + failure));
    }

    /** Returns all reports once: baselines, and those that are compared with them. */
    private static List<ComparedReport> reports(final List<Comparison> comparisons)
    {
        return comparisons.stream().flatMap(one -> Stream.of(one.baseline(), one.candidate())).distinct().toList();
    }

    /** Returns what the charts show. */
    private static JsonNode data(
        final Comparisons comparisons, final int exitCode, final List<ComparedReport> reports) throws IOException
    {
        final StringWriter verdicts = new StringWriter();
        ComparisonJson.write(comparisons, exitCode, verdicts);
        final ObjectNode data = JsonNodeFactory.instance.objectNode().put("page", "compare");
        data.set("comparison", JsonText.read(verdicts.toString()));
        final ArrayNode curves = data.putArray("reports");
        for (final ComparedReport report : reports)
        {
            curves.addObject().put("name", report.name()).set("curves", report.json().at("/latency_ns/curves"));
        }

        return data;
    }

    private void figures(final Comparison comparison)
    {
        parts.section(comparison.candidate().name());
        comparison.differences().forEach(difference -> parts.note("differs: " + difference));
        if (!comparison.paths().isEmpty())
        {
            parts.note("paths: " + PathShare.text(comparison.paths()));
        }
        parts.heading(HEADING);
        for (final ComparisonRow row : comparison.rows())
        {
            page.open("tr");
            page.leaf("td", row.metric().label());
            parts.cells(List.of(value(row.before()), value(row.after()), row.changeText(), row.noiseText()));
            page.leaf("td", row.verdict().text(), "class", style(row.verdict()));
            page.close();
        }
        parts.endTable();
        parts.endSection();
    }

    private static String style(final ComparisonVerdict verdict)
    {
        return verdict == ComparisonVerdict.REGRESSION ? "n bad" : verdict == ComparisonVerdict.BETTER ? "n good" : "n";
    }

    private static String value(final double value)
    {
        return Double.isNaN(value) ? "-" :
            value == Math.rint(value) ? NumberText.count((long)value) : Double.toString(value);
    }
}
