package org.gale.engine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.journal.JournalMarks;
import org.gale.engine.support.MemoryDirectory;
import org.gale.tests.replay.CommittedJournals;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of journals of every profile that an earlier build wrote: a storm that ended on the virtual clock, and one
 * whose process was killed on the wall clock; of some profiles also a process that was killed on the virtual clock. The
 * list {@code kept.txt} has the digest to which that build replayed each.
 */
class KeptJournalsTest
{
    private static final int PROFILES = 13;
    /** Longer than the time that the longest of the killed storms ran. */
    private static final String LENGTH = "1500ms";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @Test
    void shouldHoldAJournalThatEndedAndOneThatWasKilledOfEachProfile()
    {
        assertEquals(PROFILES, names("-wall-killed").count());
        assertEquals(PROFILES, names("-virtual-ended").count());
        assertEquals(3, names("-virtual-killed").count());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ended")
    @Tag("P7")
    void shouldVerifyAStormThatEnded(final String name) throws IOException
    {
        final Path journal = CommittedJournals.unpack(name, directory.resolve("run"));

        assertEquals(ExitCode.OK, gale("replay", journal.toString(), "--verify"), err.toString());

        assertTrue(out.toString().contains("digest " + digest(name)), out.toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("killed")
    @Tag("P7")
    @Tag("P11")
    void shouldReplayAStormThatWasKilled(final String name) throws IOException
    {
        final Path journal = CommittedJournals.unpack(name, directory.resolve("run"));
        JournalMarks.adopt(journal);

        assertEquals(ExitCode.OK, gale("replay", journal.toString()), err.toString());

        assertTrue(out.toString().contains("digest " + digest(name)), out.toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("killedOnTheWallClock")
    @Tag("P6")
    @Tag("P11")
    void shouldResumeAStormThatWasKilledOnTheWallClock(final String name) throws IOException
    {
        final Path journal = CommittedJournals.unpack(name, directory.resolve("run"));
        JournalMarks.adopt(journal);
        final Path report = directory.resolve("report.json");

        assertEquals(ExitCode.OK, gale("storm", "--resume", journal.toString(), "--duration", LENGTH,
            "--json", report.toString(), "--warmup", "0"), err.toString());

        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals(0, json.at("/accounting/remainder").asLong());
        assertTrue(json.at("/host/replay/equal").asBoolean(), json.toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("killedOnTheVirtualClock")
    @Tag("P11")
    void shouldVerifyAndInspectAStormThatWasKilledOnTheVirtualClockAndNotResumeIt(final String name) throws IOException
    {
        final Path journal = CommittedJournals.unpack(name, directory.resolve("run"));
        JournalMarks.adopt(journal);

        assertEquals(ExitCode.OK, gale("journal", "verify", journal.toString()), err.toString());
        assertEquals(ExitCode.OK, gale("inspect", journal.toString(), "vmt"), err.toString());
        assertEquals(ExitCode.OK, gale("journal", "describe", "--job", journal.toString()), err.toString());
        assertEquals(ExitCode.USAGE, gale("storm", "--resume", journal.toString()));

        assertTrue(err.toString().contains(": its clock is virtual, and a resume would simulate everything again. " +
            "Run its job again"), err.toString());
    }

    private static Stream<String> ended()
    {
        return names("-ended");
    }

    private static Stream<String> killed()
    {
        return names("-killed");
    }

    private static Stream<String> killedOnTheWallClock()
    {
        return names("-wall-killed");
    }

    private static Stream<String> killedOnTheVirtualClock()
    {
        return names("-virtual-killed");
    }

    private static Stream<String> names(final String end)
    {
        return lines().stream().map(line -> line.substring(0, line.indexOf(' '))).filter(name -> name.endsWith(end));
    }

    private static String digest(final String name)
    {
        final String digest = lines().stream().filter(line -> line.startsWith(name + ' '))
            .map(line -> line.substring(name.length() + 1)).findFirst().orElseThrow();

        return digest.replaceAll("(?<=\\G.{4})(?=.)", " ");
    }

    private static List<String> lines()
    {
        try (InputStream in = KeptJournalsTest.class.getResourceAsStream("/journals/kept.txt"))
        {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
