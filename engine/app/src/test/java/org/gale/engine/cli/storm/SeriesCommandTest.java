package org.gale.engine.cli.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.run.StormRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that run one job several times. */
class SeriesCommandTest
{
    private static final List<String> SMALL = List.of(
        "storm", "--vms", "2", "--vpes", "2", "--devices", "2", "--events", "64", "--count", "2k", "--journal", "none");
    private static final String JOB = """
        job: pair
        count: 2k
        vars: {load: 8}
        machine: {pes: 8}
        vms:
          - name: a
            count: 1
            vpes: 2
            devices: [{name: disk, count: 1, events: 64, traffic: {kind: closed, window: "${load}"}}]
          - {name: b, count: 1, vpes: 2, devices: [{name: disk, count: 1, events: 64}]}
        """;

    private static final Pattern HEAD = Pattern.compile("^gale \\(no version: not run from its jar\\) \u00b7 " +
        "JDK [^ ]+ \u00b7 \\d+ cores? \u00b7 seed \\d+\n" +
        "runs     4 of default: 2 VMs[^\n]*\ntraffic  2 VMs[^\n]*\n\n[^\n]");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldRefuseDrawsOfCostsForAQuestionThatHasNoRange()
    {
        assertEquals(ExitCode.USAGE, gale(List.of("storm", "overcommit"), "--what-if", "--draws", "0"));

        assertEquals("gale storm: --draws is for questions about direct injection (leave it out)\n", err.toString());
    }

    @Test
    void shouldRunAStormOfOptionsForEachPairOfValues() throws IOException
    {
        final Path json = directory.resolve("all.json");
        final Path page = directory.resolve("all.html");
        assertEquals(ExitCode.OK, gale(SMALL, "--vary", "vms.vm.devices.device.events=32,64", "--vary",
            "machine.pes=8,16", "--json", json.toString(), "--html", page.toString()), err.toString());

        final JsonNode reports = new ObjectMapper().readTree(json.toFile());
        assertEquals(4, reports.size());
        assertEquals("{\"vms.vm.devices.device.events\":\"32\",\"machine.pes\":\"16\"}",
            reports.at("/1/vary").toString());
        assertEquals(16, reports.at("/1/config/pes").asInt());
        assertEquals(2 * 32, reports.at("/1/config/lpis").asInt());
        assertEquals(reports.at("/0/seed"), reports.at("/3/seed"));
        assertTrue(HEAD.matcher(out.toString()).find(), out.toString());
        assertTrue(out.toString().endsWith("all runs are sound\n"), out.toString());
        assertTrue(Files.readString(page).contains("All 4 runs are sound"));
        assertEquals("", err.toString());
    }

    @Test
    void shouldVaryVariablesAndKeysOfAFile() throws IOException
    {
        final Path job = job();
        assertEquals(ExitCode.OK, gale(List.of("storm", job.toString()), "--vary", "load=4,8", "--vary",
            "count=1k,2k", "--json", "-"), err.toString());

        final JsonNode reports = new ObjectMapper().readTree(out.toString());
        assertEquals(4, reports.size());
        assertEquals(4, reports.at("/1/config/groups/0/devices/0/window").asInt());
        assertEquals(2_000, reports.at("/1/accounting/delivered").asInt());
        assertEquals(1_000, reports.at("/2/accounting/delivered").asInt());
        assertFalse(reports.at("/0/host/replay/equal").isMissingNode());
    }

