package org.gale.engine.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.host.OpenFiles;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.support.Appends;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of journals with sound CRC and chain whose content no front end makes (P9). */
class ReplayHostileTest
{
    private static final long RAM = 0x4000_0000L;
    private static final int FRAMES = 40;

    @TempDir
    private Path home;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "a zero word                | 1 | 0                                      | its commands are not whole",
        "an opcode nobody knows     | 1 | f000000000000000                       | its commands are not whole",
        "a command cut by the frame | 2 | 2000000000000000 5000000000000000      | its commands are not whole",
        "fewer commands than said   | 2 | 2000000000000000                       | count of commands 2, expected 1",
        "more commands than said    | 1 | 2000000000000000 2000000000000000      | count of commands 1, expected 2",
        "a verb of the host         | 1 | b200000000000000 0                     | command 4: host verb refused",
        "a kvm verb nobody knows    | 1 | b201ff0000000000 0                     | command 4: host verb refused: no",
        "a kvm verb of no VM        | 1 | b201090000000000 ffffffffffffffff      | command 4: host verb refused: no VM",
        "a kvm verb cut short       | 1 | b201120000000000 1                     | command 4: host verb refused: op",
        "a family nobody has        | 1 | b2ff010000000000 0                     | command 4: host verb refused: no",
        "a PE that is not there     | 1 | 3000200400000000                       | command 4: no PE 2: there are 2",
        "an unmapped load           | 1 | 5000000000000000 10                    | command 4: unmapped: 0x10",
        "an undefined register      | 1 | 8000020000000000 ffff                  | command 4: undefined register",
        "an undefined instruction   | 1 | 7000020000000000 0                     | command 4: undefined instruction",
        "RAM outside of RAM         | 1 | a308000000000000 10 0                  | command 4: not RAM: 8 bytes at 0x10",
        "RAM longer than its words  | 1 | a330000000000000 40000000 0            | command 4: not RAM: 48 bytes",
        "an ITS that is not there   | 1 | c010000000000000 0                     | command 4: no ITS 1",
        "a wire of no kind          | 1 | 4c00000000000000 0                     | command 4: no such wire",
    })
    void shouldLocateAnInvalidCommand(final String name, final int count, final String words, final String finding)
        throws IOException
    {
        final Path journal = home.resolve("run");
        final String[] texts = words.split(" ", -1);
        final long[] values = new long[texts.length];
        for (int i = 0; i < values.length; i++)
        {
            values[i] = Long.parseUnsignedLong(texts[i], 16);
        }
        try (JournalWriter writer = Runs.writer(journal))
        {
            Runs.append(writer, 3, 1L << 60, 5, Commands.msi(1, 1, 0), Commands.turn(0, 4));
            Runs.append(writer, count, values);
        }

        final ReplayException thrown =
            assertThrows(ReplayException.class, () -> Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY));

        assertEquals(ReplayException.Reason.DAMAGED, thrown.reason());
        assertTrue(thrown.getMessage().contains(": frame 3 at byte "), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(": " + finding), thrown.getMessage());
        assertTrue(thrown.getMessage().endsWith("Sound before it: 3 commands."), thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = { 1, 3, ReplayOptions.WHOLE_FRAMES })
    void shouldCountTimesWhenItNamesTheCommand(final int slice) throws IOException
    {
        final Path journal = home.resolve("run");
        try (JournalWriter writer = Runs.writer(journal))
        {
            Runs.append(writer, 6, 1L << 60, 5, Commands.msi(1, 1, 0), 1L << 60, 6, Commands.msi(1, 2, 0),
                Commands.turn(9, 1), Commands.msi(1, 3, 0));
        }

        assertTrue(assertThrows(ReplayException.class, () ->
            Replay.run(
                journal, ReplayOptions.DEFAULT.slicesOf(slice), ReplayProgress.NONE, Machines.FACTORY)).getMessage()
            .contains(": command 5: no PE 9: there are 2."));
    }

    @Test
    void shouldRefuseCommandsThatEndInsideAWord() throws IOException
    {
        final Path journal = home.resolve("run");
        try (JournalWriter writer = Runs.writer(journal))
        {
            writer.frame().putLong(writer.payloadOffset(), Commands.msi(1, 1, 0));
            Appends.append(writer, Frame.COMMANDS, 1, 12);
        }

        assertTrue(assertThrows(ReplayException.class, () -> Replay.verify(
            journal, ReplayProgress.NONE, Machines.FACTORY))
            .getMessage().contains(": its commands are not whole."));
    }

    @Test
    void shouldRefuseAFrameOfNoCommands() throws IOException
    {
        final Path journal = home.resolve("run");
        try (JournalWriter writer = Runs.writer(journal))
        {
            Runs.append(writer, 1);
        }

        assertTrue(assertThrows(ReplayException.class, () -> Replay.verify(
            journal, ReplayProgress.NONE, Machines.FACTORY))
            .getMessage().contains(": count of commands 1, expected 0."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "nonsense                                        | line 1 is not KEY=VALUE: 'nonsense'",
        "gale=1;machine=pes=9999;seed=1                  | machine: pes=9999 is out of range (1 to 4096)",
        "gale=1;machine=ram=0x40000001:0x1000;seed=1     | machine: ram: a base of 0x40000001 is not page aligned",
        "gale=1;machine=ram=0x40000000:0;seed=1          | machine: ram: a size of 0x0 is not a multiple of 4 KiB",
    })
    void shouldRefuseAnInvalidConfiguration(final String lines, final String finding) throws IOException
    {
        final Path journal = home.resolve("run");
        new JournalOpening(JournalConfig.DEFAULT)
            .create(journal, lines.replace(';', '\n').getBytes(StandardCharsets.UTF_8)).close();

        final ReplayException thrown =
            assertThrows(ReplayException.class, () -> Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY));

        assertEquals(ReplayException.Reason.DAMAGED, thrown.reason());
        assertTrue(thrown.getMessage().contains(": frame 1 at byte "), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(": configuration: " + finding), thrown.getMessage());
        assertFalse(OpenFiles.mayContain(segment(journal)));
    }

    /** Returns the file of the first segment. */
    private static Path segment(final Path journal) throws IOException
    {
        try (JournalReader reader = JournalReader.open(journal))
        {
            assertTrue(reader.next());

            return reader.file();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
    void shouldEndInOrderWhenWordsAreRandom(final long seed) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final Path journal = home.resolve("run");
        try (JournalWriter writer = Runs.writer(journal))
        {
            for (int i = 0; i < FRAMES; i++)
            {
                appendRandom(writer, random);
            }
        }

        final String first = outcome(journal, ReplayOptions.DEFAULT);

        assertEquals(first, outcome(journal, ReplayOptions.DEFAULT));
        assertEquals(first, outcome(journal, ReplayOptions.DEFAULT.slicesOf(1)));
    }

    private static String outcome(final Path journal, final ReplayOptions options) throws IOException
    {
        try
        {
            return DigestText.of(Replay.run(journal, options, ReplayProgress.NONE, Machines.FACTORY).digest());
        }
        catch (final ReplayException ex)
        {
            return ex.getMessage();
        }
    }

    private static void appendRandom(final JournalWriter writer, final SplittableRandom random)
    {
        final UnsafeBuffer frame = writer.frame();
        final int start = writer.payloadOffset();
        final int count = 1 + random.nextInt(200);
        int at = start;
        for (int i = 0; i < count; i++)
        {
            at = putRandom(frame, at, random);
        }
        assertTrue(Appends.append(writer, Frame.COMMANDS, count, at - start));
    }

    /** Puts commands with the form of a front end's and random fields, and returns the offset behind them. */
    private static int putRandom(final UnsafeBuffer frame, final int at, final SplittableRandom random)
    {
        final MachineConfig machine = Runs.MACHINE;
        final int pe = random.nextInt(machine.pes());
        final long[] frames = {machine.value(MachineKeys.IRS_CONFIG),
            machine.value(MachineKeys.ITS_CONFIG), machine.value(MachineKeys.ITS_TRANSLATE),
            machine.value(MachineKeys.IWB_CONFIG), machine.value(MachineKeys.IRS_SETLPI)};
        final long register = frames[random.nextInt(frames.length)] + random.nextInt(0x4000) * 4L;
        final long memory = RAM + random.nextInt(0x10000) * 8L;
        final long value = random.nextInt(4) == 0 ? random.nextLong() : memory | random.nextInt(64);
        switch (1 + random.nextInt(CommandWord.MSI_LONG))
        {
            case CommandWord.TIME: return Commands.time(frame, at, random.nextLong(), random.nextLong());
            case CommandWord.TURN:
                frame.putLong(at, Commands.turn(pe, random.nextInt(1 << 16)));
                return at + 8;
            case CommandWord.WIRE:
                return Commands.wire(frame, at, random.nextInt(3), pe, random.nextInt(300), random.nextBoolean());
            case CommandWord.LOAD: return Commands.load(frame, at, register, 4);
            case CommandWord.STORE: return Commands.store(frame, at, register, 4, value);
            case CommandWord.INSN:
                final GicInstruction[] instructions = GicInstruction.values();
                return Commands.insn(frame, at, pe, random.nextInt(3) == 0 ? 2 : Commands.VEL1,
                    instructions[random.nextInt(11)].code(), value);
            case CommandWord.SYSW:
                final SystemRegister[] registers = SystemRegister.values();
                return random.nextInt(50) > 0 ? Commands.store(frame, at, memory, 8, value) :
                    Commands.sysw(frame, at, pe, 2, registers[random.nextInt(registers.length)].code(), value);
            case CommandWord.MSI_LONG: return Commands.msiLong(frame, at, 0, random.nextInt(4), random.nextInt());
            default:
                frame.putLong(at, Commands.msi(random.nextInt(8), random.nextInt(16), 0));
                return at + 8;
        }
    }
}
