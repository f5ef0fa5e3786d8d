package org.gale.engine.storm.latency;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.gale.engine.command.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The hash as {@code latency.md} writes it, and how evenly it draws. */
class SampleHashTest
{
    private static final int DRAWS = 1 << 16;
    private static final int EVERY = 16;
    /** Deviations of a binomial distribution beyond which one draw in some hundred thousand lies. */
    private static final double DEVIATIONS = 4.5;

    private final long limit = SampleHash.limit(EVERY);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16, 1_000, Integer.MAX_VALUE})
    void shouldBeTheHashOfThePage(final int every)
    {
        final SplittableRandom random = new SplittableRandom(every);
        for (int i = 0; i < DRAWS; i++)
        {
            final int deviceId = random.nextInt(1 << 20);
            final int eventId = random.nextInt(1 << 16);
            final long command = random.nextLong(1L << 40);

            assertEquals(isDrawnByPage(deviceId, eventId, command, every),
                SampleHash.isDrawn(deviceId, eventId, command, SampleHash.limit(every)));
        }
    }

    @Test
    void shouldDrawEachOfAll()
    {
        assertTrue(SampleHash.isDrawn(7, 3, 99, SampleHash.limit(1)));
        assertEquals(SampleHash.ALL, SampleHash.limit(1));
    }

    @Test
    void shouldDrawNone()
    {
        assertFalse(SampleHash.isDrawn(7, 3, 99, SampleHash.limit(0)));
    }

    @Test
    void shouldLeaveTheTimeOut()
    {
        for (int command = 0; command < DRAWS; command++)
        {
            assertEquals(SampleHash.drawn(Commands.msi(5, 9, 0), SampleHash.step(command), limit),
                SampleHash.drawn(Commands.msi(5, 9, 0xff_ffff), SampleHash.step(command), limit));
        }
    }

    /** Draws regular traffic: one LPI alone, LPIs by turns, a stride of commands, one event of many devices. */
    @ParameterizedTest(name = "devices by {0}, events by {1}, commands by {2}")
    @CsvSource({"0, 0, 1", "0, 1, 1", "1, 0, 1", "1, 1, 1", "0, 0, 17", "0, 16, 16", "0, 0, 65536", "3, 5, 2048"})
    void shouldDrawRegularTrafficEvenly(final int deviceStride, final int eventStride, final int commandStride)
    {
        int drawn = 0;
        int again = 0;
        boolean wasDrawn = false;
        for (int i = 0; i < DRAWS; i++)
        {
            final boolean isDrawn = SampleHash.isDrawn(i * deviceStride & 0xf_ffff, i * eventStride & 0xffff,
                (long)i * commandStride, limit);
            drawn += isDrawn ? 1 : 0;
            again += isDrawn && wasDrawn ? 1 : 0;
            wasDrawn = isDrawn;
        }

        assertWithin(DRAWS, 1.0 / EVERY, drawn);
        assertWithin(DRAWS, 1.0 / EVERY / EVERY, again);
    }

    private static void assertWithin(final int draws, final double share, final int drawn)
    {
        final double mean = draws * share;

        assertEquals(mean, drawn, DEVIATIONS * Math.sqrt(mean * (1 - share)));
    }

    private static boolean isDrawnByPage(
        final int deviceId, final int eventId, final long command, final int every)
    {
        final BigInteger sum = BigInteger.valueOf(deviceId).shiftLeft(40)
            .add(BigInteger.valueOf(eventId).shiftLeft(24))
            .add(BigInteger.valueOf(command).multiply(new BigInteger("9E3779B97F4A7C15", 16)));
        final BigInteger h = sum.mod(BigInteger.ONE.shiftLeft(64));
        final BigInteger hash = h.xor(h.shiftRight(32)).multiply(new BigInteger("D6E8FEB86659FD93", 16))
            .mod(BigInteger.ONE.shiftLeft(64)).shiftRight(32);

        return hash.longValueExact() < (1L << 32) / every;
    }
}
