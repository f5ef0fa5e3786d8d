package org.gale.engine.storm.result;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OutlierTest
{
    private static final Outlier.Batch BATCH = new Outlier.Batch(1_030, 1_070, 1_150, 1_310);

    @Test
    void shouldNameAnInterruptByItsLpi()
    {
        final Outlier first = of(0, 1_630);

        assertEquals(List.of("0", "LPI 0"), List.of(first.shortName(), first.name()));
        assertEquals("LPI 8199", Outlier.name(8_199));
        assertFalse(first.isTimer());
    }

    @Test
    void shouldNameATimerByItsPpiAndVpe()
    {
        final Outlier first = of(Outlier.timer(0), 1_630);
        final Outlier fourth = of(Outlier.timer(3), 1_630);

        assertTrue(first.isTimer());
        assertEquals(List.of("PPI 27", "PPI 27 of VPE 0"), List.of(first.shortName(), first.name()));
        assertEquals("PPI 27 of VPE 3", Outlier.name(Outlier.timer(3)));
        assertEquals(List.of(0, 3), List.of(first.vpe(), fourth.vpe()));
        assertEquals(27, fourth.ppi());
    }

    @Test
    void shouldCountTheServiceFromTheDrain()
    {
        assertEquals(560, of(7, 1_630).serviceNs());
        assertEquals(630, of(7, 1_630).responseNs());
    }

    @Test
    void shouldFindTheLongestStage()
    {
        assertEquals("acknowledged", of(7, 1_471).longestStage());
        assertEquals("signalled", of(7, 1_469).longestStage());
    }

    private static Outlier of(final int lpiId, final long nowNs)
    {
        return new Outlier(105, 1, lpiId, 1_000, BATCH, 1_310, nowNs);
    }
}
