package org.gale.engine.report.page;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.json.JsonText;
import org.gale.engine.report.ActionsText;
import org.gale.engine.report.ControlsText;
import org.gale.engine.report.MeasurementText;
import org.gale.engine.report.ModelText;
import org.gale.engine.report.OutlierText;
import org.gale.engine.report.ShapeText;
import org.gale.engine.report.StationaryText;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.StormText;
import org.gale.engine.report.VmOutliers;
import org.gale.engine.report.document.DocumentWriter;
import org.gale.engine.report.document.StormDocument;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.RunVerdict;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.Thirds;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Page of one storm: verdict and accounting first, then the pictures of its latencies, then everything else that the
 * report has. Its numbers are those of the JSON report, from which it takes them. Used once, by one thread.
 */
public final class StormPage
{
    private static final String COMMAND = "command";
    private static final List<String> OUTLIER_HEADING =
        List.of("cause (times in ns)", "at", COMMAND, "VM", "LPI", "response", "service");
    private static final List<String> OUTLIER_KEYS =
        List.of("at_ns", COMMAND, "vm", "lpi", "response_ns", "service_ns");
    private static final List<String> ACTION_HEADING = List.of("", "asked", "due", "begun", "completed");
    private static final List<String> ACTION_KEYS = List.of("asked", "due", "begun", "completed");
    private static final String DOT = " \u00b7 ";
    private static final Map<String, String> PER_SECOND =
        Map.of("/accounting/offered", "/offered_per_s", "/accounting/delivered", "/rate_per_s");

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
        final StormDocument document = StormJson.document(report);
        final StormPage page =
            new StormPage(report, JsonText.tree(json -> DocumentWriter.fields(json, document)), spelling);
        page.draw();
        page.parts.end(JsonText.line(json ->
        {
            json.writeStringField("page", "storm");
            json.writeObjectFieldStart("report");
            DocumentWriter.fields(json, document);
            json.writeEndObject();
        }));
        page.page.writeTo(writer);
    }

    private void draw()
    {
        parts.begin("Gale storm: " + report.description().name() + ModelText.suffix(result.model()));
        head();
        final boolean isTimed = report.description().config().value(StormSettings.LATENCY) > 0 &&
            result.latencies().response().getTotalCount() > 0;
        if (isTimed)
        {
            latencies();
        }
        else
        {
            parts.section("Latency");
            parts.note("No latency was taken.");
            parts.endSection();
        }
        overTime();
        accounting();
        new PartTables(page, parts, json, result.totals()).draw();
        if (isTimed)
        {
            stages();
            vms();
        }
        if (result.model() != null)
        {
            ModelParts.draw(page, parts, json);
        }
        DevicesTable.draw(page, parts, json, ModelText.slowestStage(
            result.latencies().stages(), result.totals().devices()), ModelText.notes(result.totals().devices()));
        LaneTable.draw(page, parts, json);
        EnginesTable.draw(page, parts, json);
        actions();
        controls();
        outliers();
        setUp();
        page.open("div", "class", "cards");
        object("stalls", "Stalls",
            result.host() == null ? "" : String.join(DOT, MeasurementText.stalls(result.host().stalls())));
        object("warmup", "Warm-up", "");
        object("generator", "Generator", "");
        object("migrations", "Migrations", "Times of migrations, ns: until a VM has stopped, and until it goes on.");
        object("attached", "Attached", "");
        object("host", "Host", "");
        object("config", "Configuration", "");
        page.close();
    }

    private void head()
    {
        page.leaf("h1", "Storm " + report.description().name() + ModelText.suffix(result.model()));
        final boolean isKept =
            result.totals().actions().isKept() && (!result.isGenerated() || result.isRateKept());
        final boolean isSound = report.outcome() == Outcome.OK || report.outcome() == Outcome.SKIPPED;
        parts.verdict(!isSound ? PageParts.BAD : isKept && report.outcome() == Outcome.OK ? PageParts.GOOD :
            PageParts.PARTLY, verdict());
        parts.bad(result.isRateKept() ? "" : MeasurementText.pace(result));
        parts.bad(report.failure() == null ? "" : report.failure());
        ActionsText.missed(result.totals().actions()).forEach(parts::bad);
        ActionsText.empty(result, spelling).forEach(parts::bad);
        ControlsText.silent(result, spelling).forEach(parts::bad);
        StationaryText.lines(Thirds.of(result)).forEach(parts::bad);
        if (result.host() != null)
        {
            result.host().notes().forEach(parts::note);
        }
        parts.note(String.join(DOT, StormText.storm(report.description())));
        parts.noScript();
    }

    /** Writes the groups, the phases, the costs and the host of the storm. */
    private void setUp()
    {
        parts.section("Set-up");
        final HostShape shape = report.description().config().shape();
        ShapeText.groups(shape).forEach(group -> parts.note(String.join(DOT, group)));
        parts.note(shape.phases().isEmpty() ? "" : "phases: " + String.join(DOT, ShapeText.phases(shape)));
        final Platform platform = report.description().platform();
        parts.note("gale " + platform.version() + DOT + "JDK " + platform.jdk() + DOT +
            NumberText.counted(platform.cores(), "core") + DOT + "schema " + json.at("/schema").asText());
        parts.endSection();
        parts.assumptions(json.path("config"), List.of(json.at("/seed").asText()));
    }

    private String verdict()
    {
        final List<String> words = new ArrayList<>();
        words.add(result.totals().accounting().remainder() == 0 ? RunVerdict.of(report).text() :
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
        if (json.at("/accounting/held").isNumber())
        {
            total("held", "/accounting/held", "in");
        }
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
        parts.number(json, PER_SECOND.getOrDefault(pointer, "/none"), "");
        page.close();
    }

    private void latencies()
    {
        parts.section("Latency");
        if (json.at("/stalls/tail_by_host").size() > 0)
        {
            parts.bad(String.join(" ", MeasurementText.tail(result.host().stalls())));
        }
        final List<String> heading = new ArrayList<>(List.of("latency, ns", "samples", "of"));
        heading.addAll(Percentile.names());
        parts.heading(heading);
        latency("response", "t");
        result.latencies().responseByRoute().keySet().forEach(route -> latency("routes/" + route, "in"));
        result.latencies().others().keySet().forEach(other -> latency(other, "t"));
        result.latencies().stages().keySet().forEach(stage -> latency("stages/" + stage, "in"));
        parts.endTable();
        parts.note("Sampled: " + json.at("/latency_ns/sampled").asText() +
            " delivered interrupts. Response counts from the intended time of an event to its acknowledge, " +
            (result.model() != null ? "handled to the end of its handler." : "service from the drain."));
        if (result.latencies().request() != null)
        {
            parts.note("Request: each one of a device, from its submission (a packet: its arrival) to the end of the " +
                "handler that completes it." + (result.model() != null ? "" : " Handlers take no time here."));
        }
        parts.chart("percentiles", "Percentiles of response and stages");
        parts.endSection();
        if (!result.latencies().responseByRoute().isEmpty())
        {
            parts.section("Response by route");
            parts.chart("routes", "Response by the route on which an event arrived");
            parts.note("Direct: the hardware made it pending. Forwarded: the host injected it. Transition: its vCPU " +
                "was being switched when the event arrived.");
            parts.endSection();
        }
    }

    private void latency(final String key, final String style)
    {
        page.open("tr");
        page.leaf("td", key.substring(key.indexOf('/') + 1), "class", style);
        parts.number(json, "/latency_ns/" + key + "/count");
        parts.number(json, "/latency_ns/delivered" + key.replaceFirst("^routes", "_by_route")
            .replaceFirst("^response", ""), "");
        Percentile.ALL.forEach(one -> parts.number(json, "/latency_ns/" + key + '/' + one.key()));
        page.close();
    }

    private void overTime()
    {
        if (result.history().intervals().isEmpty())
        {
            return;
        }
        if (result.history().heat().isAny())
        {
            parts.section("Response time over the run");
            parts.chart("heat", "Heat map of the response time over the run, with outliers");
            parts.note("The latencies leave the warm-up out. A circle is an outlier, and leads to its row.");
            parts.chart("seconds", "Percentiles of the response time by intervals");
            parts.endSection();
        }
        parts.section("Rates over the run");
        parts.chart("rates", "Offered and delivered events a second over the run");
        parts.note(result.history().dropped() == 0 ? "" :
            NumberText.counted(result.history().dropped(), "earlier interval") + " not retained.");
        parts.endSection();
    }

    private void stages()
    {
        parts.section("Stages");
        parts.chart("stages", "Percentiles of the response and of its stages");
        parts.note("A line reaches from p50 to the longest. The stages of one interrupt " + (result.model() != null ?
            "up to its acknowledge add up to its response, and with that of its handler to handled; " :
            "add up to its response; ") + "percentiles of stages do not.");
        if (!result.latencies().outliers().isEmpty())
        {
            parts.chart("slowest", "Stages of the slowest responses");
        }
        parts.endSection();
    }

    private void vms()
    {
        parts.section("VMs");
        final List<String> differing = VmOutliers.lines(result);
        differing.forEach(parts::bad);
        parts.note(
            differing.isEmpty() ? "No VM differs from the others by more than a factor of two at p99." : "");
        parts.chart("vms", "Response times of the VMs");
        parts.endSection();
    }

    /** Writes the fields of an object of the report, if it has the object. */
    private void object(final String key, final String heading, final String note)
    {
        if (json.at('/' + key).isObject())
        {
            parts.section(heading);
            parts.note(note);
            parts.values(json, '/' + key);
            parts.endSection();
        }
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
            parts.row(json, kind.setting().name(), "/actions/" + kind.key() + '/', ACTION_KEYS);
        }
        parts.endTable();
        if (!result.totals().actions().timeline().slices().isEmpty())
        {
            parts.chart("actions", "Transitions, holds and moves over the run");
        }
        parts.endSection();
    }

    private void controls()
    {
        if (!result.totals().controls().each().isEmpty())
        {
            parts.section("Negative controls");
            parts.heading(List.of("", "acted"));
            result.totals().controls().each().forEach(
                control -> parts.row(json, control.name(), "/controls/each/", List.of(control.name())));
            parts.endTable();
            parts.endSection();
        }
        final Map<String, Long> spurious = result.totals().controls().spurious();
        if (spurious != null)
        {
            parts.section("Spurious interrupts");
            parts.heading(List.of("", "found nothing to do"));
            spurious.keySet().forEach(
                place -> parts.row(json, place, "/controls/spurious_by_device/", List.of(place.replace("/", "~1"))));
            parts.endTable();
            parts.endSection();
        }
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
        final List<String> stages = result.latencies().outliers().stream()
            .flatMap(explained -> explained.outlier().stages().entrySet().stream())
            .filter(stage -> stage.getValue() > 0).map(Map.Entry::getKey).distinct().toList();
        final List<String> heading = new ArrayList<>(OUTLIER_HEADING);
        final List<String> keys = new ArrayList<>(OUTLIER_KEYS);
        if (result.model() != null)
        {
            heading.set(0, "path (times in ns)");
            heading.remove("service");
            keys.remove("service_ns");
        }
        heading.addAll(stages);
        parts.smallHeading(heading);
        for (int i = 0; i < list.size(); i++)
        {
            final String pointer = "/outliers/" + i;
            page.open("tr", "id", "outlier-" + i, "data-copy", OutlierText.step(
                report.description(), result.latencies().outliers().get(i), spelling));
            page.leaf("td", list.get(i).path(result.model() != null ? "path" : "cause").asText());
            final String name = result.latencies().outliers().get(i).outlier().shortName();
            keys.forEach(key -> parts.number(json, (key.equals(COMMAND) ? "/host" : "") + pointer + '/' + key,
                key.equals("lpi") ? name : "-"));
            stages.forEach(stage -> parts.number(json, pointer + "/stages/" + stage));
            page.close();
        }
        parts.endTable();
        parts.note("The column at counts from the first offer to the acknowledge. A click on a command " +
            "copies the line that steps to it" + (OutlierText.isKept(report.description()) ? "." :
            ", for a storm with " + spelling.of(StormSettings.JOURNAL) + " DIR."));
        parts.command("The first: ", OutlierText.step(report.description(),
            result.latencies().outliers().get(0), spelling));
        parts.endSection();
    }
}
