package org.gale.engine.transcript;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.inspect.Inspector;
import org.gale.engine.inspect.WatchExpression;
import org.gale.engine.replay.CommandScan;
import org.gale.engine.replay.MemorySnapshots;
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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Transcripts that are made of journals: {@code gale check} passes each, and the last reply is that of inspect. */
class PlaceTranscriptTest
{
    private static final long SEED = 781;
    private static final int PLACES = 3;
    private static final String DEFAULT = "default --vms 4 --vpes 2 --pes 8 --lpis 64 --devices 4 --events 16 " +
        "--count 4k --clock virtual --rate 1M";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"vm2.lpi17", "vm3.lpi60"})
    void shouldReachTheStateOfAnInterruptAtAnyCommand(final String show) throws IOException
    {
        assertReached(storm(DEFAULT), show);
    }

    /** A turn takes many interrupts, and the guests are never idle. */
    @ParameterizedTest
    @CsvSource({"vm0.lpi3", "vm1.lpi127"})
    void shouldWriteATurnAsTheAcknowledgesAndDeactivationsThatItDid(final String show) throws IOException
    {
        final Path journal = storm(
            "default --vms 2 --vpes 2 --pes 4 --lpis 512 --devices 2 --events 256 --count 10k -C window=512");

        assertReached(journal, show);
    }

    /** Witness: the account counts what the guests of a VM have taken. */
    @Test
    void shouldWriteThreeInstructionsForEachInterruptThatATurnHasTaken() throws IOException
    {
        final Path journal = storm(
            "default --vms 2 --vpes 2 --pes 4 --lpis 512 --devices 2 --events 256 --count 10k -C window=512");
        try (ReplayCursor cursor = cursor(journal))
        {
            cursor.to(6_000);
            final int owner = cursor.machine().accounts().vmOwner(1);
            final long taken = cursor.machine().accounts().ledger(owner).delivered();
            final long touch = WatchExpression.parse("vm1.lpi5").touch(cursor.machine());

            final List<PlaceLines.Line> lines = new PlaceLines(
                new CommandScan(cursor, () -> { }), cursor, touch, PlaceLines.Reach.VM).of(0, 6_000);

            assertTrue(taken > 1_000, taken + " taken");
            for (final String name : new String[] {"CDIA", "CDEOI", "CDDI"})
            {
                assertEquals(taken, lines.stream().filter(line -> line.command().contains(name)).count(), name);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"vm0.lpi8192", "vm3.lpi8411"})
    void shouldReachTheStateOfAVlpi(final String show) throws IOException
    {
        assertReached(storm("direct --clock virtual -C moves=1/2k -C toggles=1/2k --count 20k"), show);
    }

    @Test
    void shouldBeginAfterTheLastPlaceWhereTheVmHadNothingPending() throws IOException
    {
        final Path journal = storm(DEFAULT);
        final WatchExpression shown = WatchExpression.parse("vm2.lpi17");
        try (ReplayCursor cursor = cursor(journal))
        {
            final PlaceTranscript.Made made = PlaceTranscript.of(cursor, 0, 20_000, shown, () -> { });

            assertTrue(made.from() > 19_000, made.from() + " of 20,000");
            assertEquals(made.lines(), made.text().lines().count());
            cursor.to(made.from());
            assertEquals(0, cursor.machine().accounts().ledger(
                cursor.machine().accounts().vmOwner(2)).pending());
            final long messages = made.text().lines().filter(line -> line.startsWith("> msi ")).count();
            assertEquals(offered(journal, made.from(), 20_000, 2), messages, made.text());
        }
    }

    @Test
    void shouldLoseTheInterruptAgain() throws IOException
    {
        final Path journal = storm("direct --clock virtual -C legacy=on -C toggles=1/10k --count 100k");

        final String text = made(journal, 44_554, "vm0.lpi8192").text();

        assertPasses(text);
        assertTrue(text.contains("> v4 legacy on\n"), text);
        assertTrue(text.contains("\n> v4 msi 0 0\n"), text);
        assertTrue(text.contains("\n< OK D5 8192\n"), text);
        final String without = text.replace("> v4 legacy on\n< OK 0\n", "");
        assertTrue(play(without).failure() != null, "the state is the same without the mistake");
    }

    @Test
    void shouldReachTheStateOfAnSpiOfASession() throws IOException
    {
        final Path journal = session("machine pes=2", "spi 1 1", "spi 1 0", "spi 9 1", "writel 0x08010080 1",
            "sysw 0 el1 ICC_CR0_EL1 1", "insn 0 el1 CDPRI 0x2000000060000009");

        final String text = made(journal, 6, "spi9").text();

        assertPasses(text);
        assertTrue(text.contains("\n> spi 9 1\n"), text);
        assertEquals("> inspect ist --type spi --id 9", text.lines().toList().get((int)text.lines().count() - 2));
    }

    @Test
    void shouldReachTheStateOfAnSpiOfAKernelsGuest() throws IOException
    {
        final Path journal = session("kvm create_vm", "kvm create_vcpu 0 0", "kvm create_device 0 vgic-v5",
            "kvm set_attr 0 CTRL INIT", "kvm irq_line 0 ppi 0 3 1", "kvm set_attr 0 ADDR IRS 0x10000000",
            "kvm run 0 0 0", "kvm irq_line 0 spi 0 7 1", "kvm exit 0 0", "kvm put 0 0");

        assertPasses(made(journal, 10, "vm0.spi7").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vm0.vcpu1.ppi27", "vm9.lpi1", "pe0.virq"})
    void shouldRefuseWhatIsNoInterruptHere(final String show) throws IOException
    {
        final Path journal = storm(DEFAULT);

        final String message = assertThrows(
            IllegalArgumentException.class, () -> made(journal, 13_000, show)).getMessage();

        assertEquals("no script: choose an LPI or SPI that the machine has here, such as vm0.lpi5; '" + show +
            "' is none", message);
    }

    /** The set-up alone has more lines than a transcript may have. */
    @Test
    void shouldSayWhyThereIsNone() throws IOException
    {
        final Path journal = session("memset 0x40000000 0x100000 1", "memset 0x40100000 0x100000 1",
            "memset 0x40200000 0x100000 1", "spi 9 1");

        final String message = assertThrows(
            IllegalArgumentException.class, () -> made(journal, 65_539, "spi9")).getMessage();

        assertEquals("no script: from command 65,539 on with all interrupts of its owner: more than 100,000 lines; " +
            "from command 65,539 on with this interrupt alone: more than 100,000 lines; from command 1 on with all " +
            "interrupts of its owner: more than 100,000 lines; from command 1 on with all commands: more than " +
            "100,000 lines", message);
    }

    @Test
    void shouldSayThatAPurgedJournalLacksTheSetup() throws IOException
    {
        final Path journal = storm(DEFAULT);
        try (ReplayCursor cursor = cursor(journal))
        {
            final String message = assertThrows(IllegalArgumentException.class, () -> PlaceTranscript.of(
                cursor, 5_000, 13_000, WatchExpression.parse("vm0.lpi3"), () -> { })).getMessage();

            assertEquals("no script: the journal begins after command 5,000, and the commands that set the machine " +
                "up are purged", message);
        }
    }

    /** Counts the events of a VM between two commands. */
    private static long offered(final Path journal, final long from, final long to, final int vm) throws IOException
    {
        try (ReplayCursor cursor = cursor(journal))
        {
            cursor.to(from);
            final long before = offered(cursor, vm);
            cursor.to(to);

            return offered(cursor, vm) - before;
        }
    }

    private static long offered(final ReplayCursor cursor, final int vm)
    {
        return cursor.machine().accounts().ledger(cursor.machine().accounts().vmOwner(vm)).offered();
    }

    private void assertReached(final Path journal, final String show) throws IOException
    {
        final Random random = new Random(SEED);
        final long end;
        try (ReplayCursor cursor = ReplayCursor.openAtEnd(journal, Machines.FACTORY))
        {
            end = cursor.sequence();
        }
        for (int i = 0; i < PLACES; i++)
        {
            final long at = (long)(end * (0.5 + random.nextDouble() / 2));

            final String text = made(journal, at, show).text();

            assertPasses(text);
            final List<String> lines = text.lines().toList();
            final String view = lines.get(lines.size() - 2);
            try (ReplayCursor cursor = ReplayCursor.open(journal, at, Machines.FACTORY))
            {
                assertEquals("< OK " + Inspector.inspect(cursor.machine(),
                    List.of(view.substring("> inspect ".length()).split(" ", -1))), lines.get(lines.size() - 1),
                    "seed " + SEED + ", command " + at);
            }
        }
    }

    private static PlaceTranscript.Made made(final Path journal, final long at, final String show) throws IOException
    {
        try (ReplayCursor cursor = cursor(journal))
        {
            return PlaceTranscript.of(cursor, 0, at, WatchExpression.parse(show), () -> { });
        }
    }

    private static ReplayCursor cursor(final Path journal) throws IOException
    {
        return ReplayCursor.openAtStart(journal, Machines.FACTORY, new MemorySnapshots(1 << 22));
    }

    private static void assertPasses(final String text)
    {
        final PlayResult result = play(text);

        assertNull(result.failure(), () -> result.failure() + "\n" + text);
        assertTrue(text.lines().count() <= PlaceTranscript.LINE_LIMIT, "lines");
    }

    private static PlayResult play(final String text)
    {
        return new TranscriptPlayer(MachineTarget::create).play(
            "made", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Path storm(final String words)
    {
        final Path journal = directory.resolve("run");
        final List<String> all = new ArrayList<>(List.of("storm"));
        all.addAll(List.of(words.split(" ", -1)));
        all.addAll(List.of("--quiet", "--journal", journal.toString()));
        GaleRun.of(new StringWriter(), new StringWriter(), all.toArray(new String[0]));

        return journal;
    }

    private Path session(final String... lines) throws IOException
    {
        final Path journal = directory.resolve("session");
        SessionRunner.run(keyValues -> MachineTarget.create(keyValues,
            machine -> SessionJournal.create(journal, "test", machine)), null,
            new ByteArrayInputStream((String.join("\n", lines) + "\nquit\n").getBytes(StandardCharsets.UTF_8)),
            new ByteArrayOutputStream(), false, SessionWatch.NONE);

        return journal;
    }
}
