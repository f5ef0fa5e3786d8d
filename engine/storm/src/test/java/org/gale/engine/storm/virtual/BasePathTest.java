package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.Map;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.CostPath;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.StormConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests that interrupts of a run take the sums of paths that are printed below each base. */
class BasePathTest
{
    private static final int COUNT = 6;
    private static final long HANDLER_NS = 2_000;

    private static StormResult run(final CostPath path, final CostModel costs)
    {
        final boolean isRunning = path == CostPath.RESIDENT || path == CostPath.FORWARDED_RUNNING;
        final boolean isDirect = path == CostPath.RESIDENT || path == CostPath.DIRECT_BLOCKED;
        final GuestShape guest =
            isRunning ? VirtualStorms.guest(HANDLER_NS, true) : VirtualStorms.trapping(HANDLER_NS);
        final StormConfig config = VirtualStorms.config(COUNT, 1, VirtualStorms.vms("vm", 1, 8, 1_000, guest));

        return VirtualStorms.profile("direct", config, costs, Map.of("policy", isDirect ? "per-vcpu" : "none",
            "toggles", "0", "moves", "0", "slice", "70us", "host_irqs", "housekeeping"));
    }

    @ParameterizedTest
    @CsvSource({
        "RESIDENT, armv8.0-split, 100", "RESIDENT, gicv4-vhe, 100",
        "FORWARDED_RUNNING, armv8.0-split, 3961", "FORWARDED_RUNNING, gicv4-vhe, 1397",
        "FORWARDED_BLOCKED, armv8.0-split, 7654", "FORWARDED_BLOCKED, gicv4-vhe, 6457",
        "DIRECT_BLOCKED, armv8.0-split, 7454", "DIRECT_BLOCKED, gicv4-vhe, 7457"})
    void shouldTakeTheSumOfThePath(final CostPath path, final String base, final long sumNs)
    {
        final CostModel costs = PathCosts.with(CostModel.of(base), Cost.POLL, 0);

        final List<Outlier> interrupts = VirtualStorms.interrupts(run(path, costs));

        assertEquals(COUNT, interrupts.size());
        for (final Outlier interrupt : interrupts.subList(1, COUNT))        // in front of the first a guest begins
        {
            assertEquals(path.label().replace(",", ""), interrupt.model().path().label());
            assertEquals(sumNs + HANDLER_NS + costs.time(Cost.EOI).largestNs(), interrupt.handledNs());
            assertEquals(sumNs, interrupt.responseNs());
            assertEquals((double)sumNs, path.sumNs(costs));
        }
    }
}
