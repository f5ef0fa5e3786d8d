package org.gale.engine.storm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gale.engine.storm.model.PacketShape.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamicModerationTest
{
    /**
     * Table of loads with the profile behind each decision. A load is a list of gaps between packets, ns, each with the
     * number of its decisions. The sequences come from a second implementation of the rules, in another language.
     * <p>
     * The first one by hand: 64 interrupts of 8 us have no predecessor, which is better, so that the search begins
     * to the left, at 0. There are 8 times as many interrupts, which is worse: it turns, to 1. That is better, and so
     * are 2, 3 and 4, behind which is the edge, where it parks.
     */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', value = {
        "EQE | 100x40 | 0123444444444444444444444444444444444444",
        "EQE | 500x40 | 0123444444444444444444444444444444444444",
        "EQE | 900x40 | 0123444444444444444444444444444444444444",
        "EQE | 2000x40 | 0123444444444444444444444444444444444444",
        "EQE | 7000x40 | 0123444444444444444444444444444444444444",
        "EQE | 8900x40 | 0101010101111111111101010101011111111111",
        "EQE | 10000x40 | 0101010101111111111101010101011111111111",
        "EQE | 63000x40 | 0101010101111111111101010101011111111111",
        "EQE | 100000x40 | 0101010101111111111101010101011111111111",
        "EQE | 300000x40 | 0101010101111111111101010101011111111111",
        "EQE | 1000000x40 | 0101010101111111111101010101011111111111",
        "EQE | 500x12 20000x12 500x16 | 0123444444443444444444443444444444444444",
        "EQE | 20000x12 500x12 20000x16 | 0101010101111111111101232344444444444444",
        "EQE | 1000x10 1090x10 1000x10 1120x10 | 0123444444444444444444444444444444444444",
        "EQE | 300x8 400x8 500x8 600x8 700x8 | 0123444434444444344444443444444434444444",
        "EQE | 100000x8 50000x8 25000x8 12500x8 6250x8 | 0101010123333333333323443444444434444444",
        "EQE | 500x1 2000x1 500x1 2000x1 500x1 2000x1 500x1 2000x1 500x1 2000x1 500x1 2000x1 500x1 " +
            "2000x1 500x1 2000x1 | 0121100121100121",
        "EQE | 40000x3 4000x3 40000x3 4000x3 40000x3 4000x3 40000x3 4000x3 | 010000101234344344344344",
        "EQE | 10000x9 9000x9 10000x9 8000x13 | 0101010100000000000000000001010101010000",
        "EQE | 150000x6 3000x6 150000x6 3000x6 200x16 | 0101012344443444443444443444444444444444",
        "EQE | 1000x6 1040x1 1080x1 1120x1 1160x1 1200x1 1240x3 | 01234444434444",
        "CQE | 2000x40 | 0123444444444444444444444444444444444444",
        "CQE | 20000x12 500x12 20000x16 | 0101010101111111111101232344444444444444" })
    void shouldDecideByTheRulesOfNetDim(final Period period, final String load, final String profiles)
    {
        final DynamicModeration moderation = new DynamicModeration(period);
        final StringBuilder decided = new StringBuilder();
        final long[] sample = new long[3];
        assertFalse(moderation.sample(0, 0, 0));

        for (final String part : load.split(" ", -1))
        {
            final int decisions = Integer.parseInt(part.substring(part.indexOf('x') + 1));
            for (int i = 0; i < decisions; i++)
            {
                decide(moderation, sample, Long.parseLong(part.substring(0, part.indexOf('x'))));
                decided.append(moderation.profile());
            }
        }

        assertEquals(profiles, decided.toString());
    }

    private static void decide(final DynamicModeration moderation, final long[] sample, final long gapNs)
    {
        final long ns = Math.max(gapNs, moderation.periodNs()) * DynamicModeration.DECISION_EVENTS;
        final int last = moderation.profile();
        sample[0] += ns;
        sample[1] += ns / gapNs;
        sample[2] += DynamicModeration.DECISION_EVENTS;
        assertTrue(moderation.sample(sample[0], sample[1], sample[2]));
        if (moderation.profile() != last)
        {
            assertFalse(moderation.sample(sample[0], sample[1], sample[2]));
        }
    }

    @Test
    void shouldDecideEvery64Interrupts()
    {
        final DynamicModeration moderation = new DynamicModeration(Period.EQE);

        assertFalse(moderation.sample(0, 0, 1));
        assertFalse(moderation.sample(63_000, 63, 64));
        assertTrue(moderation.sample(64_000, 64, 65));
        // The measurement of another profile begins with the sample behind the decision.
        assertFalse(moderation.sample(65_000, 65, 66));
        assertFalse(moderation.sample(128_000, 128, 129));
        assertTrue(moderation.sample(129_000, 129, 130));
    }

    @Test
    void shouldDecideNothingWhenNoTimeHasPassed()
    {
        final DynamicModeration moderation = new DynamicModeration(Period.EQE);

        assertFalse(moderation.sample(0, 0, 0));
        assertFalse(moderation.sample(999, 100, 100));
        assertTrue(moderation.sample(1_000, 100, 100));
    }

    @Test
    void shouldStayWhenNoPacketsCome()
    {
        final DynamicModeration moderation = new DynamicModeration(Period.EQE);

        assertFalse(moderation.sample(0, 0, 0));
        assertTrue(moderation.sample(64_000, 0, 64));

        assertEquals(1, moderation.profile());
    }

    @ParameterizedTest
    @CsvSource({
        "EQE, 1000 8000 64000 128000 256000, 256 256 256 256 256",
        "CQE, 2000 8000 16000 32000 64000, 256 128 64 64 64" })
    void shouldHaveTheProfilesOfNetDim(final Period period, final String periodsNs, final String limits)
    {
        final DynamicModeration moderation = new DynamicModeration(period);
        final String[] expectedNs = periodsNs.split(" ", -1);
        final String[] expectedLimits = limits.split(" ", -1);
        final long[] sample = new long[3];
        moderation.sample(0, 0, 0);

        for (int profile = 0; profile < expectedNs.length; profile++)
        {
            decide(moderation, sample, 100);

            assertEquals(profile, moderation.profile());
            assertEquals(Long.parseLong(expectedNs[profile]), moderation.periodNs());
            assertEquals(Integer.parseInt(expectedLimits[profile]), moderation.packetLimit());
        }
    }

    /**
     * Checks the profile that a queue comes to, with the interrupts that its device really sends. With 300 ns between
     * two packets, 256 of them end the periods of the last two profiles alike.
     */
    @ParameterizedTest
    @CsvSource({ "300, 3", "1000, 4", "7000, 4", "20000, 1", "100000, 1" })
    void shouldComeToTheProfileOfAConstantLoad(final long gapNs, final int profile)
    {
        final PacketQueue queue = new PacketQueue(new PacketShape(Moderation.DIM, Period.EQE, 64, 50), () -> gapNs, 0);

        // Parked at the edge after 5 decisions; tired after 10, with ten more before the next step.
        new ModelLoop(new VectorModels(List.of(queue)), 1, 0).run(15 * 65 * Math.max(gapNs, 100_000));

        assertEquals(profile, queue.profile());
    }

    @Test
    void shouldSendFewerInterruptsThanAFixedPeriodWhenTheLoadIsHighAndMoreWhenItIsLow()
    {
        assertTrue(interrupts(Moderation.DIM, 1_000) < interrupts(Moderation.fixed(84_000), 1_000));
        assertTrue(interrupts(Moderation.DIM, 30_000) > interrupts(Moderation.fixed(84_000), 30_000));
    }

    private static int interrupts(final Moderation moderation, final long gapNs)
    {
        final PacketQueue queue = new PacketQueue(new PacketShape(moderation, Period.EQE, 64, 500), () -> gapNs, 0);

        return new ModelLoop(new VectorModels(List.of(queue)), 1, 1_000).run(200_000_000).raisedNs().size();
    }
}
