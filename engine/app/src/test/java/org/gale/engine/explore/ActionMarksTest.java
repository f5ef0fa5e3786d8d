package org.gale.engine.explore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        "migration", "HOST (kvm (MIGRATE|STEP|HOLD|HELD|SAVE|RESTORE|RESTORE_DATA)|" +
            "msix (SAVE|RESTORE|RESTORE_DATA)|v4 (SAVE|RESTORE|RESTORE_DATA|MIGRATE))\\b.*|" +
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
    @ValueSource(strings = {"kvm-right.gt", "gicv4-right.gt"})
    void shouldMarkTheStepsOfAMigration(final String name) throws IOException
    {
        final String commands = Files.readAllLines(TRANSCRIPTS.resolve(name)).stream()
            .filter(line -> line.startsWith("> ")).map(line -> line.substring(2))
            .collect(Collectors.joining("\n", "", "\nquit\n"));
        final Path journal = directory.resolve("script");
        SessionRunner.run(keyValues -> MachineTarget.create(keyValues,
            machine -> SessionJournal.create(journal, "test", machine)), null,
            new ByteArrayInputStream(commands.getBytes(StandardCharsets.US_ASCII)), new ByteArrayOutputStream(), false,
            SessionWatch.NONE);

        final Map<String, Long> marks = marks(journal);

        assertTrue(marks.get("migration") >= 6, marks.toString());
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
        try (Explored explored = new Explored(journal, Opening.of(journal, null, null, Machines.FACTORY), MEMORY))
        {
            boolean isMore = true;
            while (isMore)
            {
                isMore = explored.work();
            }

            return new ObjectMapper().readTree(JsonText.line(
                explored.answer(PageQuestion.parse("lanes",
                "from=" + Collections.min(commands) + "&to=" + Collections.max(commands)), () -> { })));
        }
    }
}
