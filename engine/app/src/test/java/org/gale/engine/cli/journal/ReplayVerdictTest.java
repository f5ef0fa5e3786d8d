package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.NumberText;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.replay.ClosingVerdict;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the verdict of a replay: of a storm whose broken promise no replay can find (P13), of a session whose loss
 * each replay finds (P1), and of runs that kept their promises.
 */
class ReplayVerdictTest
{
    private static final String DROPPED = "guests dropped ";
    private static final String SAID = ": the run broke P13: " + DROPPED;
    private static final String ITSELF = "  The replay itself finds no broken promise.";
    /** Command of the session that loses a vLPI. */
    private static final long LOSS = 9;
    private static final String FOUND = "P1 broken: VM 0 LPI 8200, set pending, is neither pending nor acknowledged";

    @TempDir
    private static Path home;
    private static Path dropped;
    private static Path lost;
    private static Path kept;
    private static long last;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void runStormsAndSessions() throws IOException
    {
        final Path job = home.resolve("job.yaml");
        Files.writeString(job, """
            job: drops
            clock: virtual
            count: 3k
            machine: {kind: gicv4, pes: 3, injection: {policy: per-vcpu, vpeid-bits: 3, moves: 1/5}}
            vms:
              - name: vm
                count: 1
                vpes: 2
                guest: {handler: 20us, drops: on}
                devices: [{name: nic, count: 1, events: 4, traffic: {kind: open, rate: 60k}}]
            """);
        dropped = home.resolve("dropped");
        assertEquals(ExitCode.INVARIANT_BROKEN, GaleRun.of(new StringWriter(), new StringWriter(), "storm",
            job.toString(), "--seed", "1", "--journal", dropped.toString()));
        last = ClosingVerdict.read(dropped).broken().get(0).sequence();
        lost = home.resolve("lost");
        DirectSession.play(lost, "v4 legacy on\nv4 enable 0 0\nv4 msi 1 0\nv4 disable 0 0\nv4 msi 1 1\nv4 msi 1 1\n");
        kept = home.resolve("kept");
        DirectSession.play(kept, "v4 msi 1 0\n");
    }

    @Test
    void shouldWriteTheVerdictOfARun() throws IOException
    {
        assertEquals(new ClosingPayload(0, List.of()), ClosingVerdict.read(kept));
        assertEquals(List.of("P1"),
            ClosingVerdict.read(lost).broken().stream().map(ClosingPayload.Broken::promise).toList());
        assertEquals(LOSS, ClosingVerdict.read(lost).broken().get(0).sequence());
        final ClosingPayload.Broken broken = ClosingVerdict.read(dropped).broken().get(0);
        assertEquals("P13", broken.promise());
        assertTrue(broken.sentence().matches("guests dropped [0-9,]+ interrupts? in progress on another vCPU .*"),
            broken::sentence);
        assertEquals(commands(dropped), broken.sequence());
    }

    @Tag("P13")
    @ParameterizedTest
    @CsvSource({"--speed max", "--verify", "--paranoid", "--json"})
    void shouldRepeatWhatTheRunSaid(final String option) throws IOException
    {
        assertEquals(ExitCode.INVARIANT_BROKEN, replay(dropped, option.split(" ")), err.toString());

        assertTrue(err.toString().contains("gale replay" + SAID), err.toString());
        assertTrue(err.toString().contains("; command " + NumberText.count(last) + "\n" + ITSELF + "\n"),
            err.toString());
        if (option.equals("--json"))
        {
            final JsonNode json = new ObjectMapper().readTree(out.toString());
            assertTrue(json.get("broken").isNull(), out.toString());
            assertTrue(json.get("equal").asBoolean(), out.toString());
            assertEquals(ExitCode.INVARIANT_BROKEN, json.at("/run/exit").asInt());
            assertEquals("P13", json.at("/run/broken/0/promise").asText());
            assertTrue(json.at("/run/broken/0/finding").asText().startsWith(DROPPED), out.toString());
            assertEquals(last, json.at("/run/broken/0/command").asLong());
        }
    }

