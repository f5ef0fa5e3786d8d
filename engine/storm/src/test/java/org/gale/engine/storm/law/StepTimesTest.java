package org.gale.engine.storm.law;

import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

@Tag("P14")
class StepTimesTest
{
    private static final long NS = 1_000;
    private static final CostModel COSTS = of(Distribution.constant(NS));

    private final StepTimes times = new StepTimes(COSTS);

    private static CostModel of(final Distribution time)
    {
        CostModel costs = CostModel.of(CostModel.ZERO);
        for (final Cost cost : new Cost[]{ Cost.EXIT, Cost.ENTER, Cost.PUT, Cost.PUT_DIRECT, Cost.LOAD,
            Cost.LOAD_DIRECT })
        {
            costs = costs.with(cost, time);
        }

        return costs;
    }

    @ParameterizedTest
    @EnumSource(names = { "EXITING", "PREEMPTING", "PUTTING", "PREEMPTED", "LOADING", "ENTERING" })
    void shouldFindAStepThatTookLessThanItsCost(final VcpuStep step)
    {
        times.took(step, VcpuStep.GUEST, NS);
        assertNull(times.broken());

        times.took(step, VcpuStep.GUEST, NS - 1);

        assertEquals("a vCPU was " + step + " for 999 ns, and by its costs that takes 1,000", times.broken());
    }

    @Test
    void shouldAskNothingOfAStepThatBeginsAnew()
    {
        times.took(VcpuStep.LOADING, VcpuStep.LOADING, 1);

        assertNull(times.broken());
    }

    @Test
    void shouldAskNothingWhereTimesAreDrawn()
    {
        final StepTimes drawn = new StepTimes(of(new Distribution.Uniform(0, NS)));
        drawn.took(VcpuStep.EXITING, VcpuStep.GUEST, 1);

        assertNull(drawn.broken());
    }
}
