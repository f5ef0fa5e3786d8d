package org.gale.engine.report.page;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.ActionsText;
import org.gale.engine.report.MeasurementText;
import org.gale.engine.report.ModelText;
import org.gale.engine.report.OutlierText;
import org.gale.engine.report.PercentileCurve;
import org.gale.engine.report.ShapeText;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.StormText;
import org.gale.engine.report.VmOutliers;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.HostEffects;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Page of one storm: verdict and accounting first, then the pictures of its latencies, then everything else that the
 * report has. Its numbers are those of the JSON report, from which it takes them. Used once, by one thread.
 */
public final class StormPage
{
    private static final Set<String> STALLS = Set.of("stall", "compilation", "garbage collection");
    private static final String STALL = "stall";
    private static final String SNAPSHOT = "snapshot";
    private static final List<String> OUTLIER_HEADING =
        List.of("cause (times in ns)", "at", "command", "VM", "LPI", "response", "service");
    private static final List<String> OUTLIER_KEYS =
        List.of("at_ns", "command", "vm", "lpi", "response_ns", "service_ns");
    private static final List<String> ACTION_HEADING = List.of("", "asked", "due", "begun", "completed");
    private static final List<String> ACTION_KEYS = List.of("asked", "due", "begun", "completed");
    private static final String DOT = " \u00b7 ";
    private static final String RESPONSE = "response";
    private static final String SERVICE = "service";

    private final StormReport report;
    private final StormResult result;
    private final JsonNode json;
    private final Spelling spelling;
    private final Markup page = new Markup();
    private final PageParts parts = new PageParts(page);

    private StormPage(final StormReport report, final JsonNode json, final Spelling spelling)
    {
        this.report = report;
        this.result = report.result();
        this.json = json;
        this.spelling = spelling;
    }

    /**
     * Writes the page. The writer is flushed, not closed.
     *
     * @param spelling of settings, as users write them
     */
    public static void write(final StormReport report, final Spelling spelling, final Writer writer)
        throws IOException
    {
        final StormPage page =
            new StormPage(report, StormJson.tree(report), spelling);
        page.draw();
        page.page.writeTo(writer);
    }

    private void draw()
    {
        parts.begin("Gale storm: " + report.description().name() +
            ModelText.suffix(result.model()));
        head();
        accounting();
        new PartTables(page, parts, json, result.totals()).draw();
        if (report.description().config().value(StormSettings.LATENCY) > 0 &&
            result.latencies().response().getTotalCount() > 0)
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
        if (result.model() != null)
        {
            ModelParts.draw(page, parts, json);
        }
        DeviceTable.draw(page, parts, json, ModelText.slowestStage(
            result.latencies().stages(), result.totals().devices()), ModelText.notes(result.totals().devices()));
        LaneTable.draw(page, parts, json);
        actions();
        outliers();
        parts.openCards();
        object("stalls", "Stalls",
            result.host() == null ? "" : String.join(DOT, MeasurementText.stalls(result.host().stalls())));
        object("warmup", "Warm-up");
        object("generator", "Generator");
        object("journal", "Journal");
        object("replay", "Replay");
        object("attached", "Attached");
        object("resumed", "Resumed");
        object("host", "Host");
        object("config", "Configuration");
        parts.close();
        parts.end();
    }

    private void head()
    {
        page.leaf("h1", "Storm " + report.description().name() +
            ModelText.suffix(result.model()));
        parts.note(String.join(DOT, StormText.storm(report.description())));
        final HostShape shape = report.description().config().shape();
        ShapeText.groups(shape).forEach(group -> parts.note(String.join(DOT, group)));
        if (!shape.phases().isEmpty())
        {
            parts.note("phases: " + String.join(DOT, ShapeText.phases(shape)));
        }
        final Platform platform = report.description().platform();
        parts.note("gale " + platform.version() + DOT + "JDK " + platform.jdk() + DOT +
            NumberText.counted(platform.cores(), "core") + DOT + "seed " + json.at("/seed").asText() + DOT +
            "schema " + json.at("/schema").asText());
        final boolean isKept =
            result.totals().actions().isKept() && (!result.isGenerated() || result.isRateKept());
        final boolean isSound = report.outcome() == Outcome.OK || report.outcome() == Outcome.SKIPPED;
        parts.verdict(!isSound ? PageParts.BAD : isKept && report.outcome() == Outcome.OK ? PageParts.GOOD :
            PageParts.PARTLY, verdict());
        if (!result.isRateKept())
        {
            page.leaf("p", MeasurementText.pace(result), "class", "bad");
        }
        if (report.failure() != null)
        {
            page.leaf("p", report.failure(), "class", "bad");
        }
        ActionsText.missed(result.totals().actions()).forEach(line -> page.leaf("p", line, "class", "bad"));
        ActionsText.empty(result, spelling).forEach(line -> page.leaf("p", line, "class", "bad"));
        if (result.host() != null)
        {
            result.host().notes().forEach(parts::note);
        }
    }

