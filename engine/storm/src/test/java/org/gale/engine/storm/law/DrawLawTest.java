package org.gale.engine.storm.law;

import java.util.List;
import org.gale.engine.storm.model.Draw;
import org.gale.engine.storm.model.Draws;
import org.gale.engine.storm.scenario.Distribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the law of drawn times. */
@Tag("P13")
class DrawLawTest
{
    private static final int DRAWS = 100 * DrawLaw.TURN;

    static List<Distribution> distributions()
    {
        return List.of(Distribution.ZERO, Distribution.constant(700), new Distribution.Uniform(1_000, 9_000),
            new Distribution.Uniform(0, 3), new Distribution.Exponential(5_000), new Distribution.Exponential(2),
            new Distribution.Lognormal(53_000, 0.21), new Distribution.Lognormal(4, 2),
            new Distribution.Pareto(1.2, 1_000, 50_000), weighted());
    }

    private static Distribution weighted()
    {
        return new Distribution.Weighted(List.of(
            new Distribution.Weighted.Item(5_000, 1), new Distribution.Weighted.Item(1_000, 4)));
    }

    private static String broken(final Distribution asked, final Distribution drawn)
    {
        final DrawLaw law = new DrawLaw("service", asked);
        String broken = null;
        for (long seed = 1; seed <= 3 && broken == null; seed++)
        {
            final Draw draw = Draws.of(drawn, seed);
            for (int i = 0; i < DRAWS && broken == null; i++)
            {
                broken = law.drawn(draw.nextNs());
            }
        }

        return broken;
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void shouldAllowWhatChanceDraws(final Distribution distribution)
    {
        assertNull(broken(distribution, distribution));
    }

    @Test
    void shouldFindOtherTimes()
    {
        assertNotNull(broken(Distribution.constant(700), Distribution.constant(702)));
        assertNotNull(broken(new Distribution.Uniform(1_000, 9_000), new Distribution.Uniform(1_000, 8_000)));
        assertNotNull(broken(new Distribution.Exponential(5_000), new Distribution.Exponential(4_000)));
        assertNotNull(broken(new Distribution.Lognormal(80_000, 0.4), new Distribution.Lognormal(80_000, 0.28)));
        assertNotNull(broken(new Distribution.Pareto(1.2, 1_000, 50_000), new Distribution.Pareto(1.5, 1_000, 50_000)));
        assertNotNull(broken(distributions().get(9), Distribution.constant(1_000)));
    }

    @Test
    void shouldNameTheTimes()
    {
        final DrawLaw law = new DrawLaw("service", Distribution.constant(700));
        String broken = null;
        for (int i = 0; i < DrawLaw.TURN; i++)
        {
            assertNull(broken);
            broken = law.drawn(600);
        }

        assertEquals("of 1,024 times of service, 700ns, 1,024 are below 700 ns, and 102 within 57 are due", broken);
    }
}
