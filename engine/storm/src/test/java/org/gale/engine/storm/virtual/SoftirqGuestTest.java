package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.stream.IntStream;
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

/** Tests of guests whose handlers raise softirqs: figures by hand. */
@Tag("P13")
class SoftirqGuestTest
{
    private static final long HANDLER = 2_000;
    private static final long WORK = 30_000;
    private static final long WAKE = 5_000;
    private static final long LIMIT = 2_000_000;
    private static final long SLICE = 40_000;

    /** Runs a storm of one vCPU, whose events come every 10 s, and at 0 all of them. */
    private static StormResult run(final int events, final SoftirqRules rules)
    {
        return run(events, rules, false);
    }

    private static StormResult run(final int events, final SoftirqRules rules, final boolean isWorking)
    {
        final GuestShape guest = new GuestShape(Distribution.constant(HANDLER), GuestShape.MASK_OPEN, isWorking, false,
            GuestShape.Wfi.AUTO, new LaterWork(LaterKind.SOFTIRQ, Distribution.ZERO, Distribution.constant(WORK)),
            rules);
        final List<DeviceShape> devices = IntStream.range(0, events).mapToObj(i -> new DeviceShape("device" + i, 1, 1,
            DeviceShape.Target.SPREAD, 10, new OpenStream(0.1, false))).toList();
        final StormResult result = VirtualStorms.resident(
            config(events, 1, new VmShape("vm", 1, 1, devices, guest)), CostModel.of(CostModel.ZERO));
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(events * HANDLER, result.model().peNs().get("handler"));
        assertEquals(events * WORK, result.model().peNs().get("softirq"));

        return result;
    }

    private static SoftirqRules rules(final long budget, final long limitNs, final long restarts)
    {
        return new SoftirqRules(budget, limitNs, restarts, Distribution.constant(WAKE));
    }

    private static void assertStages(final long firstNs, final long lastNs, final StormResult result)
    {
        final Histogram softirq = result.latencies().stages().get("softirq");
        assertTrue(softirq.valuesAreEquivalent(firstNs, softirq.getMinValue()), "first " + softirq.getMinValue());
        assertTrue(softirq.valuesAreEquivalent(lastNs, softirq.getMaxValue()), "last " + softirq.getMaxValue());
    }

    /** Tests that handlers come before softirqs: both run at once, then the works, the first of which waited. */
    @Test
    void shouldRunHandlersBeforeWorks()
    {
        final StormResult result = run(2, rules(300, LIMIT, 10));

        assertEquals(2 * HANDLER, result.latencies().handled().getMaxValue());
        assertStages(HANDLER + WORK, 2 * WORK, result);
        assertEquals(0, result.model().peNs().get("guest"));
    }

    /** Tests that ksoftirqd takes over what is left after some passes, each of one work by its budget. */
    @Test
    void shouldLeaveTheRestToKsoftirqdAfterItsRestarts()
    {
        final StormResult result = run(4, rules(1, LIMIT, 2));

        // Handlers until 8 us, the last of which began its wait then; two works; a wake; two works.
        assertStages(3 * HANDLER + WORK, WAKE + 4 * WORK, result);
        assertEquals(WAKE, result.model().peNs().get("guest"));
    }

    /** Tests that ksoftirqd takes over after a time, however many passes are left. */
    @Test
    void shouldLeaveTheRestToKsoftirqdAfterItsLimit()
    {
        final StormResult result = run(4, rules(1, WORK + 1, 10));

        assertStages(3 * HANDLER + WORK, WAKE + 4 * WORK, result);
        assertEquals(WAKE, result.model().peNs().get("guest"));
    }

    /** Tests that one pass takes all that its budget lets it take, so that nothing is left to ksoftirqd. */
    @Test
    void shouldTakeAllInOnePassWithinItsBudget()
    {
        final StormResult result = run(4, rules(4, 1, 1));

        assertStages(3 * HANDLER + WORK, 4 * WORK, result);
        assertEquals(0, result.model().peNs().get("guest"));
    }

    private static SoftirqRules sharing(final long sliceNs)
    {
        return new SoftirqRules(1, LIMIT, 2, Distribution.constant(WAKE), sliceNs, 0, 0);
    }

    /** Tests that ksoftirqd and the own work of a guest have slices in turn, which passes of ksoftirqd prolong. */
    @Test
    void shouldShareTheVcpuByTurnsWithTheWorkOfItsGuest()
    {
        final StormResult result = run(7, sharing(SLICE), true);

        // Two works as softirqs; a wake; two works of ksoftirqd, in the second of which its slice ends; a turn of the
        // guest; two works; a turn; the last work.
        assertStages(6 * HANDLER + WORK, WAKE + 7 * WORK + 2 * SLICE, result);
    }

    /** Tests that a guest without other work leaves the vCPU to ksoftirqd. */
    @Test
    void shouldLeaveTheVcpuToKsoftirqdWhenItsGuestHasNoWork()
    {
        final StormResult result = run(7, sharing(SLICE), false);

        assertStages(6 * HANDLER + WORK, WAKE + 7 * WORK, result);
        assertEquals(WAKE, result.model().peNs().get("guest"));
    }

    /** Tests that ksoftirqd has the vCPU to its end where that comes within its slice. */
    @Test
    void shouldTakeNoTurnWhenKsoftirqdEndsWithinItsSlice()
    {
        assertStages(6 * HANDLER + WORK, WAKE + 7 * WORK, run(7, sharing(6 * WORK), true));
    }
}
