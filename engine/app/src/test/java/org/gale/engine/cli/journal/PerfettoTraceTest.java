package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PerfettoTraceTest
{
    private static final int ENGINE = 2;
    private static final int OTHER_COMMANDS = 1;
    private static final int EVENTS = 2_000;

    @TempDir
    private static Path home;
    private static String journal;

    @TempDir
    private Path directory;
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void makeJournal()
    {
        journal = home.resolve("run1").toString();
        final StringWriter said = new StringWriter();
        assertEquals(ExitCode.OK, GaleRun.of(new StringWriter(), said, "storm", "--vms", "1", "--vpes", "2",
            "--devices", "1", "--events", "64", "--count", Integer.toString(EVENTS), "--journal", journal,
            "--no-replay"), said.toString());
    }

    @Test
    void shouldHaveEachEventAndEachAcknowledge() throws IOException
    {
        final Path file = directory.resolve("trace.json");
        assertEquals(ExitCode.OK, gale("replay", journal, "--perfetto", file.toString()), err.toString());

        int msis = 0;
        int acknowledges = 0;
        int batches = 0;
        for (final JsonNode event : new ObjectMapper().readTree(file.toFile()).get("traceEvents"))
        {
            final String name = event.get("name").asText();
            msis += name.startsWith("MSI ") ? 1 : 0;
            acknowledges += name.startsWith("acknowledge ") ? 1 : 0;
            batches += event.get("ph").asText().equals("X") ? 1 : 0;
            assertTrue(event.path("ts").asDouble() >= 0 && event.path("dur").asDouble() >= 0, event::toString);
        }
        assertEquals(EVENTS, msis);
        assertEquals(EVENTS, acknowledges);
        assertTrue(batches > 0);
    }

    @Test
    void shouldSayWhyItsFileCannotBeWritten()
    {
        final Path file = directory.resolve("missing/trace.json");

        assertEquals(ExitCode.RESOURCES, gale("replay", journal, "--perfetto", file.toString()));
        assertEquals("gale replay: --perfetto " + file + ": no such file or directory" + System.lineSeparator(),
            err.toString());
    }

    @Test
    void shouldNameItsThreadsAndHaveNoBatchWithoutALength() throws IOException
    {
        final Path file = directory.resolve("trace.json");
        assertEquals(ExitCode.OK, gale("replay", journal, "--perfetto", file.toString()), err.toString());

        final Set<String> named = new TreeSet<>();
        final Set<String> used = new TreeSet<>();
        final Set<String> categories = new TreeSet<>();
        long commands = 0;
        for (final JsonNode event : new ObjectMapper().readTree(file.toFile()).get("traceEvents"))
        {
            final String thread = event.get("pid") + "." + event.path("tid");
            if (event.get("ph").asText().equals("M"))
            {
                named.add(event.get("name").asText().equals("thread_name") ? thread : "");
            }
            else
            {
                used.add(thread);
                categories.add(event.get("cat").asText());
                assertTrue(!event.has("dur") || event.get("dur").asDouble() > 0, event::toString);
                commands += event.has("dur") || !event.at("/args/first").isMissingNode() ?
                    Long.parseLong(event.get("name").asText().replaceAll("\\D", "")) : 0;
            }
        }
        assertTrue(named.containsAll(used), used + " " + named);
        assertEquals(Set.of("engine", "lane", "pe"), categories);
        assertTrue(commands >= EVENTS, "each event lies in a batch: " + commands);
    }

    @Test
    void shouldTraceTheTrafficOfAStorm() throws IOException
    {
        final Path file = directory.resolve("storm.json");
        assertEquals(ExitCode.OK, gale("storm", "--vms", "1", "--vpes", "2", "--devices", "1", "--events", "64",
            "--count", Integer.toString(EVENTS), "--perfetto", file.toString()), err.toString());

        int msis = 0;
        int acknowledges = 0;
        for (final JsonNode event : new ObjectMapper().readTree(file.toFile()).get("traceEvents"))
        {
            final String name = event.get("name").asText();
            msis += name.startsWith("MSI ") ? 1 : 0;
            acknowledges += name.startsWith("acknowledge ") ? 1 : 0;
            assertFalse(event.get("pid").asInt() == ENGINE && event.path("tid").asInt() == OTHER_COMMANDS, name);
        }
        assertEquals(EVENTS, msis);
        assertEquals(EVENTS, acknowledges);
    }

    /** Packets and requests prolong a handler, which stays one slice. */
    @ParameterizedTest
    @ValueSource(strings = {"nvme", "nic"})
    void shouldShowAHandlerOfTheVirtualClockAsOneSlice(final String profile) throws IOException
    {
        final Path file = directory.resolve("virtual.json");
        assertEquals(ExitCode.OK, gale("storm", profile, "--clock", "virtual", "--count", "500", "--perfetto",
            file.toString()), err.toString());

        int handlers = 0;
        int arrows = 0;
        for (final JsonNode event : new ObjectMapper().readTree(file.toFile()).get("traceEvents"))
        {
            handlers += event.get("name").asText().equals("handler") ? 1 : 0;
            arrows += event.get("ph").asText().equals("f") ? 1 : 0;
        }
        assertTrue(arrows > 0);
        assertEquals(arrows, handlers);
    }

    @Test
    void shouldRefuseTheTraceOfALargeStormBeforeItBegins() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("storm.json"), "of yesterday");

        assertEquals(ExitCode.USAGE, gale("storm", "--count", "166667", "--perfetto", file.toString()));
        assertTrue(err.toString().startsWith("gale storm: --perfetto: a trace holds 500,000 events, up to three for " +
            "each interrupt (try --count 150k"), err.toString());
        assertEquals(ExitCode.USAGE, gale("storm", "--count", "10", "--journal", "none", "--perfetto",
            file.toString()));
        assertTrue(err.toString().contains("a trace is made of the journal, and there is none"), err.toString());
        assertEquals("of yesterday", Files.readString(file));
    }

    @Test
    void shouldTraceAWindowAlone() throws IOException
    {
        final Path file = directory.resolve("trace.json");
        assertEquals(ExitCode.OK, gale("replay", journal, "--from", "500", "--to", "600", "--perfetto",
            file.toString()), err.toString());

        for (final JsonNode event : new ObjectMapper().readTree(file.toFile()).get("traceEvents"))
        {
            final JsonNode command = event.at("/args/command");
            assertTrue(command.isMissingNode() || (command.asLong() >= 500 && command.asLong() <= 600),
                event::toString);
        }
    }

    @Test
    void shouldRefuseALargeWindowAndKeepTheFileThatIsThere() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("trace.json"), "of yesterday");

        assertEquals(ExitCode.USAGE, gale("replay", journal, "--to", "500001", "--perfetto", file.toString()));
        assertTrue(err.toString().contains("500,001 commands are more than 500,000 events"), err.toString());
        assertEquals("of yesterday", Files.readString(file));
    }

    @Test
    void shouldRefuseWrongWindowsAndPlaces()
    {
        assertEquals(ExitCode.USAGE, gale("replay", journal, "--from", "5"));
        assertMessage(
            "--from: needs a trace, a search or an account (add --perfetto FILE, --bisect EXPR or --account)");
        assertEquals(ExitCode.USAGE, gale("replay", journal, "--from", "9", "--to", "8", "--perfetto",
            directory + "/t"));
        assertMessage("--from 9 is after --to 8");
        assertEquals(ExitCode.USAGE, gale("replay", journal, "--from", "0", "--to", "500001", "--perfetto",
            directory + "/t"));
        assertMessage("--perfetto: 500,001 commands are more than 500,000 events " +
            "(choose a window with --from and --to)");
        assertEquals(ExitCode.USAGE, gale("replay", journal, "--perfetto", journal + "/t"));
        assertMessage("--perfetto " + journal + "/t: lies in the journal " + journal);
        assertEquals(ExitCode.USAGE, gale("replay", journal, "--step", "--watch", "pe0.virq"));
        assertMessage("--watch: --step has a command 'watch' (give one of the two)");
        assertFalse(Files.exists(directory.resolve("t")));
    }

    private void assertMessage(final String message)
    {
        assertEquals("gale replay: " + message + System.lineSeparator(), err.toString());
    }

    private int gale(final String... arguments)
    {
        err.getBuffer().setLength(0);

        return GaleRun.of(new StringWriter(), err, arguments);
    }
}
