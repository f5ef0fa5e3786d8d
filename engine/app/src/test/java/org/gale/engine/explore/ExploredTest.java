package org.gale.engine.explore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.inspect.Inspector;
import org.gale.engine.inspect.Opening;
import org.gale.engine.json.JsonText;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;
import org.gale.engine.script.SessionWatch;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Answers about a journal, which are those of {@code gale inspect} and {@code gale replay}. */
@TestInstance(Lifecycle.PER_CLASS)
class ExploredTest
{
    private static final long SEED = 78;
    private static final int PLACES = 6;
    private static final long MEMORY = 1 << 20;
    private static final List<String> OF_DEFAULT =
        List.of("vmt", "vmte --vm 1", "vpet --vm 1", "vist --vm 1", "dt", "itt --device 2", "pending", "regs --pe 1");
    private static final List<String> OF_DIRECT = List.of("vpe", "vpt", "latch");

    private static final SessionWatch SILENT = new SessionWatch()
    {
        @Override
        public void notice(final String line)
        {
            // The replies are not read.
        }

        @Override
        public void broken(final InvariantBrokenException broken)
        {
            throw new IllegalStateException(broken);
        }
    };

    private final Map<String, Explored> explored = new HashMap<>();
    private final Map<String, Path> journals = new HashMap<>();

    @BeforeAll
    void run(@TempDir final Path directory) throws IOException
    {
        journal(directory, "default", "storm", "default", "--vms", "4", "--vpes", "2", "--pes", "8", "--lpis", "64",
            "--devices", "4", "--events", "16", "--count", "4k", "--clock", "virtual", "--rate", "1M");
        journal(directory, "wall", "storm", "default", "--vms", "2", "--vpes", "2", "--pes", "4", "--lpis", "512",
            "--devices", "2", "--events", "256", "--count", "10k", "-C", "window=512");
        journal(directory, "direct", "storm", "direct", "-C", "legacy=on", "-C", "toggles=1/2k", "-C", "moves=1/2k",
            "--clock", "virtual", "--count", "30k");
    }

    @AfterAll
    void close() throws IOException
    {
        for (final Explored one : explored.values())
        {
            one.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "direct"})
    void shouldShowWhatInspectPrintsAtAnyCommand(final String name) throws IOException
    {
        final Random random = new Random(SEED);
        final long end = get(name, "journal").path("end").asLong();
        final List<String> views = name.equals("direct") ? OF_DIRECT : OF_DEFAULT;
        for (int i = 0; i < PLACES; i++)
        {
            final long at = 1 + (long)(random.nextDouble() * end);
            final List<String> words = new ArrayList<>(List.of("at=" + at));
            views.forEach(view -> words.add("view=" + view));

            final JsonNode state = get(name, "state", words.toArray(new String[0]));

            for (int v = 0; v < views.size(); v++)
            {
                assertEquals(inspected(name, at, views.get(v)), state.path("views").path(v).path("now"),
                    "seed " + SEED + ", command " + at + ", " + views.get(v));
                assertEquals(inspected(name, at - 1, views.get(v)), state.path("views").path(v).path("before"),
                    "seed " + SEED + ", before command " + at + ", " + views.get(v));
            }
        }
    }

