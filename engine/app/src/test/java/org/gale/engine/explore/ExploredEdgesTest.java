package org.gale.engine.explore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.inspect.Inspector;
import org.gale.engine.inspect.Opening;
import org.gale.engine.json.JsonText;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.replay.Runs;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;
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

    /** Witness: the route that the host's own query tells at the last command of each stay. */
    @Test
    void shouldTellTheRouteOfEachStay() throws IOException
    {
        final Path journal = directory.resolve("direct");
        final String words = "storm direct -C toggles=1/2k --clock virtual --count 30k --quiet --journal " + journal;
        GaleRun.of(new StringWriter(), new StringWriter(), words.split(" ", -1));
        open(journal);
        final Set<String> routes = new HashSet<>();
        for (int from = 10_001; from < 42_000; from += 8_000)
        {
            for (final JsonNode stay : get("lanes?from=" + from + "&to=" + (from + 7_999)).path("stays"))
            {
                final String route = stay.path("route").asText();
                routes.add(route);
                try (ReplayCursor cursor = ReplayCursor.open(
                    journal, Math.max(stay.path("from").asLong(), stay.path("to").asLong() - 1), Machines.FACTORY))
                {
                    final DirectQueries queries = DirectQueries.of(cursor.machine());
                    final int vm = OwnerId.vmId(stay.path("owner").asInt());
                    final int vcpu = stay.path("vpe").asInt();
                    assertEquals(stay.path("pe").asInt(), queries.vcpu(vm, vcpu).cpu(), stay.toString());
                    assertEquals(queries.isDirect(vm, vcpu) ? "direct" : "forwarded", route, stay.toString());
                }
            }
        }
        assertEquals(Set.of("direct", "forwarded"), routes);
    }

    @Test
    void shouldMarkASoftwareError() throws IOException
    {
        final Path journal = directory.resolve("session");
        final String lines = """
            machine strict=1
            msix create 1 vectors=1 bar=0x10000000
            msix control 1 enable=1
            writel 0x1000000c 0
            writel 0x10000000 8
            quit
            """;
        SessionRunner.run(keyValues -> MachineTarget.create(keyValues,
            machine -> SessionJournal.create(journal, "test", machine)), new ByteArrayInputStream(
            lines.getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream());
        open(journal);

        final List<Long> errors = new ArrayList<>();
        get("lanes?from=1&to=4").path("marks").forEach(mark -> errors.add(
            mark.path("kind").asText().equals("software error") ? mark.path("command").asLong() : 0));

        assertEquals(List.of(4L), errors.stream().filter(at -> at != 0).toList(), errors.toString());
    }

    @Test
    void shouldTellTheTextOfARule() throws IOException
    {
        open(storm());

        assertTrue(get("rule?id=B-INT-6").path("text").asText().startsWith(
            "B-INT-6 Activate (acknowledge) sets Active"), get("rule?id=B-INT-6")
            .toString());
        assertTrue(get("rule?id=P1").path("text").asText().startsWith("P1 "), get("rule?id=P1").toString());
        assertTrue(get("rule?id=V4-ID-7").path("text").asText().startsWith("V4-ID-7 "));
        for (final String id : new String[] {"B-INT-" + 999, "", "(.*)", "b-int-6"})
        {
            assertRefused("rule?id=" + id, "there is no rule '" + id + "'");
        }
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
        return answer(question, () -> { });
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