    private String verdict()
    {
        final List<String> words = new ArrayList<>();
        words.add(result.totals().accounting().remainder() == 0 ? "no interrupt lost, none invented" :
            "the accounting has a remainder of " + NumberText.count(result.totals().accounting().remainder()));
        if (result.isGenerated())
        {
            words.add(MeasurementText.keptUp(result.generator().isKept() && result.totals().actions().isKept()));
        }
        words.add("replay: " + report.proof().extent().text());
        final String end = switch (report.outcome())
        {
            case OK -> "Sound: ";
            case INTERRUPTED -> "Interrupted: ";
            case SKIPPED -> "Shows nothing (exit " + report.outcome().exitCode() + "): ";
            default -> "Failed (exit " + report.outcome().exitCode() + "): ";
        };

        return end + String.join(DOT, words);
    }

    private void accounting()
    {
        parts.section("Accounting");
        parts.heading(List.of("", "total", "per second"));
        total("offered", "/accounting/offered", "t");
        total("delivered", "/accounting/delivered", "in");
        total("coalesced", "/accounting/coalesced", "in");
        total("pending", "/accounting/pending", "in");
        for (final Map.Entry<String, JsonNode> reason : json.at("/accounting/rejected").properties())
        {
            total("rejected: " + reason.getKey(), "/accounting/rejected/" + reason.getKey(), "in");
        }
        total("remainder", "/accounting/remainder", "t");
        for (int i = 0; i < json.at("/accounting/vms").size(); i++)
        {
            if (json.at("/accounting/vms/" + i + "/remainder").asLong() != 0)
            {
                total("VM " + json.at("/accounting/vms/" + i + "/vm").asText(),
                    "/accounting/vms/" + i + "/remainder", "in");
            }
        }
        json.at("/accounting/lanes").properties().forEach(lane -> words(lane.getKey()));
        result.totals().accounting().rows().forEach(
            row -> total(row.name().strip(), "/accounting/" + row.key(), row.name().startsWith(" ") ? "in" : "t"));
        parts.endTable();
        parts.endSection();
    }

    /** Writes the words of the lanes of the generator, or of attached producers. */
    private void words(final String producers)
    {
        final String pointer = "/accounting/lanes/" + producers;
        total("words of " + (producers.equals("generator") ? "the generator" : "attached producers"),
            pointer + "/published", "t");
        total("drained", pointer + "/drained", "in");
        total("left", pointer + "/left", "in");
    }

    private void total(final String name, final String pointer, final String style)
    {
        page.open("tr");
        page.leaf("td", name, "class", style);
        parts.number(json, pointer);
        switch (pointer)
        {
            case "/accounting/offered" -> parts.number(json, "/offered_per_s");
            case "/accounting/delivered" -> parts.number(json, "/rate_per_s");
            default -> page.leaf("td", "");
        }
        page.close();
    }

