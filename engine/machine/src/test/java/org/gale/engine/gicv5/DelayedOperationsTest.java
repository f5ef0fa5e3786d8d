package org.gale.engine.gicv5;

import java.util.List;
import java.util.stream.IntStream;
import org.agrona.ExpandableArrayBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.support.StateImage;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a machine whose operations take effect some commands after they were written ({@code ops.delay}). */
@Tag("B-IRS-1")
@Tag("B-IRS-2")
class DelayedOperationsTest
{
    private static final String KEYS = "pes=2 ram=0x40000000:0x800000 min_lpi_id_bits=4 one_n=1";
    private static final int CHUNK_WORDS = 500;
    private static final int ENABLED = 3;
    private static final int BUSY = 1;
    private static final long IRS = 0x0801_0000L;
    private static final long ITS = 0x0810_0000L;
    private static final long IWB = 0x0820_0000L;

    private final Rig rig = new Rig(KEYS + " ops.delay=3");

    @AfterEach
    void close()
    {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void shouldTakeEffectThatManyCommandsLater(final int delay)
    {
        try (Rig delayed = new Rig(KEYS + " ops.delay=" + delay))
        {
            delayed.irs(Registers.IRS_CR0, 1);
            for (int i = 0; i < delay; i++)
            {
                assertEquals(0, delayed.irs(Registers.IRS_CR0), "read " + i);
            }
            assertEquals(ENABLED, delayed.irs(Registers.IRS_CR0));
        }
    }

    /** Each operation of the three frames, the register of its IDLE bit, and that bit. */
    @ParameterizedTest
    @CsvSource({
        "IRS, 0x080, 4, 0x1, 0x080, 2", "IRS, 0x0c0, 4, 0x80000000, 0x0c4, 1", "IRS, 0x100, 8, 0x0, 0x118, 1",
        "IRS, 0x108, 4, 0x1, 0x118, 1", "IRS, 0x114, 4, 0x1, 0x118, 1", "IRS, 0x140, 4, 0x1, 0x144, 1",
        "IRS, 0x148, 4, 0x0, 0x144, 1", "IRS, 0x180, 8, 0x0, 0x194, 1", "IRS, 0x1c0, 4, 0x0, 0x194, 1",
        "IRS, 0x200, 8, 0x0, 0x214, 1", "IRS, 0x240, 8, 0x8000000000000000, 0x25c, 1",
        "IRS, 0x248, 8, 0x0, 0x25c, 1", "IRS, 0x258, 4, 0x0, 0x25c, 1", "IRS, 0x280, 8, 0x0, 0x28c, 1",
        "IRS, 0x288, 4, 0x0, 0x28c, 1", "IRS, 0x2c0, 8, 0x8000000000000000, 0x214, 1",
        "IRS, 0x2c8, 8, 0x8000000000000000, 0x214, 1", "IRS, 0x2d0, 8, 0x8000000000000000, 0x214, 1",
        "IRS, 0x2d8, 8, 0x8000000000000000, 0x214, 1", "IRS, 0x2e0, 8, 0x8000000000000000, 0x214, 1",
        "IRS, 0x300, 8, 0x8000000000000000, 0x308, 1", "IRS, 0x300, 8, 0x4000000000000000, 0x308, 1",
        "ITS, 0x080, 4, 0x1, 0x080, 2", "ITS, 0x10c, 4, 0x80000000, 0x120, 1",
        "ITS, 0x110, 4, 0x80000000, 0x120, 1", "ITS, 0x114, 4, 0x80000000, 0x120, 1",
        "ITS, 0x140, 8, 0x8000000000000000, 0x148, 1", "ITS, 0x18c, 4, 0x80000000, 0x190, 1",
        "IWB, 0x080, 4, 0x1, 0x080, 2", "IWB, 0x2000, 4, 0x1, 0x0c0, 1", "IWB, 0x2004, 4, 0x1, 0x0c0, 1",
    })
    void shouldNotBeIdleUntilItIsComplete(
        final String frame, final String offset, final int bytes, final String value, final String status,
        final int idle)
    {
        final long base = frame.equals("IRS") ? IRS : frame.equals("ITS") ? ITS : IWB;
        final long at = base + Long.decode(status);
        assertEquals(idle, rig.load(at, 4) & idle);
        final long[] others = idleBits();

        rig.store(base + Long.decode(offset), bytes, Long.parseUnsignedLong(value.substring(2), 16));

        assertEquals(1, differences(others, idleBits()));
        assertEquals(0, rig.load(at, 4) & idle);
        rig.load(at, 4);
        assertEquals(0, rig.load(at, 4) & idle);
        assertEquals(idle, rig.load(at, 4) & idle);
    }

    @Test
    void shouldIgnoreAndCountASecondOperationUnderTheSameBit()
    {
        rig.irs(Registers.IRS_SPI_SELR, 5);
        rig.irs(Registers.IRS_SPI_CFGR, 1);
        assertEquals(0, rig.irs(Registers.IRS_SPI_SELR));
        rig.irs(Registers.IRS_PE_SELR, 1);                                      // another bit

        rig.load(Rig.RAM, 8);
        assertEquals(5, rig.irs(Registers.IRS_SPI_SELR));
        assertEquals(0, rig.irs(Registers.IRS_SPI_CFGR));
        assertEquals(1, rig.irs(Registers.IRS_PE_SELR));
        assertEquals(1, rig.machine().ignoredOperations());
    }

    /** A write whose action bit is 0 is none, and so is one of a register without such a bit. */
    @Tag("M-ACT")
    @Test
    void shouldTakeWhatIsNoOperationAtOnce()
    {
        rig.irsLong(Registers.IRS_VPE_SELR, 7);
        rig.irs(Registers.IRS_CR1, 1);
        rig.store(IWB + Registers.IWB_WTMR, 4, 5);

        assertEquals(7, rig.irsLong(Registers.IRS_VPE_SELR));
        assertEquals(1, rig.irs(Registers.IRS_CR1));
        assertEquals(5, rig.load(IWB + Registers.IWB_WTMR, 4));
        assertEquals(0, rig.machine().ignoredOperations());
    }

    @Test
    void shouldCountEveryCommandAndNoQuery()
    {
        rig.enableCpu(0, 31);
        rig.irs(Registers.IRS_CR0, 1);
        rig.machine().peek(IRS + Registers.IRS_CR0, 4);
        rig.machine().digest();
        assertEquals(0, rig.machine().peek(IRS + Registers.IRS_CR0, 4));
        rig.msi(1, 1);
        rig.spi(3, true);
        assertEquals(0, rig.machine().peek(IRS + Registers.IRS_CR0, 4));
        final ExpandableArrayBuffer time = new ExpandableArrayBuffer(64);
        Commands.time(time, 0, 5, 5);
        rig.machine().apply(time, 0);

        assertEquals(ENABLED, rig.machine().peek(IRS + Registers.IRS_CR0, 4));
    }

    @Test
    void shouldNotDependOnHowCommandsAreBatched()
    {
        rig.enableCpu(0, 31);
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
        for (int i = 0; i < 200; i++)
        {
            rig.irs(Registers.IRS_CR0, i >> 3 & 1);
            rig.msi(1, i & 3);
            rig.irs(i % 3 == 0 ? Registers.IRS_SPI_SELR : Registers.IRS_PE_SELR, i & 1);
            rig.irs(Registers.IRS_SPI_SELR, i & 7);
            rig.spi(i & 7, (i & 8) != 0);
        }

        assertTrue(rig.machine().ignoredOperations() > 0);
        Replays.assertSameDigest(rig, 1);
    }

    @Test
    void shouldHaveTheDigestOfAMachineWithoutTheKeyWhileNothingWaits()
    {
        try (Rig atOnce = new Rig(KEYS))
        {
            assertEquals(atOnce.machine().digest(), rig.machine().digest());
            atOnce.irs(Registers.IRS_SPI_SELR, 5);
            final long before = rig.machine().digest();
            rig.irs(Registers.IRS_SPI_SELR, 5);
            assertNotEquals(before, rig.machine().digest());
            rig.load(Rig.RAM, 8);
            rig.load(Rig.RAM, 8);
            rig.load(Rig.RAM, 8);

            assertEquals(atOnce.machine().digest(), rig.machine().digest());
        }
    }

    @Test
    void shouldSaveWhatWaits()
    {
        rig.irs(Registers.IRS_CR0, 1);
        rig.store(IWB + Registers.IWB_WENABLER + 4, 4, 8);
        rig.irs(Registers.IRS_CR0, 0);
        try (Rig again = new Rig(new Gicv5Machine(rig.machine().config())))
        {
            assertTrue(StateImage.of(rig.machine(), CHUNK_WORDS).into(again.machine(), CHUNK_WORDS).isSame());
            assertEquals(1, again.machine().ignoredOperations());
            for (final Rig each : List.of(rig, again))
            {
                assertEquals(0, each.irs(Registers.IRS_CR0));
                assertEquals(ENABLED, each.irs(Registers.IRS_CR0));
                assertEquals(8, each.load(IWB + Registers.IWB_WENABLER + 4, 4));
            }
            assertEquals(rig.machine().runDigest(), again.machine().runDigest());
        }
    }

    /** A state ends with the count, then frame, offset, index, value, bits and commands of each; ignored; digests. */
    @ParameterizedTest
    @CsvSource({"0, 32", "0, 2", "1, 3", "1, -1", "2, 0", "2, 0x84", "3, 1", "6, 0", "6, 4", "7, -1"})
    void shouldRefuseAStateWithAnOperationThatThereIsNot(final int word, final String value)
    {
        rig.irs(Registers.IRS_CR0, 1);
        final long[] words = StateImage.of(rig.machine(), CHUNK_WORDS).words();
        final int first = words.length - 10;
        assertEquals(1, words[first]);
        assertEquals(Registers.IRS_CR0, words[first + 2]);
        words[first + word] = Long.decode(value);
        try (Gicv5Machine again = new Gicv5Machine(rig.machine().config()))
        {
            assertThrows(StateException.class, () -> again.restore(
                new StateReader(StateImage.source(words, CHUNK_WORDS))));
        }
    }

    private long[] idleBits()
    {
        return new long[]{
            rig.machine().peek(IRS + 0x080, 4) & 2, rig.machine().peek(IRS + 0x0c4, 4) & BUSY,
            rig.machine().peek(IRS + 0x118, 4) & BUSY, rig.machine().peek(IRS + 0x144, 4) & BUSY,
            rig.machine().peek(IRS + 0x194, 4) & BUSY, rig.machine().peek(IRS + 0x214, 4) & BUSY,
            rig.machine().peek(IRS + 0x25c, 4) & BUSY, rig.machine().peek(IRS + 0x28c, 4) & BUSY,
            rig.machine().peek(IRS + 0x308, 4) & BUSY, rig.machine().peek(ITS + 0x080, 4) & 2,
            rig.machine().peek(ITS + 0x120, 4) & BUSY, rig.machine().peek(ITS + 0x148, 4) & BUSY,
            rig.machine().peek(ITS + 0x190, 4) & BUSY, rig.machine().peek(IWB + 0x080, 4) & 2,
            rig.machine().peek(IWB + 0x0c0, 4) & BUSY, rig.machine().peek(IWB + 0x0c4, 4) & BUSY};
    }

    private static long differences(final long[] before, final long[] after)
    {
        return IntStream.range(0, before.length).filter(i -> before[i] != after[i]).count();
    }
}
