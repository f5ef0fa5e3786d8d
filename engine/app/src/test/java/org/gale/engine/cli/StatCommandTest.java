package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.counters.RunCounter;
import org.gale.engine.counters.RunCounters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StatCommandTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldShowARunAsTable() throws IOException
    {
        try (RunCounters counters = counters("default"))
        {
            counters.error(new IllegalStateException("a \u001b[31mlane"));
            assertEquals(ExitCode.OK, stat(), err.toString());
        }

        final List<String> lines = out.toString().lines().toList();
        assertEquals("     pid  profile        elapsed        rate        delivered     pending  lane      journal" +
            "  state", lines.get(0));
        assertEquals("    4711  default          2.0 s     2.5 M/s        5,000,000          12  25 %        3 MiB" +
            "  alive", lines.get(1));
        assertEquals("          1 \u00d7 java.lang.IllegalStateException: a \\x1b[31mlane", lines.get(2));
    }

    @Test
    void shouldShowARunAsJson() throws IOException
    {
        try (RunCounters counters = counters("nvme"))
        {
            assertEquals(ExitCode.OK, stat("--json"), err.toString());
            counters.set(RunCounter.PENDING, 0);
        }

        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals("gale.stat/1", json.get("schema").asText());
        assertEquals(4711, json.at("/runs/0/pid").asLong());
        assertTrue(json.at("/runs/0/alive").asBoolean());
        for (final RunCounter counter : RunCounter.ALL)
        {
            assertTrue(json.at("/runs/0/counters/" + counter.label()).isNumber(), counter.label());
        }
        assertEquals(5_000_000, json.at("/runs/0/counters/delivered").asLong());
    }

    @Test
    void shouldShowARunAsOpenMetrics() throws IOException
    {
        try (RunCounters counters = counters("a\"b\\"))
        {
            assertEquals(ExitCode.OK, stat("--openmetrics"), err.toString());
            counters.set(RunCounter.PENDING, 0);
        }

        final List<String> lines = out.toString().lines().toList();
        assertTrue(lines.contains("# TYPE gale_delivered counter"), out.toString());
        assertTrue(lines.contains("gale_delivered_total{pid=\"4711\",profile=\"a\\\"b\\\\\",journal=\"\"} 5000000"),
            out.toString());
        assertTrue(lines.contains("gale_pending{pid=\"4711\",profile=\"a\\\"b\\\\\",journal=\"\"} 12"));
        assertEquals("# EOF", lines.get(lines.size() - 1));
    }

    @Test
    void shouldEndTheLiveTableWhenNoRunIsAlive() throws IOException
    {
        die();

        assertEquals(ExitCode.OK, stat("--live", "--all"), err.toString());
        assertTrue(out.toString().endsWith("  died\n"), out.toString());
    }

    @Test
    void shouldShowTheDeadWhereTheyAreAskedFor() throws IOException
    {
        die();

        assertEquals(ExitCode.OK, stat(), err.toString());
        assertEquals("no storm runs\n1 run died (--all shows the dead)\n", out.toString());
        assertEquals(ExitCode.OK, stat("--all"), err.toString());
        assertTrue(out.toString().endsWith("  died\n"), out.toString());
        assertEquals(ExitCode.OK, stat("--json"), err.toString());
        assertTrue(out.toString().contains("\"alive\":false"), out.toString());
    }

    @Test
    void shouldKeepTheColumnsBesideALongName() throws IOException
    {
        try (RunCounters counters = counters("a-name-of-five-and-thirty-letters-x"))
        {
            assertEquals(ExitCode.OK, stat(), err.toString());
            counters.set(RunCounter.PENDING, 0);
        }

        final List<String> lines = out.toString().lines().toList();
        assertEquals(lines.get(0).indexOf("state"), lines.get(1).indexOf("alive"), out.toString());
        assertTrue(lines.get(1).contains("  a-name-of-five-and-thirty-letters-x "), out.toString());
    }

    /** Leaves the counters of a run that nobody holds. */
    private void die() throws IOException
    {
        final Path file;
        final byte[] content;
        try (RunCounters counters = counters("default"))
        {
            file = counters.file();
            content = Files.readAllBytes(file);
        }
        Files.write(file, content);
    }

    @Test
    void shouldSayThatNothingRuns()
    {
        assertEquals(ExitCode.OK, stat());
        assertEquals("no storm runs\n", out.toString());
    }

    @Test
    void shouldRefuseWrongArguments()
    {
        assertEquals(ExitCode.USAGE, stat("--json", "--openmetrics"));
        assertEquals(ExitCode.USAGE, stat(directory.resolve("none").toString()));
    }

    @Test
    void shouldRefuseADirectoryThatOthersMayWriteTo() throws IOException
    {
        final CountersPlace place = CountersPlace.inTemporary(directory);
        assertEquals(ExitCode.OK, run(new CommandLine(new StatCommand(place))));
        assertEquals("no storm runs\n", out.toString());

        Files.createDirectory(place.own());
        Files.setPosixFilePermissions(place.own(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(ExitCode.RESOURCES, run(new CommandLine(new StatCommand(place))));
        assertTrue(err.toString().contains(place.own() + ": is not a directory that this user alone may write to"),
            err.toString());
    }

    @Test
    void shouldFindCountersBesideAJournalWhereOthersMayWriteToTheUsersDirectory() throws IOException
    {
        final CountersPlace place = CountersPlace.inTemporary(directory);
        Files.createDirectory(place.own());
        Files.setPosixFilePermissions(place.own(), PosixFilePermissions.fromString("rwxrwxrwx"));
        final Path journal = Files.createDirectory(directory.resolve("run1"));
        try (RunCounters counters =
            RunCounters.create(place.file(journal, 4711), 4711, "default", journal.toString(), () -> 1))
        {
            assertEquals(ExitCode.OK, run(new CommandLine(new StatCommand(place)), journal.toString()), err.toString());
            assertTrue(out.toString().contains(" 4711  default "), out.toString());
            assertTrue(err.toString().endsWith(": " + place.own() +
                ": is not a directory that this user alone may write to (not searched)\n"), err.toString());
            counters.set(RunCounter.PENDING, 0);
        }
    }

    private RunCounters counters(final String profile) throws IOException
    {
        final Path file = CountersPlace.in(directory).file(null, 4711);
        final RunCounters counters = RunCounters.create(file, 4711, profile, "", () -> 1);
        counters.set(RunCounter.ELAPSED_NS, 2_000_000_000L);
        counters.set(RunCounter.DELIVERED, 5_000_000);
        counters.set(RunCounter.PENDING, 12);
        counters.set(RunCounter.LANE_WORDS, 256);
        counters.set(RunCounter.LANE_CAPACITY_WORDS, 1_024);
        counters.set(RunCounter.JOURNAL_BYTES, 3L << 20);

        return counters;
    }

    private int stat(final String... arguments)
    {
        return run(new CommandLine(new StatCommand(CountersPlace.in(directory))), arguments);
    }

    private int run(final CommandLine command, final String... arguments)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        command.setExecutionExceptionHandler(new ErrorMessages());

        return GaleCommand.run(command, new PrintWriter(out), new PrintWriter(err), arguments);
    }
}
