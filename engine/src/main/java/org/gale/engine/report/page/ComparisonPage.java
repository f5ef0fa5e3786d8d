package org.gale.engine.report.page;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.ConfigText;
import org.gale.engine.report.PercentileCurve;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.compare.Comparison;
import org.gale.engine.report.compare.Comparison.Row;
import org.gale.engine.report.compare.Comparison.Verdict;

/** Page of comparisons with one file: verdicts, curves laid over each other, figures. Used once, by one thread. */
public final class ComparisonPage
{
    private static final List<String> HEADING =
        List.of("figure", "baseline", "compared", "change", "noise", "verdict");
    private static final int CURVE_LIMIT = 8;

    private final Markup page = new Markup();
    private final PageParts parts = new PageParts(page);

    private ComparisonPage()
    {
    }

    /** Writes the page. The writer is flushed, not closed. */
    public static void write(final List<Comparison> comparisons, final Writer writer) throws IOException
    {
        final ComparisonPage page = new ComparisonPage();
        page.draw(comparisons);
        page.page.writeTo(writer);
    }

    private void draw(final List<Comparison> comparisons)
    {
        final ComparedReport baseline = comparisons.get(0).baseline();
        parts.begin("Gale compare: " + baseline.name());
        page.leaf("h1", "Compared with " + baseline.name());
        for (final Comparison comparison : comparisons)
        {
            verdict(comparison);
        }
        final Collection<List<Comparison>> byBaseline = byBaseline(comparisons);
        for (final List<Comparison> ofOne : byBaseline)
        {
            final String behind = byBaseline.size() == 1 ? "" : " of " + ofOne.get(0).candidate().name();
            curves(ofOne, "response", "Response time" + behind);
            curves(ofOne, "service", "Service time" + behind);
        }
        parts.assumptions(common(comparisons));
        for (final Comparison comparison : comparisons)
        {
            figures(comparison);
        }
        parts.end();
    }

    /** Returns what the configurations of all reports have in common. */
    private static JsonNode common(final List<Comparison> comparisons)
    {
        return comparisons.stream().flatMap(one -> Stream.of(one.baseline(), one.candidate()))
            .map(report -> ConfigText.of(report.json())).reduce(ConfigText::common).orElseThrow();
    }

    /** Returns the comparisons with each baseline. */
    private static Collection<List<Comparison>> byBaseline(final List<Comparison> comparisons)
    {
        return comparisons.stream().collect(Collectors.groupingBy(
            comparison -> comparison.baseline().name(), LinkedHashMap::new, Collectors.toList())).values();
    }

    private void verdict(final Comparison comparison)
    {
        parts.verdict(
            comparison.outcome() == Outcome.OK, comparison.candidate().name() + ": " + comparison.verdict());
    }

    private void curves(final List<Comparison> comparisons, final String latency, final String heading)
    {
        final List<PercentileCurve> curves = new ArrayList<>();
        curves.add(comparisons.get(0).baseline().curve(latency));
        comparisons.forEach(comparison -> curves.add(comparison.candidate().curve(latency)));
        curves.removeIf(curve -> curve.points().isEmpty());
        if (!curves.isEmpty())
        {
            parts.section(heading);
            PercentileChart.draw(page, curves.subList(0, Math.min(CURVE_LIMIT, curves.size())),
                index -> "c" + index, "Percentiles of the " + latency + " time of each run");
            parts.endSection();
        }
    }

    private void figures(final Comparison comparison)
    {
        parts.section(comparison.candidate().name());
        comparison.differences().forEach(difference -> parts.note("differs: " + difference));
        parts.heading(HEADING);
        for (final Row row : comparison.rows())
        {
            page.open("tr");
            page.leaf("td", row.metric().label());
            number(value(row.before()));
            number(value(row.after()));
            number(row.changeText());
            number(row.noiseText());
            page.leaf("td", row.verdict().text(), "class", style(row.verdict()));
            page.close();
        }
        parts.endTable();
        parts.endSection();
    }

    private void number(final String text)
    {
        page.leaf("td", text, "class", "n");
    }

    private static String style(final Verdict verdict)
    {
        return verdict == Verdict.REGRESSION ? "n bad" : verdict == Verdict.BETTER ? "n good" : "n";
    }

    private static String value(final double value)
    {
        return Double.isNaN(value) ? "-" :
            value == Math.rint(value) ? NumberText.count((long)value) : Double.toString(value);
    }
}
