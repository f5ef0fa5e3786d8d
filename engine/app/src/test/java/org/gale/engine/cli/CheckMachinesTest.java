package org.gale.engine.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.script.MachineTarget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale check --machine}: each transcript as it is, then with each set of keys. */
class CheckMachinesTest
{
    private static final String FOUR_PES = "> hppi 3\n< OK none\n";
    private static final String LOAD_OF_SYNC_STATUS = "> readl 0x8100148\n< OK 0x0000000000000001\n";
    private static final String SETS_OF_ONE = """
        TAP version 13
        1..3
        ok 1 - %1$s
        ok 2 - %1$s (its.cache=eager)
        ok 3 - %1$s (ops.delay=8 ops.order=1)
        # 3 of 3 passed, 3 commands
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldWriteARowForEachFileAndEachSet() throws IOException
    {
        final Path good = Files.writeString(directory.resolve("good.gt"), FOUR_PES);
        final Path host = Files.writeString(directory.resolve("host.gt"), "> v4 host cpus=2\n< OK 0\n");

        assertEquals(ExitCode.CHECK_FAILED, gale("check", good.toString(), host.toString(), "--machine",
            "its.cache=eager", "--machine", " pes=2  irss=2"));

        assertEquals("""
            TAP version 13
            1..6
            ok 1 - %1$s
            ok 2 - %1$s (its.cache=eager)
            not ok 3 - %1$s (pes=2 irss=2)
              ---
              message: 'line 2: the reply differs'
              severity: fail
              line: 2
              expected: 'OK none'
              actual: 'FAIL hppi: PE ''3'' does not exist: this machine has 0 to 1'
              last_commands:
                - '1: hppi 3'
              ...
            ok 4 - %2$s
            ok 5 - %2$s (its.cache=eager)
            ok 6 - %2$s (pes=2 irss=2) # SKIP 'v4 host' has no irss=2 (leave it out)
            # 4 of 6 passed, 1 skipped, 6 commands
            """.formatted(good, host), out.toString());
        assertEquals("", err.toString());
    }

    /** A recording holds one load for each loop that waited: the player loads until the recorded bits are 1. */
    @Test
    @Tag("M-ORD")
    void shouldWaitUnderASeedWhereTheRecordedDriverHasWaited() throws IOException
    {
        final String recorded = Files.readString(Path.of("app/src/test/resources/recorded/driver-that-waits.gt"));
        final Path waits = Files.writeString(directory.resolve("waits.gt"), recorded);
        final Path forgets = Files.writeString(
            directory.resolve("forgets.gt"), recorded.replace(LOAD_OF_SYNC_STATUS, ""));

        assertEquals(ExitCode.OK, gale("check", forgets.toString()));
        assertEquals(ExitCode.OK, gale("check", "--seeds", "1-20", waits.toString()), out.toString());
        assertEquals(ExitCode.CHECK_FAILED, gale("check", "--seeds", "1-20", forgets.toString()));
    }

    @Test
    void shouldHoldWhereTheMachineRefusesTheKeysAndElseHolds() throws IOException
    {
        final Path good = Files.writeString(directory.resolve("good.gt"), FOUR_PES);
        final Path skipped = Files.writeString(directory.resolve("skipped.gt"), "# SKIP later\n" + FOUR_PES);

        assertEquals(ExitCode.OK, gale("check", good.toString(), "--machine", "ops.order=1"));
        assertTrue(out.toString().contains(" (ops.order=1) # SKIP ops.order=1 needs an ops.delay"), out.toString());
        assertEquals(ExitCode.SKIPPED, gale("check", skipped.toString(), "--machine", "ops.order=1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "its.cach=1", "its.cache", "its.cache=", "its.cache=9", "pes=1 pes=1", "v4.cpus=1",
        "irs.spis=0:4 spis=4", "its.cache=1\u001b[1m"})
    void shouldPlayNothingWhenASetIsWrong(final String set) throws IOException
    {
        final Path good = Files.writeString(directory.resolve("good.gt"), FOUR_PES);

        assertEquals(ExitCode.USAGE, gale("check", good.toString(), "--machine", "pes=4", "--machine", set));

        assertEquals("", out.toString());
        assertTrue(err.toString().startsWith("gale check: --machine '" + set.replace('\u001b', '?').substring(0,
            Math.min(set.length(), 11))), err.toString());
    }

    @Test
    void shouldRefuseASetThatIsGivenTwice() throws IOException
    {
        final Path good = Files.writeString(directory.resolve("good.gt"), FOUR_PES);

        assertEquals(ExitCode.USAGE,
            gale("check", good.toString(), "--machine", "pes=4 strict=1", "--machine", "strict=1  pes=4"));
        assertEquals("gale check: --machine 'strict=1  pes=4': is given twice" + System.lineSeparator(),
            err.toString());
        assertEquals(ExitCode.USAGE, gale("check", "--machine", "pes=4"));
    }

    @Test
    void shouldPlayStandardInputOnEachMachine()
    {
        final CommandLine check = new CommandLine(new CheckCommand(
            MachineTarget::create, new ByteArrayInputStream(FOUR_PES.getBytes(StandardCharsets.US_ASCII))));

        assertEquals(ExitCode.OK, check.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(
            "-", "--machine", "its.cache=eager", "--machine", "ops.delay=8 ops.order=1"));

        assertEquals(SETS_OF_ONE.formatted("-"), out.toString());
    }

    @Test
    void shouldPlayAPipeOnEachMachine() throws Exception
    {
        final Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        final ExecutorService executor = Executors.newSingleThreadExecutor();
        try
        {
            final Future<Path> written = executor.submit(() -> Files.write(
                pipe, FOUR_PES.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE));

            assertEquals(ExitCode.OK, gale("check", pipe.toString(), "--machine", "its.cache=eager", "--machine",
                "ops.delay=8 ops.order=1"), err.toString());
            assertEquals(SETS_OF_ONE.formatted(pipe), out.toString());
            assertEquals(pipe, written.get());
        }
        finally
        {
            executor.shutdownNow();
        }
    }

    @Test
    void shouldNameTheSetInEachForm() throws IOException
    {
        final String good = Files.writeString(directory.resolve("good.gt"), FOUR_PES).toString();
        final Path xml = directory.resolve("o.xml");
        final Path summary = directory.resolve("o.md");

        assertEquals(ExitCode.CHECK_FAILED, gale("check", "--json", good, "--machine", "pes=2", "--machine",
            "ops.order=1", "--output", xml.toString(), "--output", summary.toString()), err.toString());

        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals("1 1 1 3", json.path("passed") + " " + json.path("failed") + " " + json.path("skipped") + " " +
            json.path("commands"));
        assertEquals(good, json.at("/transcripts/0/name").asText());
        assertTrue(json.at("/transcripts/0/machine").isMissingNode());
        assertEquals(good + " (pes=2)", json.at("/transcripts/1/name").asText());
        assertEquals("pes=2", json.at("/transcripts/1/machine").asText());
        assertEquals("not ok", json.at("/transcripts/1/result").asText());
        assertEquals("ops.order=1", json.at("/transcripts/2/machine").asText());
        assertEquals("skipped", json.at("/transcripts/2/result").asText());
        for (final Path file : new Path[]{xml, summary})
        {
            final String text = Files.readString(file);
            assertTrue(text.contains("good.gt (pes=2)") && text.contains("good.gt (ops.order=1)"), text);
        }
    }

    private int gale(final String... words)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        return GaleRun.of(out, err, words);
    }
}
