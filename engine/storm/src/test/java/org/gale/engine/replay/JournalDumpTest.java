package org.gale.engine.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Text of a journal: four commands in two frames, with a digest between them. */
class JournalDumpTest
{
    @TempDir
    private static Path home;
    private static Path journal;
    private static String digest;

    @BeforeAll
    static void writeJournal() throws IOException
    {
        journal = home.resolve("journal");
        try (Machine machine = Machines.FACTORY.create(Runs.MACHINE); JournalWriter writer = Runs.writer(journal))
        {
            Runs.append(writer, 2, Commands.msi(1, 2, 0), Commands.turn(1, 4));
            Runs.digest(writer, machine, 0, 0, 2);
            Runs.append(writer, 2, Commands.msi(3, 4, 0), Commands.turns(0, 8));
            digest = "DIGEST after 2 state " + DigestText.of(machine.digest()) + " run " +
                DigestText.of(machine.runDigest(machine.digest())) + " commands 2";
        }
    }

    @Test
    void shouldWriteALineForEachCommandAndDigest() throws IOException
    {
        final List<String> lines = new ArrayList<>();
        final JournalEnd end = dump(0, Long.MAX_VALUE, lines);

        assertEquals(List.of("1 MSI device 1 event 2", "2 TURN pe 1 budget 4", digest, "3 MSI device 3 event 4",
            "4 TURN signalled of pe 0 to 63 budget 8"),
            lines.stream().filter(line -> !line.startsWith("C")).toList());
        assertTrue(lines.contains("CONFIGURATION seed=1"), lines::toString);
        assertEquals(JournalEnd.Status.CLOSED, end.status());
        assertEquals(4, end.commands());
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"1, 1, '1 MSI'", "2, 2, '2 TURN'", "2, 3, '2 TURN, DIGEST, 3 MSI'", "3, 3, 'DIGEST, 3 MSI'",
        "4, 4, '4 TURN'", "4, 9, '4 TURN'", "5, 9, ''"})
    void shouldWriteTheCommandsBetweenTwoNumbers(final long from, final long to, final String expected)
        throws IOException
    {
        final List<String> lines = new ArrayList<>();
        final JournalEnd end = dump(from, to, lines);

        assertEquals(expected, String.join(", ", lines.stream().filter(line -> !line.startsWith("C"))
            .map(line -> line.replaceAll("(DIGEST|[0-9]+ [A-Z]+).*", "$1")).toList()));
        assertEquals(to > 4, end != null);
    }

    @Test
    void shouldNameTheFrameInFrontOfItsCommands() throws IOException
    {
        final List<String> lines = new ArrayList<>();
        dump(3, 4, lines, JournalDump.Detail.FRAMES);

        final String place = lines.get(lines.indexOf("3 MSI device 3 event 4") - 1);
        assertTrue(place.matches("# .*: frame \\d+ at byte [\\d,]+: " + Frame.kindName(Frame.COMMANDS) + ", 16 bytes"),
            place);
        assertTrue(lines.get(lines.indexOf(digest) - 1).endsWith(Frame.kindName(Frame.DIGEST) + ", 32 bytes"),
            lines::toString);
    }

    @Test
    void shouldShowTheTimeOfAFrameThatHasOne() throws IOException
    {
        final Path timed = home.resolve("timed");
        try (JournalWriter writer = Runs.writer(timed))
        {
            Runs.append(writer, 1, Commands.msi(1, 2, 0));
            writer.time(1_500_000);
            Runs.append(writer, 1, Commands.msi(3, 4, 0));
        }
        final List<String> lines = new ArrayList<>();
        dump(timed, 1, 2, lines, JournalDump.Detail.FRAMES);

        assertTrue(lines.get(lines.indexOf("1 MSI device 1 event 2") - 1).endsWith(", 8 bytes"), lines::toString);
        assertTrue(lines.get(lines.indexOf("2 MSI device 3 event 4") - 1).endsWith(", 8 bytes, time 1,500 us"),
            lines::toString);
    }

    @ParameterizedTest(name = "from {0}")
    @CsvSource({"1, '1 TIME, 2 MSI at 1007, 3 MSI at 1000, 4 TURN, 5 TIME, 6 MSI at 5003'",
        "3, '3 MSI at 1000, 4 TURN, 5 TIME, 6 MSI at 5003'", "6, '6 MSI at 5003'"})
    void shouldShowWhenEachMsiWasDue(final long from, final String expected) throws IOException
    {
        final Path timed = home.resolve("due-" + from);
        try (JournalWriter writer = Runs.writer(timed))
        {
            Runs.append(writer, 2, Commands.timeWord(1000), 1200, Commands.msi(1, 2, 7));
            Runs.append(writer, 3, Commands.msi(1, 3, 0), Commands.turn(1, 4), Commands.timeWord(5000), 6000);
            Runs.append(writer, 1, Commands.msi(1, 4, 3));
        }
        final List<String> lines = new ArrayList<>();
        dump(timed, from, 6, lines, JournalDump.Detail.TIMES);

        assertEquals(expected, String.join(", ", lines.stream().filter(line -> !line.startsWith("C"))
            .map(line -> line.replaceAll("^(\\d+ [A-Z]+).*?( at \\d+)?$", "$1$2")).toList()));
    }

    @Test
    void shouldWriteAJournalThatIsLongerThanItsText() throws IOException
    {
        final Path longer = home.resolve("longer");
        try (JournalWriter writer = Runs.writer(longer))
        {
            for (int i = 0; i < 20; i++)
            {
                final long[] words = new long[500];
                Arrays.fill(words, Commands.msi(1, i, 0));
                Runs.append(writer, words.length, words);
            }
        }
        final List<String> lines = new ArrayList<>();
        dump(longer, 1, Long.MAX_VALUE, lines);
        final List<String> commands = lines.stream().filter(line -> line.contains("MSI")).toList();

        assertEquals(10_000, commands.size());
        assertEquals("501 MSI device 1 event 1", commands.get(500));
        assertEquals("10000 MSI device 1 event 19", commands.get(9_999));
    }

    /** Writes lines of 32 bytes each, of which 2,048 fill a write. */
    @Test
    void shouldWriteEachTimeItsTextIsLong() throws IOException
    {
        final Path longer = home.resolve("lines");
        final int perFrame = 2_000;
        try (JournalWriter writer = Runs.writer(longer))
        {
            final long[] words = new long[perFrame];
            Arrays.fill(words, Commands.msi(123, 4567, 0));
            for (int i = 0; i < 8; i++)
            {
                Runs.append(writer, perFrame, words);
            }
        }
        final List<Integer> writes = new ArrayList<>();
        JournalDump.write(longer, new OutputStream()
        {
            @Override
            public void write(final int value)
            {
                writes.add(1);
            }

            @Override
            public void write(final byte[] bytes)
            {
                writes.add(bytes.length);
            }

            @Override
            public void flush()
            {
                writes.add(0);
            }
        }, 10_000, 10_000 + 2 * 2048, Set.of(), null);

        assertEquals(List.of(1 << 16, 0, 1 << 16, 0, 32, 0), writes);
    }

    @Test
    void shouldNameTheFramesOfTheMachineAndTheKindsOfOtherFrames() throws IOException
    {
        final Path named = home.resolve("named");
        final UnsafeBuffer load = new UnsafeBuffer(new byte[16]);
        Commands.load(load, 0, Runs.MACHINE.value(MachineKeys.IRS_CONFIG) + 4, 4);
        try (JournalWriter writer = Runs.writer(named))
        {
            Runs.append(writer, 1, load.getLong(0), load.getLong(8));
            assertTrue(writer.append(Frame.DIGEST, 24));
            assertTrue(writer.append(Frame.SNAPSHOT, 16));
            Runs.append(writer, 2, Commands.timeWord(0), 9, Commands.msi(1, 2, 7));
        }
        final List<String> lines = new ArrayList<>();
        dump(named, 0, Long.MAX_VALUE, lines, JournalDump.Detail.TIMES);

        assertEquals(List.of("1 LOAD 4 bytes at 0x" + Long.toHexString(Runs.MACHINE.value(MachineKeys.IRS_CONFIG) + 4) +
            " irs.config+0x4", "DIGEST of 24 bytes", "SNAPSHOT after 1", "2 TIME base 0 sent 9",
            "3 MSI device 1 event 2 at 7", "CLOSING after 3"),
            lines.stream().filter(line -> !line.startsWith("CONFIGURATION")).toList());
    }

    @Test
    void shouldTellAFailureOfItsOutputFromOneOfTheJournal()
    {
        final OutputStream full = new OutputStream()
        {
            @Override
            public void write(final int value) throws IOException
            {
                throw new IOException("no space");
            }
        };

        assertEquals("no space", assertThrows(JournalDump.OutputException.class,
            () -> JournalDump.write(journal, full, 0, 9, Set.of(), null)).getMessage());
    }

    @Test
    void shouldReadNoFurtherThanItsLastCommand() throws IOException
    {
        assertNull(dump(1, 2, new ArrayList<>()));
    }

    private static JournalEnd dump(
        final long from, final long to, final List<String> lines, final JournalDump.Detail... details)
        throws IOException
    {
        return dump(journal, from, to, lines, details);
    }

    private static JournalEnd dump(final Path path, final long from, final long to, final List<String> lines,
        final JournalDump.Detail... details) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final JournalEnd end = JournalDump.write(path, out, from, to, Set.of(details), null);
        lines.addAll(out.toString(StandardCharsets.UTF_8).lines().toList());

        return end;
    }
}
