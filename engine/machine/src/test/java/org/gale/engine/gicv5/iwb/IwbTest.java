package org.gale.engine.gicv5.iwb;

import java.util.ArrayList;
import java.util.List;

import org.gale.engine.machine.DigestStream;
import org.gale.engine.machine.RegisterTable;
import org.gale.tables.register.IwbCr0;
import org.gale.tables.register.IwbWenabler;
import org.gale.tables.register.IwbWresampler;
import org.gale.tables.register.IwbWtmr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of the events that a bridge makes of its wires. Wires 0 to 31 are edge, 32 to 63 level. */
class IwbTest
{
    private static final int EDGE = 5;
    private static final int LEVEL = 40;
    private static final int OTHER_LEVEL = 63;

    private final List<String> events = new ArrayList<>();
    private final Iwb iwb = new Iwb(64, 64, this::record);
    private final RegisterTable registers = IwbConfigFrame.registers(iwb);

    @BeforeEach
    void setUp()
    {
        write(IwbWtmr.OFFSET + 4, -1);
        write(IwbCr0.OFFSET, 1);
    }

    @Tag("B-IWB-1")
    @Test
    void shouldNameItsDeviceAndTheWire()
    {
        final List<Integer> ids = new ArrayList<>();
        final Iwb other = new Iwb(32, 77, (deviceId, eventId, kind) -> ids.add(deviceId) && ids.add(eventId));
        IwbConfigFrame.registers(other).write(IwbWenabler.OFFSET, 4, -1);
        IwbConfigFrame.registers(other).write(IwbCr0.OFFSET, 4, 1);

        other.drive(31, true);

        assertEquals(List.of(77, 31), ids);
        assertEquals(32, other.wireCount());
    }

    @Tag("B-IWB-2")
    @Test
    void shouldSetAnEdgeWhenAnEdgeWireRises()
    {
        enable(EDGE);

        drive(EDGE, true);
        drive(EDGE, true);
        drive(EDGE, false);
        drive(EDGE, true);

        assertEvents("5 edge", "5 edge");
    }

    @Tag("B-IWB-1")
    @ParameterizedTest
    @ValueSource(ints = { 0, 31 })
    void shouldSendTheEventsOfTheFirstWireAndOfTheLastOfARegister(final int wire)
    {
        enable(wire);

        drive(wire, true);

        assertEvents(wire + " edge");
    }

    @Tag("B-IWB-2")
    @Test
    void shouldSetAndClearALevelAsALevelWireDoes()
    {
        enable(LEVEL);
        events.clear();

        drive(LEVEL, true);
        drive(LEVEL, true);
        drive(LEVEL, false);
        drive(LEVEL, false);

        assertEvents("40 level", "40 clear");
    }

    @Tag("B-IWB-2")
    @ParameterizedTest
    @ValueSource(ints = { EDGE, LEVEL })
    void shouldSendNothingWhenAWireIsDisabled(final int wire)
    {
        drive(wire, true);
        drive(wire, false);

        assertEvents();
    }

    @Tag("B-IWB-2")
    @ParameterizedTest
    @ValueSource(ints = { EDGE, LEVEL })
    void shouldSendNothingWhileTheBridgeIsDisabled(final int wire)
    {
        write(IwbCr0.OFFSET, 0);
        enable(wire);

        drive(wire, true);
        drive(wire, false);

        assertEvents();
    }

    @Tag("B-IWB-3")
    @Tag("B-TRAP-50")
    @Test
    void shouldSampleALevelWireThatIsEnabled()
    {
        drive(LEVEL, true);

        enable(LEVEL);
        enable(OTHER_LEVEL);

        assertEvents("40 level", "63 clear");
    }

    @Tag("B-IWB-3")
    @Test
    void shouldSendNothingWhenAnEdgeWireIsEnabled()
    {
        drive(EDGE, true);

        enable(EDGE);

        assertEvents();
    }

    @Tag("B-IWB-4")
    @Tag("B-TRAP-50")
    @Test
    void shouldClearALevelWireThatIsDisabled()
    {
        enable(LEVEL);
        enable(OTHER_LEVEL);
        drive(LEVEL, true);
        events.clear();

        write(IwbWenabler.OFFSET + 4, 0);

        assertEvents("40 clear", "63 clear");
        drive(LEVEL, false);
        assertEquals(2, events.size());
    }

    @Tag("B-IWB-4")
    @Test
    void shouldSendNothingWhenAnEdgeWireIsDisabled()
    {
        enable(EDGE);
        drive(EDGE, true);
        events.clear();

        write(IwbWenabler.OFFSET, 0);

        assertEvents();
    }

    @Tag("B-TRAP-49")
    @Test
    void shouldLeaveTheNeighboursOfAChangedWireAlone()
    {
        enable(LEVEL);
        drive(LEVEL, true);
        events.clear();

        enable(OTHER_LEVEL);
        enable(LEVEL);

        assertEvents("63 clear");
    }

    @Tag("B-IWB-5")
    @Test
    void shouldOnlyStoreEnablesWhileTheBridgeIsDisabled()
    {
        write(IwbCr0.OFFSET, 0);
        drive(LEVEL, true);

        enable(LEVEL);
        write(IwbWenabler.OFFSET + 4, 0);
        enable(LEVEL);

        assertEvents();
        assertEquals(1 << (LEVEL - 32), (int)registers.read(IwbWenabler.OFFSET + 4, 4));
    }