    private void latencies()
    {
        parts.section("Latency");
        if (json.at("/stalls/tail_by_host").size() > 0)
        {
            page.leaf("p", String.join(" ", MeasurementText.tail(result.host().stalls())), "class", "bad");
        }
        final List<String> heading = new ArrayList<>(List.of("latency, ns", "samples", "of"));
        heading.addAll(Percentile.names());
        parts.heading(heading);
        latency(RESPONSE, "t");
        result.latencies().responseByRoute().keySet().forEach(route -> latency("routes/" + route, "in"));
        result.latencies().others().keySet().forEach(other -> latency(other, "t"));
        result.latencies().stages().keySet().forEach(stage -> latency("stages/" + stage, "in"));
        parts.endTable();
        parts.note("Sampled: " + json.at("/latency_ns/sampled").asText() +
            " delivered interrupts. Response counts from the intended time of an event" + (result.model() != null ?
            " to the end of its handler." : ", service from the drain."));
        if (result.latencies().request() != null)
        {
            parts.note("Request: each one of a device, from its submission (a packet: its arrival) to the end of the " +
                "handler that completes it." + (result.model() != null ? "" : " Handlers take no time here."));
        }
        final List<PercentileCurve> curves = new ArrayList<>();
        curves.add(PercentileCurve.of(RESPONSE, result.latencies().response()));
        result.latencies().others().forEach(
            (name, histogram) -> curves.add(PercentileCurve.of(name, histogram)));
        for (final Map.Entry<String, Histogram> stage : result.latencies().stages().entrySet())
        {
            curves.add(PercentileCurve.of(stage.getKey(), stage.getValue()));
        }
        PercentileChart.draw(page, curves, index -> LatencyStyle.of(curves.get(index).name()),
            result.latencies().service() == null ? "Percentiles of response and stages" :
            "Percentiles of response, service and stages");
        parts.endSection();
        if (!result.latencies().responseByRoute().isEmpty())
        {
            routes();
        }
    }

    private void routes()
    {
        parts.section("Response by route");
        final List<PercentileCurve> curves = new ArrayList<>();
        result.latencies().responseByRoute().forEach((route, histogram) ->
        {
            if (histogram.getTotalCount() > 0)
            {
                curves.add(PercentileCurve.of(route, histogram));
            }
        });
        PercentileChart.draw(page, curves, index -> LatencyStyle.of(curves.get(index).name()),
            "Percentiles of the response by the route on which an event arrived");
        parts.note("Direct: the hardware made it pending. Forwarded: the host injected it. Transition: its vCPU was " +
            "being switched when the event arrived.");
        parts.endSection();
    }

    private void latency(final String key, final String style)
    {
        page.open("tr");
        page.leaf("td", key.substring(key.indexOf('/') + 1), "class", style);
        parts.number(json, "/latency_ns/" + key + "/count");
        parts.number(json, "/latency_ns/delivered" + key.replaceFirst("^routes", "_by_route")
            .replaceFirst("^" + RESPONSE, ""), "");
        Percentile.ALL.forEach(one -> parts.number(json, "/latency_ns/" + key + '/' + one.key()));
        page.close();
    }

    private void overTime()
    {
        if (result.history().intervals().isEmpty())
        {
            return;
        }
        final PhaseMarks phases = PhaseMarks.of(result.totals());
        if (result.history().heat().isAny())
        {
            parts.section("Response time over the run");
            final boolean hasHost = result.host() != null;
            HeatMap.draw(page, result.history(), hasHost ? List.of(STALL, SNAPSHOT) : List.of(), marks(), points(),
                phases);
            final Legend legend = HeatMap.shades(new Legend(page), result.history().heat());
            if (hasHost)
            {
                legend.area(STALL, "stall").area(SNAPSHOT, SNAPSHOT);
            }
            legend.dot("outlier", "outlier").area("mark", hasHost ? "from its intended time to its " +
                "acknowledge" : "from its intended time to the end of its handler").close();
            parts.note((hasHost ?
                "The strips hold the longest stalls and the snapshots of the measured part. " : "") +
                "The latencies leave the warm-up out. Outliers at one place stand side by side.");
            parts.endSection();
        }
        parts.section("Rates over the run");
        RateChart.draw(page, result.history().intervals(), phases);
        if (result.history().dropped() > 0)
        {
            parts.note(NumberText.counted(result.history().dropped(), "earlier interval") + " not retained.");
        }
        parts.endSection();
    }

    private void stages()
    {
        parts.section("Stages");
        final List<Outlier> outliers =
            result.latencies().outliers().stream().map(StormLatencies.Explained::outlier).toList();
        StageChart.draw(page, result.latencies().response().getTotalCount(), result.latencies().stages(), outliers);
        parts.note("Shares of each response, whose time stands at the end. The stages of one interrupt add up to its " +
            "response, and so do their means; percentiles of stages do not.");
        if (outliers.size() > StageChart.OUTLIER_LIMIT)
        {
            parts.note("The " + StageChart.OUTLIER_LIMIT + " slowest of " + NumberText.count(outliers.size()) +
                " outliers.");
        }
        parts.endSection();
    }

