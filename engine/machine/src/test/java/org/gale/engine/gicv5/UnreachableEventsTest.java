package org.gale.engine.gicv5;

import org.agrona.ExpandableArrayBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineLimits;
import org.gale.engine.support.StateImage;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of events that an ITS translates and that reach no LPI: each is counted once. */
@Tag("B-ITS-6")
class UnreachableEventsTest
{
    private static final int VM = 1;
    private static final int NO_VM = 2;
    private static final int DEVICE = 3;
    private static final int LPI_ID_BITS = 9;
    private static final int BEYOND = 1 << LPI_ID_BITS;
    private static final int REACHED = 0;
    private static final int OF_NO_VM = 1;
    private static final int BEYOND_OF_VM = 2;
    private static final int BEYOND_PHYSICAL = 3;
    private static final int UNTRANSLATED = 4;
    private static final int WIRE = 7;
    private static final String KEYS = "pes=2 min_lpi_id_bits=" + LPI_ID_BITS;

    private final ExpandableArrayBuffer tape = new ExpandableArrayBuffer();

    @ParameterizedTest(name = "event {0}: {1}")
    @CsvSource({ REACHED + ", 0", OF_NO_VM + ", 1", BEYOND_OF_VM + ", 1", BEYOND_PHYSICAL + ", 1",
        UNTRANSLATED + ", 0" })
    void shouldCountAnEventThatReachesNoLpi(final int event, final long unreachable)
    {
        try (Rig rig = broughtUp())
        {
            rig.msi(DEVICE, event);
            rig.msiLong(DEVICE, event);
            batch(rig, event);

            assertEquals(3 * unreachable, rig.machine().unreachable());
            assertEquals(event == UNTRANSLATED ? 3 : 0, rig.machine().untranslated());
            assertEquals(event == REACHED ? 3 : 0, rig.ledger(VM).offered());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = { 1, 2, 3 })
    void shouldCountTheEventsOfARunAsThoseOfSingleMessages(final long seed)
    {
        final RandomSource random = new RandomSource(seed);
        final int[] events = new int[3_000];
        final int[] expected = new int[UNTRANSLATED + 1];
        for (int i = 0; i < events.length; i++)
        {
            events[i] = random.below(UNTRANSLATED + 1);
            expected[events[i]]++;
        }
        try (Rig run = broughtUp(); Rig singles = broughtUp())
        {
            batch(run, events);
            for (final int event : events)
            {
                singles.msi(DEVICE, event);
            }

            assertEquals(expected[OF_NO_VM] + expected[BEYOND_OF_VM] + expected[BEYOND_PHYSICAL],
                run.machine().unreachable());
            assertEquals(run.machine().unreachable(), singles.machine().unreachable());
            assertEquals(expected[UNTRANSLATED], run.machine().untranslated());
            assertEquals(expected[REACHED], run.ledger(VM).offered());
            assertEquals(singles.machine().runDigest(), run.machine().runDigest());
        }
    }

    /** Software is answered by CDRCFG, and asks for no account. */
    @Test
    void shouldCountNoInstructionThatReachesNoLpi()
    {
        try (Rig rig = broughtUp())
        {
            rig.virtualPend(NO_VM, Rig.lpi(5), true);
            rig.virtualPend(VM, Rig.lpi(BEYOND), true);
            rig.pend(0, Rig.EL1, Rig.lpi(BEYOND), true);

            assertEquals(0, rig.machine().unreachable());
        }
    }

    /** A store to a SETLPI frame is the event of a device, as a message is. */
    @Tag("M-SETLPI")
    @ParameterizedTest
    @ValueSource(strings = { KEYS, KEYS + " ops.delay=3 ops.order=1" })
    void shouldCountAStoreToTheSetlpiFrameThatReachesNoLpi(final String keys)
    {
        try (Rig rig = new Rig(keys))
        {
            rig.store(Rig.SETLPI, 4, 5);
            rig.store(Rig.SETLPI, 4, BEYOND);
            rig.store(Rig.SETLPI, 8, BEYOND);
            for (int n = 0; n < 8; n++)
            {
                rig.load(Rig.RAM, 8);
            }

            assertEquals(2, rig.machine().unreachable());
        }
    }

    @ParameterizedTest(name = "trigger mode {0}")
    @ValueSource(ints = { 0, 1 })
    void shouldCountAWireThatRisesAndNotOneThatFalls(final int triggerMode)
    {
        try (Rig rig = broughtUp())
        {
            rig.device(MachineLimits.IWB_DEVICE_ID);
            rig.mapEvent(MachineLimits.IWB_DEVICE_ID, WIRE, NO_VM, 5);
            rig.store(Rig.IWB + Registers.IWB_WTMR, 4, (long)triggerMode << WIRE);
            rig.store(Rig.IWB + Registers.IWB_WENABLER, 4, 1L << WIRE);
            rig.store(Rig.IWB + Registers.IWB_CR0, 4, 1);
            final long before = rig.machine().unreachable();

            rig.wire(Commands.WIRE_IWB, 0, WIRE, true);
            rig.wire(Commands.WIRE_IWB, 0, WIRE, false);
            rig.wire(Commands.WIRE_IWB, 0, WIRE, true);

            assertEquals(before + 2, rig.machine().unreachable());
        }
    }

    @Test
    void shouldCountEventsOnceTheLpisOfAVmAreTakenAway()
    {
        try (Rig rig = broughtUp())
        {
            rig.msi(DEVICE, REACHED);
            rig.mapVist(VM, Intid.TYPE_LPI, true);
            rig.msi(DEVICE, REACHED);
            batch(rig, REACHED);

            assertEquals(2, rig.machine().unreachable());
            assertEquals(1, rig.ledger(VM).withdrawnUnmapped());
            assertEquals(1, rig.ledger(VM).offered());
        }
    }

    @Test
    void shouldSaveRestoreAndDigestTheCount()
    {
        try (Rig rig = broughtUp(); Gicv5Machine restored = new Gicv5Machine(rig.machine().config()))
        {
            rig.msi(DEVICE, OF_NO_VM);
            batch(rig, BEYOND_OF_VM);

            assertTrue(StateImage.of(rig.machine(), 99).into(restored, 7).isSame());
            assertEquals(2, restored.unreachable());

            final long before = restored.runDigest();
            final long state = restored.digest();
            restored.irs().translatedEvent(Rig.owner(NO_VM), Rig.lpi(5), 0);
            assertEquals(state, restored.digest());
            assertNotEquals(before, restored.runDigest());
        }
    }

    private static Rig broughtUp()
    {
        final Rig rig = new Rig(KEYS);
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x60_0000, LPI_ID_BITS));
        rig.vmTable();
        rig.simpleVm(VM, LPI_ID_BITS);
        rig.deviceTable();
        rig.device(DEVICE);
        rig.mapEvent(DEVICE, REACHED, VM, 5);
        rig.mapEvent(DEVICE, OF_NO_VM, NO_VM, 5);
        rig.mapEvent(DEVICE, BEYOND_OF_VM, VM, BEYOND);
        rig.mapEvent(DEVICE, BEYOND_PHYSICAL, Rig.PHYSICAL, BEYOND);

        return rig;
    }

    /** Applies messages of a device as runs. */
    private void batch(final Rig rig, final int... events)
    {
        for (int i = 0; i < events.length; i++)
        {
            tape.putLong(i << 3, Commands.msi(DEVICE, events[i], 0));
        }
        final int end = events.length << 3;
        for (int at = 0; at < end;)
        {
            at = rig.machine().apply(tape, at, end);
        }
    }
}