    @Test
    void shouldShowTheSameAfterAStepBack() throws IOException
    {
        final String here = get("default", "state", "at=9000", "view=pending", "view=vist --vm 0").toString();

        get("default", "state", "at=9001", "view=pending");
        get("default", "state", "at=12000", "view=pending");

        assertEquals(here, get("default", "state", "at=9000", "view=pending", "view=vist --vm 0").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vm0.lpi3", "vm2.lpi17", "vm3.lpi60", "vm1.lpi31"})
    void shouldFindEachChangeThatAWatchFinds(final String show) throws IOException
    {
        assertChanges("default", show);
    }

    /** A turn of a group takes more interrupts than a command names. */
    @ParameterizedTest
    @ValueSource(strings = {"vm0.lpi3", "vm1.lpi100", "vm1.lpi127"})
    void shouldFindEachChangeByTurnsOfManyInterrupts(final String show) throws IOException
    {
        assertChanges("wall", show);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vm0.lpi8192", "vm3.lpi8411", "vm1.vcpu0"})
    void shouldFindEachChangeOfAGicv4HostThatAWatchFinds(final String show) throws IOException
    {
        assertChanges("direct", show);
    }

    @Test
    void shouldCountWhatReplayCounts() throws IOException
    {
        final StringWriter out = new StringWriter();
        GaleRun.of(out, new StringWriter(), "replay", journals.get("default").toString(), "--from", "4001", "--to",
            "9000", "--account", "--json");

        final JsonNode account = get("default", "account", "from=4001", "to=9000");

        assertEquals(new ObjectMapper().readTree(out.toString()), account);
        assertEquals(commands("default", "MSI", 4001, 9000), sum(account, "offered"));
        assertTrue(sum(account, "delivered") > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "wall"})
    void shouldMarkAsManyAsTheAccountCounts(final String name) throws IOException
    {
        final String to = "to=" + Math.min(8_000, get(name, "journal").path("end").asLong());
        final JsonNode lanes = get(name, "lanes", "from=1", to);
        final JsonNode account = get(name, "account", "from=1", to);

        assertEquals("marks", lanes.path("kind").asText());
        for (final JsonNode owner : account.path("owners"))
        {
            final long id = lane(lanes, owner.path("owner").asText());
            assertEquals(owner.path("offered").asLong() - owner.path("coalesced").asLong(), marks(lanes, id, "raised"));
            assertEquals(owner.path("delivered").asLong() + owner.path("redelivered").asLong(),
                marks(lanes, id, "acknowledged"));
            assertEquals(owner.path("coalesced").asLong(), marks(lanes, id, "coalesced"));
            assertTrue(name.equals("default") || marks(lanes, id, "finished") == marks(lanes, id, "acknowledged"));
        }
        final Set<Long> turns = turns(name);
        for (final JsonNode mark : lanes.path("marks"))
        {
            assertTrue(name.equals("default") || !mark.path("kind").asText().equals("acknowledged") ||
                turns.contains(mark.path("command").asLong()), mark.toString());
        }
    }

    @Test
    void shouldSumTheSlotsOfAWideWindowToItsAccount() throws IOException
    {
        final long end = get("default", "journal").path("end").asLong();
        final JsonNode lanes = get("default", "lanes", "from=1", "to=" + end);

        assertEquals("blocks", lanes.path("kind").asText());
        long offered = 0;
        for (final JsonNode slot : lanes.path("slots"))
        {
            offered += sum(slot, "offered");
        }
        assertEquals(sum(get("default", "account", "from=1", "to=" + end), "offered"), offered);
        assertEquals(4_000, offered);
    }

    /** Witness: the times of a life's rows, which come from another scan. */
    @Test
    void shouldTellTheTimesOfAWindow() throws IOException
    {
        final JsonNode rows = get("default", "life", "at=9000", "show=vm2.lpi3").path("rows");
        for (final JsonNode row : rows)
        {
            final long at = row.path("command").asLong();
            final JsonNode times = get("default", "lanes", "from=" + at, "to=" + (at + 50)).path("times");

            assertEquals(at - 1, times.path(0).path(0).asLong());
            assertEquals(at, times.path(1).path(0).asLong());
            assertEquals(row.path("ns").asLong(), times.path(1).path(1).asLong(), row.toString());
            assertEquals(at + 50, times.path(times.size() - 1).path(0).asLong());
        }
        assertTrue(rows.size() > 5, rows.toString());
        final JsonNode wide = get("default", "lanes", "from=1", "to=" + get("default", "journal").path("end").asLong());
        for (int i = 1; i < wide.path("times").size(); i++)
        {
            assertTrue(wide.path("times").path(i).path(1).asLong() >= wide.path("times").path(i - 1).path(1).asLong());
            assertEquals(wide.path("slots").path(i - 1).path("to"), wide.path("times").path(i).path(0));
        }
        assertEquals(wide.path("slots").size() + 1, wide.path("times").size());
    }

    @Test
    void shouldOpenAtTheCommandThatLostTheInterrupt() throws IOException
    {
        final JsonNode journal = get("direct", "journal");

        final String show = journal.path("show").asText();
        final JsonNode life = get("direct", "life", "at=" + journal.path("at").asLong(), "show=" + show);
        final JsonNode here = row(life, journal.path("at").asLong());
        assertTrue(journal.path("broken").path(0).path("finding").asText()
            .contains(show.replaceAll("vm([0-9]+)[.]lpi([0-9]+)", "VM $1 LPI $2")), show);
        assertEquals("lost", here.path("kind").asText());
        assertTrue(here.path("text").asText().startsWith("HOST v4 STEP  (D5 "), here.toString());
    }

    /** Rows are kept while the place is among them, and searched again where they end. */
    @Test
    void shouldShowTheRowsAroundEachPlaceOfALife() throws IOException
    {
        final String show = "show=vm2.lpi3";
        long at = get("default", "change", "at=0", "to=next", show).path("rows").path(0).path("command").asLong();
        for (int i = 0; i < 30; i++)
        {
            final JsonNode life = get("default", "life", "at=" + at, show);
            final JsonNode next = get("default", "change", "at=" + at, "to=next", show).path("rows");

            assertEquals(row(life, at).path("after"), life.path("value"), "command " + at);
            assertEquals(next.path(0), row(life, next.path(0).path("command").asLong()), "after command " + at);
            at = next.path(0).path("command").asLong();
        }
    }

    @Test
    void shouldNameTheInterruptOfAnEvent() throws IOException
    {
        final String found = get("default", "find", "at=12000", "text=device 2 event 7").path("show").asText();

        assertTrue(found.matches("vm[0-9]+[.]lpi[0-9]+"), found);
        assertEquals("vm1.lpi5", get("default", "find", "at=12000", "text= VM1.lpi5 ").path("show").asText());
    }

    @Test
    void shouldReadOnInAJournalThatIsBeingWritten(@TempDir final Path directory) throws IOException
    {
        final Path journal = directory.resolve("live");
        final List<Long> ends = new ArrayList<>();
        final InputStream lines = new SequenceInputStream(Collections.enumeration(List.of(
            line("spi 1 1"), new Then(() -> look(journal, ends)), line("spi 1 0\nspi 2 1"),
            new Then(() -> look(journal, ends)), line("quit"))));

        SessionRunner.run(keyValues -> MachineTarget.create(keyValues,
            machine -> SessionJournal.create(journal, "test", machine)), null, lines, new ByteArrayOutputStream(),
            false, SILENT);
        explored.remove("live").close();

        assertEquals(List.of(1L, 3L), ends);
    }

    /** Notes the last command that a page shows after it has read on. */
    private void look(final Path journal, final List<Long> ends)
    {
        try
        {
            if (!explored.containsKey("live"))
            {
                explored.put("live", new Explored(journal, Opening.of(journal, null, null, Machines.FACTORY), MEMORY));
            }
            else
            {
                get("live", "more");
            }
            while (explored.get("live").work())
            {
                assertFalse(explored.get("live").isIndexed());
            }
            final JsonNode shown = get("live", "journal");
            assertTrue(shown.path("running").asBoolean(), "the journal is open");
            ends.add(shown.path("end").asLong());
            get("live", "state", "at=" + shown.path("end").asLong(), "view=pending");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static InputStream line(final String text)
    {
        return new ByteArrayInputStream((text + '\n').getBytes(StandardCharsets.UTF_8));
    }

    /** Empty stream that does something when it is read. */
    private static final class Then extends InputStream
    {
        private final Runnable act;

        Then(final Runnable act)
        {
            this.act = act;
        }

        @Override
        public int read()
        {
            act.run();

            return -1;
        }

        @Override
        public int read(final byte[] bytes, final int offset, final int length)
        {
            return read();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"state?at=99999999", "state?at=-1", "state?at=1e3", "state",
        "life?at=9000&show=vm9.lpi1.no",
        "life?at=9000&show=<b>", "find?at=9000&text=device 2 event 99999999999", "account?from=9&to=4",
        "change?at=1&to=next&show=", "lanes?from=1&to=1234567890123456789012"})
    void shouldSayWhatIsWrongWithAQuestion(final String question)
    {
        final String[] parts = question.split("[?]", -1);

        final String message = assertThrows(IllegalArgumentException.class, () -> get("default", parts[0],
            parts.length == 1 ? new String[0] : parts[1].split("&", -1))).getMessage();

        assertFalse(message.isBlank(), question);
    }

    private void assertChanges(final String name, final String show) throws IOException
    {
        final StringWriter out = new StringWriter();
        GaleRun.of(out, new StringWriter(), "replay", journals.get(name).toString(), "--watch", show);
        final List<Long> expected = out.toString().lines().filter(line -> line.contains(":") && line.contains(" by "))
            .map(line -> Long.parseLong(line.substring(0, line.indexOf(' ')).replace(",", ""))).toList();

        final List<Long> found = new ArrayList<>();
        JsonNode rows = get(name, "change", "at=0", "to=next", "show=" + show).path("rows");
        while (!rows.isEmpty())
        {
            found.add(rows.path(0).path("command").asLong());
            rows = get(name, "change", "at=" + found.get(found.size() - 1), "to=next", "show=" + show).path("rows");
        }

        assertTrue(found.size() > 1, "no change of " + show);
        assertEquals(expected, found);
        final JsonNode back = get(name, "change", "at=" + found.get(1), "to=previous", "show=" + show).path("rows");
        assertEquals(found.get(0), back.path(0).path("command").asLong());
    }

    private void journal(final Path directory, final String name, final String... words) throws IOException
    {
        final Path journal = directory.resolve(name);
        final List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--quiet", "--journal", journal.toString()));
        GaleRun.of(new StringWriter(), new StringWriter(), all.toArray(new String[0]));
        journals.put(name, journal);
        final Explored one = new Explored(journal, Opening.of(journal, null, null, Machines.FACTORY), MEMORY);
        explored.put(name, one);
        while (one.work())
        {
            assertFalse(one.isIndexed());
        }
    }

    private JsonNode get(final String name, final String path, final String... values) throws IOException
    {
        return new ObjectMapper().readTree(JsonText.line(explored.get(name).answer(
            PageQuestion.parse(path, String.join("&", values).replace(" ", "%20").replace("<", "%3C")), () -> { })));
    }

    /** Returns a view of a machine that another cursor has brought there, without snapshots. */
    private JsonNode inspected(final String name, final long at, final String view) throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.open(journals.get(name), at, Machines.FACTORY))
        {
            return new ObjectMapper().readTree(Inspector.inspect(cursor.machine(), List.of(view.split(" ", -1))));
        }
        catch (final IllegalArgumentException ex)
        {
            return new ObjectMapper().nullNode();
        }
    }

    private long commands(final String name, final String kind, final long from, final long to) throws IOException
    {
        long count = 0;
        try (ReplayCursor cursor = ReplayCursor.open(journals.get(name), from - 1, Machines.FACTORY))
        {
            while (cursor.sequence() < to)
            {
                count += cursor.step().startsWith(kind + ' ') ? 1 : 0;
            }
        }

        return count;
    }

    private Set<Long> turns(final String name) throws IOException
    {
        final Set<Long> turns = new HashSet<>();
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journals.get(name), Machines.FACTORY))
        {
            for (String text = cursor.step(); text != null; text = cursor.step())
            {
                if (text.startsWith("TURN "))
                {
                    turns.add(cursor.sequence());
                }
            }
        }

        return turns;
    }

    private static JsonNode row(final JsonNode life, final long command)
    {
        JsonNode found = null;
        for (final JsonNode row : life.path("rows"))
        {
            found = row.path("command").asLong() == command ? row : found;
        }

        return found;
    }

    private static long sum(final JsonNode of, final String name)
    {
        long sum = 0;
        for (final JsonNode owner : of.path("owners"))
        {
            sum += owner.path(name).asLong();
        }

        return sum;
    }

    private static long lane(final JsonNode lanes, final String name)
    {
        long id = Long.MIN_VALUE;
        for (final JsonNode lane : lanes.path("lanes"))
        {
            id = lane.path("name").asText().equals(name) ? lane.path("owner").asLong() : id;
        }

        return id;
    }

    private static long marks(final JsonNode lanes, final long owner, final String kind)
    {
        long sum = 0;
        for (final JsonNode mark : lanes.path("marks"))
        {
            sum += mark.path("owner").asLong() == owner && mark.path("kind").asText().equals(kind) ?
                mark.path("count").asLong() : 0;
        }

        return sum;
    }
}
