package org.gale.engine.report.page;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Outcome;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneAccount;
import org.gale.engine.lanes.LaneEnd;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.machine.Route;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.latency.RecordedInterrupts;
import org.gale.engine.storm.latency.VirtualLatencies;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.Modelled;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.OutlierCause;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Sections of a storm's page: which there are, and what they say. */
class StormPageSectionsTest
{
    private static final StormResult SOUND = StormResults.sound();
    private static final String STAGES = "p dim: A line reaches from p50 to the longest. The stages of one " +
        "interrupt add up to its response; percentiles of stages do not.";
    private static final String HANDLERS = "p dim: A line reaches from p50 to the longest. The stages of one " +
        "interrupt up to its acknowledge add up to its response, and with that of its handler to handled; " +
        "percentiles of stages do not.";
    private static final String HEAT =
        "p dim: The latencies leave the warm-up out. A circle is an outlier, and leads to its row.";
    private static final String ALIKE = "p dim: No VM differs from the others by more than a factor of two at p99.";

    @Test
    void shouldSayWhatEachSectionOfAStormOnTheWallClockShows() throws IOException
    {
        final String page = page(StormResults.with(StormResults.with(SOUND, "totals.devices",
            List.of(new DeviceCounts("vm", 10, 5))), "host.notes", List.of("not pinned")));

        assertEquals(List.of("h2: Latency", "h2: Response time over the run", "h2: Rates over the run",
            "h2: Accounting", "h2: Stages", "h2: VMs", "h2: Devices", "h2: Outliers", "h2: Set-up",
            "h2: Traffic, costs and seeds", "h2: Stalls",
            "h2: Warm-up", "h2: Generator", "h2: Host", "h2: Configuration"),
            PageElements.of(page, "h2"));
        assertEquals(List.of("p dim: not pinned",
            "p dim: Sampled: 10,000 of 96,999,972 delivered interrupts. Response counts from the intended time of an " +
            "event to its acknowledge, service from the drain.", HEAT, STAGES, ALIKE,
            "p dim: Slowest stage: queued, p99 3,455 ns.",
            "p dim: None was sampled.",
            "p dim: gale 0.1.0 \u00b7 JDK 17.0.15 \u00b7 2 cores \u00b7 schema gale.storm/5",
            "p dim: 2 VMs \u00d7 4 VPEs \u00b7 4 devices \u00d7 1,024 events \u00b7 closed loop", "p dim: seed 1",
            "p dim: engine 0.4 % of the run, longest 3.1 ms \u00b7 generator 0.2 %, " +
            "longest 1.0 ms \u00b7 helpers 0.1 % \u00b7 stolen 0.0 % \u00b7 throttled 0.0 %"), paragraphs(page));
        assertEquals(List.of("td in: coalesced", "td n /accounting/coalesced: 128", "td n", "td in: pending",
            "td n /accounting/pending: 0", "td n"), PageElements.of(
            page.substring(page.indexOf("<h2>Accounting")), "td").subList(6, 12));
        assertTrue(page.contains("data-json=\"/latency_ns/service/count\">10,000</td>"), page);
        assertTrue(page.contains("<td class=\"t\">words of the generator</td>"), page);
    }

    @Test
    void shouldSayWhatEachSectionOfAStormOnTheVirtualClockShows() throws IOException
    {
        final String page = page(modelled());

        assertEquals(List.of("h2: Latency", "h2: Response by route",
            "h2: Response time over the run", "h2: Rates over the run", "h2: Accounting", "h2: Stages", "h2: VMs",
            "h2: PE time", "h2: Model", "h2: Outliers", "h2: Set-up", "h2: Traffic, costs and seeds",
            "h2: Warm-up", "h2: Host", "h2: Configuration"),
            PageElements.of(page, "h2"));
        assertEquals(List.of("p dim: Sampled: 2 of 2 delivered interrupts. Response counts from the intended " +
            "time of an event to its acknowledge, handled to the end of its handler.",
            "p dim: Direct: the hardware made it pending. Forwarded: the host injected it. Transition: its vCPU was " +
            "being switched when the event arrived.", HEAT, HANDLERS, ALIKE,
            "p dim: The column at counts from the first offer to the acknowledge. A click on a command copies " +
            "the line that steps to it, for a storm with journal DIR.", "p dim: The first:",
            "p dim: gale 0.1.0 \u00b7 JDK 17.0.15 \u00b7 2 cores \u00b7 schema gale.storm/5",
            "p dim: 2 VMs \u00d7 4 VPEs \u00b7 4 devices \u00d7 1,024 events \u00b7 closed loop", "p dim: seed 1"),
            paragraphs(page));
        assertTrue(page.contains("<td class=\"in\">transition</td>\n<td class=\"n\" " +
            "data-json=\"/latency_ns/routes/transition/count\">0</td>"), page);
        assertEquals(List.of("percentiles", "routes", "heat", "seconds", "rates", "stages", "slowest", "vms", "pe"),
            PageElements.charts(page));
    }

