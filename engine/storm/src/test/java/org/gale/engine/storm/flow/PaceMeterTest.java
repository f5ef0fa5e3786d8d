package org.gale.engine.storm.flow;

import java.util.concurrent.TimeUnit;
import org.gale.engine.storm.result.GeneratorPace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PaceMeterTest
{
    private static final long BEGIN_NS = 77;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int RATE = 10_000;
    private static final int LEAST = 9_990;

    private final PaceMeter pace = new PaceMeter(RATE, false, false);

    @Test
    void shouldKeepUpWhenEachSecondHasAlmostAll()
    {
        pace.begin(BEGIN_NS);
        second(0, LEAST);
        second(1, RATE);
        pace.end(BEGIN_NS + 2 * SECOND_NS);

        assertTrue(pace.result(0, 0).isKept());
        assertEquals(LEAST, pace.result(0, 0).leastPerS());
    }

    @Test
    void shouldNotKeepUpWhenOneSecondIsShort()
    {
        pace.begin(BEGIN_NS);
        second(0, 2 * RATE);
        second(1, LEAST - 1);
        second(2, 2 * RATE);
        pace.end(BEGIN_NS + 3 * SECOND_NS);

        final GeneratorPace result = pace.result(0, 0);

        assertEquals(GeneratorPace.Limit.GENERATOR, result.limit());
        assertEquals(1, result.shortSeconds());
        assertEquals(LEAST - 1, result.leastPerS());
    }

    @Test
    void shouldLeaveOutTheSecondThatIsNotComplete()
    {
        pace.begin(BEGIN_NS);
        second(0, RATE);
        pace.end(BEGIN_NS + 2 * SECOND_NS - 1);

        assertTrue(pace.result(0, 0).isKept());
    }

    @Test
    void shouldJudgeTheWholeWhenItIsShorterThanASecond()
    {
        pace.begin(BEGIN_NS);
        pace.offered(BEGIN_NS + 1, RATE / 2 - 10);
        pace.end(BEGIN_NS + SECOND_NS / 2);

        assertEquals(GeneratorPace.Limit.GENERATOR, pace.result(0, 0).limit());
    }

    @ParameterizedTest
    @CsvSource({"198, NONE", "200, NONE", "201, GENERATOR"})
    void shouldAllowAPartOfASecondTheDeviationsOfItsLength(final int missing, final GeneratorPace.Limit limit)
    {
        final PaceMeter poisson = new PaceMeter(RATE, true, false);
        poisson.begin(BEGIN_NS);
        poisson.offered(BEGIN_NS, LEAST / 4 + 1 - missing);
        poisson.end(BEGIN_NS + SECOND_NS / 4);

        assertEquals(limit, poisson.result(0, 0).limit());
    }

    @Test
    void shouldAllowAPoissonProcessItsDeviations()
    {
        final PaceMeter poisson = new PaceMeter(RATE, true, false);
        poisson.begin(BEGIN_NS);
        poisson.offered(BEGIN_NS, LEAST - 400);
        poisson.end(BEGIN_NS + SECOND_NS);

        assertTrue(poisson.result(0, 0).isKept());

        poisson.begin(BEGIN_NS);
        poisson.offered(BEGIN_NS, LEAST - 401);
        poisson.end(BEGIN_NS + SECOND_NS);

        assertFalse(poisson.result(0, 0).isKept());
    }

    @ParameterizedTest
    @CsvSource({"9999999, NONE", "10000000, LANE"})
    void shouldNotKeepUpWhenTheLaneWasFullForAHundredth(final long fullNs, final GeneratorPace.Limit limit)
    {
        pace.begin(BEGIN_NS);
        second(0, RATE);
        pace.full(BEGIN_NS + 5, true);
        pace.full(BEGIN_NS + 6, true);
        pace.full(BEGIN_NS + 5 + fullNs, false);
        pace.full(BEGIN_NS + 7 + fullNs, false);
        pace.end(BEGIN_NS + SECOND_NS);

        assertEquals(limit, pace.result(0, 0).limit());
    }

    @ParameterizedTest
    @CsvSource({"99, 1000, true, NONE", "100, 1000, true, MODELS", "100, 1000, false, NONE", "100, 0, true, NONE"})
    void shouldNotKeepUpWhenModelsGoOnLate(
        final long lagNs, final long responseNs, final boolean hasModels, final GeneratorPace.Limit limit)
    {
        final PaceMeter closed = new PaceMeter(0, false, hasModels);
        closed.begin(BEGIN_NS);
        closed.offered(BEGIN_NS + 1, RATE);
        closed.end(BEGIN_NS + SECOND_NS);

        assertEquals(limit, closed.result(lagNs, responseNs).limit());
    }

    @ParameterizedTest
    @CsvSource({"99, 1000, NONE", "100, 1000, LAG", "100, 0, NONE"})
    void shouldNotKeepUpWhenTheLagIsATenthOfTheResponse(
        final long lagNs, final long responseNs, final GeneratorPace.Limit limit)
    {
        pace.begin(BEGIN_NS);
        second(0, RATE);
        pace.end(BEGIN_NS + SECOND_NS);

        assertEquals(limit, pace.result(lagNs, responseNs).limit());
    }

    @Test
    void shouldNameTheEngineWhenTheLaneWasFullInAShortSecond()
    {
        pace.begin(BEGIN_NS);
        second(0, LEAST - 1);
        pace.full(BEGIN_NS, true);
        pace.end(BEGIN_NS + SECOND_NS);

        assertEquals(GeneratorPace.Limit.ENGINE, pace.result(0, 0).limit());
        assertEquals(1.0, pace.result(0, 0).fullShare());
    }

    @Test
    void shouldForgetWhatWasBeforeItBegan()
    {
        pace.begin(BEGIN_NS);
        second(0, 1);
        pace.skipped(4);
        pace.full(BEGIN_NS, true);
        pace.full(BEGIN_NS + SECOND_NS, false);
        pace.begin(BEGIN_NS + SECOND_NS);
        second(1, RATE);
        pace.end(BEGIN_NS + 2 * SECOND_NS);

        assertTrue(pace.result(0, 0).isKept());
        assertEquals(RATE, pace.result(0, 0).reachedPerS());
        assertEquals(0, pace.result(0, 0).skipped());
    }

    @Test
    void shouldCountALaneThatWasFullWhenItBeganFromThere()
    {
        pace.full(BEGIN_NS - SECOND_NS, true);
        pace.begin(BEGIN_NS);
        second(0, RATE);
        pace.full(BEGIN_NS + SECOND_NS, false);
        pace.end(BEGIN_NS + 4 * SECOND_NS);

        assertEquals(0.25, pace.result(0, 0).fullShare());
    }

    @Test
    void shouldCountALaneThatIsFullAtTheEnd()
    {
        pace.begin(BEGIN_NS);
        second(0, RATE);
        pace.full(BEGIN_NS + SECOND_NS, true);
        pace.end(BEGIN_NS + 2 * SECOND_NS);

        assertEquals(0.5, pace.result(0, 0).fullShare());
        assertEquals(RATE / 2.0, pace.result(0, 0).reachedPerS());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, NONE", "1, 0, NONE", "0, 1, GENERATOR", "1, 1, IN_FLIGHT"})
    void shouldBlameTheLimitInFlightForASecondThatIsShort(
        final int skipped, final int missing, final GeneratorPace.Limit limit)
    {
        pace.begin(BEGIN_NS);
        pace.skipped(skipped);
        second(0, LEAST - missing);
        pace.end(BEGIN_NS + SECOND_NS);

        assertEquals(skipped, pace.result(0, 0).skipped());
        assertEquals(limit, pace.result(0, 0).limit());
    }

    @Test
    void shouldHaveNoLimitInAClosedLoop()
    {
        final PaceMeter closed = new PaceMeter(0, true, false);
        closed.begin(BEGIN_NS);
        closed.end(BEGIN_NS + SECOND_NS);

        assertTrue(closed.result(500, 1).isKept());
    }

    @Test
    void shouldAskForThePartOfASecondInWhichItEnds()
    {
        pace.begin(BEGIN_NS);
        pace.rate(BEGIN_NS + SECOND_NS, 3 * RATE, 0);
        pace.end(BEGIN_NS + 2 * SECOND_NS + SECOND_NS / 2);

        assertEquals((1 + 1.5 * 3) * RATE / 2.5, pace.result(0, 0).askedPerS(), 1e-6);
    }

    @ParameterizedTest(name = "{0} ms behind the begin, {1} and {2} events a second, {3} offered in {4} ms")
    @CsvSource({"1500, 7000, 7000, 0, 400", "1500, 7000, 7000, 2790, 400", "1500, 7000, 7000, 2500, 400",
        "1500, 10000, 10000, 9990, 1000", "2700, 7000, 14000, 6980, 2600", "300, 3000, 2000, 0, 900",
        "3000, 20000, 20000, 19990, 3000"})
    void shouldBeLikeANewOneWhereverItBegan(
        final long dirtyMs, final int rate, final int nextRate, final int events, final long endMs)
    {
        final long ms = SECOND_NS / 1000;
        final PaceMeter dirty = new PaceMeter(RATE, true, false);
        dirty.begin(BEGIN_NS);
        dirty.offered(BEGIN_NS + 1, 17);
        dirty.full(BEGIN_NS + 2, true);
        dirty.full(BEGIN_NS + 3, false);
        dirty.skipped(3);
        dirty.rate(BEGIN_NS + dirtyMs / 2 * ms, 5 * RATE, 5 * RATE);
        dirty.offered(BEGIN_NS + dirtyMs * ms - 2, 23);
        dirty.rate(BEGIN_NS + dirtyMs * ms - 1, rate, rate);
        final PaceMeter fresh = new PaceMeter(rate, true, false);

        for (final PaceMeter pace : new PaceMeter[]{dirty, fresh})
        {
            final long beginNs = BEGIN_NS + dirtyMs * ms;
            pace.begin(beginNs);
            pace.rate(beginNs + endMs * ms / 2, nextRate, nextRate);
            pace.offered(beginNs + endMs * ms - 1, events);
            pace.end(beginNs + endMs * ms);
        }

        assertEquals(fresh.result(5, 500), dirty.result(5, 500));
    }

    private void second(final int number, final int events)
    {
        pace.offered(BEGIN_NS + number * SECOND_NS, events);
    }

    @ParameterizedTest(name = "reached {0}, full {1}, response {2}")
    @CsvSource({
        "999.0, 0, 10000, LAG", "998.9, 0, 10000, GENERATOR", "1000, 0, 10001, GENERATOR", "1000, 0, 0, GENERATOR",
        "999, 0.01, 10000, ENGINE", "999, 0.0099, 10000, LAG" })
    void shouldSayWhyASecondWasShort(
        final double reachedPerS, final double fullShare, final long responseNs, final GeneratorPace.Limit limit)
    {
        final GeneratorPace result =
            new GeneratorPace(1000, reachedPerS, 900, 1, fullShare, 0, 1000, responseNs, false);

        assertEquals(limit, result.limit());
    }
}
