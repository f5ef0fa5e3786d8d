package org.gale.engine.cli.storm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.NodeFile;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale storm msix} from the command line. */
@Tag("M-MSIXLIVE")
class MsixStormCommandTest
{
    private static final String LOST = ", triggered, is neither sent nor held";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Tag("P1")
    @Tag("P6")
    @ParameterizedTest(name = "{0} clock, rate {1}")
    @CsvSource({"wall, max", "virtual, max", "wall, 400k", "virtual, 400k"})
    void shouldDeliverOrMergeEachTriggerAndReplayWhenTheMonitorIsRight(final String clock, final String rate)
        throws IOException
    {
        final Path journal = directory.resolve("journal");
        assertEquals(ExitCode.OK, small("--clock", clock, "--rate", rate, "--count", "8k", "--json", "-",
            "--journal", journal.toString()), err.toString());

        final JsonNode report = new ObjectMapper().readTree(out.toString());
        final JsonNode accounting = report.get("accounting");
        assertEquals(0, accounting.get("remainder").longValue());
        assertEquals(0, accounting.get("pending").longValue());
        assertTrue(accounting.get("delivered").longValue() > 4_000, accounting.toString());
        assertEquals(200, report.get("actions").get("masks").get("completed").longValue());
        assertEquals(80, report.get("actions").get("retargets").get("completed").longValue());
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "replay", journal.toString()), err.toString());
    }

    /** Sixteen vectors are triggered in turn: a mask of twelve events meets each of them once at most. */
    @Tag("P1")
    @ParameterizedTest(name = "{0} clock, masks {1}")
    @CsvSource({"wall, 1/16, false", "virtual, 1/16, false", "wall, 1/80, true", "virtual, 1/80, true"})
    void shouldMergeInFrontOfTheItsWhenMasksLastLongerThanARoundOfTheVectors(
        final String clock, final String masks, final boolean merges) throws IOException
    {
        assertEquals(ExitCode.OK, storm("--vms", "1", "--vpes", "2", "--devices", "2", "--events", "8", "-C",
            "masks=" + masks, "-C", "retargets=0", "--clock", clock, "--rate", "400k", "--count", "8k", "--json", "-",
            "--journal", "none"), err.toString());

        final JsonNode merged = new ObjectMapper().readTree(out.toString()).at("/accounting/coalesced_at");
        assertEquals(merges, merged.get("eventfd").longValue() > 0, merged.toString());
        assertEquals(merges, merged.get("mask").longValue() > 0, merged.toString());
    }

    @Tag("P1")
    @ParameterizedTest(name = "{0} on the clock {1}")
    @CsvSource({
        "consume-masked, wall", "drop-route, wall", "stale-message, wall", "pba-zero, wall", "pba-unsaved, wall",
        "consume-unrouted, wall", "level-early, wall", "consume-masked, virtual", "drop-route, virtual",
        "stale-message, virtual", "pba-zero, virtual", "pba-unsaved, virtual", "consume-unrouted, virtual",
        "level-early, virtual"})
    void shouldNameWhatAWrongMonitorLosesAndReplayUpToIt(final String monitor, final String clock)
    {
        final Path journal = directory.resolve("journal");
        assertEquals(ExitCode.INVARIANT_BROKEN, small("--clock", clock, "--count", "20k", "-C", "monitor=" + monitor,
            "--journal", journal.toString()), err.toString());

        assertTrue(err.toString().contains(told(monitor)), err.toString());
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "journal", "verify", journal.toString()), err.toString());
    }

    private static String told(final String monitor)
    {
        return switch (monitor)
        {
            case "stale-message" -> " was sent with a message that it does not have any more";
            case "pba-zero" -> " has a pending bit that differs from what is held";
            case "level-early" -> "the level of SPI 0 rose and is neither held nor raised";
            default -> LOST;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"wall", "virtual"})
    void shouldActByTheClockWhenRatesAreThoseOfASecond(final String clock)
    {
        assertEquals(ExitCode.OK, storm("--vms", "1", "--devices", "2", "--events", "16", "--clock", clock,
            "--rate", "50k", "--count", "20k", "-C", "masks=1000", "-C", "retargets=500", "--journal", "none"),
            err.toString());

        assertTrue(out.toString().contains("masks 1000 a second"), out.toString());
    }

    @Tag("P7")
    @Tag("P11")
    @ParameterizedTest(name = "{0} after {1} frames")
    @CsvSource({"1, group", "9, group", "30, group", "77, group", "150, group", "80, host"})
    void shouldGoOnWhereAStormWasKilledWhenItIsResumed(final long frames, final String order) throws IOException
    {
        final Path left = directory.resolve("left");
        Storms.leave(left, plan("""
            job: vectors
            count: 20000
            order: %s
            machine: {kind: msix, functions: {masks: 1/300, retargets: 1/200}}
            vms:
              - {name: a, count: 2, vpes: 2, devices: [{name: f, count: 3, events: 8, traffic: {window: 8}}]}
            """.formatted(order)), frames);
        final Path report = directory.resolve("report.json");

        assertEquals(ExitCode.OK,
            GaleRun.of(err, err, "storm", "--resume", left.toString(), "--json", report.toString()), err.toString());

        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals(20_000, json.at("/accounting/delivered").asLong() + json.at("/accounting/coalesced").asLong(),
            json::toString);
        assertEquals(0, json.at("/accounting/remainder").asLong());
        assertEquals(0, json.at("/accounting/held").asLong());
        assertTrue(json.at("/host/replay/equal").asBoolean(), json::toString);
    }

    private static StormPlan plan(final String job)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

        return jobs.plan(jobs.read(NodeFile.STDIN, new ByteArrayInputStream(job.getBytes(StandardCharsets.UTF_8)),
            Assignments.NONE), NodeFile.STDIN, SettingValues.NONE, Spelling.NAMES);
    }

    @Test
    void shouldExplainItsKeysInTheHelp()
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", "--help"));

        final String help = out.toString().replaceAll("\\s+", " ");
        assertTrue(help.contains("masks=R|N/EVENTS For msix: times that guests mask vectors"), help);
        assertTrue(help.contains("retargets=R|N/EVENTS For msix: times that guests give a vector"), help);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "msix    | --events 2049 | 2049 are more than the 2048 vectors of a function",
        "default | -C monitor=pba-zero | 'pba-zero' is no setting of the profile 'default'",
        "direct  | -C masks=1/10 | '1/10' is no setting of the profile 'direct'"})
    void shouldRefuseWhatHasNoMeaning(final String profile, final String given, final String message)
    {
        final List<String> arguments = new ArrayList<>(List.of("storm", profile));
        arguments.addAll(Arrays.asList(given.split(" ")));

        assertEquals(ExitCode.USAGE, GaleRun.of(out, err, arguments.toArray(String[]::new)));
        assertTrue(err.toString().contains(message), err.toString());
    }

    /** Runs a storm in which masks often hold something. */
    private int small(final String... arguments)
    {
        final List<String> all = new ArrayList<>(List.of("--vms", "1", "--vpes", "2", "--devices", "2", "--events", "8",
            "-C", "masks=1/40", "-C", "retargets=1/100"));
        all.addAll(Arrays.asList(arguments));

        return storm(all.toArray(String[]::new));
    }

    private int storm(final String... arguments)
    {
        final List<String> all = new ArrayList<>(List.of("storm", "msix"));
        all.addAll(Arrays.asList(arguments));

        return GaleRun.of(out, err, all.toArray(String[]::new));
    }
}