    @Test
    void shouldNameTheTimerAmongTheOutliersOfAModel() throws IOException
    {
        final String page = page(modelled());
        final String outliers = page.substring(page.indexOf("<h2>Outliers"), page.indexOf("The column at counts"));

        assertEquals(List.of("th t: path (times in ns)", "th n: at", "th n: command", "th n: VM", "th n: LPI",
            "th n: response", "th n: signalled", "th n: woken", "th n: waiting", "th n: acknowledged",
            "th n: deactivated"), PageElements.of(outliers, "th"));
        assertEquals(List.of("td: direct blocked", "td n /outliers/0/at_ns: 7,120",
            "td n /host/outliers/0/command: 7",
            "td n /outliers/0/vm: 0", "td n /outliers/0/lpi: 0", "td n /outliers/0/response_ns: 8,120",
            "td n /outliers/0/stages/signalled: 100", "td n /outliers/0/stages/woken: 5,000",
            "td n /outliers/0/stages/waiting: 3,000", "td n /outliers/0/stages/acknowledged: 20",
            "td n /outliers/0/stages/deactivated: 2,000",
            "td: forwarded running", "td n /outliers/1/at_ns: 460",
            "td n /host/outliers/1/command: 9",
            "td n /outliers/1/vm: 1", "td n: PPI 27", "td n /outliers/1/response_ns: 1,460",
            "td n /outliers/1/stages/signalled: 1,400", "td n /outliers/1/stages/woken: -",
            "td n /outliers/1/stages/waiting: -", "td n /outliers/1/stages/acknowledged: 60",
            "td n /outliers/1/stages/deactivated: 2,100"), PageElements.of(outliers, "td"));
    }

    @Test
    void shouldHaveTheCauseOfAnOutlierOnTheWallClock() throws IOException
    {
        final String page = page(StormResults.with(SOUND, "latencies.outliers", outliers(10)));
        final String outliers = page.substring(page.indexOf("<h2>Outliers"), page.indexOf("<h2>Stalls"));

        assertEquals(List.of("td: unknown", "td n /outliers/0/at_ns: 6,000",
            "td n /host/outliers/0/command: 7",
            "td n /outliers/0/vm: 1", "td n /outliers/0/lpi: 8,193", "td n /outliers/0/response_ns: 5,000",
            "td n /outliers/0/service_ns: 3,000", "td n /outliers/0/stages/queued: 2,000",
            "td n /outliers/0/stages/acknowledged: 3,000"), PageElements.of(outliers, "td").subList(0, 9));
        assertTrue(PageElements.of(outliers, "p ").contains("p dim: The column at counts from the first offer to the " +
            "acknowledge. A click on a command copies the line that steps to it, for a storm with journal DIR."));
    }

    @Test
    void shouldDrawTheRatesOfAStormWithoutLatencies() throws IOException
    {
        final List<String> headings =
            List.of("h2: Latency", "h2: Response time over the run", "h2: Rates over the run", "h2: Accounting");
        final String none = page(StormResults.with(SOUND, "latencies.response", new Histogram(3)));
        final String off = page(StormResults.setting(StormConfigs.of(StormResults.CONFIG).latencyEvery(0).build()),
            SOUND);

        for (final String page : List.of(none, off))
        {
            assertEquals("h2: Outliers", PageElements.of(page, "h2").get(4));
            assertEquals(headings, PageElements.of(page, "h2").subList(0, 4));
            assertEquals("p dim: No latency was taken.", paragraphs(page).get(0));
        }
    }

    @Test
    void shouldSayHowManyIntervalsWereDropped() throws IOException
    {
        final StormHistory history = StormResults.HISTORY;
        final String page = page(StormResults.with(SOUND, "history",
            new StormHistory(history.intervals(), history.heat(), 1)));

        assertTrue(page.contains("<p class=\"dim\">1 earlier interval not retained.</p>"), page);
        assertFalse(page(SOUND).contains("not retained"));
    }

