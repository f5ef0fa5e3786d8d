package org.gale.engine.report.page;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.PercentileCurve;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.VmOutliers;
import org.gale.engine.storm.StormMeasurement;
import org.gale.engine.storm.StormReport;
import org.gale.engine.storm.StormResult;

/**
 * Page of one storm: verdict and accounting first, then the pictures of its latencies, then everything else that the
 * report has. Its numbers are those of the JSON report, from which it takes them. Used once, by one thread.
 */
public final class StormPage
{
    private static final Set<String> STALLS = Set.of("stall", "compilation", "garbage collection");
    private static final String SNAPSHOT = "snapshot";
    private static final List<String> LATENCY_HEADING =
        List.of("latency, ns", "samples", "p50", "p90", "p99", "p99.9", "p99.99", "max");
    private static final List<String> KEYS = List.of("count", "p50", "p90", "p99", "p99_9", "p99_99", "max");
    private static final List<String> OUTLIER_HEADING =
        List.of("cause", "response", "service", "at", "command", "VM", "LPI", "overlap", "resolution");
    private static final List<String> OUTLIER_KEYS =
        List.of("response_ns", "service_ns", "at_ns", "command", "vm", "lpi", "overlap_ns", "resolution_ns");
    private static final String RESPONSE = "response";
    private static final String SERVICE = "service";

    private final StormReport report;
    private final StormResult result;
    private final JsonNode json;
    private final Markup page = new Markup();
    private final PageParts parts = new PageParts(page);

    private StormPage(final StormReport report, final JsonNode json)
    {
        this.report = report;
        this.result = report.result();
        this.json = json;
    }

    /** Writes the page. The writer is flushed, not closed. */
    public static void write(final StormReport report, final Writer writer) throws IOException
    {
        final StormPage page = new StormPage(report, new ObjectMapper().readTree(StormJson.text(report)));
        page.draw();
        page.page.writeTo(writer);
    }

    private void draw()
    {
        parts.begin("Gale storm: " + report.setting().profile());
        head();
        accounting();
        if (report.setting().config().latencyEvery() > 0 && result.response().getTotalCount() > 0)
        {
            latencies();
            overTime();
            stages();
            vms();
        }
        else
        {
            parts.section("Latency");
            parts.note("No latency was taken.");
            parts.endSection();
            overTime();
        }
        outliers();
        parts.open("cards");
        object("stalls", "Stalls");
        object("warmup", "Warm-up");
        object("generator", "Generator");
        object("journal", "Journal");
        object("replay", "Replay");
        object("config", "Configuration");
        parts.close();
        parts.end();
    }

    private void head()
    {
        page.leaf("h1", "Storm " + report.setting().profile());
        parts.note("gale " + report.setting().version() + " \u00b7 JDK " + report.setting().jdk() + " \u00b7 " +
            NumberText.counted(report.setting().cores(), "core") + " \u00b7 schema " + json.at("/schema").asText());
        final boolean isGood = report.outcome() == Outcome.OK;
        parts.verdict(isGood, verdict());
        if (!result.keptUp())
        {
            page.leaf("p", "Did not keep up: the " + json.at("/generator/limit").asText("generator") +
                " was the limit.", "class", "bad");
        }
        if (report.failure() != null)
        {
            page.leaf("p", report.failure(), "class", "bad");
        }
    }

    private String verdict()
    {
        final List<String> words = new ArrayList<>();
        words.add(result.accounting().remainder() == 0 ? "no interrupt lost, none invented" :
            "the accounting has a remainder of " + NumberText.count(result.accounting().remainder()));
        words.add(result.keptUp() ? "kept up" : "did not keep up");
        words.add("replay: " + report.proof().extent().text());
        final String end = switch (report.outcome())
        {
            case OK -> "Sound: ";
            case INTERRUPTED -> "Interrupted: ";
            default -> "Failed (exit " + report.outcome().exitCode() + "): ";
        };

        return end + String.join(" \u00b7 ", words);
    }

    private void accounting()
    {
        parts.section("Accounting");
        parts.heading(List.of("", "total", "a second"));
        total("offered", "/accounting/offered", "t");
        total("delivered", "/accounting/delivered", "in");
        total("coalesced", "/accounting/coalesced", "in");
        total("pending", "/accounting/pending", "in");
        for (final Map.Entry<String, JsonNode> reason : json.at("/accounting/rejected").properties())
        {
            total("rejected: " + reason.getKey(), "/accounting/rejected/" + reason.getKey(), "in");
        }
        total("remainder", "/accounting/remainder", "t");
        parts.endTable();
        parts.endSection();
    }

    private void total(final String name, final String pointer, final String style)
    {
        page.open("tr");
        page.leaf("td", name, "class", style);
        parts.number(json, pointer);
        if (pointer.endsWith("/delivered"))
        {
            parts.number(json, "/rate_per_s");
        }
        else
        {
            page.leaf("td", "");
        }
        page.close();
    }