    /** A promise that was found broken at the end holds before it. */
    @Tag("P13")
    @Test
    void shouldOnlyMentionWhatTheRunBrokeLater()
    {
        assertEquals(ExitCode.OK, replay(dropped, "--to", Long.toString(last - 1)), err.toString());

        assertTrue(err.toString().startsWith("gale replay: after command " + NumberText.count(last - 1) +
            " the run broke P13: " + DROPPED), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        err.getBuffer().setLength(0);
        assertEquals(ExitCode.INVARIANT_BROKEN, replay(dropped, "--to", Long.toString(last)), err.toString());
        assertTrue(err.toString().startsWith("gale replay" + SAID), err.toString());
    }

    @Tag("P1")
    @ParameterizedTest
    @CsvSource({"--speed max", "--verify", "--to 9", "--to 10"})
    void shouldTellWhatItFoundFromWhatTheRunSaid(final String option)
    {
        assertEquals(ExitCode.INVARIANT_BROKEN, replay(lost, option.split(" ")), err.toString());

        final List<String> lines = err.toString().lines().toList();
        assertTrue(lines.get(0).startsWith("gale replay: " + FOUND), err.toString());
        assertEquals("  the run broke P1: VM 0 LPI 8200, set pending, is neither pending nor acknowledged; command 9",
            lines.get(lines.size() - 1));
    }

    @Tag("P1")
    @Test
    void shouldFindNothingBeforeTheLoss()
    {
        assertEquals(ExitCode.OK, replay(lost, "--to", "8"), err.toString());

        assertEquals("gale replay: after command 8 the run broke P1: VM 0 LPI 8200, set pending, is neither pending " +
            "nor acknowledged; command 9\n", err.toString());
    }

    /** A writer that was killed has said nothing. */
    @Tag("P1")
    @Test
    void shouldSayWhatItFindsWhereTheRunSaidNothing() throws IOException
    {
        final Path killed = home.resolve("killed");
        copyUnsaid(lost, killed);

        assertNull(ClosingVerdict.read(killed));
        assertEquals(ExitCode.INVARIANT_BROKEN, replay(killed), err.toString());
        assertTrue(err.toString().startsWith("gale replay: " + FOUND), err.toString());
        assertFalse(err.toString().contains("the run broke"), err.toString());
    }

    @Tag("P13")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0, --watch vm0.vcpu0.state", "0, --bisect vm0.lpi8192.priority = 112",
        "3, --bisect vm0.lpi8192.priority > 255", "0, --perfetto FILE", "0, --step"})
    void shouldSayTheVerdictNextToWhatWasAsked(final int exit, final String option)
    {
        final String[] words = option.replace("FILE", home.resolve("trace-" + System.nanoTime() + ".json").toString())
            .split(" ", 2);

        assertEquals(exit, replay(dropped, words), err.toString());

        assertTrue(err.toString().startsWith("gale replay" + SAID), err.toString());
        assertFalse(err.toString().contains("the replay finds"), err.toString());
    }

    @Tag("P1")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0, --watch vm0.lpi8200.pending, 11", "0, --bisect vm0.lpi8201.pending, 0", "3, --bisect pe1.virq, 0",
        "0, --perfetto FILE, 11", "0, --step --to 10, 10"})
    void shouldSayWhatItFindsNextToWhatWasAsked(final int exit, final String option, final long at)
    {
        final String[] words =
            option.replace("FILE", home.resolve("trace-" + System.nanoTime() + ".json").toString()).split(" ");

        assertEquals(exit, replay(lost, words), err.toString());

        final String said = "gale replay: the run broke P1: VM 0 LPI 8200, set pending, is neither pending nor " +
            "acknowledged; command 9\n";
        assertTrue(err.toString().startsWith(said), err.toString());
        assertTrue(err.toString().substring(said.length()).matches(
            "gale replay: the replay finds after command [0-9]+: " + FOUND + "\n(?s:.*)"), err.toString());
        assertTrue(at == 0 || err.toString().contains("after command " + at + ": "), err.toString());
    }

    @ParameterizedTest
    @CsvSource({"--speed max", "--verify", "--watch vm0.lpi8200.pending", "--step", "--bisect vm0.lpi8200.pending"})
    void shouldSayNothingOfARunThatKeptItsPromises(final String option)
    {
        assertEquals(ExitCode.OK, replay(kept, option.split(" ")), err.toString());

        assertEquals("", err.toString());
    }

    @Test
    void shouldShowTheVerdictOfAJournal() throws IOException
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "journal", "describe", lost.toString()));
        assertTrue(out.toString().contains("\nrun ended   exit code 7\n  broke     P1: VM 0 LPI 8200, set pending, " +
            "is neither pending nor acknowledged; command 9\n"), out.toString());
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "journal", "verify", lost.toString()));
        assertTrue(out.toString().endsWith("\nrun      exit code 7\n  broke  P1: VM 0 LPI 8200, set pending, " +
            "is neither pending nor acknowledged; command 9\nsound    closed and sealed\n"), out.toString());
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "journal", "verify", "--json", lost.toString()));
        assertEquals("P1", new ObjectMapper().readTree(out.toString()).at("/run/broken/0/promise").asText());
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "journal", "verify", kept.toString()));
        assertTrue(out.toString().endsWith("\nrun      exit code 0\nsound    closed and sealed\n"), out.toString());
        assertEquals("", err.toString());
    }

    /** Writes the frames of a journal into another one, which an older version closes. */
    private static void copyUnsaid(final Path from, final Path to) throws IOException
    {
        try (JournalReader reader = JournalReader.open(from);
            JournalWriter writer =
                new JournalOpening(JournalConfig.DEFAULT).create(to, reader.header().configuration()))
        {
            while (reader.next())
            {
                writer.frame().putBytes(
                    writer.payloadOffset(), reader.buffer(), reader.payloadOffset(), reader.payloadLength());
                if (reader.kind() == Frame.COMMANDS)
                {
                    assertEquals(AppendResult.APPENDED,
                        writer.appendCommands(reader.count(), reader.payloadLength()));
                }
                else if (reader.kind() == Frame.DIGEST)
                {
                    assertTrue(writer.appendDigest(reader.payloadLength()));
                }
            }
        }
    }

    private static long commands(final Path journal) throws IOException
    {
        try (JournalReader reader = JournalReader.open(journal))
        {
            int kind = 0;
            while (reader.next())
            {
                kind = reader.kind();
            }
            assertEquals(Frame.CLOSING, kind);

            return reader.commands();
        }
    }

    /** Replays a journal. A prompt ends at once. */
    private int replay(final Path journal, final String... words)
    {
        final List<String> all = new ArrayList<>(List.of("replay", journal.toString()));
        all.addAll(Arrays.asList(words));
        final InputStream in = System.in;
        System.setIn(InputStream.nullInputStream());
        try
        {
            return GaleRun.of(out, err, all.toArray(String[]::new));
        }
        finally
        {
            System.setIn(in);
        }
    }
}
