package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ThirdsTest
{
    private static final long SLICE_NS = 1_000_000;
    private static final int SLICES = 150;
    private static final int SAMPLES = 100;

    @Test
    void shouldFindNothingInAConstantStorm()
    {
        final Thirds thirds = thirds(SLICES, slice -> SAMPLES, slice -> 5_000);

        assertEquals(List.of(), thirds.differing());
        assertEquals(List.of(100_000.0, 100_000.0, 100_000.0), thirds.ratePerS());
        assertEquals(5_000, thirds.responseNs().get(1), 0.13 * 5_000, "the width of a step");
    }

    @Test
    void shouldFindARampOfTheRate()
    {
        final Thirds thirds = thirds(SLICES, slice -> SAMPLES + slice, slice -> 5_000);

        assertEquals(List.of("rate"), thirds.differing());
        assertEquals(List.of(124_500.0, 174_500.0, 224_500.0), thirds.ratePerS());
    }

    /** One delivery of sixteen is sampled. */
    @Test
    void shouldSayTheRateOfAllDeliveries()
    {
        final Thirds thirds = thirds(SLICES, slice -> SAMPLES + slice, slice -> 5_000).standingFor(2_792_000);

        assertEquals(List.of(1_992_000.0, 2_792_000.0, 3_592_000.0), thirds.ratePerS());
        assertEquals(List.of("rate"), thirds.differing());
        assertEquals(Thirds.NONE, Thirds.NONE.standingFor(2_792_000));
    }

    @Test
    void shouldFindARampOfTheResponse()
    {
        assertEquals(List.of("response"), thirds(SLICES, slice -> SAMPLES, slice -> 5_000 + 100 * slice).differing());
    }

    /** The rate of the last third falls by 10 %, and by a little more. */
    @Test
    void shouldTolerateATenth()
    {
        assertEquals(List.of(), thirds(SLICES, slice -> slice < 100 ? 1_000 : 900, slice -> 5_000).differing());
        assertEquals(List.of("rate"), thirds(SLICES, slice -> slice < 100 ? 1_000 : 899, slice -> 5_000).differing());
        assertEquals(List.of("rate"), thirds(SLICES, slice -> slice < 50 ? 899 : 1_000, slice -> 5_000).differing());
    }

    /** One interval alone makes the third faster: its spread is as large as the difference. */
    @Test
    void shouldNotTakeABurstForARegime()
    {
        assertEquals(List.of(), thirds(SLICES, slice -> slice >= 100 && slice < 105 ? 1_000 : 100,
            slice -> 5_000).differing());
    }

    @Test
    void shouldHaveNoThirdsOfTooShortAStorm()
    {
        assertEquals(Thirds.NONE, thirds(29, slice -> SAMPLES + slice, slice -> 5_000));
        assertEquals(3, thirds(30, slice -> SAMPLES + slice, slice -> 5_000).ratePerS().size());
        assertEquals(Thirds.NONE, thirds(30, slice -> slice == 0 ? 42 : 33, slice -> 5_000), "999 samples");
        assertEquals(3, thirds(30, slice -> slice == 0 ? 43 : 33, slice -> 5_000).ratePerS().size());
        assertEquals(Thirds.NONE, thirds(30, slice -> slice < 20 ? 100 : 0, slice -> 5_000), "an empty third");
    }

    @Test
    void shouldLeaveTheWarmupOut()
    {
        final ResponseHeat heat = heat(SLICES, slice -> slice < 50 ? 10 : SAMPLES, slice -> 5_000);

        assertEquals(List.of("rate"), Thirds.of(heat, 0, SLICES * SLICE_NS).differing());
        assertEquals(List.of("rate"), Thirds.of(heat, 9 * SLICE_NS, SLICES * SLICE_NS).differing());
        assertEquals(List.of(), Thirds.of(heat, 49 * SLICE_NS + 1, SLICES * SLICE_NS).differing());
    }

    @Test
    void shouldLeaveTheSliceOutInWhichTheStormEnds()
    {
        final ResponseHeat heat = heat(31, slice -> slice == 30 ? 1 : SAMPLES, slice -> 5_000);

        assertEquals(List.of(100_000.0, 100_000.0, 100_000.0), Thirds.of(heat, 0, 31 * SLICE_NS - 1).ratePerS());
    }

    /** Means 2 and 6 with variances of 2: t = 4 / √2 with two degrees, whose chance is 1 − t / √(2 + t²). */
    @Test
    void shouldHaveTheChanceOfWelch()
    {
        assertEquals(1 - Math.sqrt(8.0 / 10), Thirds.chance(new double[]{1, 3}, new double[]{5, 7}), 1e-9);
        assertEquals(1, Thirds.chance(new double[]{2, 2}, new double[]{2, 2}));
        assertEquals(0, Thirds.chance(new double[]{2, 2}, new double[]{3, 3}));
        assertEquals(1, Thirds.chance(new double[]{2}, new double[]{3, 4}));
    }

    /** Slices of few samples spread by far more than 10 %: at most 1 % of 200 stationary storms raise an alarm. */
    @Test
    void shouldRaiseFewFalseAlarms()
    {
        final SplittableRandom random = new SplittableRandom(3);
        int alarms = 0;
        for (int storm = 0; storm < 200; storm++)
        {
            alarms += thirds(SLICES, slice -> random.nextInt(25), slice ->
                -5_000 * Math.log(1 - random.nextDouble())).differing().isEmpty() ? 0 : 1;
        }

        assertTrue(alarms <= 6, alarms + " alarms, of 2 on average");
    }

    private static Thirds thirds(final int slices, final IntUnaryOperator samples, final IntToDoubleFunction responseNs)
    {
        return Thirds.of(heat(slices, samples, responseNs), 0, slices * SLICE_NS);
    }

    private static ResponseHeat heat(
        final int slices, final IntUnaryOperator samples, final IntToDoubleFunction responseNs)
    {
        final List<List<Long>> all = new ArrayList<>();
        for (int slice = 0; slice < slices; slice++)
        {
            final Long[] steps = new Long[HeatScale.STEPS];
            Arrays.fill(steps, 0L);
            steps[HeatScale.step((long)responseNs.applyAsDouble(slice))] += samples.applyAsInt(slice);
            all.add(List.of(steps));
        }

        return new ResponseHeat(SLICE_NS, all);
    }
}
