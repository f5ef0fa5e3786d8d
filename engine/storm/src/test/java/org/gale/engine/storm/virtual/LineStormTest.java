package org.gale.engine.storm.virtual;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.run.StormLedgers;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms in virtual time whose devices raise lines, at no costs but those of handlers unless given. */
class LineStormTest
{
    private static final long US = 1_000;
    private static final long MS = 1_000_000;
    private static final String JOB = """
        job: x
        clock: virtual
        duration: 50ms
        latency: all
        machine: {kind: KIND}
        costs: {base: zero}
        vms:
        - name: net
          count: 1
          vpes: 1
          guest: {handler: 3us}
          devices: [{name: eth, KEYS, events: 1, traffic: {kind: line, TRAFFIC}}]
        """;

    private long redelivered;

    private static StormPlan plan(final String text)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

        return jobs.plan(jobs.read("-", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            Assignments.NONE), "-", SettingValues.NONE, Spelling.NAMES);
    }

    private static String job(final String kind, final String keys, final String traffic)
    {
        return JOB.replace("KIND", kind).replace("KEYS", keys).replace("TRAFFIC", traffic);
    }

    private StormResult run(final String text, final long warmupNs)
    {
        final StormPlan plan = plan(text);
        try (Machine machine = Machines.FACTORY.create(plan.workload().machine()))
        {
            final StormResult result = new VirtualRun(options(plan, warmupNs), machine, new NoLog(),
                VirtualSettings.costs(plan.settings())).run();
            redelivered = new StormLedgers(machine, plan.workload().topology().vms()).redelivered();

            return result;
        }
    }

    private StormResult run(final String text)
    {
        return run(text, 0);
    }

    private static RunOptions options(final StormPlan plan, final long warmupNs)
    {
        return Options.of(plan.config(), plan.workload(), SnapshotSchedule.AT_END,
            SettingValues.NONE.with(MeasureSettings.WARMUP, warmupNs));
    }

    private static DeviceCounts counts(final StormResult result)
    {
        return result.totals().devices().get(0);
    }

    private static void assertWhole(final StormResult result)
    {
        assertNull(result.verdict().failure());
        assertEquals(Outcome.OK, result.verdict().outcome());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(result.totals().sent().sent(),
            result.totals().accounting().offered() + result.totals().sent().ticksHigh());
        assertEquals(counts(result).completions(), result.totals().sent().sent());
        assertEquals(counts(result).interrupts(), result.totals().accounting().offered());
    }

    @Tag("B-SPI-8")
    @Tag("M-SPIVMR")
    @Tag("K-SPI-1")
    @ParameterizedTest
    @ValueSource(strings = { "gicv5", "kvm, pes: 1" })
    void shouldTakeEachRiseOfALine(final String kind)
    {
        final StormResult result = run(job(kind, "count: 1", "rate: 20k, arrivals: constant"));

        // An event each 50 us, and handlers of 3 us.
        assertWhole(result);
        assertEquals(1_000, result.totals().accounting().offered());
        assertEquals(1_000, result.totals().accounting().delivered());
        assertEquals(0, result.totals().sent().ticksHigh());
        assertEquals(0, redelivered);
        final LatencySummary handled = LatencySummary.of(result.latencies().handled());
        assertEquals(1_000, handled.count());
        assertEquals(3 * US, handled.max());
        assertEquals(1_000 * 3 * US, handled.sum());
    }

    /** Two devices of 20,000 Poisson events a second and a handler of 3 us: 0.12 events a handler in the mean. */
    @ParameterizedTest
    @ValueSource(strings = { "gicv5", "kvm, pes: 1" })
    void shouldBeOneInterruptWhileEitherOfTwoDevicesIsHigh(final String kind)
    {
        final StormResult result =
            run(job(kind, "count: 2", "rate: 20k, share: 2").replace("duration: 50ms", "duration: 1s"));

        // The line is low for 25 us, and high for handlers until none of them lets an event come: e^0.12 of 3 us.
        assertWhole(result);
        final double handlers = Math.exp(0.12);
        final double rises = 1e9 / (25_000 + 3_000 * handlers);
        assertEquals(40_000, (double)result.totals().sent().sent(), 800);
        assertEquals(rises, (double)result.totals().accounting().offered(), 0.02 * rises);
        assertEquals(rises * (handlers - 1), (double)redelivered, 0.1 * rises * (handlers - 1));
        assertEquals(0, result.totals().accounting().coalesced());
        assertEquals(LatencySummary.of(result.latencies().response()).count(),
            result.totals().accounting().delivered());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gicv5 | irqfd | 3000", "gicv5 | exit | 12000", "kvm, pes: 1 | irqfd | 3000", "kvm, pes: 1 | exit | 12000" })
    void shouldCostAnExitAndATrapToSampleALineAgainByAnExit(
        final String kind, final String resample, final long handlerNs)
    {
        final StormResult result = run(job(kind, "count: 1", "rate: 10k, arrivals: constant, resample: " + resample)
            .replace("handler: 3us", "handler: 3us, work: on").replace("zero", "zero, exit: 2us, trap: 7us"));

        assertWhole(result);
        assertEquals(500, result.totals().accounting().delivered());
        assertEquals(handlerNs, LatencySummary.of(result.latencies().handled()).max());
        final long exits = result.model().counts().getOrDefault("exits", 0L);
        assertEquals(kind.startsWith("kvm") && resample.equals("exit") ? 500 : 0, exits);
    }

    @Test
    void shouldTakeASignalForALineThatComesAgain()
    {
        // A handler of 60 us of events each 50 us: the line never falls.
        final StormResult result = run(job("gicv5", "count: 1", "rate: 20k, arrivals: constant")
            .replace("handler: 3us", "handler: 60us").replace("zero", "zero, signal: 10us"));

        assertWhole(result);
        assertEquals(1, result.totals().accounting().offered());
        assertEquals(999, result.totals().sent().ticksHigh());
        assertEquals(50.0 * MS / (70.0 * US), (double)redelivered, 1);
        assertEquals(1, LatencySummary.of(result.latencies().response()).count());
    }

    @ParameterizedTest
    @ValueSource(strings = { "gicv5", "kvm, pes: 2", "kvm, pes: 1" })
    void shouldKeepItsBooksBesideMessagesTimersAndOtherLinesWithAWarmUpAndPauses(final String kind)
    {
        final String text = """
            job: x
            clock: virtual
            latency: all
            machine: {kind: KIND}
            vms:
            - name: net
              count: 2
              vpes: 2
              guest: {handler: {exponential: 4us}}
              devices:
              - {name: tick, traffic: {kind: timer, hz: 5k}}
              - {name: eth, count: 4, events: 2, traffic: {kind: line, rate: 20k, share: 2, resample: exit}}
              - {name: nic, count: 1, events: 4, traffic: {kind: open, rate: 30k}}
              - {name: uart, count: 3, traffic: {kind: line, rate: 9k, arrivals: {on-off: {on: 200us, off: 300us}}}}
            phases:
            - {name: calm, duration: 3ms}
            - {name: rest, duration: 2ms, change: {net: {pause: on}}}
            - {name: quiet, duration: 2ms, change: {net/eth: {pause: on}}}
            - {name: storm, duration: 5ms}
            """.replace("KIND", kind);

        final StormResult result = run(text, MS);

        assertNull(result.verdict().failure());
        assertEquals(Outcome.OK, result.verdict().outcome());
        assertEquals(0, result.totals().accounting().remainder());
        assertTrue(result.totals().sent().ticksHigh() > 0, result.totals().sent().toString());
        assertTrue(redelivered > 0, "no line came again");
        assertEquals(result.totals().sent().sent(),
            result.totals().accounting().offered() + result.totals().sent().ticksHigh());
    }

    /** More lines than a VM of KVM has SPIs, and than a machine has, unless they are asked for. */
    @Tag("K-ID-9")
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "gicv5 | 150 | 2", "kvm, pes: 2 | 33 | 2", "kvm, pes: 1 | 1024 | 1" })
    void shouldHaveAsManySpisAsLines(final String kind, final int lines, final int vms)
    {
        final StormResult result = run(job(kind, "count: " + lines, "rate: 1k, arrivals: constant")
            .replace("count: 1\n", "count: " + vms + "\n").replace("duration: 50ms", "duration: 3ms"));

        assertWhole(result);
        assertEquals(result.totals().accounting().offered(), result.totals().accounting().delivered());
        assertTrue(result.totals().accounting().offered() > lines, result.totals().toString());
    }

    @Test
    void shouldHaveTheSameResultTwice()
    {
        final String text = job("kvm, pes: 1", "count: 4", "rate: 20k, share: 2, resample: exit");

        final StormResult first = run(text);
        final StormResult second = run(text);

        assertEquals(first.totals().groups(), second.totals().groups());
        assertEquals(first.totals().devices(), second.totals().devices());
        assertEquals(first.journal().runDigest(), second.journal().runDigest());
    }

    @Test
    void shouldLeaveLinesOfAMaskedPriorityPending()
    {
        final StormResult result = run(job("gicv5", "count: 1, priority: 20", "rate: 20k, arrivals: constant")
            .replace("handler: 3us", "handler: 3us, mask: 10"));

        // Its device goes on, and no guest quiets it.
        assertEquals(Outcome.OK, result.verdict().outcome());
        assertEquals(1, result.totals().accounting().offered());
        assertEquals(1, result.totals().accounting().pending());
        assertEquals(0, result.totals().accounting().remainder());
        assertEquals(999, result.totals().sent().ticksHigh());
    }

    @Tag("P13")
    @ParameterizedTest
    @EnumSource(value = VirtualFaults.class, names = { "SWALLOWED", "FORGOTTEN" })
    void shouldFindFaultsOfLines(final VirtualFaults fault)
    {
        final StormPlan plan = plan(job("kvm, pes: 1", "count: 2", "rate: 20k, share: 2"));
        try (Machine machine = Machines.FACTORY.create(plan.workload().machine()))
        {
            final StormResult result = fault.run(options(plan, 0), machine, new NoLog(),
                CostModel.of(CostModel.ZERO), 100);

            assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome());
            assertNotNull(result.verdict().failure());
        }
    }
}
