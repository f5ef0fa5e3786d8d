package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.gale.engine.storm.virtual.PathCosts.ENTER;
import static org.gale.engine.storm.virtual.PathCosts.EOI;
import static org.gale.engine.storm.virtual.PathCosts.EXIT;
import static org.gale.engine.storm.virtual.PathCosts.HANDLER;
import static org.gale.engine.storm.virtual.PathCosts.HOST_IRQ;
import static org.gale.engine.storm.virtual.PathCosts.LOAD;
import static org.gale.engine.storm.virtual.PathCosts.PUT;
import static org.gale.engine.storm.virtual.PathCosts.SCHEDULE;
import static org.gale.engine.storm.virtual.PathCosts.SIGNAL;
import static org.gale.engine.storm.virtual.PathCosts.stages;
import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of wakers that preempt: a vCPU that runs its own work, and none with an interrupt, to the nanosecond. */
class PreemptionTest
{
    private static final int COUNT = 24;
    private static final double ONCE = 0.001;
    private static final long LONG_HANDLER = 70_001;

    private static StormResult run(final CostModel costs, final String queues, final VmShape... groups)
    {
        final StormResult result = VirtualStorms.profile("overcommit", config(COUNT, 1, groups), costs,
            Map.of("slice", "100ms", "enqueue", "preempt", "queues", queues));
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());

        return result;
    }

    private static List<Outlier> ofQuiet(final StormResult result)
    {
        return VirtualStorms.interrupts(result).stream().filter(interrupt -> interrupt.vmId() == 1).toList();
    }

    @ParameterizedTest
    @CsvSource({"one", "pe"})
    void shouldPreemptAVcpuThatRunsItsOwnWork(final String queues)
    {
        final StormResult result = run(PathCosts.ALL, queues,
            vms("loud", 1, 8, ONCE, guest(HANDLER, true)), vms("quiet", 1, 8, 1000, guest(HANDLER, false)));

        final List<Outlier> interrupts = ofQuiet(result);
        assertEquals(COUNT - 1, interrupts.size());
        for (final Outlier interrupt : interrupts.subList(1, COUNT - 1))
        {
            assertEquals(InterruptPath.DIRECT_BLOCKED, interrupt.model().path());
            assertEquals(stages(EXIT + HOST_IRQ + ENTER + SIGNAL, SCHEDULE, EXIT + PUT + LOAD, 0), stages(interrupt));
        }
    }

    /**
     * The doorbell of the quiet VM interrupts the loud one before it has taken its own interrupt. At the wake it
     * enters, is signalled, or is in its handler: the waker waits until the handler has ended.
     */
    @ParameterizedTest(name = "{1}, woken {0} ns behind the doorbell")
    @CsvSource({"306, one", "306, pe", "307, pe", "308, one", "308, pe", "408, pe", "5003, one", "5003, pe"})
    void shouldNotPreemptAVcpuInAHandlerOrWithAnInterruptToTake(final long scheduleNs, final String queues)
    {
        final StormResult result = run(PathCosts.with(PathCosts.ALL, Cost.SCHEDULE, scheduleNs), queues,
            vms("loud", 1, 8, 1000, guest(LONG_HANDLER, true)), vms("quiet", 1, 8, 1000, guest(HANDLER, false)));

        final List<Outlier> interrupts = ofQuiet(result);
        for (final Outlier interrupt : interrupts.subList(2, interrupts.size()))
        {
            final long busyNs = ENTER + SIGNAL + LONG_HANDLER + EOI;
            assertEquals(stages(EXIT + HOST_IRQ + ENTER + SIGNAL, scheduleNs,
                busyNs - scheduleNs + EXIT + PUT + LOAD, 0), stages(interrupt));
        }
    }
}
