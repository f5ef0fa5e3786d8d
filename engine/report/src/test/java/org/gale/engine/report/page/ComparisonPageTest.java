package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.compare.Comparison;
import org.gale.engine.report.compare.Comparison.ComparisonRow;
import org.gale.engine.report.compare.Comparison.ComparisonVerdict;
import org.gale.engine.report.compare.Comparisons;
import org.gale.engine.report.compare.ReportSoundness;
import org.gale.engine.storm.figure.Figure;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Page of comparisons with one baseline. */
class ComparisonPageTest
{
    private static final ReportSoundness SOUND = new ReportSoundness(List.of(), List.of());
    private static final Figure P99 =
        Figure.other("response.p99", Figure.Unit.NANOSECONDS, Figure.Better.LOWER);
    private static final Figure RATE = Figure.other("rate", Figure.Unit.PER_SECOND, Figure.Better.HIGHER);
    private static final String RESPONSE = "{'latency_ns': {'curves': {'response': [[0, 100], [90, 1000]]}}}";
    private static final String NONE = "{}";
    private static final String CHANGES =
        "p dim: A dot is the change, a line the noise around no change: a dot on its line shows nothing.";

    @Test
    void shouldHaveAVerdictACurveAndATableOfEachRun() throws IOException
    {
        final ComparedReport baseline = report("base", RESPONSE);
        final String page = page(List.of(
            new Comparison(baseline, report("same", RESPONSE), 0.1, SOUND,
            List.of(new ComparisonRow(P99, 12_345, 12_345, 5, ComparisonVerdict.SAME)),
            List.of("jdk: 17 / 25", "cores: 2 / 4"), List.of()),
            new Comparison(baseline, report("none", NONE), 0.1, SOUND, List.of(
                new ComparisonRow(P99, 1_000, 2_500.5, 20, ComparisonVerdict.REGRESSION),
                new ComparisonRow(RATE, 100, 150, 5, ComparisonVerdict.BETTER),
                new ComparisonRow(RATE, 100, Double.NaN, Double.NaN, ComparisonVerdict.WORSE)), List.of(), List.of())));

        assertTrue(page.startsWith("<!DOCTYPE html>\n<html "), page);
        assertEquals(List.of("title: Gale compare: base"), PageElements.of(page, "title"));
        assertEquals(List.of("h1: Compared with base"), PageElements.of(page, "h1"));
        assertEquals(List.of("h2: Response time", "h2: Changes", "h2: same", "h2: none",
            "h2: Traffic, costs and seeds"), PageElements.of(page, "h2"));
        assertEquals(List.of("p verdict good: same: no regression beyond the tolerance of 10.0 % and the noise",
            "p verdict bad: none: 1 regression beyond the tolerance of 10.0 %: response.p99", CHANGES,
            "p dim: differs: jdk: 17 / 25", "p dim: differs: cores: 2 / 4"), PageElements.of(page, "p "));
        assertEquals(List.of("response", "changes"), PageElements.charts(page));
        final JsonNode data = PageElements.data(page);
        assertEquals("[\"base\",\"same\",\"none\"]", data.findValues("name").stream().map(JsonNode::toString)
            .filter(name -> !name.contains("response") && !name.contains("rate")).toList().toString().replace(" ", ""));
        assertEquals("[[0,100],[90,1000]]", data.at("/reports/0/curves/response").toString());
        assertEquals(1.5005, data.at("/comparison/compared/1/figures/0/change").asDouble());
        assertEquals(List.of("th t: figure", "th n: baseline", "th n: compared", "th n: change", "th n: noise",
            "th n: verdict"), PageElements.of(page, "th").subList(0, 6));
        assertEquals(List.of(
            "td: response.p99, ns", "td n: 12,345", "td n: 12,345", "td n: +0.0 %", "td n: 0.0 %", "td n: same",
            "td: response.p99, ns", "td n: 1,000", "td n: 2500.5", "td n: +150.0 %", "td n: 2.0 %",
            "td n bad: regression",
            "td: rate, per second", "td n: 100", "td n: 150", "td n: +50.0 %", "td n: 5.0 %", "td n good: better",
            "td: rate, per second", "td n: 100", "td n: -", "td n: -", "td n: -", "td n: worse"),
            PageElements.of(page, "td"));
    }

    @Test
    void shouldHaveAChartOfEachLatencyThatAReportHas() throws IOException
    {
        final String both = "{'latency_ns': {'curves': {'response': [[0, 100]], 'service': [[0, 10]]}}}";

        assertEquals(List.of("response", "service", "changes"), PageElements.charts(page(List.of(
            compared(report("base", RESPONSE), report("both", both))))));
        assertEquals(List.of("changes"), PageElements.charts(page(List.of(
            compared(report("base", NONE), report("other", NONE))))));
    }

    @Test
    void shouldShowTheTrafficAndCostsThatAllRunsHaveInCommon() throws IOException
    {
        final String config = "{'seed': 4, 'config': {'vms': 2, 'vpes': %d, 'loop': 'closed', " +
            "'costs': {'base': 'fast', 'exit': '1us'}}}";
        final ComparedReport baseline = report("base", config.formatted(4));
        final Comparison comparison = compared(baseline, report("other", config.formatted(8)));

        final String page = page(List.of(comparison));

        assertEquals(List.of("h2: Changes", "h2: other", "h2: Traffic, costs and seeds"), PageElements.of(page, "h2"));
        assertEquals(List.of("p dim: 2 VMs \u00b7 closed loop", "p dim: costs: fast \u00b7 exit 1us",
            "p dim: seed 4"), PageElements.of(page, "p dim").subList(1, 4));
    }

    private static Comparison compared(final ComparedReport baseline, final ComparedReport candidate)
    {
        return new Comparison(baseline, candidate, 0.1, SOUND, List.of(), List.of(), List.of());
    }

    private static ComparedReport report(final String name, final String json) throws JsonProcessingException
    {
        return new ComparedReport(name, new ObjectMapper().readTree(json.replace('\'', '"')));
    }

    private static String page(final List<Comparison> comparisons) throws IOException
    {
        final StringWriter out = new StringWriter();
        ComparisonPage.write(new Comparisons(comparisons, List.of()), 0, out);

        return out.toString();
    }
}
