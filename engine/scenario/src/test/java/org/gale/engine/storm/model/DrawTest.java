package org.gale.engine.storm.model;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.support.Distributions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

class DrawTest
{
    private static final int MANY = 1_000_000;

    /** Table of the first ten draws of each distribution with seed 1, and a hash of the first million. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "2us | 2000 2000 2000 2000 2000 2000 2000 2000 2000 2000 | -2709442568671641600",
        "{uniform: {from: 1us, to: 3us}} | 2133 2492 2942 1889 1888 2526 2755 2046 1571 2588 | 1165781761499495031",
        "{exponential: 2us} | 1136 587 59 1622 1623 541 262 1296 2507 461 | -954128273664331143",
        "{lognormal: {median: 2us, sigma: 0.5}} | 1972 1785 2106 1553 2482 1176 1080 2757 2411 2774 | " +
            "4487062878289173184",
        "{pareto: {alpha: 1.5, min: 1us, cap: 1ms}} | 1461 1216 1020 1717 1718 1198 1091 1540 2306 1166 | " +
            "-7468479270953701550",
        "{list: [[1us, 9], [20us, 1]]} | 1000 1000 20000 1000 1000 1000 1000 1000 1000 1000 | 7184632472640088360" })
    void shouldDrawTheSameTimesOnEveryMachine(final String text, final String times, final long hash)
    {
        final Draw draw = draw(text, 1);
        final long[] all = LongStream.generate(draw::nextNs).limit(MANY).toArray();

        assertEquals(times, Arrays.stream(all).limit(10).mapToObj(Long::toString).collect(Collectors.joining(" ")));
        assertEquals(hash, Arrays.stream(all).reduce(0, (sum, ns) -> 31 * sum + ns));
    }

    /** Cases with times so long that the last bit of a double shows among the ns of a million of them. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "{exponential: 300s}                         | 7221767737987241060",
        "{lognormal: {median: 900s, sigma: 0.02}}    | 5972077610867496689",
        "{pareto: {alpha: 20, min: 800s, cap: 1000s}} | 6878997610225727574" })
    void shouldDrawLongTimesToTheLastBit(final String text, final long hash)
    {
        final Draw draw = draw(text, 1);

        assertEquals(hash, LongStream.generate(draw::nextNs).limit(MANY).reduce(0, (sum, ns) -> 31 * sum + ns));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "2us", "{uniform: {from: 0ns, to: 1us}}", "{uniform: {from: 7ns, to: 8ns}}", "{exponential: 5us}",
        "{lognormal: {median: 1us, sigma: 1}}", "{pareto: {alpha: 3, min: 1us, cap: 5us}}",
        "{pareto: {alpha: 1, min: 1us, cap: 100us}}", "{list: [[0ns, 0.5], [3us, 0], [7us, 1.5]]}" })
    void shouldDrawTheMean(final String text)
    {
        final Draw draw = draw(text, 42);
        double sum = 0;
        for (int i = 0; i < MANY; i++)
        {
            sum += draw.nextNs();
        }

        final double mean = Distributions.of(text).meanNs();
        assertEquals(mean, sum / MANY, mean * 0.01);
    }

    @Test
    void shouldDrawBothEndsOfAUniformDistribution()
    {
        final Draw draw = draw("{uniform: {from: 3ns, to: 5ns}}", 1);
        final long[] counts = new long[8];
        for (int i = 0; i < 30_000; i++)
        {
            counts[(int)draw.nextNs()]++;
        }

        assertEquals(30_000, counts[3] + counts[4] + counts[5]);
        assertTrue(counts[3] > 9_500 && counts[4] > 9_500 && counts[5] > 9_500, Arrays.toString(counts));
    }

    @Test
    void shouldDrawNothingBelowTheMinimumOrAboveTheCap()
    {
        final Draw draw = draw("{pareto: {alpha: 0.5, min: 10ns, cap: 90ns}}", 1);
        final long[] counts = new long[100];
        for (int i = 0; i < 30_000; i++)
        {
            counts[(int)draw.nextNs()]++;
        }

        assertEquals(0, Arrays.stream(counts, 0, 10).sum() + Arrays.stream(counts, 91, 100).sum());
        // One third of the times are longer than nine minima.
        assertEquals(10_000.0, (double)counts[90], 500.0);
    }

    @Test
    void shouldDrawNothingAboveTheLimit()
    {
        final Draw draw = draw("{lognormal: {median: 1000s, sigma: 4}}", 1);

        assertTrue(LongStream.generate(draw::nextNs).limit(1_000).allMatch(ns -> ns >= 0 &&
            ns <= Distribution.LIMIT_NS));
    }

    @Test
    void shouldNotDrawATimeWithoutWeight()
    {
        final Draw draw = draw("{list: [[1ns, 0], [2ns, 1], [3ns, 0]]}", 1);

        assertTrue(LongStream.generate(draw::nextNs).limit(10_000).allMatch(ns -> ns == 2));
    }

    @Test
    void shouldDrawOtherTimesWithAnotherSeed()
    {
        assertNotEquals(draw("{exponential: 1ms}", 1).nextNs(), draw("{exponential: 1ms}", 2).nextNs());
    }

    @Test
    void shouldDrawWhatStrictMathSaysOnEveryProcessor()
    {
        final Draw draw = draw("{exponential: 200s}", 1);
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 4_000_000; i++)
        {
            final double fraction = ((random.nextLong() >>> 12) + 0.5) * 0x1p-52;
            final long ns = (long)Math.min(Distribution.LIMIT_NS, -StrictMath.log(fraction) * 2e11 + 0.5);
            if (ns != draw.nextNs())
            {
                fail("draw " + i + " of " + fraction + " is not " + ns);
            }
        }
    }

    private static Draw draw(final String text, final long seed)
    {
        return Draws.of(Distributions.of(text), seed);
    }
}
