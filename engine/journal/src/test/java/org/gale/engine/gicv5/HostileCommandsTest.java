package org.gale.engine.gicv5;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.machine.Outputs;
import org.gale.engine.record.InvariantCheck;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Frames of any words (P9). A word that begins no command is a {@link CommandException} and changes nothing; there is
 * no other exception, and every command is applied. A failure prints the seed.
 */
class HostileCommandsTest
{
    private static final int FRAME_WORDS = 512;
    private static final int PES = 3;
    private static final String KEYS =
        "pes=3 ram=0x40000000:0x100000 spis=40 vm_id_bits=8 vpe_id_bits=4 min_lpi_id_bits=4";
    private static final GicInstruction[] INSTRUCTIONS = GicInstruction.values();
    private static final SystemRegister[] REGISTERS = SystemRegister.values();
    private static final long[] BASES = {
        Rig.RAM, Rig.RAM + 0xf_fff0, Rig.IRS, Rig.IRS + 0x1c0, Rig.IRS + 0x200, Rig.IRS + 0x2c0, Rig.IRS + 0xfff0,
        Rig.SETLPI, Rig.ITS, Rig.ITS + 0x80, Rig.TRANSLATE, Rig.IWB, Rig.IWB + 0x2000, 0, -1, 1L << 55,
    };

    private static final long FUNCTIONS = 0x1000_0000L;