    @Test
    void shouldJudgeEachRun()
    {
        assertEquals(ExitCode.CHECK_FAILED, gale(
            SMALL, "--vary", "count=1k,2k", "--fail-if", "delivered > 1500"), out.toString());

        assertEquals("gale storm: count=2k: --fail-if 'delivered > 1500': delivered is 2,000\n", err.toString());
        assertTrue(out.toString().endsWith("not all runs are sound: exit 3\n"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--vary seed=1,2 | --vary seed=1,2: all runs have one seed, so that they differ in what varies alone " +
            "(name another key)",
        "--vary machine.quux=1 | --vary machine.quux: 'quux' is no key of machine, which has kind, pes, partitions, " +
            "kernel, irsen, moves, pri_bits, ppis, one_n, virt_one_n, swe, strict, its.cache, ready, irss, itss, " +
            "iwbs, irs.pes, irs.spis, iaffids, iwb.wires, link, scheduler, injection, functions, migrations",
        "--vary machine.its.cash=1 | --vary machine.its.cash: 'its.cash' is no key of machine: did you mean " +
            "'its.cache'?",
        "--vary machine.its.cache=0,2 | --vary machine.its.cache: '2' is not 0, 1, eager or eager-valid",
        "--vary machine.id_bits=8,9 | --vary machine.id_bits: follows from vms, vpes, devices and events, whose " +
            "tables a storm lays out (leave it out)",
        "--vary foo=1 | --vary foo: the job uses no variable of this name (a path has dots: machine.pes=24)",
        "--vary vms.x.vpes=1 | --vary vms.x.vpes: 'x' is nothing of the job",
        "--vary outputs.csv=x | --vary outputs.csv: names files of the host, of which each run has its own " +
            "(name another key)",
        "--vary count=1k --csv x | --csv: 'x' belongs to one run, and --vary makes several (leave it out)",
        "--vary count=1k --set x=1 | --set x: needs a job file, and this storm has none " +
            "(gale storm JOB.yaml)",
        "--vary count=1k --json / | --json /: is a directory, not a file",
        "--vary count=1k --fail-if h.offered>1 | --fail-if: no metric 'h.offered': did you mean 'offered'?",
        "--vary count=1k --what-if | --what-if has its own choices, and --vary gives others (leave one out)",
        "--seeds 0 --vary count=1k | --seeds: '0' is not a number from 1 to 1,000 (try 10)",
        "--seeds 1001 --vary count=1k | --seeds: '1001' is not a number from 1 to 1,000 (try 10)",
        "--seeds ten --vary count=1k | --seeds: 'ten' is not a number from 1 to 1,000 (try 10)",
        "--seeds 5 | --seeds 5: one storm has one seed (add --what-if or --vary, or give --seed)",
        "--seeds 2 --vary count=1k | --seeds: intervals over seeds need the virtual clock, and this storm runs on " +
            "the wall clock (add --clock virtual)",
        "--full | --full is for --what-if (add it)",
        "--draws 0 | --draws is for --what-if (add it)",
        "--what-if --draws -1 | --draws: '-1' is not a number from 0 to 1,000 (try 200)",
        "--what-if --draws 1001 | --draws: '1001' is not a number from 0 to 1,000 (try 200)",
        "--what-if | --what-if: 'default' has no choices to compare (try gale storm direct or overcommit, or a job " +
            "of your own)"})
    void shouldRefuseInOneLine(final String arguments, final String message)
    {
        assertEquals(ExitCode.USAGE, gale(SMALL, arguments.split("[ ]", -1)));

        assertEquals("gale storm: " + message + '\n', err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void shouldRefuseAFileOfOneRunInAComparison()
    {
        assertEquals(ExitCode.USAGE, gale(List.of("storm", "direct"), "--what-if", "--csv", "x"));

        assertEquals("gale storm: --csv: 'x' belongs to one run, and --what-if makes several (leave it out)\n",
            err.toString());
    }

    @Test
    void shouldPrintTheJobOfAComparison()
    {
        assertEquals(ExitCode.OK, gale(List.of("storm", "direct"), "--what-if", "--print-job"), err.toString());

        assertTrue(out.toString().startsWith("job: what-if-direct\n"), out.toString());
        assertTrue(out.toString().contains("  - name: quiet\n"), out.toString());
    }

    private Path job() throws IOException
    {
        return Files.write(directory.resolve("pair.yaml"), JOB.getBytes(StandardCharsets.UTF_8));
    }

    private int gale(final List<String> begin, final String... arguments)
    {
        final List<String> all = new ArrayList<>(begin);
        all.addAll(List.of(arguments));

        return GaleRun.with(
            new StormCommand(StormRun::new).commandLine(), out, err, all.toArray(new String[0]));
    }
}
