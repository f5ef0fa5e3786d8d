package org.gale.engine.explore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.inspect.Opening;
import org.gale.engine.json.JsonText;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;
import org.gale.engine.script.SessionWatch;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Marks of actions by kind. Witness: the texts of the commands, as {@code gale journal dump} prints them. */
class ActionMarksTest
{
    private static final long MEMORY = 1 << 22;
    private static final int WINDOW = 8_000;
    private static final Path TRANSCRIPTS = Path.of("../tests/src/test/resources/transcripts/migrations");
    private static final String STEPS = "stop|quiet|save|destroy|restore|resume";
    private static final Map<String, String> TEXTS = Map.of(
        "toggle", "HOST v4 (BEGIN_ENABLE|BEGIN_DISABLE|ENABLE|DISABLE)\\b.*|HOST v4 STEP  \\((?!" + STEPS + ").*",
        "move", "HOST v4 MOVE(ALL)? .*|INSN .*[CVL]DAFF .*",
        "mask", "HOST v4 CONFIG .*|HOST msix CONTROL .*|INSN .*[CVL]D(EN|DIS) .*|STORE 4 bytes at 0x1[0-9a-f]{9}c .*",
        "migration", "HOST (kvm (MIGRATE|STEP|PRECOPY|HOLD|HELD|SAVE|RESTORE|RESTORE_DATA)|" +
            "msix (SAVE|RESTORE|RESTORE_DATA)|v4 (SAVE|RESTORE|RESTORE_DATA|MIGRATE|PRECOPY)|" +
            "vm (MIGRATE|STEP|PRECOPY))\\b.*|" +
            "HOST v4 STEP  \\((" + STEPS + ").*");

    @TempDir
    Path directory;

    @Test
    void shouldMarkTogglesAndMovesOfDirectInjection() throws IOException
    {
        final Map<String, Long> marks = marks(storm("direct", "--clock", "virtual", "-C", "toggles=1/1k", "-C",
            "moves=1/500", "--count", "20k"));

        assertTrue(marks.get("toggle") > 3, marks.toString());
        assertTrue(marks.get("move") > 1, marks.toString());
    }

    @Test
    void shouldMarkTheMasksOfVectors() throws IOException
    {
        final Map<String, Long> marks = marks(storm("msix", "--clock", "virtual", "-C", "masks=1/50", "--count", "2k"));

        assertTrue(marks.get("mask") > 10, marks.toString());
        assertTrue(marks.get("action") > marks.get("mask"), marks.toString());
    }

