package org.gale.tests.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.storm.ParanoidChild;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code --paranoid} in processes of their own, which begin without assertions as users' processes do. */
class ParanoidOptionTest
{
    private static final String PARANOID = "--paranoid";
    private static final String STORM =
        "storm --vms 2 --vpes 2 --pes 4 --lpis 64 --devices 2 --events 32 --count 20k --warmup 0";
    private static final String P4_BROKEN = "P4 broken: VM 0: its candidates are not those of its tables.";

    @TempDir
    private Path directory;

    private String out = "";
    private String err = "";

    @Test
    void shouldSwitchAssertionsOnBeforeAClassIsInitialised() throws Exception
    {
        assertEquals(0, gale(storm(ParanoidChild.NO_FAULT, PARANOID)), err);
        assertTrue(out.endsWith("tables.field.Field: on\nassertions of org.gale.engine.gicv5.irs.IrsChecks: on\n"),
            out);
    }

    @Test
    void shouldSwitchAssertionsOnForSessionsAndTranscripts() throws Exception
    {
        final Path transcript = Files.writeString(directory.resolve("one.gt"), "> hppi 0\n< OK none\n");
        for (final String command : List.of("script", "check " + transcript))
        {
            assertEquals(0, gale(ParanoidChild.NO_FAULT + ' ' + command + ' ' + PARANOID), err);
            assertTrue(out.endsWith("gicv5.irs.IrsChecks: on\n"), out);

            assertEquals(0, gale(ParanoidChild.NO_FAULT + ' ' + command), err);
            assertTrue(out.endsWith("gicv5.irs.IrsChecks: off\n"), out);
        }
    }

    /** Two processes, because a class has assertions for as long as it lives: one with the option, one without it. */
    @Tag("P4")
    @Tag("P7")
    @Test
    void shouldCheckMoreAndReplayToTheSameDigests() throws Exception
    {
        final String journal = directory.resolve("run").toString();
        assertEquals(0, gale(
            storm(ParanoidChild.NO_FAULT, "--journal", journal, PARANOID),
            replay(journal, PARANOID),
            storm(ParanoidChild.FAILED_ASSERTION, PARANOID),
            storm(ParanoidChild.FORGOTTEN_CANDIDATE, "--no-replay", PARANOID)), err);
        assertEquals(List.of(0, 0, 1, 7), exitCodes(), err);
        assertTrue(err.contains("internal error"), err);
        assertTrue(err.contains("injected"), err);
        assertTrue(err.contains(P4_BROKEN), err);
        assertTrue(out.endsWith("IrsChecks: on\n"), out);
        final JsonNode checked = replayed();

        assertEquals(0, gale(
            storm(ParanoidChild.FAILED_ASSERTION),
            replay(journal),
            storm(ParanoidChild.FORGOTTEN_CANDIDATE, "--no-replay")), err);
        assertEquals(List.of(0, 0, 7), exitCodes(), err);
        assertTrue(err.contains(P4_BROKEN), err);
        assertTrue(out.endsWith("tables.field.Field: off\nassertions of org.gale.engine.gicv5.irs.IrsChecks: off\n"),
            out);
        for (final String field : List.of("digest", "state_digest", "commands", "digests_compared", "equal"))
        {
            assertEquals(checked.get(field), replayed().get(field), field);
        }
    }

    private static String storm(final String fault, final String... options)
    {
        return fault + " " + STORM + " " + String.join(" ", options);
    }

    private static String replay(final String journal, final String... options)
    {
        return String.join(" ", ParanoidChild.NO_FAULT, "replay", journal, "--verify", "--json", "") +
            String.join(" ", options);
    }

    private List<Integer> exitCodes()
    {
        return out.lines().filter(line -> line.startsWith(ParanoidChild.EXIT))
            .map(line -> Integer.valueOf(line.substring(ParanoidChild.EXIT.length()))).toList();
    }

    private JsonNode replayed() throws IOException
    {
        return new ObjectMapper().readTree(out.lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow());
    }

    /** Runs a process for these lines, and returns its exit code. */
    private int gale(final String... lines) throws IOException, InterruptedException
    {
        try (StormProcess process = StormProcess.ofTest(directory, ParanoidChild.class, lines))
        {
            process.endInput();
            final int exitCode = process.exitCode();
            out = process.out();
            err = process.err();

            return exitCode;
        }
    }
}
