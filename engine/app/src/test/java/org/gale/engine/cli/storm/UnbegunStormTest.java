package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.engines.EnginesDirectory;
import org.gale.engine.storm.run.TemporaryJournals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Directories that a kill left before the first command of their storm: a resume begins it anew. */
class UnbegunStormTest
{
    private static final String ANEW =
        ": its process ended before the first command, and nothing was acknowledged: it begins anew";
    private static final String HEADER_END = "header crc ";
    private static final String NEW = "gale.journal.new";
    private static final int COUNT = 2_000;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;
    private Path job;
    private Path left;

    @BeforeEach
    void write() throws IOException
    {
        left = directory.resolve("left");
        job = Files.writeString(directory.resolve("job.yaml"), "job: j\ncount: " + COUNT + "\nseed: 7\n" +
            "vms: [{name: a, count: 2, devices: [{name: d, events: 4, " +
            "traffic: {kind: open, rate: 100k}}]}]\n");
    }

    private int storm(final String... words)
    {
        err.getBuffer().setLength(0);
        out.getBuffer().setLength(0);

        return GaleRun.of(out, err, words);
    }

    /** Leaves in a directory what its journal had before it had its name. */
    private static void unmake(final Path journal, final boolean hasMark) throws IOException
    {
        final String text = Files.readString(journal.resolve("gale.journal"), StandardCharsets.ISO_8859_1);
        final int end = text.indexOf('\n', text.indexOf(HEADER_END)) + 1;
        TemporaryJournals.remove(journal);
        Files.createDirectory(journal);
        Files.writeString(journal.resolve(NEW), text.substring(0, end), StandardCharsets.ISO_8859_1);
        if (hasMark)
        {
            Files.createFile(journal.resolve("mark"));
        }
    }

    private void shouldBeginAnew() throws IOException
    {
        final Path json = directory.resolve("r.json");

        assertEquals(ExitCode.OK, storm("storm", "--resume", left.toString(), "--json", json.toString()),
            err.toString());

        assertTrue(err.toString().contains("gale storm: --resume " + left + ANEW), err.toString());
        assertEquals(COUNT, new ObjectMapper().readTree(json.toFile()).at("/accounting/offered").asInt());
        assertEquals(ExitCode.OK, storm("replay", left.toString()), err.toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldBeginAStormAnewThatHasNoJournalYet(final boolean hasMark) throws IOException
    {
        assertEquals(ExitCode.OK, storm("storm", job.toString(), "--journal", left.toString()), err.toString());
        unmake(left, hasMark);

        shouldBeginAnew();
    }

    /** States of two engines: what each has left, {@code new} a file that is begun, {@code empty} a directory. */
    @ParameterizedTest
    @CsvSource({ "absent, absent", "empty, absent", "new, empty", "new, new", "absent, new" })
    void shouldBeginEnginesAnewOfWhichNoneHasACommand(final String first, final String second) throws IOException
    {
        assertEquals(ExitCode.OK, storm("storm", job.toString(), "--engines", "2", "--journal", left.toString()),
            err.toString());
        leave("engine-000", first);
        leave("engine-001", second);

        shouldBeginAnew();
        assertTrue(Files.exists(left.resolve("engine-001/gale.journal")));
    }

    private void leave(final String engine, final String state) throws IOException
    {
        final Path journal = left.resolve(engine);
        unmake(journal, true);
        if (!state.equals("new"))
        {
            TemporaryJournals.remove(journal);
        }
        if (state.equals("empty"))
        {
            Files.createDirectory(journal);
        }
    }

    @Test
    void shouldRefuseEnginesOfWhichOneHasCommandsAndOneIsMissing() throws IOException
    {
        storm("storm", job.toString(), "--engines", "2", "--journal", left.toString());
        TemporaryJournals.remove(left.resolve("engine-000"));

        assertEquals(ExitCode.USAGE, storm("storm", "--resume", left.toString()), out.toString());

        assertTrue(err.toString().contains("engine-000 is missing"), err.toString());
        assertTrue(Files.exists(left.resolve("engine-001/gale.journal")));
    }

    /** The hash of the plan covers the job: another one is not begun in its place. */
    @Test
    void shouldNotBeginAnotherJobThanThatOfThePlan() throws IOException
    {
        storm("storm", job.toString(), "--engines", "2", "--journal", left.toString());
        leave("engine-000", "absent");
        leave("engine-001", "absent");
        final Path file = left.resolve(EnginesDirectory.FILE);
        Files.writeString(file, Files.readString(file).replace(Integer.toString(COUNT), "3000"));

        assertFalse(storm("storm", "--resume", left.toString()) == ExitCode.OK);
        assertTrue(Files.exists(file));
    }

    @Test
    void shouldSayWhereNothingTellsWhichStormItWas() throws IOException
    {
        Files.createDirectory(left);
        Files.createFile(left.resolve("mark"));
        Files.writeString(left.resolve(NEW), "gale.journal 3\nid ");

        assertEquals(ExitCode.USAGE, storm("storm", "--resume", left.toString()), out.toString());

        assertTrue(err.toString().contains("A process that ended before it had made its journal left what is there"),
            err.toString());
    }

    /** A process that lives is still making its journal. */
    @Test
    void shouldLeaveTheDirectoryOfALivingProcessAlone() throws IOException
    {
        storm("storm", job.toString(), "--journal", left.toString());
        final byte[] mark = Files.readAllBytes(left.resolve("mark"));
        unmake(left, false);
        Files.write(left.resolve("mark"), mark);                    // of this process

        assertEquals(ExitCode.USAGE, storm("storm", "--resume", left.toString()), out.toString());

        assertTrue(err.toString().contains("is making a journal there"), err.toString());
        assertEquals(List.of("gale.journal.new", "mark"), names());
    }

    @Test
    void shouldPrintTheJobAndChangeNothing() throws IOException
    {
        storm("storm", job.toString(), "--journal", left.toString());
        unmake(left, true);

        assertEquals(ExitCode.OK, storm("storm", "--resume", left.toString(), "--print-job"), err.toString());

        assertTrue(out.toString().contains("job: j"), out.toString());
        assertEquals(List.of("gale.journal.new", "mark"), names());
    }

    private List<String> names() throws IOException
    {
        try (var files = Files.list(left))
        {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
