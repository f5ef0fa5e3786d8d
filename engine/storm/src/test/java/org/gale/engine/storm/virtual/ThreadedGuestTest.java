package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Outcome;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.LaterKind;
import org.gale.engine.storm.scenario.LaterWork;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.SoftirqRules;
import org.gale.engine.storm.scenario.VmShape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.virtual.VirtualStorms.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of guests whose handlers wake threads: figures by hand. */
@Tag("P13")
class ThreadedGuestTest
{
    private static final long HANDLER = 2_000;
    private static final long WAKE = 5_000;
    private static final long WORK = 30_000;
    private static final long COUNT = 100;

    private static VmShape vm(final int vpes, final DeviceShape... devices)
    {
        return new VmShape("vm", 1, vpes, List.of(devices), new GuestShape(Distribution.constant(HANDLER),
            GuestShape.MASK_OPEN, false, false, GuestShape.Wfi.AUTO, new LaterWork(LaterKind.THREAD,
            Distribution.constant(WAKE), Distribution.constant(WORK)), SoftirqRules.DEFAULT));
    }

    private static DeviceShape device(final String name, final double ratePerS)
    {
        return new DeviceShape(name, 1, 1, DeviceShape.Target.SPREAD, 10, new OpenStream(ratePerS, false));
    }

    private static StormResult run(final long count, final DeviceShape... devices)
    {
        final StormResult result = VirtualStorms.resident(
            config(count, 1, vm(1, devices)), CostModel.of(CostModel.ZERO));
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());

        return result;
    }

    private static Histogram thread(final StormResult result)
    {
        return result.latencies().stages().get("thread");
    }

    /** Tests that a thread follows its handler after its wake, and that only it is in its stage. */
    @Test
    void shouldRunAThreadAfterItsHandlerAndItsWake()
    {
        final StormResult result = run(COUNT, device("slow", 10_000));          // each 100 us

        assertEquals(0, result.latencies().response().getMaxValue());
        assertEquals(HANDLER, result.latencies().handled().getMaxValue());
        assertEquals(COUNT, thread(result).getTotalCount());
        assertTrue(thread(result).valuesAreEquivalent(WAKE + WORK, thread(result).getMinValue()));
        assertTrue(thread(result).valuesAreEquivalent(WAKE + WORK, thread(result).getMaxValue()));
        assertEquals(COUNT * HANDLER, result.model().peNs().get("handler"));
        assertEquals(COUNT * WAKE, result.model().peNs().get("guest"));
        assertEquals(COUNT * WORK, result.model().peNs().get("thread"));
    }

    /** Tests that an interrupt does not come again before its thread has ended: each begins at once then. */
    @Test
    void shouldMaskTheInterruptUntilItsThreadEnds()
    {
        final StormResult result = run(COUNT, device("fast", 100_000));         // each 10 us

        final long turn = HANDLER + WAKE + WORK;
        final long delivered = result.totals().accounting().delivered();
        assertEquals((COUNT - 1) * 10_000 / turn + 2, delivered);
        assertEquals(delivered * WORK, result.model().peNs().get("thread"));
        assertTrue(result.latencies().response().getMaxValue() <= turn);
        assertTrue(thread(result).valuesAreEquivalent(WAKE + WORK, thread(result).getMaxValue()));
    }

    /** Tests that handlers of other interrupts run while a thread does, which goes on after them. */
    @Test
    void shouldTakeOtherInterruptsWhileAThreadRuns()
    {
        final StormResult result = run(2, device("one", 10), device("other", 10));

        // Both are raised at 0: handlers until 2 and 4 us; threads from 7 to 37 us, and from then to 67 us.
        assertEquals(2 * HANDLER, result.latencies().handled().getMaxValue());
        assertTrue(thread(result).valuesAreEquivalent(WAKE + WORK, thread(result).getMinValue()));
        assertTrue(thread(result).valuesAreEquivalent(63_000, thread(result).getMaxValue()));
        assertEquals(2 * WORK, result.model().peNs().get("thread"));
    }

    /** Tests that the slowest responses say how long their threads took, after the stages of their handlers. */
    @Test
    void shouldShowTheThreadsOfOutliers()
    {
        final StormResult result = run(2, device("one", 10), device("other", 10));

        assertEquals(List.of(
            "{signalled=0, acknowledged=2000, deactivated=2000, thread=63000}",
            "{signalled=0, acknowledged=0, deactivated=2000, thread=35000}"),
            result.latencies().outliers().stream().map(one -> one.outlier().stages().toString()).toList());
        assertEquals("acknowledged", result.latencies().outliers().get(0).outlier().longestStage());
    }

    /** Returns the stages of threads on a GICv4 host, in the order of the events, and that of all PEs at last. */
    private static List<Long> unmasked(final long count, final double ratePerS)
    {
        final StormResult result = VirtualStorms.profile("direct", config(count, 1, vm(1, device("nic", ratePerS))),
            CostModel.of(CostModel.ZERO), Map.of("toggles", "0", "moves", "0"));
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(count, result.totals().accounting().delivered());
        final List<Long> stages = new ArrayList<>();
        VirtualStorms.interrupts(result).forEach(one -> stages.add(one.stages().get("thread")));
        stages.add(result.model().peNs().get("thread"));

        return stages;
    }

    /** Tests that an LPI without an active state comes again, and that one run of its thread does the work of both. */
    @Tag("V4-ID-7")
    @Test
    void shouldJoinAThreadThatHasNotBegun()
    {
        // Handlers from 0 to 2 us and from 3 to 5 us; the thread from 7 to 37 us.
        assertEquals(List.of(35_000L, 32_000L, WORK), unmasked(2, 1e9 / 3_000));
    }

    /** Tests that a thread which runs does so once more, without a wake, for all that came meanwhile. */
    @Test
    void shouldRunAThreadAgainForWhatCameWhileItRan()
    {
        // Handlers of 2 us begin each 10 us. Threads from 7 to 45 us, from then to 77 us, and from then to 107 us.
        assertEquals(List.of(43_000L, 65_000L, 55_000L, 45_000L, 35_000L, 55_000L, 3 * WORK), unmasked(6, 100_000));
    }

    /** Tests that the vector of a function stays active until its thread ends, as other LPIs of GICv5. */
    @Test
    void shouldMaskTheVectorOfAFunctionUntilItsThreadEnds()
    {
        final StormResult result = VirtualStorms.profile("msix",
            config(COUNT, 1, vm(1, device("fast", 100_000))), CostModel.of(CostModel.ZERO), Map.of("masks", "0"));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        final long delivered = result.totals().accounting().delivered();
        assertEquals((COUNT - 1) * 10_000 / (HANDLER + WAKE + WORK) + 2, delivered);
        assertEquals(delivered * WORK, result.model().peNs().get("thread"));
    }
}
