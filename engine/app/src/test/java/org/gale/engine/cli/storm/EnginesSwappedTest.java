package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of directories of engines whose journals are not those of their storm. */
class EnginesSwappedTest
{
    private static final String FILE = "gale.engines";

    @TempDir
    private Path directory;
    private Path run;

    @BeforeEach
    void storm() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("k.yaml"), """
            {job: k, seed: 5, clock: virtual, count: 400,
             machine: {kind: kvm, partitions: [{name: n, count: 4, pes: 2}]},
             vms: [{name: a, count: 6, vpes: 2, partition: n,
              devices: [{name: d, count: 1, events: 32, traffic: {kind: open, rate: 40k}}]}]}
            """);
        run = directory.resolve("run");
        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--engines", "2", "--journal", run.toString(),
            "--quiet"));
        assertEquals(ExitCode.OK, gale("journal", "verify", run.toString()));
    }

    @Test
    void shouldRefuseAnEngineThatIsThereTwice() throws IOException
    {
        clear(run.resolve("engine-001"));
        copy(run.resolve("engine-000"), run.resolve("engine-001"));

        refuses(run.resolve("engine-001") + ": has share 0/2, expected 1/2");
    }

    @Test
    void shouldRefuseEnginesThatAreSwapped() throws IOException
    {
        Files.move(run.resolve("engine-000"), run.resolve("away"));
        Files.move(run.resolve("engine-001"), run.resolve("engine-000"));
        Files.move(run.resolve("away"), run.resolve("engine-001"));

        refuses(run.resolve("engine-000") + ": has share 1/2, expected 0/2");
    }

    @Test
    void shouldRefuseAFileThatWasChanged() throws IOException
    {
        edit("plan=", "plan=0");

        refuses(run.resolve(FILE) + ": is damaged: its checksum is that of other lines");
    }

    @Test
    void shouldRefuseAFileOfAnotherFormInOneLine() throws IOException
    {
        edit("gale.engines=1", "gale.engines=2");
        refusesForm("gale.engines=2");
        edit("gale.engines=2", "gale.engines=1");
        edit("checksum=[0-9a-f]+\n", "");
        refusesForm("gale.engines=1 without a checksum");
    }

    private void refusesForm(final String form)
    {
        for (final List<String> words : List.of(List.of("journal", "verify"), List.of("replay"),
            List.of("storm", "--resume")))
        {
            final StringWriter err = new StringWriter();
            final String[] all = Stream.concat(words.stream(), Stream.of(run.toString())).toArray(String[]::new);
            assertEquals(ExitCode.USAGE, GaleRun.of(new StringWriter(), err, all), words + ": " + err);
            assertTrue(err.toString().endsWith(run.resolve(FILE) + ": has the form " + form +
                ", and this gale reads gale.engines=1 with one\n"), err.toString());
        }
    }

    @Test
    void shouldCompareWhatTheFileNames() throws IOException
    {
        editLines("engine-000=n0 n2", "engine-000=n0 n1");
        refuses(run.resolve("engine-000") + ": has the partitions n0 n2, and " + FILE + " names n0 n1");
        editLines("engine-000=n0 n1", "engine-000=n0 n2");
        editLines("plan=[0-9a-f]{8}", "plan=00000000");
        refuses(run.resolve("engine-000") + ": belongs to another plan");
    }

    /** Changes a line, and the checksum with it. */
    private void editLines(final String from, final String to) throws IOException
    {
        edit(from, to);
        final String text = Files.readString(run.resolve(FILE)).replaceFirst("checksum=.*\n", "");
        Files.writeString(run.resolve(FILE), text + "checksum=" +
            Sha256.hex(text.strip().getBytes(StandardCharsets.UTF_8)) + '\n');
    }

    @Test
    void shouldRefuseAJournalThatBeginsWithAnotherConfiguration() throws IOException
    {
        editLines("engine-001.begin=[0-9a-f]{8}", "engine-001.begin=00000000");

        refuses(run.resolve("engine-001") + ": begins with another configuration");
    }

    @Test
    void shouldRefuseTheEngineOfAnotherSeed() throws IOException
    {
        final Path other = directory.resolve("other");
        assertEquals(ExitCode.OK, gale("storm", directory.resolve("k.yaml").toString(), "--seed", "6", "--engines",
            "2", "--journal", other.toString(), "--quiet"));
        clear(run.resolve("engine-001"));
        copy(other.resolve("engine-001"), run.resolve("engine-001"));

        refuses(run.resolve("engine-001") + ": belongs to another plan");
    }

    @Test
    void shouldSayWhereAKillLeftTheDirectoryBeforeTheFirstCommand() throws IOException
    {
        clear(run.resolve("engine-000"));
        clear(run.resolve("engine-001"));
        final StringWriter err = new StringWriter();

        for (final List<String> words : List.of(List.of("journal", "verify"), List.of("replay"),
            List.of("journal", "describe"), List.of("inspect", "--vm", "0")))
        {
            final String[] all = Stream.concat(words.stream(), Stream.of(run.toString())).toArray(String[]::new);
            assertEquals(ExitCode.USAGE, GaleRun.of(new StringWriter(), err, all), words + ": " + err);
            assertTrue(err.toString().contains(run + ": its process ended before the first command, and nothing was " +
                "acknowledged (a resume begins it anew)"), err.toString());
        }
        assertEquals(ExitCode.OK, gale("storm", "--resume", run.toString(), "--quiet"));
        assertEquals(ExitCode.OK, gale("replay", run.toString()));
    }

    @Test
    void shouldRepeatTheExitCodeOfTheStormInItsReplay() throws IOException
    {
        editLines("checksum=", "failed=engine-001 exit 7 command 1234\nchecksum=");
        final StringWriter err = new StringWriter();

        assertEquals(ExitCode.INVARIANT_BROKEN, GaleRun.of(new StringWriter(), err, "replay", run.toString()));
        assertTrue(err.toString().contains(run + ": engine-001 ended with exit code 7 at command 1,234"),
            err.toString());
        assertEquals(ExitCode.OK, gale("journal", "verify", run.toString()));
    }

    /** A sum that is not that of its engines has no journal of its own to say so. */
    @Test
    void shouldRepeatTheExitCodeOfASumInTheReplayAndRefuseItsResume() throws IOException
    {
        editLines("checksum=", "failed=sum exit 7\nchecksum=");
        final StringWriter err = new StringWriter();

        assertEquals(ExitCode.INVARIANT_BROKEN, GaleRun.of(new StringWriter(), err, "replay", run.toString()));
        assertTrue(err.toString().contains(run + ": the sum of its engines ended with exit code 7"), err.toString());
        assertEquals(ExitCode.USAGE, GaleRun.of(new StringWriter(), err, "storm", "--resume", run.toString()));
        assertTrue(err.toString().contains(
            "the sum of its engines ended with exit code 7, and the journals of all are evidence"), err.toString());
    }

    @Test
    void shouldRefuseAnEngineThatIsMissing() throws IOException
    {
        clear(run.resolve("engine-001"));

        assertEquals(ExitCode.USAGE, gale("journal", "verify", run.toString()));
        assertEquals(ExitCode.USAGE, gale("replay", run.toString()));
    }

    private void refuses(final String message)
    {
        for (final List<String> words : List.of(List.of("journal", "verify"), List.of("replay"),
            List.of("journal", "describe"), List.of("storm", "--resume")))
        {
            final StringWriter err = new StringWriter();
            final String[] all = Stream.concat(words.stream(), Stream.of(run.toString())).toArray(String[]::new);
            assertEquals(ExitCode.JOURNAL_DAMAGED, GaleRun.of(new StringWriter(), err, all), words + ": " + err);
            assertTrue(err.toString().contains(message), err.toString());
        }
    }

    private void edit(final String from, final String to) throws IOException
    {
        final Path file = run.resolve(FILE);
        Files.writeString(file, Files.readString(file).replaceFirst(from, to));
    }

    private static int gale(final String... words)
    {
        return GaleRun.of(new StringWriter(), new StringWriter(), words);
    }

    private static void copy(final Path from, final Path to) throws IOException
    {
        try (Stream<Path> all = Files.walk(from))
        {
            for (final Path file : all.toList())
            {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void clear(final Path journal) throws IOException
    {
        try (Stream<Path> all = Files.walk(journal))
        {
            for (final Path file : all.sorted((one, other) -> other.compareTo(one)).toList())
            {
                Files.delete(file);
            }
        }
    }
}
