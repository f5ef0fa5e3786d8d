package org.gale.engine.cli.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.journal.JournalText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobCommandTest
{
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"default", "lpi-stress", "overcommit"})
    void shouldOfferTheSameEventsByFileAndByName(final String profile) throws IOException
    {
        final Path job = printed("storm", profile, "--print-job");
        final Path byFile = directory.resolve("by-file");
        final Path byName = directory.resolve("by-name");
        assertEquals(ExitCode.OK, run("storm", job.toString(), "--count", "20k", "--warmup", "0",
            "--journal", byFile.toString()), err.toString());
        assertTrue(out.toString().contains("the same as live"), out.toString());
        assertEquals(ExitCode.OK, run("storm", profile, "--count", "20k", "--warmup", "0",
            "--journal", byName.toString()), err.toString());

        final List<String> events = events(byName);
        assertEquals(20_000, events.size());
        assertEquals(events, events(byFile));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gicv5", "kvm", "gicv4"})
    void shouldRunVmsOfUnlikeShapes(final String kind) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("unlike.yaml"), """
            job: unlike
            machine: {kind: '${kind}'}
            vms:
              - {name: few, count: 2, vpes: 1, devices: [{name: d, count: 1, events: 3}]}
              - name: many
                count: 1
                vpes: 4
                devices:
                  - {name: e, count: 3, events: 5000, target: vector, priority: 4}
                  - {name: f, count: 2, events: 10}
              - {name: last, count: 2, vpes: 2, devices: [{name: d, count: 2, events: 40}]}
            """);

        assertEquals(ExitCode.OK, run("storm", job.toString(), "--set", "kind=" + kind, "--count", "30k", "--warmup",
            "0", "--latency", "all"), err.toString());
        assertTrue(out.toString().contains("the same as live"), out.toString());
        assertTrue(out.toString().contains("remainder                   0 "), out.toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "vms.g.devices.d.traffic.rate=-5 | vms.g.devices.d.traffic.rate: '-5' is not a rate",
        "vms.g.devices.d.count=x | vms.g.devices.d.count: 'x' is not a count",
        "vms.g.vpse=4 | vms.g.vpse: 'vpse' is no key of group: did you mean 'vpes'?",
        "costs.exit=-1ns | costs.exit: '-1ns' is"})
    void shouldSayAPathAndACauseOnce(final String assignment, final String message) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("open.yaml"), "job: x\nclock: virtual\nvms: [{name: g, " +
            "devices: [{name: d, traffic: {kind: open, rate: 10k}}]}]\n");

        assertEquals(ExitCode.USAGE, run("storm", job.toString(), "--set", assignment));

        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("gale storm: --set " + message), err.toString());
    }

    @Test
    void shouldSayThePathOfAMistakeInAFile() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("open.yaml"), "job: x\nvms: [{name: g, devices: [" +
            "{name: d, traffic: {kind: open, rate: -5}}]}]\n");

        assertEquals(ExitCode.USAGE, run("storm", job.toString()));

        assertTrue(err.toString().matches("gale storm: .*open[.]yaml:2:[0-9]+: vms[.]g[.]devices[.]d[.]traffic[.]" +
            "rate: '-5' is not a rate[^\n]*\n"), err.toString());
    }

    @Test
    void shouldSayOnceThatAHostInjectsMessagesAlone() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("timer.yaml"), """
            job: x
            machine: {kind: gicv4}
            vms:
              - name: g
                vpes: 3
                devices: [{name: t, count: 4, events: 2, target: spread, traffic: {kind: timer}}]
            """);

        assertEquals(ExitCode.USAGE, run("job", "check", job.toString()));

        assertEquals(
            1, err.toString().lines().filter(line -> line.contains("vms.g.devices.t")).count(), err.toString());
        assertTrue(err.toString().contains("timer needs private interrupts, and a machine of kind gicv4 injects " +
            "messages alone"), err.toString());
    }

    @Test
    void shouldRunNothingToPrint() throws IOException
    {
        printed("storm", "--journal", directory.resolve("none").toString(), "--print-job");

        assertFalse(Files.exists(directory.resolve("none")));
    }

    @Test
    void shouldPrintTheJobOfOptions()
    {
        assertEquals(ExitCode.OK, run("storm", "--vms", "2", "--rate", "1M", "--print-job"));

        assertTrue(out.toString().contains("    count: 2\n"), out.toString());
        assertTrue(out.toString().contains("          kind: open\n          rate: 1000000.0\n"), out.toString());
    }

    @Test
    void shouldNameEveryMistakeOfEveryFile() throws IOException
    {
        final Path good = printed("storm", "--print-job");
        final Path bad = Files.writeString(directory.resolve("bad.yaml"), "job: x\norder: host\nvms: 3\nseed: y\n");

        assertEquals(ExitCode.USAGE, run("job", "check", good.toString(), bad.toString()));

        assertEquals(good + ": job default can run\n", out.toString());
        assertEquals("gale job check: " + bad + ":3:6: vms: '3' is no list (write - name: NAME for each)\n" +
            "gale job check: " + bad + ":4:7: seed: 'y' is not a seed (try 1 or 42)\n", err.toString());
    }

    @Test
    void shouldRefuseAConditionWhoseFigureTheStormHasNot() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("c.yaml"),
            "job: x\nfail-if: ['h.offered > 1']\nvms: [{name: g, vpes: 2, devices: [{name: d}]}]\n");

        assertEquals(ExitCode.USAGE, run("job", "check", job.toString()));
        assertEquals("", out.toString());
        assertEquals("gale job check: " + job + ":2:10: fail-if: no metric 'h.offered': did you mean 'g.offered'?\n",
            err.toString());
    }

    @Test
    void shouldGoOnBehindAFileThatCannotBeRead() throws IOException
    {
        final Path good = printed("storm", "--print-job");
        final Path missing = directory.resolve("missing.yaml");

        assertEquals(ExitCode.USAGE, run("job", "check", missing.toString(), good.toString()));
        assertEquals(good + ": job default can run\n", out.toString());
        assertEquals("gale job check: " + missing + ": no such file (a profile has no / and no .yaml: gale profiles " +
            "lists them)\n", err.toString());

        err.getBuffer().setLength(0);
        assertEquals(ExitCode.USAGE, run("job", "check", directory.toString()));
        assertEquals("gale job check: " + directory + ": is a directory, and a job is a file (- reads standard " +
            "input)\n", err.toString());
    }

    @Test
    void shouldWarnOfMoreHandlersThanTime() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("load.yaml"), "job: x\nclock: virtual\nvms: [{name: g, " +
            "vpes: 2, guest: {handler: 5us}, devices: [{name: d, traffic: {kind: open, rate: 900k}}]}]\n");
        final String warning = ": warning: vms.g: handlers of 5us take a VPE 2.25 s a second (450000 interrupts a " +
            "second): responses grow until the end\n";

        assertEquals(ExitCode.OK, run("job", "check", job.toString()));
        assertEquals("gale job check" + warning, err.toString());
        assertEquals(job + ": job x can run\n", out.toString());

        err.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("storm", job.toString(), "--print-job"));
        assertEquals("gale storm" + warning, err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--profile", "--resume"})
    void shouldRefuseASecondSourceOfAStorm(final String option) throws IOException
    {
        final Path job = printed("storm", "--print-job");

        assertEquals(ExitCode.USAGE, run("storm", job.toString(), option, "default"));
        assertEquals("gale storm: " + job + ": a job says what to run, and so does " + option +
            " (leave one of them out)\n", err.toString());
    }

    @Test
    void shouldRefuseTwoJobsAndADirectory() throws IOException
    {
        assertEquals(ExitCode.USAGE, run("storm", "a.yaml", "b.yaml"));
        assertEquals(ExitCode.USAGE, run("storm", directory.toString()));

        assertTrue(err.toString().endsWith(
            "gale storm: " + directory + ": is a directory, and a job is a file (- reads standard input)\n"),
            err.toString());
    }

    @Test
    void shouldRefuseAnAssignmentWithoutAJob()
    {
        assertEquals(ExitCode.USAGE, run("storm", "--set", "a=b", "--print-job"));
        assertEquals("gale storm: --set a: needs a job file, and this storm has none " +
            "(gale storm JOB.yaml)\n",
            err.toString());
    }

    @Test
    void shouldPrintASchemaThatKnowsEveryKeyOfAPrintedJob()
    {
        assertEquals(ExitCode.OK, run("job", "schema"));

        for (final String key : List.of("job", "vms", "traffic", "vpeid-bits", "slice", "fail-if", "lane-files"))
        {
            assertTrue(out.toString().contains("\"" + key + "\" : {"), key);
        }
    }

    private Path printed(final String... arguments) throws IOException
    {
        assertEquals(ExitCode.OK, run(arguments), err.toString());
        final Path job = Files.writeString(directory.resolve("job.yaml"), out.toString());
        out.getBuffer().setLength(0);

        return job;
    }

    private static List<String> events(final Path journal)
    {
        return JournalText.dump(journal).lines()
            .map(line -> line.split(" ", 7)).filter(words -> words[1].equals("MSI"))
            .map(words -> words[3] + " " + words[5]).toList();
    }

    private int run(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