    private final Gicv5Machine machine = new Gicv5Machine(Rig.config(KEYS));
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_WORDS * Long.BYTES]);

    @AfterEach
    void close()
    {
        machine.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldTakeAnyWordsOneByOne(final long seed)
    {
        final RandomSource random = new RandomSource(seed);
        int applied = 0;
        for (int round = 0; round < 200; round++)
        {
            fill(random, round % 4 == 0);
            applied += play(seed, random);
        }

        assertTrue(applied > 1_000, "only " + applied + " commands");
        assertTrue(machine.functions().offered() > 0, "no function");
        new InvariantCheck(machine).check(machine.commandCount());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void shouldTakeAnyWordsInBatches(final long seed)
    {
        final RandomSource random = new RandomSource(seed);
        for (int round = 0; round < 200; round++)
        {
            fill(random, false);
            playInBatches(seed);
        }
        assertTrue(machine.commandCount() > 1_000, "only " + machine.commandCount() + " commands");
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldTakeAnyWordsForLong()
    {
        for (long seed = 1_000; seed < 1_100; seed++)
        {
            final RandomSource random = new RandomSource(seed);
            for (int round = 0; round < 300; round++)
            {
                fill(random, round % 4 == 0);
                play(seed, random);
                playInBatches(seed);
            }
        }
    }

    @ParameterizedTest(name = "0x{0}")
    @ValueSource(strings = {
        "0", "ffffffffffffffff", "d000000000000000", "e000000000000000", "f000000000000000", "a000000000000000",
        "a2ff000000000000", "a900000000000000", "b000000000000000", "b100000000000000", "bf00000000000000",
    })
    void shouldRefuseAWordThatBeginsNoCommand(final String word)
    {
        frame.putLong(0, Long.parseUnsignedLong(word, 16));

        assertRefused(0);
    }

    @Test
    void shouldRefuseACommandThatTheFrameCutsOff()
    {
        final int last = (FRAME_WORDS - 1) << 3;
        frame.putLong(last, (long)CommandWord.STORE << 60 | 3L << 58);
        assertRefused(last);
        frame.putLong(last, (long)CommandWord.RAM << 60 | 8L << 56 | 48L << 48);
        assertRefused(last);
        frame.putLong(last - 8, (long)CommandWord.SYSW << 60);
        assertRefused(last - 8);

        frame.putLong(last, Commands.msi(1, 1, 0));
        assertEquals(last + 8, machine.apply(frame, last));
    }

    @ParameterizedTest(name = "{0} bytes in {1} words at {2}")
    @CsvSource({
        "0, 3, 0x40000000", "9, 3, 0x40000000", "49, 8, 0x40000000", "255, 8, 0x40000000", "8, 3, 0x400ffff9",
        "1, 3, 0x40100000", "1, 3, 0x3fffffff", "8, 3, 0x8010000", "48, 8, 0x7fffffffffffffff",
    })
    void shouldRefuseARunOfBytesThatIsNone(final int bytes, final int words, final String address)
    {
        frame.putLong(0, (long)CommandWord.RAM << 60 | (long)words << 56 | (long)bytes << 48);
        frame.putLong(8, Long.decode(address));

        assertRefused(0);
    }

    @ParameterizedTest(name = "{1} bytes at {0}")
    @CsvSource({
        "0, 8", "0x3fffffff, 1", "0x3ffffffc, 8", "0x400ffffc, 8", "0x40100000, 1", "0x8000000, 4", "0x8030000, 4",
        "0x801fffc, 8", "0x802fffe, 4", "0x7ffffffffffffff8, 8", "-8, 8",
    })
    void shouldRefuseAnAddressWhereNothingIs(final String address, final int size)
    {
        Commands.load(frame, 0, Long.decode(address), size);
        assertRefused(0);
        Commands.store(frame, 0, Long.decode(address), size, -1);
        assertRefused(0);
    }

    @Test
    void shouldRefusePesAndWiresThatAreNotThere()
    {
        Commands.insn(frame, 0, PES, 1, GicInstruction.CDIA.code(), 0);
        assertRefused(0);
        Commands.sysr(frame, 0, 0xffff, 1, SystemRegister.ICC_PCR_EL1.code());
        assertRefused(0);
        Commands.wire(frame, 0, Commands.WIRE_PPI, PES, 27, true);
        assertRefused(0);
        Commands.wire(frame, 0, 3, 0, 27, true);
        assertRefused(0);
        frame.putLong(0, Commands.turn(PES, 5));
        assertRefused(0);
        frame.putLong(0, Commands.turns(PES, 5));
        assertRefused(0);
        Commands.msiLong(frame, 0, 1, 5, 5);
        assertRefused(0);
    }

    @Test
    void shouldRefuseAnAccessThatIsUndefinedAtItsEl()
    {
        for (int el = 0; el < 16; el++)
        {
            final boolean el1 = el == Rig.EL1 || el == Rig.EL2 || el == Rig.VEL1;
            assertDefined(el1, GicInstruction.CDIA, el);
            assertDefined(el == Rig.EL2, GicInstruction.VDEN, el);
            assertDefined(false, GicInstruction.LDEN, el);
            assertReadable(el1, SystemRegister.ICC_PCR_EL1.code(), el);
            assertReadable(el == Rig.EL2, SystemRegister.ICH_VMCR_EL2.code(), el);
            assertReadable(false, SystemRegister.ICC_PCR_EL3.code(), el);
            assertReadable(false, SystemRegister.ICC_PCR_EL1.code() | 1 << 16, el);
            assertReadable(false, 0, el);
        }
        Commands.sysw(frame, 0, 0, 1, SystemRegister.ICC_HPPIR_EL1.code(), 1);
        assertRefused(0);
    }

    private void assertDefined(final boolean defined, final GicInstruction instruction, final int el)
    {
        Commands.insn(frame, 0, 0, el, instruction.code(), 0);
        assertEquals(defined, machine.isInstructionDefined(el, instruction.code()));
        assertAccepted(defined);
    }

    private void assertReadable(final boolean readable, final int code, final int el)
    {
        Commands.sysr(frame, 0, 0, el, code);
        assertAccepted(readable);
    }

    private void assertAccepted(final boolean accepted)
    {
        if (accepted)
        {
            assertEquals(16, machine.apply(frame, 0));
        }
        else
        {
            assertRefused(0);
        }
    }

    private void assertRefused(final int offset)
    {
        final long before = machine.runDigest();
        final long count = machine.commandCount();

        final CommandException ex = assertThrows(CommandException.class, () -> machine.apply(frame, offset));
        assertTrue(!ex.getMessage().isEmpty());
        assertThrows(CommandException.class, () -> machine.apply(frame, offset, frame.capacity()));
        assertEquals(before, machine.runDigest());
        assertEquals(count, machine.commandCount());
    }

    /** Fills a frame with words at random, or with commands whose fields are at random. */
    private void fill(final RandomSource random, final boolean anything)
    {
        int at = 0;
        while (at < FRAME_WORDS)
        {
            final long first = anything ? random.any() : command(random);
            frame.putLong(at++ << 3, first);
            for (int i = CommandWord.length(first); i > 1 && at < FRAME_WORDS; i--)
            {
                frame.putLong(at++ << 3, operand(random));
            }
        }
    }

    private static long command(final RandomSource random)
    {
        final long pe = (long)random.below(random.oneIn(20) ? 0x1_0000 : PES) << 44;
        final long el = new long[]{1, 2, 3, 9, random.below(16)}[random.below(5)] << 40;
        switch (random.below(12))
        {
            case 0: return Commands.msi(random.below(8), random.below(32), 0);
            case 1: return random.coin() ? Commands.turn(random.below(PES + 1), random.below(1 << 16)) :
                Commands.turns(random.below(PES + 1), random.below(1 << 16));
            case 2: return (long)CommandWord.WIRE << 60 | (long)random.below(8) << 57 | pe >>> 4;
            case 3: return (long)CommandWord.LOAD << 60 | (long)random.below(4) << 58;
            case 4: return (long)CommandWord.STORE << 60 | (long)random.below(4) << 58;
            case 5: return (long)CommandWord.INSN << 60 | pe | el |
                (long)INSTRUCTIONS[random.below(INSTRUCTIONS.length)].code() << 24;
            case 6: return (long)CommandWord.SYSR << 60 | pe | el;
            case 7: return (long)CommandWord.SYSW << 60 | pe | el;
            case 8: return (long)CommandWord.RAM << 60 | (long)random.between(2, 9) << 56 |
                (long)random.below(50) << 48;
            case 9: return Commands.trigger(random.below(6), random.below(20), 0);
            case 10: return (long)CommandWord.HOST << 60 | (long)random.between(2, 4) << 56 |
                (long)random.between(MsixVerb.FAMILY, IrqfdVerb.FAMILY) << 48 | (long)random.below(11) << 40;
            default: return (long)random.below(16) << 60 | random.any() >>> 4;
        }
    }

    private static long operand(final RandomSource random)
    {
        switch (random.below(9))
        {
            case 6, 7: return random.below(4);
            case 8: return FUNCTIONS + 0x1_0000L * random.below(4) + (random.coin() ? 0 : 4L * random.below(64));
            case 0: return BASES[random.below(BASES.length)] + random.below(0x48);
            case 1: return BASES[random.below(BASES.length)] + 4L * random.below(0x100);
            case 2: return REGISTERS[random.below(REGISTERS.length)].code();
            case 3: return (random.any() & 0xff07_0003_1000_0000L) | (long)random.between(1, 3) << 29 |
                random.below(64);
            case 4: return random.below(1 << random.between(1, 20));
            default: return random.any();
        }
    }

    private int play(final long seed, final RandomSource random)
    {
        int applied = 0;
        int at = 0;
        while (at < frame.capacity())
        {
            machine.outputs().clear();
            final long before = random.oneIn(50) ? machine.digest() : 0;
            try
            {
                at = machine.apply(frame, at);
                applied++;
            }
            catch (final CommandException ex)
            {
                assertTrue(before == 0 || before == machine.digest(), () -> "seed " + seed + ": " + ex);
                at += Long.BYTES;
            }
            catch (final RuntimeException | AssertionError ex)
            {
                throw new AssertionError("seed " + seed + ", word " + Long.toHexString(frame.getLong(at)), ex);
            }
            assertTrue(machine.outputs().words() <= Outputs.WORDS_PER_COMMAND_LIMIT);
        }

        return applied;
    }

    private void playInBatches(final long seed)
    {
        int at = 0;
        while (at < frame.capacity())
        {
            machine.outputs().clear();
            try
            {
                at = machine.apply(frame, at, frame.capacity());
            }
            catch (final CommandException ex)
            {
                at = afterTheCommandsApplied(at);
            }
            catch (final RuntimeException | AssertionError ex)
            {
                throw new AssertionError("seed " + seed + ", at " + at, ex);
            }
        }
    }

    /** Returns the offset behind the next word, because the machine does not report where the refused command lies. */
    private int afterTheCommandsApplied(final int at)
    {
        final int length = CommandWord.length(frame.getLong(at));

        return at + Long.BYTES * Math.max(1, length);
    }
}
