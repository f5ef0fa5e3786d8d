package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms that unplug functions and plug them in again: nothing is lost, and what is refused. */
@Tag("P1")
class PluggedFunctionsTest
{
    private static final Pattern VECTOR =
        Pattern.compile("P1 broken: vector [0-9] of function [0-9]+, triggered by command [0-9,]+, is lost: ");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }

    private Path job(final String clock, final String functions, final String traffic) throws IOException
    {
        return Files.writeString(directory.resolve("job.yaml"), "job: plugs\nclock: " + clock +
            "\ncount: 4000\nmachine: {kind: msix, pes: 4, functions: " + functions + "}\nvms:\n" +
            "  - name: vm\n    count: 2\n    vpes: 2\n    devices: [{name: nic, count: 3, events: 5, traffic: " +
            traffic + "}]\n");
    }

    private JsonNode report(final Path json) throws IOException
    {
        return new ObjectMapper().readTree(json.toFile());
    }

    /** Tests that each plug that is due comes to its end, next to masks, and that each event is delivered or merges. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"virtual | {kind: open, rate: 50k, arrivals: poisson}",
        "virtual | {kind: closed}", "wall | {kind: open, rate: 200k}", "wall | {kind: closed}"})
    void shouldLoseNothingWhenFunctionsAreUnplugged(final String clock, final String traffic) throws IOException
    {
        final Path job = job(clock, "{plugs: 1/40, masks: 1/30, retargets: 1/50}", traffic);
        for (int seed = 1; seed <= 5; seed++)
        {
            final Path json = directory.resolve(seed + ".json");
            final Path journal = directory.resolve("journal" + seed);

            assertEquals(ExitCode.OK, gale("storm", job.toString(), "--seed", Integer.toString(seed), "--json",
                json.toString(), "--journal", journal.toString()), err.toString());

            final JsonNode report = report(json);
            assertEquals(100, report.at("/actions/plugs/due").asLong());        // 4,000 events
            assertEquals(100, report.at("/actions/plugs/completed").asLong());
            assertTrue(report.at("/actions/plugs/kept_up").asBoolean());
            assertEquals(0, report.at("/accounting/remainder").asLong());
            assertEquals(0, report.at("/accounting/held").asLong());
            assertEquals(0, report.at("/accounting/rejected").asLong());
            assertEquals(report.at("/accounting/offered").asLong(), report.at("/accounting/delivered").asLong() +
                report.at("/accounting/coalesced").asLong());
            assertEquals(ExitCode.OK, gale("replay", journal.toString()), err.toString());
        }
    }

    /** Tests in one partition that plug number k begins in the middle of its events, and ends. */
    @ParameterizedTest
    @CsvSource({"1999, 0", "2000, 1", "2001, 1", "5999, 1", "6000, 2"})
    void shouldPlugBehindTheEventThatIsDue(final int count, final int due) throws IOException
    {
        final Path job = job("virtual", "{plugs: 1/4000}", "{kind: open, rate: 50k}");
        Files.writeString(job,
            Files.readString(job).replace("    count: 2\n", "    count: 1\n").replace("pes: 4", "pes: 2"));
        final Path json = directory.resolve("due.json");

        assertEquals(due == 0 ? ExitCode.SKIPPED : ExitCode.OK, gale("storm", job.toString(), "--count",
            Integer.toString(count), "--json", json.toString(), "--journal", "none"), err.toString());

        assertEquals(due, report(json).at("/actions/plugs/completed").asLong());
    }

    /** Tests that a rate by the clock is kept, and that a condition takes the figure. */
    @Test
    void shouldPlugByTheClock() throws IOException
    {
        final Path job = job("virtual", "{plugs: 2k}", "{kind: open, rate: 50k}");
        final Path json = directory.resolve("clock.json");

        assertEquals(ExitCode.CHECK_FAILED, gale("storm", job.toString(), "--json", json.toString(), "--journal",
            "none", "--fail-if", "function_plugs.completed < 1M"), err.toString());

        final JsonNode report = report(json);
        final long due = (long)(report.at("/elapsed_s").asDouble() * 2_000);
        final long completed = report.at("/actions/plugs/completed").asLong();
        assertTrue(Math.abs(due - completed) <= 1 && completed > 10, () -> due + " were due, not " + completed);
    }

    /** Tests that a storm without plugs has no figure of them, and that one that plugs nothing says so. */
    @Test
    void shouldSayWhatWasNeverUnplugged() throws IOException
    {
        final Path job = job("virtual", "{masks: 1/30}", "{kind: open, rate: 50k}");
        final Path json = directory.resolve("none.json");

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--json", json.toString(), "--journal", "none"));
        assertFalse(report(json).at("/actions").has("plugs"));
        assertEquals(ExitCode.SKIPPED, gale("storm", job.toString(), "-C", "plugs=1/1M", "--journal", "none"));
        assertTrue(err.toString().contains("no plug was completed"), err.toString());
    }

    /** Tests that each wrong order acts, and ends with a broken promise that names a vector of a function. */
    @ParameterizedTest
    @CsvSource({"virtual, destroy-masked", "virtual, clear-pending", "wall, destroy-masked", "wall, clear-pending"})
    void shouldFindAWrongOrder(final String clock, final String order) throws IOException
    {
        final Path job = job(clock, "{plugs: 1/40, masks: 1/30, order: " + order + "}",
            "{kind: open, rate: 200k, arrivals: poisson}");
        for (int seed = 1; seed <= 5; seed++)
        {
            final Path json = directory.resolve(seed + ".json");
            err.getBuffer().setLength(0);

            assertEquals(ExitCode.INVARIANT_BROKEN, gale("storm", job.toString(), "--seed", Integer.toString(seed),
                "--journal", "none", "--json", json.toString()), err.toString());

            assertTrue(VECTOR.matcher(err.toString()).find(), err.toString());
            final JsonNode control = report(json).at("/controls/each");
            assertTrue(control.path("plug-order=" + order).asLong() > 0, control::toString);
        }
    }

    /** Tests that a wrong order which had nothing to drop says so, and that the right one is no control. */
    @ParameterizedTest
    @CsvSource({"virtual, destroy-masked", "wall, destroy-masked", "virtual, clear-pending", "wall, clear-pending"})
    void shouldSayThatAWrongOrderNeverActed(final String clock, final String order) throws IOException
    {
        final Path job = job(clock, "{plugs: 1/1M, order: " + order + "}", "{kind: open, rate: 50k}");
        final Path json = directory.resolve("never.json");
        final Path right = directory.resolve("right.json");

        assertEquals(ExitCode.SKIPPED, gale("storm", job.toString(), "--journal", "none", "--json", json.toString()));

        assertTrue(err.toString().contains("the mistake never acted"), err.toString());
        assertEquals(0, report(json).at("/controls/acted").asLong());
        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--journal", "none", "-C", "plug-order=right", "-C",
            "plugs=1/40", "--json", right.toString()), err.toString());
        assertFalse(report(right).has("controls"));
    }

    private JsonNode storm(final Path job, final String name, final String... words) throws IOException
    {
        final Path json = directory.resolve(name + ".json");
        final List<String> all = new ArrayList<>(List.of(
            "storm", job.toString(), "--no-replay", "--journal", "none", "--json", json.toString()));
        all.addAll(List.of(words));
        assertEquals(ExitCode.OK, gale(all.toArray(String[]::new)), err.toString());

        return report(json);
    }

    /** Tests that a plug stays in its partition: reports of any number of engines, and of all shares, are the same. */
    @ParameterizedTest
    @CsvSource({"1/40", "2k"})
    void shouldReportTheSameForAnyNumberOfEnginesAndShares(final String plugs) throws IOException
    {
        final Path job = fourVms("virtual", plugs);
        final JsonNode one = storm(job, "one");
        final JsonNode added = added(job);

        assertTrue(one.at("/actions/plugs/completed").asLong() > 10, one.path("actions").toString());
        assertEquals(one.at("/actions/plugs/due"), one.at("/actions/plugs/completed"));
        assertEquals(parts(one), parts(added));
        for (int engines = 2; engines <= 4; engines += 2)
        {
            assertEquals(parts(one), parts(storm(job, "of" + engines, "--engines", Integer.toString(engines))));
        }
    }

    private static List<JsonNode> parts(final JsonNode report)
    {
        return Stream.of("accounting", "latency_ns", "actions", "pe_time_ns", "groups").map(report::path).toList();
    }

    /** Tests engines and shares of the wall clock: each makes the plugs that are due by its events, and loses none. */
    @Test
    void shouldLoseNothingOnTheWallClockWithEnginesAndShares() throws IOException
    {
        final Path job = fourVms("wall", "1/40");
        for (final JsonNode report : List.of(storm(job, "engines", "--engines", "2"), added(job)))
        {
            assertEquals(100, report.at("/actions/plugs/due").asDouble(), 2);     // a remainder of each engine
            assertEquals(report.at("/actions/plugs/due"), report.at("/actions/plugs/completed"));
            assertEquals(0, report.at("/accounting/remainder").asLong());
            assertEquals(4_000, report.at("/accounting/offered").asLong());
            assertEquals(4_000, report.at("/accounting/delivered").asLong() +
                report.at("/accounting/coalesced").asLong());
        }
    }

    private Path fourVms(final String clock, final String plugs) throws IOException
    {
        final Path job = job(clock, "{plugs: " + plugs + ", masks: 1/30}", "{kind: open, rate: 50k}");

        return Files.writeString(job, Files.readString(job).replace("    count: 2\n", "    count: 4\n")
            .replace("pes: 4", "pes: 8").replace("count: 4000", "count: 4000\nwarmup: 0"));
    }

    /** Returns the sum of both shares of a storm; each plugs some functions. */
    private JsonNode added(final Path job) throws IOException
    {
        final Path sum = directory.resolve("sum.json");
        final List<String> words = new ArrayList<>(List.of("report", "add"));
        for (int share = 0; share < 2; share++)
        {
            final JsonNode report = storm(job, "share" + share, "--share", share + "/2");
            assertTrue(report.at("/actions/plugs/completed").asLong() > 5, report.path("actions").toString());
            words.add(directory.resolve("share" + share + ".json").toString());
        }
        words.addAll(List.of("-o", sum.toString()));
        assertEquals(ExitCode.OK, gale(words.toArray(String[]::new)), err.toString());

        return report(sum);
    }

    /** Tests what is refused by name. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "plugs=1000001 | plugs", "migration-every=1/100 | both act on the functions of a VM",
        "plug-order=worng | 'worng'"})
    void shouldRefuse(final String setting, final String reason) throws IOException
    {
        final Path job = job("virtual", "{plugs: 1/40}", "{kind: open, rate: 50k}");

        assertEquals(ExitCode.USAGE, gale("storm", job.toString(), "-C", setting, "--journal", "none"));
        assertTrue(err.toString().contains(reason), err.toString());
    }
}
