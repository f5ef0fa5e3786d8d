package org.gale.engine.storm.answer;

import java.util.List;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ScaledTest
{
    private static final CostModel COSTS = CostModel.of(CostModel.SPLIT);

    @Test
    void shouldTryHalfAndTwice()
    {
        assertEquals(List.of("677ns", "2708ns"), texts(Cost.EXIT, COSTS));
    }

    @Test
    void shouldTryOneMicrosecondWhenACostIsNothing()
    {
        assertEquals(List.of("1us"), texts(Cost.VMOVP, COSTS));
    }

    @Test
    void shouldTryTheOtherNumbersOfListRegisters()
    {
        assertEquals(List.of("2", "8", "16"), texts(Cost.LR_LIMIT, COSTS));
    }

    @Test
    void shouldScaleDistributionsAndTheLongestWindow()
    {
        final CostModel costs = COSTS.with(Cost.EXIT, new Distribution.Lognormal(2_000, 0.5))
            .with(Cost.POLL, new Distribution.Window(500_000, 2, 10_000, 2));

        assertEquals(List.of("{lognormal: {median: 1us, sigma: 0.5}}", "{lognormal: {median: 4us, sigma: 0.5}}"),
            texts(Cost.EXIT, costs));
        assertEquals(List.of("{max: 250us, grow: 2, start: 10us, shrink: 2}",
            "{max: 1ms, grow: 2, start: 10us, shrink: 2}"), texts(Cost.POLL, costs));
        assertEquals("{max: 5us, grow: 2, start: 5us, shrink: 2}",
            Scaled.withNs(Cost.POLL, costs, 5_000).text(), "a window does not begin beyond its end");
        assertEquals("16us", Scaled.withNs(Cost.DIRTY, costs, 16_000).text());
    }

    private static List<String> texts(final Cost cost, final CostModel costs)
    {
        return Scaled.around(cost, costs).stream().map(Scaled.Value::text).toList();
    }
}
