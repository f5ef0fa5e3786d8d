package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Test;
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

/** Tests of interrupts whose vCPU waits for a slice, is polled for, or is about to leave, to the nanosecond. */
class SliceAndPollTest
{
    private static final int COUNT = 24;
    private static final long MS = 1_000_000;
    private static final double ONCE = 0.001;
    private static final long LONG_SLICE = 70_000;
    /** Time from the message to a blocked vCPU to the end of its handler. */
    private static final long BLOCKED = HOST_IRQ + SCHEDULE + LOAD + ENTER + SIGNAL + HANDLER + EOI;
    private static final String RESIDENT = "RESIDENT";

    /** Slice by which two vCPUs change places every 50 us. */
    private static final long SLICE = 50_000 - EXIT - PUT - LOAD - ENTER;

    private static StormResult run(final CostModel costs, final long sliceNs, final VmShape... groups)
    {
        final StormResult result = VirtualStorms.kvm(config(COUNT, 1, groups), costs, sliceNs);
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());

        return result;
    }

    private static List<Outlier> of(final StormResult result, final int vm)
    {
        return VirtualStorms.interrupts(result).stream().filter(interrupt -> interrupt.vmId() == vm).toList();
    }

    private static CostModel polling(final long ns)
    {
        return PathCosts.with(PathCosts.ALL, Cost.POLL, ns);
    }

    @Test
    void shouldWaitForAFullSlice()
    {
        final StormResult result = run(PathCosts.ALL, SLICE,
            vms("loud", 1, 8, ONCE, guest(HANDLER, true)), vms("quiet", 1, 8, 10_000, guest(HANDLER, true)));

        final List<Outlier> interrupts = of(result, 1);
        assertEquals(COUNT - 1, interrupts.size());
        for (final Outlier interrupt : interrupts)
        {
            assertEquals(InterruptPath.DIRECT_RUNNABLE, interrupt.model().path());
            assertEquals(stages(ENTER + SIGNAL, 0, LOAD + ENTER + SLICE + EXIT + PUT + LOAD, 0),
                stages(interrupt));
        }
    }

    @Test
    void shouldWaitForTheSliceOfAnotherVcpuOnceItIsWoken()
    {
        final StormResult result = run(PathCosts.ALL, SLICE,
            vms("loud", 1, 8, ONCE, guest(HANDLER, true)), vms("quiet", 1, 8, 1000, guest(HANDLER, false)));

        final Outlier first = of(result, 1).get(0);
        assertEquals(InterruptPath.DIRECT_BLOCKED, first.model().path());
        assertEquals(stages(LOAD + HOST_IRQ + ENTER + SIGNAL, SCHEDULE,       // it comes while the other is loaded
            ENTER + SLICE + EXIT + PUT - SCHEDULE + LOAD, 0), stages(first));
    }

    @Test
    void shouldStopPollingWhenAnotherVcpuIsRunnable()
    {
        final StormResult result = run(polling(MS), LONG_SLICE, vms("a", 2, 8, 5_000, guest(HANDLER, false)));

        final List<Long> woken = new ArrayList<>();
        of(result, 0).forEach(interrupt -> woken.add(stages(interrupt).get("woken")));
        of(result, 1).forEach(interrupt -> woken.add(stages(interrupt).get("woken")));
        final long s = SCHEDULE;
        assertEquals(List.of(s, s, 0L, s, 0L, s, 0L, s, 0L, s, 0L, s, s, 0L, s, 0L, s, 0L, s, 0L, s, 0L, s, 0L), woken);
    }

    @Test
    void shouldWakeAtOnceUpToTheEndOfThePoll()
    {
        final long poll = MS + HOST_IRQ - (BLOCKED - SCHEDULE + EXIT + PUT);

        final StormResult within = run(polling(poll), LONG_SLICE, vms("a", 1, 8, 1000, guest(HANDLER, false)));
        final StormResult beyond = run(polling(poll - 1), LONG_SLICE, vms("a", 1, 8, 1000, guest(HANDLER, false)));

        assertEquals(Map.of("woken", 1L, "polled", COUNT - 1L), wakes(within));
        assertEquals(Map.of("woken", COUNT / 2L, "polled", COUNT / 2L), wakes(beyond));
        assertEquals((COUNT - 2) * poll + MS + HOST_IRQ - BLOCKED - EXIT - PUT - (COUNT - 1) * HOST_IRQ,
            within.model().peNs().get("polling"));
    }

    @Test
    void shouldPollForAVcpuOnceItsWindowHasGrown()
    {
        // Blocks of nearly 1 ms, with windows of 0, 10, 20, 40, 80, 160, 320, 640 and from the ninth on 1,280 us.
        final CostModel costs = PathCosts.ALL.with(Cost.POLL, new Distribution.Window(2 * MS, 2, 10_000, 2));

        final StormResult result = run(costs, LONG_SLICE, vms("a", 1, 8, 1000, guest(HANDLER, false)));

        assertEquals(Map.of("woken", 8L, "polled", COUNT - 8L), wakes(result));
    }

    private static Map<String, Long> wakes(final StormResult result)
    {
        return Map.of("woken", result.model().counts().get("woken"),
            "polled", result.model().counts().get("polled"));
    }

    @ParameterizedTest(name = "{1} ns behind the one in front")
    @CsvSource({
        "992, 8064, " + RESIDENT + ", 0, 0, 0, 733",
        "991.2, 8878, " + RESIDENT + ", 538, 0, 0, 0",
        "991, 9081, DIRECT_BLOCKED, 911, 5003, 1437, 0",
        "990, 10101, DIRECT_BLOCKED, 911, 5003, 809, 0"})
    void shouldTakeAnInterruptThatComesWhileItsVcpuLeaves(
        final double ratePerS,
        final long afterNs,
        final InterruptPath path,
        final long signalledNs,
        final long wokenNs,
        final long waitingNs,
        final long acknowledgedNs)
    {
        final StreamShape regular = new OpenStream(1000, false);
        final StreamShape late = new OpenStream(ratePerS, false);
        final StormResult result = run(PathCosts.ALL, LONG_SLICE, new VmShape("vm", 1, 1, List.of(
            new DeviceShape("a", 1, 4, DeviceShape.Target.SPREAD, 10, regular),
            new DeviceShape("b", 1, 4, DeviceShape.Target.SPREAD, 10, late)), guest(HANDLER, false)));

        final Outlier interrupt = VirtualStorms.interrupts(result).get(3);
        assertEquals(MS + afterNs, interrupt.intendedNs());
        assertEquals(path, interrupt.model().path());
        assertEquals(stages(signalledNs, wokenNs, waitingNs, acknowledgedNs), stages(interrupt));
    }

    @Test
    void shouldNotChargeTheHostForTheTimeOfGuests()
    {
        final StormResult result = run(PathCosts.ALL, SLICE, vms("a", 1, 8, 1000, guest(HANDLER, true)));

        final Map<String, Long> peNs = result.model().peNs();
        assertEquals(LOAD + ENTER, peNs.get("host"));
        assertEquals(COUNT * (HANDLER + EOI), peNs.get("handler"));
        assertEquals(0, peNs.get("idle") + peNs.get("polling"));
    }

    @Test
    void shouldChargeTheHostForEachStepOfAWake()
    {
        final StormResult result = run(PathCosts.ALL, SLICE, vms("a", 1, 8, 1000, guest(HANDLER, false)));

        assertEquals(COUNT * (HOST_IRQ + LOAD + ENTER + EXIT + PUT), result.model().peNs().get("host"));
    }
}
