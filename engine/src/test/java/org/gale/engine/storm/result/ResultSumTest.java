package org.gale.engine.storm.result;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of sums of results, of drawn ones above all. */
class ResultSumTest
{
    private static final int ROUNDS = 200;

    private final Random random = new Random(53);

    @Test
    void shouldJoinSeedsInAnyGroupingAndFromNothing()
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            final long first = random.nextLong();
            final long second = random.nextLong();
            final long third = random.nextLong();
            final ResultSum left = join(join(drawn(first), drawn(second)), drawn(third));
            final ResultSum right = join(drawn(first), join(drawn(second), drawn(third)));

            assertEquals(left, right);
            assertEquals(drawn(first), join(drawn(first), new ResultSum()));
            assertEquals(drawn(first), join(new ResultSum(), drawn(first)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAddPartsInAnyGroupingAndFromNothing(final ResultSum.Order order)
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            final long seed = random.nextLong();
            final ResultSum left = plus(plus(part(seed, 0), part(seed, 1), order), part(seed, 2), order);
            final ResultSum right = plus(part(seed, 0), plus(part(seed, 1), part(seed, 2), order), order);

            assertEquals(left, right);
            assertEquals(part(seed, 0), plus(part(seed, 0), new ResultSum(), order));
            assertEquals(part(seed, 0), plus(new ResultSum(), part(seed, 0), order));
        }
    }

    /** Events of three groups that run at once are those of the storm. */
    @Test
    void shouldHaveTheSumOfPartsAsTheWhole()
    {
        final ResultSum whole = new ResultSum();
        final ResultSum sum = new ResultSum();
        for (int part = 0; part < 3; part++)
        {
            final ResultSum one = new ResultSum();
            final EventAccount account = new EventAccount(0, 100 + part, 90, 4, 2, 4 + part);
            one.count(account);
            one.time(new ResultSum.Time(50 + part, 40 + part, 80, 70));
            whole.count(account);
            for (int i = 0; i < 150; i++)
            {
                final long ns = random.nextInt(100_000);
                sample(one, "response", ns);
                sample(whole, "response", ns);
            }
            sum.plus(one, ResultSum.Order.PARALLEL);
        }
        whole.time(new ResultSum.Time(52, 42, 240, 210));

        assertEquals(whole, sum);
        assertEquals(0, sum.account().remainder());
        assertEquals(450, sum.latency("response").summary().count());
    }

    @Test
    void shouldKeepTimesAndLatenciesSinceAResume()
    {
        final ResultSum storm = new ResultSum();
        storm.count(new EventAccount(0, 10, 7, 0, 0, 3));
        storm.time(new ResultSum.Time(1_000, 900, 9, 6));
        sample(storm, "response", 70);
        final ResultSum resumed = new ResultSum();
        resumed.count(new EventAccount(3, 5, 8, 0, 0, 0));
        resumed.time(new ResultSum.Time(400, 300, 5, 8));
        sample(resumed, "response", 50);

        storm.plus(resumed, ResultSum.Order.SEQUENCE);

        assertEquals(new EventAccount(0, 15, 15, 0, 0, 0), storm.account());
        assertEquals(new ResultSum.Time(400, 300, 5, 8), storm.time());
        assertEquals(1, storm.latency("response").count());
        assertEquals(50, storm.latency("response").summary().max());
    }

    @Test
    void shouldAddTheAccountOfAResumeToThatBeforeIt()
    {
        final EventAccount before = EventAccount.counted(0, 10, 7);
        final EventAccount run = EventAccount.counted(before.pending(), 5, 6);

        assertEquals(EventAccount.counted(0, 15, 13),
            ResultSum.of(before).plus(ResultSum.of(run), ResultSum.Order.SEQUENCE).account());
        assertEquals(EventAccount.counted(0, 5, 5), ResultSum.of(EventAccount.NONE)
            .plus(ResultSum.of(EventAccount.counted(0, 5, 5)), ResultSum.Order.SEQUENCE).account());
        assertThrows(IllegalArgumentException.class, () -> ResultSum.of(before).plus(
            ResultSum.of(EventAccount.counted(0, 5, 5)), ResultSum.Order.SEQUENCE));
    }

    @Test
    void shouldRefuseWhatAreNoPartsOfOneStorm()
    {
        final ResultSum other = drawn(1);
        other.origin(new ResultSum.Origin("another", 1L));
        final ResultSum seed = drawn(1);
        seed.origin(new ResultSum.Origin("any", 2L));
        final ResultSum gap = new ResultSum();
        gap.count(new EventAccount(2, 0, 2, 0, 0, 0));

        assertEquals("results of two scenarios cannot be added",
            assertThrows(IllegalArgumentException.class, () -> join(drawn(1), other)).getMessage());
        assertEquals("parts of seeds 1 and 2 are no parts of one storm", assertThrows(IllegalArgumentException.class,
            () -> plus(drawn(1), seed, ResultSum.Order.PARALLEL)).getMessage());
        final ResultSum before = new ResultSum();
        before.count(new EventAccount(0, 9, 8, 0, 0, 1));
        assertEquals("a part carries in 2 events, and 1 were pending before", assertThrows(
            IllegalArgumentException.class, () -> plus(before, gap, ResultSum.Order.SEQUENCE)).getMessage());
    }

