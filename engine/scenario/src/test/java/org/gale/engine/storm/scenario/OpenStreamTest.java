package org.gale.engine.storm.scenario;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Streams that follow a clock: their parts, multiples and times, and the kind of loop that values ask for. */
class OpenStreamTest
{
    private static final OpenStream STREAM = new OpenStream(1500, Spacing.EVEN);

    @Test
    void shouldHaveAsManyEventsInATimeAsItsRateSays()
    {
        assertEquals(3000, STREAM.events(2));
        assertEquals(1e9 / 1500, STREAM.meanNs(1));
        assertEquals(4 * 1e9 / 1500, STREAM.meanNs(4));
        assertTrue(STREAM.isClocked());
        assertFalse(STREAM.scaled(0).isClocked());
    }

    @Test
    void shouldKeepItsSpacingInPartsAndMultiples()
    {
        final Spacing bursts = new Spacing(false, new OnOff(1.5, 2_000_000, 6_000_000));

        assertEquals(new OpenStream(1000, bursts), new OpenStream(1500, bursts).parts(2, 3));
        assertEquals(new OpenStream(3000, bursts), new OpenStream(1500, bursts).scaled(2));
    }

    @Test
    void shouldLeaveStreamsWithoutAClockAsTheyAre()
    {
        final StreamShape closed = new ClosedStream(16);

        assertEquals(0, closed.events(1));
        assertFalse(closed.isClocked());
        assertEquals(closed, closed.scaled(2));
    }

    @ParameterizedTest
    @CsvSource({"closed, 100, open", "closed, 0, closed", "closed, , closed", "open, 100, open", "open, 0, closed",
        "open, , open"})
    void shouldChangeItsKindByARate(final String before, final Double rate, final String after)
    {
        final SettingValues changes =
            rate == null ? SettingValues.NONE : SettingValues.NONE.with(StormSettings.RATE, rate);
        final TrafficKind kind = before.equals("open") ? TrafficKind.OPEN : TrafficKind.CLOSED;

        assertEquals(after, kind.with(changes).name());
    }

    @Test
    void shouldBeAskedForByARateAlone()
    {
        final SettingValues window = SettingValues.NONE.with(StormSettings.WINDOW, 5L);

        assertNull(OpenStream.asked(window));
        assertNull(OpenStream.asked(window.with(StormSettings.RATE, SettingType.RATE_MAX)));
        assertEquals(new OpenStream(100, Spacing.POISSON), OpenStream.asked(window.with(StormSettings.RATE, 100.0)));
    }

    @Test
    void shouldBeAssignedWithoutFractions()
    {
        assertEquals(Map.of("vms.a.devices.b.traffic.rate", "500"),
            new OpenStream(499.6, Spacing.EVEN).assignments("vms.a.devices.b.traffic"));
    }

    @ParameterizedTest
    @CsvSource({"125, 1, true", "124, 1, false", "250, 2, true", "249, 2, false"})
    void shouldHaveAnEventInAThousandBursts(final double rate, final int events, final boolean isAllowed)
    {
        final OpenStream stream = new OpenStream(rate / 1000, new Spacing(false, new OnOff(1.5, 2_000_000, 6_000_000)));
        if (isAllowed)
        {
            stream.checkEach(events, "");
        }
        else
        {
            final SettingException failure =
                assertThrows(SettingException.class, () -> stream.checkEach(events, ""));
            assertEquals(StormSettings.RATE, failure.setting());
        }
    }

    @Test
    void shouldBeWhatAPhaseMakesOfIt()
    {
        final SettingValues rate = SettingValues.NONE.with(StormSettings.RATE, 100.0);

        assertEquals(new OpenStream(100, Spacing.EVEN), change(rate).of(STREAM));
        assertEquals(new OpenStream(300, Spacing.EVEN), change(rate.with(PhaseShape.SCALE, 3.0)).of(STREAM));
        assertEquals(new OpenStream(0, Spacing.EVEN), change(rate.with(PhaseShape.PAUSE, true)).of(STREAM));
    }

    private static PhaseShape.PhaseChange change(final SettingValues values)
    {
        return new PhaseShape.PhaseChange(0, PhaseShape.PhaseChange.ALL, values);
    }
}
