package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.DigestText;
import org.gale.engine.replay.Runs;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReplayCommandTest
{
    @TempDir
    private Path home;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintTheDigestOfTheLiveRunWhenAStormIsReplayed() throws IOException, InterruptedException
    {
        final Path journal = home.resolve("run");
        final StormResult live = Runs.storm(journal, JournalConfig.DEFAULT, 100_000);

        assertEquals(ExitCode.OK, execute("replay", journal.toString(), "--verify"));

        final List<String> lines = out.toString().lines().toList();
        assertEquals("journal  " + journal +
            " \u00b7 gale test \u00b7 8 PEs \u00b7 seed 1 \u00b7 a storm \u00b7 closed", lines.get(0));
        assertTrue(lines.get(1).startsWith(String.format("commands %,d in ", live.journal().commands())), lines.get(1));
        assertEquals("state    " + DigestText.of(live.journal().stateDigest()), lines.get(2));
        assertTrue(lines.get(3).matches("replay   [0-9.]+ [kM]/s \u00b7 digest " +
            DigestText.of(live.journal().runDigest()) +
            " \u00b7 the same as live"), lines.get(3));
        assertEquals(4, lines.size());
        assertEquals("", err.toString());
    }

    @Test
    void shouldSayHowFarItIsProvedWhenItStopsEarly() throws IOException, InterruptedException
    {
        final Path journal = home.resolve("run");
        Runs.storm(journal, JournalConfig.DEFAULT, 100_000);

        assertEquals(ExitCode.OK, execute("replay", journal.toString(), "--to", "80k"));

        assertTrue(out.toString().contains("commands 80,000 in "), out::toString);
        assertTrue(out.toString().contains(" \u00b7 the same as live after command "), out::toString);
    }

    @Test
    void shouldBeginWithASnapshotUnlessItIsToVerify() throws IOException, InterruptedException
    {
        final Path journal = home.resolve("run");
        final StormResult live = Runs.storm(journal, JournalConfig.DEFAULT, 100_000);
        final String last = Long.toString(live.journal().commands());

        assertEquals(ExitCode.OK, execute("replay", journal.toString(), "--to", last));

        assertTrue(out.toString().contains(String.format(
            " \u00b7 from the snapshot after command %,d", live.journal().commands())), out::toString);
        assertTrue(
            out.toString().contains(DigestText.of(live.journal().runDigest()) + " \u00b7 the same as live"),
            out::toString);

        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, execute("replay", journal.toString(), "--to", last, "--verify"));

        assertFalse(out.toString().contains("snapshot"), out::toString);
        assertTrue(out.toString().contains(DigestText.of(live.journal().runDigest())), out::toString);
    }

    @Test
    void shouldPrintOneObjectWhenAskedForJson() throws IOException, InterruptedException
    {
        final Path journal = home.resolve("run");
        final StormResult live = Runs.storm(journal, JournalConfig.DEFAULT, 2_000);

        final long beginNs = System.nanoTime();
        assertEquals(ExitCode.OK, execute("replay", journal.toString(), "--json"));
        final double tookS = (System.nanoTime() - beginNs) / 1e9;

        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals(List.of("schema", "journal", "version", "seed", "machine", "end", "commands", "first_command",
            "begin_s", "elapsed_s", "rate_per_s", "state_digest", "digest", "digests_compared", "compared_to", "equal",
            "broken", "run", "divergence"), json.properties().stream().map(Map.Entry::getKey).toList());
        assertEquals("gale.replay/1", json.get("schema").asText());
        assertEquals(journal.toString(), json.get("journal").asText());
        assertEquals("test", json.get("version").asText());
        assertEquals(1, json.get("seed").asInt());
        assertTrue(json.get("machine").asText().contains("pes=8"), json::toString);
        assertEquals("closed", json.get("end").asText());
        assertEquals(1, json.get("first_command").asInt());
        assertTrue(json.get("begin_s").asDouble() > 0 && json.get("begin_s").asDouble() < tookS, json::toString);
        assertTrue(json.get("elapsed_s").asDouble() > 0 && json.get("elapsed_s").asDouble() < tookS, json::toString);
        assertEquals(json.get("commands").asLong() / json.get("elapsed_s").asDouble(),
            json.get("rate_per_s").asDouble(), 1);
        assertEquals(String.format("%016x", live.journal().stateDigest()), json.get("state_digest").asText());
        assertTrue(json.get("digests_compared").asInt() > 0, json::toString);
        assertEquals(live.journal().commands(), json.get("compared_to").asLong());
        assertEquals(String.format("%016x", live.journal().runDigest()), json.get("digest").asText());
        assertEquals(live.journal().commands(), json.get("commands").asLong());
        assertTrue(json.get("equal").asBoolean());
        assertTrue(json.get("divergence").isNull());
        assertEquals(1, out.toString().lines().count());
    }

    @Test
    void shouldShowProgress()
    {
        final ProgressLine line = new ProgressLine(new PrintWriter(err), true, System.nanoTime() - 2_000_000_000L);

        ReplayCommand.progress(line).onProgress(3_000_000, 300, 400, 1_500_000_000L);

        assertTrue(err.toString().contains("  1.5 s   2.0 M/s   3,000,000 commands   75 %"), err::toString);
    }

    @Test
    void shouldExitFiveWhenTheReplayDiverges() throws IOException
    {
        final Path journal = home.resolve("run");
        try (JournalWriter writer = Runs.writer(journal); Machine machine = Machines.FACTORY.create(Runs.MACHINE))
        {
            Runs.append(writer, 1, Commands.msi(1, 1, 0));
            Runs.digest(writer, machine, 1, 0, 0);
        }

        assertEquals(ExitCode.DIVERGED, execute("replay", journal.toString()));

        assertTrue(out.toString().contains(" \u00b7 not the same as live"), out::toString);
        assertTrue(err.toString().startsWith("gale replay: diverged between commands 1 and 1: "), err::toString);
    }

    @Test
    void shouldExitThreeWhenNothingProvesTheReplayThatWasToBeVerified() throws IOException
    {
        final Path journal = home.resolve("run");
        try (JournalWriter writer = Runs.writer(journal))
        {
            Runs.append(writer, 1, Commands.msi(1, 1, 0));
        }

        assertEquals(ExitCode.OK, execute("replay", journal.toString()));
        assertTrue(out.toString().contains(" \u00b7 no digest to compare with"), out::toString);
        assertEquals(ExitCode.CHECK_FAILED, execute("replay", journal.toString(), "--verify"));
        assertEquals("gale replay: " + journal + ": holds no digest of the live run before command 2: nothing proves " +
            "the replay" + System.lineSeparator(), err.toString());
    }

    @Test
    void shouldExitSixWhenTheJournalIsDamaged() throws IOException
    {
        final Path journal = home.resolve("run");
        try (JournalWriter writer = Runs.writer(journal))
        {
            Runs.append(writer, 1, 0);
        }

        assertEquals(ExitCode.JOURNAL_DAMAGED, execute("replay", journal.toString()));

        assertTrue(err.toString().matches("gale replay: \\S+/000000/19700101F\\.cq4: frame 2 at byte [0-9,]+: its " +
            "commands are not whole\\.\\R  Sound before it: 0 commands\\.\\R"), err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void shouldExitTwoWhenThereIsNoJournal() throws IOException
    {
        final Path absent = home.resolve("absent");
        final Path file = Files.createFile(home.resolve("file"));

        assertEquals(ExitCode.USAGE, execute("replay", absent.toString()));
        assertEquals(ExitCode.USAGE, execute("replay", file.toString()));
        assertEquals(ExitCode.USAGE, execute("replay", home.toString()));

        assertEquals(List.of(
            "gale replay: " + absent + ": no such directory",
            "gale replay: " + file + ": not a directory (a journal is one that holds gale.journal)",
            "gale replay: " + home + ": no journal there (gale.journal is missing)"),
            err.toString().lines().toList());
    }

    @Test
    void shouldExitTwoWhenTheJournalIsShorterThanAsked() throws IOException
    {
        final Path journal = home.resolve("run");
        Runs.writer(journal).close();

        assertEquals(ExitCode.USAGE, execute("replay", journal.toString(), "--to", "1"));

        assertEquals("gale replay: no command 1: the journal ends after command 0" + System.lineSeparator(),
            err.toString());
    }

    @Test
    void shouldExitTwoWhenTheJournalIsBeingWritten() throws IOException
    {
        final Path journal = home.resolve("run");
        try (JournalWriter writer = Runs.writer(journal))
        {
            assertFalse(writer.appendedFrames() == 0);

            assertEquals(ExitCode.USAGE, execute("replay", journal.toString()));
        }
    }

    @ParameterizedTest
    @CsvSource({"commands > 1, 3", "commands < 1, 0", "rate >= 1, 3", "digests < 1, 0", "elapsed_s < 0.000000001, 0"})
    void shouldFailOnACondition(final String condition, final int exitCode) throws Exception
    {
        final Path journal = home.resolve("run");
        Runs.storm(journal, JournalConfig.DEFAULT, 2_000);

        assertEquals(exitCode, execute("replay", journal.toString(), "--fail-if", "commands < 0", "--fail-if",
            condition), err.toString());

        assertEquals(exitCode != 0, err.toString().startsWith("gale replay: --fail-if '" + condition + "': "),
            err.toString());
        assertTrue(out.toString().contains("the same as live"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--fail-if|response.p99 > 1ms|--fail-if: no metric 'response.p99' (try rate, elapsed_s, commands, digests)",
        "--fail-if|rat < 1|--fail-if: no metric 'rat': did you mean 'rate'?",
        "--fail-if|rate|--fail-if: 'rate' is not METRIC OP VALUE"})
    void shouldRefuseAConditionOfAnotherReport(final String option, final String value, final String message)
    {
        assertEquals(ExitCode.USAGE, execute("replay", home.toString(), option, value));

        assertTrue(err.toString().startsWith("gale replay: " + message), err.toString());
    }

    @Test
    void shouldRefuseAConditionOfAPartialReplay() throws Exception
    {
        final Path journal = home.resolve("run");
        Runs.storm(journal, JournalConfig.DEFAULT, 2_000);

        assertEquals(ExitCode.USAGE, execute("replay", journal.toString(), "--step", "--fail-if", "rate < 1"));
        assertEquals(ExitCode.USAGE, execute("replay", journal.toString(), "--fail-if", "rate < 1", "--perfetto",
            home.resolve("t").toString()));
        assertFalse(Files.exists(home.resolve("t")));
    }

    @Test
    void shouldRefuseASpeedThatItDoesNotHave()
    {
        assertEquals(ExitCode.USAGE, execute("replay", home.toString(), "--speed", "fast"));

        assertEquals("gale replay: --speed: 'fast' is not max (try --speed max)" + System.lineSeparator(),
            err.toString());
    }

    private int execute(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
