package org.gale.engine.storm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.storm.scenario.LineSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LineVectorTest
{
    private static Draw gaps(final long... ns)
    {
        final int[] next = { 0 };

        return () -> ns[Math.min(next[0]++, ns.length - 1)];
    }

    private static void handle(final LineVector line, final long beganNs, final long endedNs)
    {
        line.acknowledged(beganNs);
        assertEquals(0, line.prolongedNs(endedNs));
        line.handled(endedNs);
    }

    @Test
    void shouldRaiseAtEachEventThatFindsTheLineLow()
    {
        final LineVector line = new LineVector(List.of(gaps(100)));

        assertEquals(100, line.nextNs());
        assertTrue(line.fire(100));
        assertTrue(line.needsHandler());
        handle(line, 110, 120);
        assertFalse(line.needsHandler());
        assertTrue(line.fire(200));

        assertEquals(2, line.sent());
        assertEquals(2, line.completions());
        assertEquals(0, line.ticksHigh());
        assertNull(line.brokenLaw());
    }

    @Test
    void shouldBeOneInterruptWhileEitherOfTwoDevicesIsHigh()
    {
        final LineVector line = new LineVector(List.of(gaps(100, 1_000), gaps(130, 1_000)));

        assertTrue(line.fire(100));
        assertFalse(line.fire(130), "the line is high");
        line.acknowledged(140);
        assertFalse(line.staysHigh(), "the handler found both");
        line.handled(150);

        assertFalse(line.needsHandler());
        assertEquals(2, line.sent());
        assertEquals(1, line.ticksHigh());
        assertNull(line.brokenLaw());
    }

    @Test
    void shouldStayHighForAnEventBehindTheBeginOfTheHandler()
    {
        final LineVector line = new LineVector(List.of(gaps(100, 1_000), gaps(130, 1_000)));

        assertTrue(line.fire(100));
        line.acknowledged(120);
        assertFalse(line.staysHigh());
        assertFalse(line.fire(130));
        assertTrue(line.staysHigh());
        line.handled(150);
        assertTrue(line.needsHandler(), "the interrupt comes again");
        assertFalse(line.staysHigh(), "of a handler that begins now");
        handle(line, 155, 160);

        assertFalse(line.needsHandler());
        assertEquals(1, line.ticksHigh());
        assertNull(line.brokenLaw());
    }

    @Test
    void shouldForgetAHandlerThatKeptTheLineHigh()
    {
        final LineVector line = new LineVector(List.of(gaps(100, 50, 1_000), gaps(2_000)));

        line.fire(100);
        line.acknowledged(120);
        line.fire(150);
        line.handled(160);
        handle(line, 170, 180);
        assertTrue(line.fire(1_150));
        handle(line, 1_160, 1_170);

        assertFalse(line.needsHandler());
        assertTrue(line.fire(2_000));
        assertEquals(4, line.sent());
        assertEquals(1, line.ticksHigh());
        assertNull(line.brokenLaw());
    }

    @Test
    void shouldTakeTheDeviceOfTheLowerNumberAtEqualTimes()
    {
        final LineVector line = new LineVector(List.of(gaps(100, 900), gaps(100, 10, 900)));

        assertTrue(line.fire(100));
        assertEquals(100, line.nextNs());
        assertFalse(line.fire(100));
        assertEquals(110, line.nextNs());
    }

    @ParameterizedTest
    @CsvSource({ "1, poisson", "2, poisson", "3, constant", "64, '{on-off: {alpha: 1.5, on: 1ms, off: 9ms}}'" })
    void shouldRaiseAtTheRateOfEachDeviceOverItsLines(final int share, final String arrivals)
    {
        final SettingValues values = LineVector.KIND.kind().complete(SettingValues.NONE
            .withText(StormSettings.RATE, "20k").withText(StormSettings.ARRIVALS, arrivals)
            .withText(LineSettings.SHARE, Integer.toString(share)));
        final TrafficModel device = LineVector.KIND.maker().make(values,
            new DevicePlace(2, 1, new SplittableRandom(share)));

        final ModelLoop loop = new ModelLoop(device, 2, 0).run(1_000_000_000);

        // A second of handlers that take no time.
        final double allowed = arrivals.startsWith("{") ? 0.5 : 0.02;
        assertEquals(20_000.0 * share, (double)device.sent(), allowed * 20_000 * share);
        assertEquals(device.sent(), loop.raisedNs().size() + device.ticksHigh());
        assertNull(device.brokenLaw());
    }

    /** Compares the line with a list of all events, of which a handler takes those in front of its begin. */
    @ParameterizedTest(name = "seed {0}")
    @CsvSource({ "1", "2", "3", "4", "5" })
    void shouldLoseNoEvent(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final int devices = 1 + random.nextInt(4);
        final List<Draw> gaps = new ArrayList<>();
        for (int device = 0; device < devices; device++)
        {
            final SplittableRandom own = random.split();
            gaps.add(() -> 1 + own.nextLong(500));
        }
        final LineVector line = new LineVector(gaps);
        long untaken = 0;                                           // events that no handler has found
        long found = 0;                                             // by the handler that runs
        boolean isHandled = false;
        boolean isToCome = false;
        for (int step = 0; step < 20_000; step++)
        {
            final boolean fires = (!isToCome && !isHandled) || random.nextInt(3) > 0;
            if (fires)
            {
                final boolean isRaised = line.fire(line.nextNs());
                assertEquals(untaken + found == 0, isRaised, "step " + step);
                isToCome |= isRaised;
                untaken++;
            }
            else if (isHandled)
            {
                found = 0;
                assertEquals(untaken > 0, line.staysHigh(), "step " + step);
                line.handled(0);
                isHandled = false;
                isToCome = untaken > 0;
            }
            else
            {
                line.acknowledged(0);
                found = untaken;
                untaken = 0;
                isHandled = true;
                isToCome = false;
            }
            assertNull(line.brokenLaw());
            assertEquals(untaken + found > 0, line.needsHandler(), "step " + step);
        }
    }
}
