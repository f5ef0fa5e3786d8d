package org.gale.engine.report.sweep;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.gale.engine.storm.result.LatencySummary;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of joins of seeds, of drawn ones above all. */
class SeedSumTest
{
    private static final int ROUNDS = 40;

    private final Random random = new Random(53);

    @Test
    void shouldJoinSeedsInAnyGroupingAndFromNothing()
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            final long first = random.nextLong();
            final long second = random.nextLong();
            final long third = random.nextLong();
            final SeedSum left = join(join(drawn(first), drawn(second)), drawn(third));
            final SeedSum right = join(drawn(first), join(drawn(second), drawn(third)));

            assertEquals(left, right);
            assertEquals(drawn(first), join(drawn(first), new SeedSum()));
            assertEquals(drawn(first), join(new SeedSum(), drawn(first)));
        }
    }

    @Test
    void shouldRefuseAnotherScenario()
    {
        final SeedSum other = drawn(1);
        other.origin(new SeedSum.Origin("another", 1L));

        assertEquals("results of two scenarios cannot be added",
            assertThrows(IllegalArgumentException.class, () -> join(drawn(1), other)).getMessage());
    }

    @Test
    void shouldKeepTheFigureOfEachSeedInOrder()
    {
        final SeedSum sum = new SeedSum();
        for (final long rate : new long[]{30, 10, 40, 20})
        {
            final SeedSum one = new SeedSum();
            one.figure("rate", BigDecimal.valueOf(rate));
            sum.join(one);
        }

        final SeedFigures rates = sum.figures().get("rate");
        assertEquals("[10, 20, 30, 40]", rates.values().toString());
        assertEquals(List.of(10L, 20L, 40L), List.of(rates.least().longValue(), rates.median().longValue(),
            rates.greatest().longValue()));
        assertEquals(rates, rates.join(SeedFigures.NONE));
    }

    private static SeedSum join(final SeedSum one, final SeedSum other)
    {
        one.join(other);

        return one;
    }

    /** Returns the result of a seed: the same one each time. */
    private static SeedSum drawn(final long seed)
    {
        final Random drawn = new Random(seed);
        final SeedSum sum = fill(new SeedSum(), drawn);
        sum.origin(new SeedSum.Origin("any", seed));
        sum.figure("rate", BigDecimal.valueOf(drawn.nextInt(1_000)));
        fill(sum.group("quiet"), drawn);
        fill(fill(sum.phase("calm"), drawn).group("quiet"), drawn);

        return sum;
    }

    private static SeedSum fill(final SeedSum sum, final Random drawn)
    {
        sum.count(new SeedSum.Counter("accounting", "", "offered"), drawn.nextInt(100));
        sum.count(new SeedSum.Counter("model", "", "exits"), drawn.nextInt(100));
        for (final String latency : List.of("response", "request"))
        {
            sum.latency(latency);
            for (int i = drawn.nextInt(9); i > 0; i--)
            {
                sample(sum, latency, drawn.nextInt(1 << 20));
            }
        }

        return sum;
    }

    private static void sample(final SeedSum sum, final String latency, final long ns)
    {
        sum.latency(latency).add(ns, 1);
        sum.latency(latency).addExact(LatencySummary.of(1, ns, percentile -> ns));
    }
}