    private void vms()
    {
        parts.section("VMs");
        final List<String> differing = VmOutliers.lines(result);
        differing.forEach(line -> page.leaf("p", line, "class", "bad"));
        if (differing.isEmpty())
        {
            parts.note("No VM differs from the others by more than a factor of two at p99.");
        }
        VmChart.draw(page, result.latencies().responseByVm());
        if (result.latencies().responseByVm().size() > VmChart.VM_LIMIT)
        {
            parts.note("The first " + VmChart.VM_LIMIT + " of " +
                NumberText.count(result.latencies().responseByVm().size()) + '.');
        }
        parts.endSection();
    }

    /** Writes the fields of an object of the report, if it has the object. */
    private void object(final String key, final String heading)
    {
        object(key, heading, "");
    }

    private void object(final String key, final String heading, final String note)
    {
        if (json.at('/' + key).isObject())
        {
            parts.section(heading);
            if (!note.isEmpty())
            {
                parts.note(note);
            }
            parts.values(json, '/' + key);
            parts.endSection();
        }
    }

    /** Returns stalls and snapshots as marks. */
    private List<HeatMap.Mark> marks()
    {
        final List<HeatMap.Mark> marks = new ArrayList<>();
        for (final HostEffects.Moment moment : result.host() == null ?
            List.<HostEffects.Moment>of() : result.host().moments())
        {
            if (STALLS.contains(moment.label()) || moment.label().equals(SNAPSHOT))
            {
                marks.add(new HeatMap.Mark(moment.label().equals(SNAPSHOT) ? SNAPSHOT : STALL, moment.label() + " (" +
                    moment.thread() + "): " + NumberText.count(moment.ns()) + " ns", moment.startNs(),
                    moment.startNs() + moment.ns()));
            }
        }

        return marks;
    }

    private List<HeatMap.Point> points()
    {
        return result.latencies().outliers().stream().map(explained -> new HeatMap.Point(
            String.format(Locale.ROOT, explained.outlier().model() == null ?
            "%s: %s ns, acknowledged at %.3f s" : "%s: %s ns, ended at %.3f s", explained.label(),
            NumberText.count(explained.outlier().responseNs()), explained.atNs() / 1e9),
            explained.atNs(), explained.outlier().responseNs())).toList();
    }

    private void actions()
    {
        if (result.totals().actions().kinds().isEmpty())
        {
            return;
        }
        parts.section("Transitions and moves");
        parts.heading(ACTION_HEADING);
        for (final AskedActions kind : result.totals().actions().kinds())
        {
            page.open("tr");
            page.leaf("td", kind.setting().name());
            ACTION_KEYS.forEach(key -> parts.number(json, "/actions/" + kind.setting().jsonKey() + '/' + key));
            page.close();
        }
        parts.endTable();
        if (!result.totals().actions().timeline().slices().isEmpty())
        {
            ActionChart.draw(page, result.totals().actions().timeline(), result.totals().elapsedNs());
            parts.note("A bar is a slice of " + NumberText.duration(result.totals().actions().timeline().sliceNs()) +
                ", its height the share of that time.");
        }
        parts.endSection();
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
        final Set<String> stages = new LinkedHashSet<>();
        result.latencies().outliers().forEach(explained -> explained.outlier().stages().forEach((name, ns) ->
        {
            if (ns > 0)
            {
                stages.add(name);
            }
        }));
        final List<String> heading = new ArrayList<>(OUTLIER_HEADING);
        final List<String> keys = new ArrayList<>(OUTLIER_KEYS);
        if (result.model() != null)
        {
            heading.set(0, "path (times in ns)");
            heading.remove(SERVICE);
            keys.remove("service_ns");
        }
        heading.addAll(stages);
        parts.smallHeading(heading);
        for (int i = 0; i < list.size(); i++)
        {
            final String pointer = "/outliers/" + i;
            page.open("tr");
            page.leaf("td", list.get(i).path(result.model() != null ? "path" : "cause").asText());
            final String name = result.latencies().outliers().get(i).outlier().shortName();
            keys.forEach(key -> parts.number(json, pointer + '/' + key, key.equals("lpi") ? name : "-"));
            stages.forEach(stage -> parts.number(json, pointer + "/stages/" + stage));
            page.close();
        }
        parts.endTable();
        final String end = result.model() != null ? "end of the handler. " : "acknowledge. ";
        parts.note("The column at counts from the first offer to the " + end + OutlierText.hint(
            report.description(), result.latencies().outliers().get(0).outlier().command(), spelling));
        parts.endSection();
    }
}