    @Test
    void shouldNameVmsThatDiffer() throws IOException
    {
        final Histogram usual = StormResults.histogram(1_000, 1_000);
        final String differing = page(StormResults.with(SOUND, "latencies.responseByVm",
            List.of(usual, StormResults.histogram(2_002, 2_002))));

        assertEquals(List.of("p bad: VM 1: p99 2,002 (the other one: 1,000)"), PageElements.of(differing, "p bad"));
        assertFalse(differing.contains("No VM differs"), differing);
    }

    @Test
    void shouldHaveSectionsOfProducersAndOfAResume() throws IOException
    {
        final StormDescription resumed = StormResults.setting(StormResults.CONFIG, JobProfiles.ALL.of("default"),
            SettingValues.NONE, new StormResumed(1_234, 1, 1_001, 0, 0, 0));
        final String page = page(resumed, StormResults.with(StormResults.with(SOUND, "totals.attached",
            new AttachTotals(9, 8, 1, new LaneWords(30, 20, 10), Map.of(), List.of())), "totals.accounting.rows",
            List.of(new AccountingRow("rung", "doorbells", 512, ""), new AccountingRow("missed", "  missed", 3, ""))));

        assertEquals(List.of("h2: Generator", "h2: Attached", "h2: Host", "h2: Configuration"),
            PageElements.of(page, "h2").subList(11, 15));
        final String accounting = page.substring(page.indexOf("words of the generator"), page.indexOf("<h2>Stages"));
        assertEquals(List.of("td in: drained", "td in: left", "td t: words of attached producers", "td in: drained",
            "td in: left", "td t: doorbells", "td in: missed"), PageElements.of(accounting, "td").stream()
            .filter(cell -> !cell.startsWith("td n") && !cell.equals("td")).toList());
    }

    @Test
    void shouldHaveATableOfTheLanesThatWereUsed() throws IOException
    {
        final LaneWords words = new LaneWords(30, 20, 10);
        final List<LaneAccount> closed = List.of(new LaneAccount("lane-00", LaneEnd.RUN_ENDED, LaneWords.NONE),
            new LaneAccount("lane-01", LaneEnd.NOT_ADMITTED, words));
        final String page = page(StormResults.SETTING, StormResults.with(
            SOUND, "totals.attached", new AttachTotals(9, 8, 1, words, Map.of(), closed)));

        final String lanes = page.substring(page.indexOf("<h2>Lanes"));
        assertEquals(List.of("td: lane-01", "td n /attached/lanes/1/published: 30",
            "td n /attached/lanes/1/drained: 20", "td n /attached/lanes/1/left: 10", "td: not-admitted"),
            PageElements.of(lanes, "td").subList(0, 5));
        assertFalse(PageElements.plain(page).contains("lane-00"));
    }

    /** Returns the paragraphs behind the verdict. */
    private static List<String> paragraphs(final String page)
    {
        return PageElements.of(page, "p ").stream().filter(line -> !line.startsWith("p verdict") &&
            !line.startsWith("p dim: default: ") && !line.startsWith("p dim: costs: ")).toList();
    }

    private static List<StormLatencies.Explained> outliers(final int count)
    {
        return Collections.nCopies(count, new StormLatencies.Explained(new Outlier(7, 1, 8_193, 1_000,
            new Outlier.Batch(1_000, 3_000, 3_000, 3_000), 3_000, 6_000), OutlierCause.UNKNOWN, 6_000));
    }

    /** Returns a storm of an LPI on the direct route, and the timer of a VPE on the forwarded one. */
    private static StormResult modelled()
    {
        final Topology topology = Topology.of(StormResults.CONFIG);
        final VirtualLatencies latencies = new VirtualLatencies(topology, 1);
        final int lpi = topology.firstLpiId();
        RecordedInterrupts.record(latencies, 7, 0, lpi, lpi, 0, Route.DIRECT, InterruptPath.DIRECT_BLOCKED, 0, 100,
            5_000, 3_000, 20, 2_000);
        RecordedInterrupts.record(latencies, 9, 1, Outlier.timer(1), Outlier.timer(1), 0, Route.FORWARDED,
            InterruptPath.FORWARDED_RUNNING, 0, 1_400, 0, 0, 60, 2_100);

        return StormResults.with(StormResults.modelled(SOUND,
            new Modelled(1, "zero", Map.of("guest", 5L), Map.of("exits", 3L))), "latencies",
            latencies.result(null, 1_000));
    }

    private static String page(final StormResult result) throws IOException
    {
        return page(StormResults.SETTING, result);
    }

    private static String page(final StormDescription description, final StormResult result) throws IOException
    {
        final StringWriter out = new StringWriter();
        StormPage.write(new StormReport(description, result, StormResults.PROOF, null, Outcome.OK), Spelling.NAMES,
            out);

        return out.toString();
    }
}