    private void latencies()
    {
        parts.section("Latency");
        if (json.at("/stalls/tail_by_host").size() > 0)
        {
            page.leaf("p", "The host, not the engine, made the tail: see Stalls.", "class", "bad");
        }
        parts.heading(LATENCY_HEADING);
        latency(RESPONSE, "t");
        latency(SERVICE, "t");
        result.stages().keySet().forEach(stage -> latency("stages/" + stage, "in"));
        parts.endTable();
        parts.note("Sampled: " + json.at("/latency_ns/sampled").asText() +
            ". Response counts from the intended time of an event, service from the drain.");
        final List<PercentileCurve> curves = new ArrayList<>();
        curves.add(PercentileCurve.of(RESPONSE, result.response()));
        curves.add(PercentileCurve.of(SERVICE, result.service()));
        for (final Map.Entry<String, Histogram> stage : result.stages().entrySet())
        {
            curves.add(PercentileCurve.of(stage.getKey(), stage.getValue()));
        }
        PercentileChart.draw(page, curves, "Percentiles of response, service and stages");
        parts.endSection();
    }

    private void latency(final String key, final String style)
    {
        page.open("tr");
        page.leaf("td", key.substring(key.indexOf('/') + 1), "class", style);
        KEYS.forEach(percentile -> parts.number(json, "/latency_ns/" + key + '/' + percentile));
        page.close();
    }

    private void overTime()
    {
        if (result.history().intervals().isEmpty())
        {
            return;
        }
        if (result.response().getTotalCount() > 0)
        {
            parts.section("Response time over the run");
            HeatMap.draw(page, result.history().intervals(), marks());
            parts.note("The stronger the colour, the more samples; grey is the warm-up, " +
                "which the latencies leave out. Along the upper edge: the longest stalls (first strip) and snapshots " +
                "(second strip). Columns: the outliers below.");
            parts.endSection();
        }
        parts.section("Rates over the run");
        RateChart.draw(page, result.history().intervals());
        if (result.history().dropped() > 0)
        {
            parts.note(NumberText.counted(result.history().dropped(), "earlier interval") + " not retained.");
        }
        parts.endSection();
    }

    private void stages()
    {
        parts.section("Stages");
        StageChart.draw(page, result.stages());
        parts.note("Of one interrupt the stages add up to its response time; percentiles of stages do not.");
        parts.endSection();
    }

    private void vms()
    {
        parts.section("VMs");
        final List<String> differing = VmOutliers.lines(result.responseByVm());
        differing.forEach(line -> page.leaf("p", line, "class", "bad"));
        if (differing.isEmpty())
        {
            parts.note("No VM differs from the others by more than a factor of two at p99.");
        }
        VmChart.draw(page, result.responseByVm());
        if (result.responseByVm().size() > VmChart.VM_LIMIT)
        {
            parts.note("The first " + VmChart.VM_LIMIT + " of " + NumberText.count(result.responseByVm().size()) + '.');
        }
        parts.endSection();
    }

    /** Writes the fields of an object of the report, if it has the object. */
    private void object(final String key, final String heading)
    {
        if (json.at('/' + key).isObject())
        {
            parts.section(heading);
            parts.values(json, '/' + key);
            parts.endSection();
        }
    }

    /** Returns stalls and snapshots as marks, and the outliers, from their intended time to their acknowledge. */
    private List<HeatMap.Mark> marks()
    {
        final List<HeatMap.Mark> marks = new ArrayList<>();
        for (final StormMeasurement.Moment moment : result.measurement().moments())
        {
            final int row = STALLS.contains(moment.label()) ? 1 : moment.label().equals(SNAPSHOT) ? 2 : 0;
            if (row > 0)
            {
                marks.add(new HeatMap.Mark(row == 1 ? "stall" : SNAPSHOT, row, moment.label() + " (" +
                    moment.thread() + "): " + NumberText.count(moment.ns()) + " ns", moment.startNs(),
                    moment.startNs() + moment.ns()));
            }
        }
        for (final StormMeasurement.Explained explained : result.measurement().outliers())
        {
            final long responseNs = explained.outlier().responseNs();
            marks.add(new HeatMap.Mark("mark", 0,
                explained.cause().label() + ": " + NumberText.count(responseNs) + " ns",
                Math.max(0, explained.atNs() - responseNs), explained.atNs()));
        }

        return marks;
    }

    private void outliers()
    {
        parts.section("Outliers");
        final JsonNode list = json.at("/outliers");
        if (list.isEmpty())
        {
            parts.note("None was sampled.");
            parts.endSection();
            return;
        }
        parts.heading(OUTLIER_HEADING);
        for (int i = 0; i < list.size(); i++)
        {
            final String pointer = "/outliers/" + i;
            page.open("tr");
            page.leaf("td", list.get(i).path("cause").asText());
            OUTLIER_KEYS.forEach(key -> parts.number(json, pointer + '/' + key));
            page.close();
        }
        parts.endTable();
        parts.note("Marked in the heat map, from the intended time to the acknowledge. Times are ns; at counts from " +
            "the first offer.");
        parts.endSection();
    }
}