    @Tag("B-IWB-5")
    @Test
    void shouldSampleTheEnabledLevelWiresWhenTheBridgeIsEnabled()
    {
        write(IwbCr0.OFFSET, 0);
        enable(EDGE);
        enable(LEVEL);
        enable(OTHER_LEVEL);
        drive(EDGE, true);
        drive(LEVEL, true);
        drive(41, true);

        write(IwbCr0.OFFSET, 1);
        write(IwbCr0.OFFSET, 1);

        assertEvents("40 level", "63 clear");
    }

    @Tag("B-IWB-5")
    @Test
    void shouldClearTheRaisedLevelWiresWhenTheBridgeIsDisabled()
    {
        enable(EDGE);
        enable(LEVEL);
        enable(OTHER_LEVEL);
        drive(EDGE, true);
        drive(LEVEL, true);
        events.clear();

        write(IwbCr0.OFFSET, 0);
        write(IwbCr0.OFFSET, 0);

        assertEvents("40 clear");
    }

    @Tag("B-IWB-5")
    @Test
    void shouldOweNothingOnceTheBridgeWasDisabled()
    {
        enable(LEVEL);
        drive(LEVEL, true);
        write(IwbCr0.OFFSET, 0);
        drive(LEVEL, false);
        write(IwbCr0.OFFSET, 1);
        events.clear();

        write(IwbCr0.OFFSET, 0);

        assertEvents();
    }

    @Tag("B-IWB-7")
    @Test
    void shouldSampleAnEnabledWireThatBecomesLevel()
    {
        enable(EDGE);
        enable(6);
        drive(EDGE, true);
        events.clear();

        write(IwbWtmr.OFFSET, 1 << EDGE | 1 << 6 | 1 << 7);

        assertEvents("5 level", "6 clear");
    }

    @Tag("B-IWB-7")
    @Test
    void shouldTakeTheLevelBackFromAnEnabledWireThatBecomesEdge()
    {
        enable(LEVEL);
        enable(OTHER_LEVEL);
        drive(LEVEL, true);
        events.clear();

        write(IwbWtmr.OFFSET + 4, 0);
        assertEvents("40 clear");

        events.clear();
        write(IwbCr0.OFFSET, 0);
        assertEvents();
    }

    @Tag("B-IWB-7")
    @Test
    void shouldSendNothingWhenTheTriggerModeOfADisabledWireChanges()
    {
        drive(EDGE, true);
        drive(LEVEL, true);

        write(IwbWtmr.OFFSET, -1);
        write(IwbWtmr.OFFSET + 4, 0);
        write(IwbCr0.OFFSET, 0);
        enable(EDGE);
        write(IwbWtmr.OFFSET, 0);

        assertEvents();
    }

    @Tag("B-IWB-9")
    @Test
    void shouldSendTheEventOfAWireAgainWhenItIsResampled()
    {
        enable(EDGE);
        enable(LEVEL);
        enable(OTHER_LEVEL);
        drive(EDGE, true);
        drive(LEVEL, true);
        events.clear();

        write(IwbWresampler.OFFSET, EDGE);
        write(IwbWresampler.OFFSET, LEVEL);
        write(IwbWresampler.OFFSET, OTHER_LEVEL);

        assertEvents("5 edge", "40 level", "63 clear");
    }

    @Tag("B-IWB-9")
    @Test
    void shouldSendNothingWhenThereIsNothingToResample()
    {
        enable(EDGE);
        drive(41, true);
        write(IwbWresampler.OFFSET, EDGE);
        write(IwbWresampler.OFFSET, 41);
        write(IwbWresampler.OFFSET, 64);
        write(IwbWresampler.OFFSET, 0xffff);
        enable(41);
        write(IwbCr0.OFFSET, 0);
        events.clear();

        write(IwbWresampler.OFFSET, 41);

        assertEvents();
    }

    @Tag("M-WIRE")
    @ParameterizedTest
    @ValueSource(ints = { -1, 64, 65, Integer.MAX_VALUE, Integer.MIN_VALUE })
    void shouldIgnoreAWireThatDoesNotExist(final int wire)
    {
        write(IwbWenabler.OFFSET, -1);
        write(IwbWenabler.OFFSET + 4, -1);
        events.clear();
        final long digest = DigestStream.of(iwb::state);

        drive(wire, true);

        assertEvents();
        assertEquals(digest, DigestStream.of(iwb::state));
    }

    @Test
    void shouldDigestLevelsAndRegisters()
    {
        final long before = DigestStream.of(iwb::state);

        drive(EDGE, true);
        final long driven = DigestStream.of(iwb::state);
        enable(LEVEL);
        final long enabled = DigestStream.of(iwb::state);
        drive(EDGE, false);
        write(IwbWenabler.OFFSET + 4, 0);

        assertNotEquals(before, driven);
        assertNotEquals(driven, enabled);
        assertEquals(before, DigestStream.of(iwb::state));
        write(IwbCr0.OFFSET, 0);
        assertNotEquals(before, DigestStream.of(iwb::state));
    }

    private void enable(final int wire)
    {
        final int offset = IwbWenabler.OFFSET + wire / 32 * 4;
        write(offset, (int)registers.read(offset, 4) | 1 << wire);
    }

    private void drive(final int wire, final boolean level)
    {
        iwb.drive(wire, level);
    }

    private void write(final int offset, final int value)
    {
        registers.write(offset, 4, value);
    }

    private void assertEvents(final String... expected)
    {
        assertEquals(List.of(expected), events);
    }

    private boolean record(final int deviceId, final int eventId, final int kind)
    {
        assertEquals(64, deviceId);

        return events.add(eventId + " " + List.of("edge", "level", "clear").get(kind));
    }
}
