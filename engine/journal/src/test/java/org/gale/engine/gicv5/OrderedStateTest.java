package org.gale.engine.gicv5;

import java.util.List;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.InvariantCheck;
import org.gale.engine.support.StateImage;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateReader;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.gicv5.OrderedEffectsTest.DELAY;
import static org.gale.engine.gicv5.OrderedEffectsTest.DEVICE;
import static org.gale.engine.gicv5.OrderedEffectsTest.KEYS;
import static org.gale.engine.gicv5.OrderedEffectsTest.LPI;
import static org.gale.engine.gicv5.OrderedEffectsTest.ORDER;
import static org.gale.engine.gicv5.OrderedEffectsTest.VM;
import static org.gale.engine.gicv5.OrderedEffectsTest.bringUp;
import static org.gale.engine.gicv5.OrderedEffectsTest.pass;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the state of a machine with {@code ops.order=1}: digests, saved states, replays and the account. */
@Tag("B-ORD-1")
@Tag("B-ORD-8")
class OrderedStateTest
{
    private static final int CHUNK_WORDS = 500;

    private final Rig rig = new Rig(ORDER);

    @BeforeEach
    void start()
    {
        bringUp(rig);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldHaveTheDigestOfAMachineThatWaitsForNothingOnceNothingWaits()
    {
        try (Rig atOnce = new Rig(KEYS))
        {
            bringUp(atOnce);
            assertEquals(atOnce.machine().digest(), rig.machine().digest());
            final long before = rig.machine().digest();
            rig.pend(0, Rig.EL1, Rig.spi(3), true);
            final long first = rig.machine().digest();
            rig.msi(DEVICE, 1);
            final long second = rig.machine().digest();
            assertNotEquals(before, first);
            assertNotEquals(first, second);
            pass(rig, 1);
            assertNotEquals(second, rig.machine().digest(), "a command less");
            pass(rig, 2 * DELAY);
            atOnce.pend(0, Rig.EL1, Rig.spi(3), true);
            atOnce.msi(DEVICE, 1);

            assertEquals(atOnce.machine().digest(), rig.machine().digest());
        }
    }

    @Test
    void shouldSaveWhatWaits()
    {
        rig.msi(DEVICE, 1);
        pass(rig, DELAY - 1);
        rig.mapEvent(DEVICE, 1, Rig.PHYSICAL, LPI + 1);
        rig.msi(DEVICE, 1);
        rig.enable(1, Rig.EL1, Rig.spi(4), true);
        rig.pend(0, Rig.VEL1, Rig.spi(5), true);
        try (Rig again = new Rig(new Gicv5Machine(rig.machine().config())))
        {
            assertTrue(StateImage.of(rig.machine(), CHUNK_WORDS).into(again.machine(), CHUNK_WORDS).isSame());
            for (final Rig each : List.of(rig, again))
            {
                assertEquals(2, each.machine().unsyncedEvents().count());
                assertEquals(2, each.machine().unsyncedEvents().outstanding());
                each.insn(1, Rig.EL1, GicInstruction.GSBSYS, 0);
                assertEquals(8, each.entry(Rig.spi(4)) & 8);
                assertEquals(0, each.entry(Rig.lpi(LPI)) & 1);
                pass(each, 1);
                assertEquals(1, each.entry(Rig.lpi(LPI)) & 1);
                assertEquals(0, each.entry(VM, Rig.spi(5)) & 1);
                pass(each, 2 * DELAY);
                assertEquals(1, each.entry(Rig.lpi(LPI + 1)) & 1);
                assertEquals(1, each.entry(VM, Rig.spi(5)) & 1);
            }
            assertEquals(rig.machine().runDigest(), again.machine().runDigest());
        }
    }

    /**
     * A state ends with an instruction and its count, an event of the ITS and its count, none in the IRS, the events
     * taken and passed on, and the digests. Each word is one that no machine has.
     */
    @ParameterizedTest(name = "{0} words before the end: {1}")
    @CsvSource({"13, 65537", "11, -1", "11, 0x0002460900020000", "11, 0x0001000000020000", "11, 0x0001460f00020000",
        "11, 0x0001460900800000", "11, 0x0001460980000000", "10, 6", "10, 0", "9, 2", "8, 0x0080000040000028",
        "8, 0x0002000060000028", "8, 0x0002000041000028", "8, -1", "7, 3", "7, -1", "6, 0", "6, 6", "5, 1"})
    void shouldRefuseAStateWithWhatCannotWait(final int index, final String value)
    {
        rig.enable(1, Rig.EL1, Rig.spi(4), true);
        rig.msi(DEVICE, 1);
        final long[] words = StateImage.of(rig.machine(), CHUNK_WORDS).words();
        final int at = words.length - index;
        assertEquals(1, words[words.length - 13], "instructions");
        assertEquals(1, words[words.length - 9], "events in the ITS");
        words[at] = value.startsWith("0x") ? Long.parseUnsignedLong(value.substring(2), 16) : Long.parseLong(value);
        try (Gicv5Machine again = new Gicv5Machine(rig.machine().config()))
        {
            assertThrows(StateException.class, () -> again.restore(
                new StateReader(StateImage.source(words, CHUNK_WORDS))));
        }
    }

    /** The counts of the path stand behind what waits: one more was taken than is there or was passed on. */
    @Tag("P6")
    @Test
    void shouldFindAnEventThatIsLostOnTheWay()
    {
        rig.msi(DEVICE, 1);
        final long[] words = StateImage.of(rig.machine(), CHUNK_WORDS).words();
        assertEquals(1, words[words.length - 4]);
        words[words.length - 4] = 2;
        new InvariantCheck(rig.machine()).check(9);
        try (Gicv5Machine again = new Gicv5Machine(rig.machine().config()))
        {
            again.restore(new StateReader(StateImage.source(words, CHUNK_WORDS)));

            final InvariantBrokenException broken = assertThrows(
                InvariantBrokenException.class, () -> new InvariantCheck(again).check(9));
            assertTrue(broken.getMessage().contains("of 2 events between ITS and IRS, 1 wait"), broken.getMessage());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldNotDependOnHowCommandsAreBatchedAndLoseNothing(final long seed)
    {
        final RandomSource random = new RandomSource(seed);
        for (int event = 0; event < 16; event++)
        {
            rig.mapEvent(DEVICE, event, random.coin() ? VM : Rig.PHYSICAL, random.below(80));
        }
        final long[] sent = new long[1];
        for (int i = 0; i < 2_000; i++)
        {
            switch (random.below(8))
            {
                case 0 -> rig.enable(random.below(2), Rig.EL1, Rig.lpi(random.below(80)), random.coin());
                case 1 -> rig.insn(random.below(2), Rig.EL1, GicInstruction.GSBSYS, 0);
                case 2 -> rig.virtualPend(VM, Rig.lpi(random.below(80)), random.coin());
                case 3 -> rig.deactivate(0, Rig.EL1, rig.acknowledge(0, Rig.EL1));
                case 4 -> rig.drop(0, Rig.EL1);
                case 5 -> rig.store(Rig.IRS + Registers.IRS_SYNCR, 4, 1L << 31);
                default ->
                {
                    rig.msi(DEVICE, random.below(18));
                    sent[0]++;
                }
            }
            final UnsyncedEvents events = rig.machine().unsyncedEvents();
            assertEquals(events.outstanding(), events.count());
            assertNull(rig.machine().unsettled());
        }
        assertTrue(sent[0] > 0);
        Replays.assertSameDigest(rig, seed);
    }
}
