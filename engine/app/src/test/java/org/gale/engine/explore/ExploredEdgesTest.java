package org.gale.engine.explore;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.inspect.Inspector;
import org.gale.engine.inspect.Opening;
import org.gale.engine.json.JsonText;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.replay.Runs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Answers about a journal that is purged or damaged, and a question that a newer one of its page ends. */
class ExploredEdgesTest
{
    private static final long MEMORY = 1 << 22;
    private static final Runnable WANTED = () -> { };

    @TempDir
    Path directory;
    private Explored explored;

    @AfterEach
    void close() throws IOException
    {
        explored.close();
    }

    @Test
    void shouldBeginAPurgedJournalAtItsFirstSnapshot() throws Exception
    {
        final Path journal = directory.resolve("purged");
        Runs.purgedStorm(journal);
        open(journal);
        final long first = get("journal").path("first").asLong();
        final long end = get("journal").path("end").asLong();

        assertTrue(first > 1 && first < end, first + " of " + end);
        assertTrue(get("state?at=" + first).path("command").isNull(), "the beginning has a command before it");
        assertState(journal, first, "regs --pe 0");
        assertState(journal, (first + end) / 2, "regs --pe 0");
        assertRefused("state?at=" + (first - 1), "no command " + (first - 1) + ": there are " + first + " to " + end);
        final JsonNode account = get("account?from=1&to=" + end);
        assertEquals(first + 1, account.path("from").asLong());
        final JsonNode lanes = get("lanes?from=1&to=" + end);
        long slots = 0;
        for (final JsonNode slot : lanes.path("slots"))
        {
            slots += sum(slot, "offered");
        }
        assertEquals(sum(account, "offered"), slots);
        assertRefused("script?at=" + end + "&show=vm0.lpi1", "no script: the journal begins after command ");
    }

    @Test
    void shouldShowADamagedJournalUpToItsDamage() throws IOException
    {
        final Path journal = storm();
        final long whole;
        try (ReplayCursor cursor = ReplayCursor.openAtEnd(journal, Machines.FACTORY))
        {
            whole = cursor.sequence();
        }
        damage(journal);

        open(journal);

        final long end = get("journal").path("end").asLong();
        assertTrue(end > 0 && end < whole, end + " of " + whole);
        assertTrue(get("journal").path("damage").asText().contains("CRC"), get("journal").toString());
        assertTrue(get("journal").path("done").asBoolean());
        assertState(journal, end, "pending");
        assertTrue(sum(get("account?from=1&to=" + end), "offered") > 0);
        assertRefused("state?at=" + (end + 1), "no command " + (end + 1) + ": there are 0 to " + end);
    }

    /** A search that is cancelled in the middle leaves the machine at no place of the journal. */
    @Test
    void shouldShowTheRightStateAfterASearchThatANewerQuestionEnded() throws IOException
    {
        final Path journal = storm();
        open(journal);
        final long end = get("journal").path("end").asLong();
        final int[] left = {0};
        for (int after = 0; after < 4; after++)
        {
            get("state?at=1&view=pending");
            left[0] = after;
            assertThrows(Superseded.class, () -> answer("state?view=pending&at=" + end, () ->
            {
                if (left[0]-- == 0)
                {
                    throw new Superseded();
                }
            }));

            assertState(journal, end / 2, "pending");
            assertState(journal, 700, "vist --vm 0");
        }
        assertThrows(Superseded.class, () -> answer("life?show=vm0.lpi3&at=" + end, () ->
        {
            throw new Superseded();
        }));
        assertState(journal, end - 1, "pending");
    }

    private void open(final Path journal) throws IOException
    {
        explored = new Explored(journal, Opening.of(journal, null, null, Machines.FACTORY), MEMORY);
        while (explored.work())
        {
            assertFalse(explored.isIndexed());
        }
    }

    private JsonNode get(final String question) throws IOException
    {
        return answer(question, WANTED);
    }

    private JsonNode answer(final String question, final Runnable check) throws IOException
    {
        final String[] parts = question.replace(" ", "%20").split("[?]", -1);

        return new ObjectMapper().readTree(JsonText.line(explored.answer(
            PageQuestion.parse(parts[0], parts.length == 1 ? null : parts[1]), check)));
    }

    private void assertState(final Path journal, final long at, final String view) throws IOException
    {
        try (ReplayCursor cursor = ReplayCursor.open(journal, at, Machines.FACTORY))
        {
            assertEquals(new ObjectMapper().readTree(
                Inspector.inspect(cursor.machine(), List.of(view.split(" ", -1)))),
                get("state?at=" + at + "&view=" + view).path("views").path(0).path("now"), "command " + at);
        }
    }

    private void assertRefused(final String question, final String message)
    {
        final String said = assertThrows(IllegalArgumentException.class, () -> get(question)).getMessage();

        assertTrue(said.startsWith(message), said);
    }

    private Path storm()
    {
        final Path journal = directory.resolve("run");
        final String words = "storm default --vms 2 --vpes 2 --pes 4 --lpis 256 --devices 2 --events 128 " +
            "--count 10k --quiet --journal " + journal;
        assertEquals(0, GaleRun.of(new StringWriter(), new StringWriter(), words.split(" ", -1)));

        return journal;
    }

    private static void damage(final Path journal) throws IOException
    {
        try (var files = Files.walk(journal))
        {
            final Path segment = files.filter(file -> file.toString().endsWith(".cq4")).findFirst().orElseThrow();
            final byte[] bytes = Files.readAllBytes(segment);
            int end = bytes.length;
            while (bytes[end - 1] == 0)
            {
                end--;
            }
            bytes[end / 2] ^= 1;
            Files.write(segment, bytes);
        }
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
}