    @ParameterizedTest
    @CsvSource({"direct, move, -C toggles=1/1k -C moves=1/500 --count 40k", "msix, mask, -C masks=1/50 --count 5k",
        "migrate-direct, migration, --count 20k -C migration-precopy=2",
        "msix, migration, -C migration-every=1/1k -C migration-precopy=1 --count 5k"})
    void shouldCountTheActionsOfAWideWindow(final String profile, final String kind, final String options)
        throws IOException
    {
        final Path journal = storm((profile + " --clock virtual " + options).split(" ", -1));
        final Map<String, Long> expected = new TreeMap<>();
        final Set<Long> all = new TreeSet<>();
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, Machines.FACTORY))
        {
            for (String text = cursor.step(); text != null; text = cursor.step())
            {
                final String line = text;
                all.add(cursor.sequence());
                TEXTS.forEach((of, form) -> expected.merge(of, line.matches(form) ? 1L : 0L, Long::sum));
            }
        }
        expected.values().removeIf(count -> count == 0);
        final Map<String, Long> found = new TreeMap<>();
        final JsonNode lanes = lanes(journal, all);
        lanes.path("slots").forEach(slot -> slot.path("actions").properties().forEach(action ->
            found.merge(action.getKey(), action.getValue().asLong(), Long::sum)));

        assertTrue(found.remove("action") > 0, found.toString());
        assertEquals(expected, found);
        assertTrue(expected.containsKey(kind), expected.toString());
        assertEquals("other", lanes.path("lanes").path(lanes.path("lanes").size() - 1).path("name").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kvm-right.gt", "gicv4-right.gt"})
    void shouldMarkTheStepsOfAMigration(final String name) throws IOException
    {
        final Path journal = script(TRANSCRIPTS.resolve(name), 1);
        final Map<String, Long> marks = marks(journal);

        assertTrue(marks.get("migration") >= 6, marks.toString());
        assertEquals(replies(name), names(journal));
    }

    /** A ledger goes with its VM to another id: no part of the journal counts less than nothing, or something twice. */
    @ParameterizedTest
    @ValueSource(strings = {"kvm-right.gt", "gicv4-right.gt"})
    void shouldCountAndMarkTheSameWhereAVmMigrates(final String name) throws IOException
    {
        final Path journal = script(TRANSCRIPTS.resolve(name), 1);
        try (Explored explored = indexed(journal))
        {
            final long end = explored.indexed();
            long most = 0;
            for (long from = 1; from <= end; from++)
            {
                final JsonNode lanes = answer(explored, "lanes", from, end);
                long counted = 0;
                long marked = 0;
                for (final JsonNode owner : answer(explored, "account", from, end).path("owners"))
                {
                    owner.properties().forEach(count -> assertTrue(count.getValue().asLong() >= 0 ||
                        count.getKey().equals("pending_more"), owner.toString()));
                    counted += owner.path("offered").asLong() + owner.path("delivered").asLong();
                }
                for (final JsonNode mark : lanes.path("marks"))
                {
                    final String kind = mark.path("kind").asText();
                    marked += List.of("raised", "coalesced", "acknowledged").contains(kind) ?
                        mark.path("count").asLong() : 0;
                }
                assertEquals(counted, marked, "from command " + from);
                most = Math.max(most, counted);
            }
            assertTrue(most > 2, most + " events");
        }
    }

    @ParameterizedTest
    @CsvSource({"default, --rate 1M --lpis 64 --vms 2 --count 2k", "direct, --count 4k"})
    void shouldMarkEachInterruptThatAStormFinishes(final String profile, final String options) throws IOException
    {
        assertFinished(storm((profile + " --clock virtual " + options).split(" ", -1)), 1);
    }

    /** The second of two deactivates finds its interrupt inactive. */
    @Test
    void shouldMarkNoDeactivateOfWhatIsInactive() throws IOException
    {
        assertFinished(script(Path.of("../tests/src/test/resources/transcripts/msix/level-early.gt"), 2), 2);
    }

    private static void assertFinished(final Path journal, final int repeats) throws IOException
    {
        final Set<Long> expected = new TreeSet<>();
        final Set<Long> all = new TreeSet<>();
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, Machines.FACTORY))
        {
            int deactivates = 0;
            for (String text = cursor.step(); text != null; text = cursor.step())
            {
                all.add(cursor.sequence());
                if (text.matches("INSN .*[CV]DDI .*|HOST v4 EOI .*") && deactivates++ % repeats == 0)
                {
                    expected.add(cursor.sequence());
                }
                all.remove(cursor.sequence() - WINDOW);
                expected.remove(cursor.sequence() - WINDOW);
            }
        }
        final Set<Long> found = new TreeSet<>();
        for (final JsonNode mark : lanes(journal, all).path("marks"))
        {
            if (mark.path("kind").asText().equals("finished"))
            {
                assertTrue(mark.path("owner").asInt() >= 0 && mark.path("count").asInt() == 1, mark.toString());
                found.add(mark.path("command").asLong());
            }
        }
        assertFalse(expected.isEmpty());
        assertEquals(expected, found);
    }

    /** Plays the commands of a transcript, each deactivate several times. */
    private Path script(final Path transcript, final int repeats) throws IOException
    {
        final String commands = Files.readAllLines(transcript).stream()
            .filter(line -> line.startsWith("> ")).map(line -> line.substring(2))
            .flatMap(line -> Collections.nCopies(line.contains(" CDDI ") ? repeats : 1, line).stream())
            .collect(Collectors.joining("\n", "", "\nquit\n"));
        final Path journal = directory.resolve("script");
        SessionRunner.run(keyValues -> MachineTarget.create(keyValues,
            machine -> SessionJournal.create(journal, "test", machine)), null,
            new ByteArrayInputStream(commands.getBytes(StandardCharsets.US_ASCII)), new ByteArrayOutputStream(), false,
            SessionWatch.NONE);

        return journal;
    }

    /** Returns what a script replied to the steps of its migration. */
    private static List<String> replies(final String name) throws IOException
    {
        final List<String> lines = Files.readAllLines(TRANSCRIPTS.resolve(name));

        return IntStream.range(1, lines.size()).filter(i -> lines.get(i - 1).matches("> (kvm|v4) (migrate|step)\\b.*"))
            .mapToObj(i -> lines.get(i).replaceFirst("^< OK ", "").replaceFirst("^0$", "ended")).toList();
    }

    /** Returns the names of the steps of a migration in the texts of a journal. */
    private static List<String> names(final Path journal) throws IOException
    {
        final List<String> names = new ArrayList<>();
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, Machines.FACTORY))
        {
            for (String text = cursor.step(); text != null; text = cursor.step())
            {
                if (text.matches("HOST (kvm|v4) (MIGRATE|STEP)\\b.*"))
                {
                    names.add(text.replaceFirst(".*  \\((.*)\\)$", "$1"));
                }
            }
        }

        return names;
    }

    private Path storm(final String... words) throws IOException
    {
        final Path journal = directory.resolve("storm");
        final String[] all = new String[words.length + 4];
        all[0] = "storm";
        System.arraycopy(words, 0, all, 1, words.length);
        System.arraycopy(new String[]{"--quiet", "--journal", journal.toString()}, 0, all, words.length + 1, 3);
        GaleRun.of(new StringWriter(), new StringWriter(), all);

        return journal;
    }

    /** Returns the marks by kind of the last commands, compared with their texts. */
    private static Map<String, Long> marks(final Path journal) throws IOException
    {
        final Map<Long, String> texts = new TreeMap<>();
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, Machines.FACTORY))
        {
            for (String text = cursor.step(); text != null; text = cursor.step())
            {
                texts.put(cursor.sequence(), text);
                texts.remove(cursor.sequence() - WINDOW);
            }
        }
        final Map<Long, String> expected = new TreeMap<>();
        texts.forEach((command, text) -> TEXTS.forEach((kind, form) ->
        {
            if (text.matches(form))
            {
                expected.put(command, kind);
            }
        }));
        final Map<Long, String> found = new TreeMap<>();
        final Map<String, Long> counts = new TreeMap<>();
        for (final JsonNode mark : lanes(journal, texts.keySet()).path("marks"))
        {
            final String kind = mark.path("kind").asText();
            counts.merge(kind, mark.path("count").asLong(), Long::sum);
            if (TEXTS.containsKey(kind))
            {
                found.put(mark.path("command").asLong(), kind);
            }
        }
        assertEquals(expected, found);

        return counts;
    }

    private static JsonNode lanes(final Path journal, final Set<Long> commands) throws IOException
    {
        try (Explored explored = indexed(journal))
        {
            return answer(explored, "lanes", Collections.min(commands), Collections.max(commands));
        }
    }

    private static Explored indexed(final Path journal) throws IOException
    {
        final Explored explored = new Explored(journal, Opening.of(journal, null, null, Machines.FACTORY), MEMORY);
        boolean isMore = true;
        while (isMore)
        {
            isMore = explored.work();
        }

        return explored;
    }

    private static JsonNode answer(final Explored explored, final String path, final long from, final long to)
        throws IOException
    {
        return new ObjectMapper().readTree(JsonText.line(explored.answer(
            PageQuestion.parse(path, "from=" + from + "&to=" + to), () -> { })));
    }
}