    @Test
    void shouldKeepTheFigureOfEachSeedInOrder()
    {
        final ResultSum sum = new ResultSum();
        for (final long rate : new long[]{30, 10, 40, 20})
        {
            final ResultSum one = new ResultSum();
            one.figure("rate", BigDecimal.valueOf(rate));
            sum.join(one);
        }

        final SeedFigures rates = sum.figures().get("rate");
        assertEquals("[10, 20, 30, 40]", rates.values().toString());
        assertEquals(List.of(10L, 20L, 40L), List.of(rates.least().longValue(), rates.median().longValue(),
            rates.greatest().longValue()));
        assertEquals(rates, rates.join(SeedFigures.NONE));
    }

    @Test
    void shouldLoseThePercentilesOfAResultWithoutHistogramAlone()
    {
        final SampleSum one = SampleSum.ofPart();
        one.addExact(LatencySummary.of(200, 2_000, percentile -> 10));
        one.lacksHistogram();
        final SampleSum two = SampleSum.ofPart();
        two.add(7, 300);
        two.addExact(LatencySummary.of(300, 2_100, percentile -> 7));

        assertEquals(7, two.summary().p99());
        two.add(one);
        assertEquals(LatencySummary.of(500, 4_100, percentile -> percentile.isMax() ? 10 : LatencySummary.NONE),
            two.summary());
    }

    @Test
    void shouldDistinguishNoMoreDigitsThanOneOfTheResults()
    {
        final SampleSum fine = SampleSum.ofStorm();
        fine.add(1_001_000, 100);
        fine.addExact(LatencySummary.of(100, 100_100_000, percentile -> 1_001_000));
        final SampleSum coarse = SampleSum.ofPart();
        coarse.limit(2);

        final SampleSum limited = SampleSum.ofStorm();
        limited.add(fine);
        limited.add(coarse);
        assertEquals(2, limited.samples().getNumberOfSignificantValueDigits());
        coarse.add(fine);
        assertEquals(2, coarse.samples().getNumberOfSignificantValueDigits());
        assertEquals(100, coarse.count());
        assertEquals(1_001_000, coarse.summary().p99(), "no percentile exceeds the maximum");
    }

    private static ResultSum join(final ResultSum one, final ResultSum other)
    {
        one.join(other);

        return one;
    }

    private static ResultSum plus(final ResultSum one, final ResultSum other, final ResultSum.Order order)
    {
        one.plus(other, order);

        return one;
    }

    /** Returns the result of a seed: the same one each time. */
    private static ResultSum drawn(final long seed)
    {
        final Random drawn = new Random(seed);
        final ResultSum sum = fill(new ResultSum(), drawn);
        sum.origin(new ResultSum.Origin("any", seed));
        sum.figure("rate", BigDecimal.valueOf(drawn.nextInt(1_000)));
        fill(sum.group("quiet"), drawn);
        fill(fill(sum.phase("calm"), drawn).group("quiet"), drawn);

        return sum;
    }

    /** Returns one of the parts of a storm, each of which carries in what was pending before. */
    private static ResultSum part(final long seed, final int index)
    {
        final Random drawn = new Random(seed + index);
        final ResultSum sum = new ResultSum();
        sum.origin(new ResultSum.Origin("any", seed));
        account(sum, index);
        account(sum.group("quiet"), index);
        sum.time(new ResultSum.Time(drawn.nextInt(100), drawn.nextInt(100), drawn.nextInt(100), 1));
        for (int i = drawn.nextInt(9); i > 0; i--)
        {
            sample(sum, "response", drawn.nextInt(1 << 20));
            sample(sum.group("quiet"), "response", drawn.nextInt(1 << 20));
        }

        return sum;
    }

    private static void account(final ResultSum sum, final int index)
    {
        sum.count(new EventAccount(index, 10, 9, 0, 0, index + 1));
    }

    private static ResultSum fill(final ResultSum sum, final Random drawn)
    {
        sum.count(new EventAccount(0, drawn.nextInt(100), drawn.nextInt(100), drawn.nextInt(9), 0, drawn.nextInt(9)));
        sum.count(new ResultSum.Counter("model", "", "exits"), drawn.nextInt(100));
        sum.time(new ResultSum.Time(drawn.nextInt(100), drawn.nextInt(100), drawn.nextInt(100), 1));
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

    private static void sample(final ResultSum sum, final String latency, final long ns)
    {
        sum.latency(latency).add(ns, 1);
        sum.latency(latency).addExact(LatencySummary.of(1, ns, percentile -> ns));
    }
}
