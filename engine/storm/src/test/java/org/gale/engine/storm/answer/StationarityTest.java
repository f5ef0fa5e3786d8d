package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.storm.result.answer.Steadiness;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StationarityTest
{
    private static final int SEEDS = 10;
    private static final int FIGURES = 30;

    /** Differences 1 and 3 have the mean 2 and the error 1; with one degree of freedom t has an arctangent. */
    @Test
    void shouldHaveTheChanceOfStudentsT()
    {
        assertEquals(1 - 2 / Math.PI * Math.atan(2),
            Stationarity.chance(new double[]{10, 20}, new double[]{11, 23}, true), 1e-9);
        assertEquals(1 - 2 / Math.PI * Math.atan(2),
            Stationarity.chance(new double[]{11, 23}, new double[]{10, 20}, true), 1e-9);
    }

    @Test
    void shouldCountADifferenceBeyondAHundredthWhereNoSeedChangesAnything()
    {
        assertEquals(1, Stationarity.chance(new double[]{100, 100}, new double[]{100, 100}, false));
        assertEquals(1, Stationarity.chance(new double[]{100, 100}, new double[]{101, 101}, false));
        assertEquals(0, Stationarity.chance(new double[]{100, 100}, new double[]{102, 102}, false));
        assertEquals(0, Stationarity.chance(new double[]{100, 100}, new double[]{98, 98}, false));
        assertEquals(1, Stationarity.chance(new double[]{0, 0}, new double[]{0, 0}, false));
        assertEquals(1, Stationarity.chance(new double[]{100, 100}, new double[]{102, 102}, true), "a coincidence");
    }

    /** Four figures: the first has to be within 0.25 %, the next within a third of 1 %, and so on. */
    @Test
    void shouldFollowHolm()
    {
        assertEquals(List.of(), differing(0.0026, 0.0001 + 0.01, 0.5, 1));
        assertEquals(List.of(0.0025), differing(0.5, 0.0025, 1, 0.0034));
        assertEquals(List.of(0.0025, 0.0033), differing(0.0033, 0.5, 0.0025, 1));
        assertEquals(List.of(0.0, 0.001, 0.002, 0.003), differing(0.003, 0.002, 0.001, 0));
        assertEquals(List.of(0.01), differing(0.01));
        assertEquals(List.of(), differing(0.0101));
    }

    private static List<Double> differing(final double... chances)
    {
        final List<Steadiness.Finding> all = new ArrayList<>();
        for (final double chance : chances)
        {
            all.add(new Steadiness.Finding(List.of("a"), "mean", 1, 2, chance));
        }

        return Stationarity.differing(all).stream().map(Steadiness.Finding::chance).toList();
    }

    /** At most 1 % of 1,000 answers with stationary figures raise an alarm; the bound is four deviations above. */
    @Test
    void shouldRaiseNoMoreFalseAlarmsThanItsLevel()
    {
        final SplittableRandom random = new SplittableRandom(1);
        int alarms = 0;
        for (int answer = 0; answer < 1_000; answer++)
        {
            alarms += alarms(random, 0) > 0 ? 1 : 0;
        }

        assertTrue(alarms <= 10 + 4 * Math.sqrt(10), alarms + " alarms");
        assertTrue(alarms > 0, "a level that is never reached tests nothing");
    }

    /** Each figure grows by five of its deviations: every answer says so. */
    @Test
    void shouldFindARamp()
    {
        final SplittableRandom random = new SplittableRandom(2);
        for (int answer = 0; answer < 100; answer++)
        {
            assertTrue(alarms(random, 5) > FIGURES / 2, "answer " + answer);
        }
    }

    private static int alarms(final SplittableRandom random, final double shift)
    {
        final List<Steadiness.Finding> all = new ArrayList<>();
        for (int figure = 0; figure < FIGURES; figure++)
        {
            final double[] before = new double[SEEDS];
            final double[] after = new double[SEEDS];
            for (int seed = 0; seed < SEEDS; seed++)
            {
                before[seed] = 100 + random.nextGaussian();
                after[seed] = 100 + shift + random.nextGaussian();
            }
            all.add(new Steadiness.Finding(
                List.of("a"), "figure " + figure, 100, 100, Stationarity.chance(before, after, true)));
        }

        return Stationarity.differing(all).size();
    }
}
