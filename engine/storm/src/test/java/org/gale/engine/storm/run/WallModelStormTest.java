package org.gale.engine.storm.run;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.Warmup;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Storms on the wall clock whose devices have models. */
class WallModelStormTest
{
    private static final String JOB = """
        job: x
        threads: 1
        count: 5k
        machine: {kind: MACHINE}
        vms:
        - {name: a, count: 2, vpes: 2, devices: [{name: d, events: 2, target: vector, traffic: {TRAFFIC}}]}
        - {name: b, count: 1, vpes: 2, devices: [{name: d, events: 8, traffic: {kind: open, rate: 1k}}]}
        """;
    private static final String IO = "kind: io, depth: 8, coalesce: {threshold: 4, time: 100us}";

    private static final String IPI = """
        job: x
        threads: 1
        count: 2k
        latency: all
        machine: {kind: MACHINE}
        vms:
        - {name: a, count: 2, vpes: 3, devices: [{name: d, traffic: {TRAFFIC}}]}
        - {name: b, count: 1, vpes: 2, devices: [{name: d, count: 1, events: 8, traffic: {kind: open, rate: 1k}}]}
        """;

    private static StormPlan plan(final String machine, final String traffic, final String job)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final byte[] text =
            job.replace("MACHINE", machine).replace("TRAFFIC", traffic).getBytes(StandardCharsets.UTF_8);

        return jobs.plan(
            jobs.read("-", new ByteArrayInputStream(text), Assignments.NONE), "-", SettingValues.NONE,
            Spelling.NAMES);
    }

    private static StormResult run(final String machine, final String traffic)
    {
        return run(machine, traffic, JOB);
    }

    private static StormResult run(final String machine, final String traffic, final String job)
    {
        final StormPlan plan = plan(machine, traffic, job);
        try (Machine of = Machines.FACTORY.create(plan.machine()))
        {
            return new StormRun(Options.of(plan.config(), plan.workload(), SnapshotSchedule.AT_END,
                MeasureSettings.WITHOUT_WARMUP), of, new NoLog()).run();
        }
    }

    @Tag("P6")
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gicv5         | 1 | kind: io, depth: 4",
        "gicv5         | 4 | kind: virtio, depth: 4",
        "gicv5         | 0 | kind: packets, rate: 20k, moderation: none",
        "kvm, pes: 2   | 1 | kind: io, depth: 4",
        "kvm, pes: 2   | 4 | kind: virtio, depth: 4",
        "kvm, pes: 2   | 0 | kind: virtio, depth: 16, backend: each, service: {fixed: 0, each: 5us}, " +
            "coalesce: {threshold: 4, time: 1s}",
        "kvm, pes: 2   | 0 | kind: packets, rate: 20k",
        "gicv4         | 1 | kind: io, depth: 4",
        "gicv4         | 4 | kind: virtio, depth: 4",
    })
    void shouldDriveModelsByTheGuestsOfEachMachine(final String machine, final int perInterrupt, final String traffic)
    {
        final StormResult result = run(machine, traffic);

        assertNull(result.verdict().failure());
        final StormAccounting accounting = result.totals().accounting();
        assertEquals(5_000, accounting.offered());
        assertEquals(0, accounting.remainder());
        final DeviceCounts counts = result.totals().devices().get(0);
        final Part group = result.totals().groups().get(0);
        assertTrue(counts.interrupts() - group.account().offered() <= 1, "one is in hand at most: " + counts);
        assertTrue(counts.interrupts() > 500, counts.toString());
        if (perInterrupt > 0)
        {
            final long difference = counts.completions() - perInterrupt * counts.interrupts();
            assertTrue(Math.abs(difference) <= 4 * 256, counts.toString());
        }
        assertEquals(0, result.totals().devices().get(1).completions());
    }

    @Tag("P6")
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gicv5       | unicast: 2k, broadcast: 0, kinds: 1",
        "gicv5       | unicast: 500, broadcast: 1k",
        "kvm, pes: 6 | unicast: 1k, broadcast: 100, kinds: 3",
        "kvm, pes: 2 | unicast: 1k, broadcast: 100",
        "kvm, pes: 1 | unicast: 0, broadcast: 1k, kinds: 1",
    })
    void shouldLetVcpusInterruptOneAnother(final String machine, final String keys)
    {
        final StormResult result = run(machine, "kind: ipi, " + keys, IPI);

        assertNull(result.verdict().failure());
        final StormAccounting accounting = result.totals().accounting();
        assertTrue(accounting.offered() >= 2_000 && accounting.offered() < 2_004, accounting.toString());
        assertEquals(0, accounting.remainder());
        final DeviceCounts counts = result.totals().devices().get(0);
        assertEquals(counts.interrupts(), counts.completions());
        assertEquals(counts.interrupts(), result.totals().groups().get(0).account().offered());
        assertEquals(keys.contains("broadcast: 0"), counts.senderWait().count() == 0, counts.toString());
        assertNull(result.totals().devices().get(1).senderWait());
        assertEquals(
            (double)accounting.delivered(), (double)result.latencies().response().getTotalCount(), 8.0);
        assertEquals(List.of(), result.host().notes());
    }

    /** Each wait of a vCPU is for two others of its VM, and both deliver what it has sent. */
    @Test
    void shouldForgetTheWaitsOfTheWarmup()
    {
        final StormPlan plan = plan("gicv5", "kind: ipi, unicast: 0, broadcast: 1k, kinds: 1", IPI);
        try (Machine of = Machines.FACTORY.create(plan.machine()))
        {
            final StormResult result = new StormRun(Options.of(plan.config(), plan.workload(), SnapshotSchedule.AT_END,
                SettingValues.NONE.with(MeasureSettings.WARMUP, 100_000_000L)), of, new NoLog(),
                UnaryOperator.identity(), new SteppedTimeline(10_000)).run();

            assertNull(result.verdict().failure());
            final long waits = result.totals().devices().get(0).senderWait().count();
            assertTrue(result.rates().warmup().delivered() > result.rates().delivered(), result.rates().toString());
            assertTrue(waits > 0 && 2 * waits <= result.rates().delivered() + 2 * 6, waits + " waits");
        }
    }

    /** The clock of the timer begins with the second phase, behind the warm-up, and it ticks once. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "gicv5", "kvm, pes: 1" })
    void shouldMeasureTheOnlyWireBehindAnIdleWarmup(final String machine)
    {
        final StormPlan plan = plan(machine, "kind: timer, hz: 1", """
            job: x
            threads: 1
            latency: all
            machine: {kind: MACHINE}
            vms:
            - {name: a, count: 1, vpes: 1, devices: [{name: d, traffic: {TRAFFIC}}]}
            phases:
            - {name: off, duration: 700ms, change: {a: {pause: true}}}
            - {name: on, duration: 800ms}
            """);
        try (Machine of = Machines.FACTORY.create(plan.machine()))
        {
            final StormResult result = new StormRun(Options.of(plan.config(), plan.workload(), SnapshotSchedule.AT_END,
                SettingValues.NONE.with(MeasureSettings.WARMUP, 500_000_000L)), of, new NoLog(),
                UnaryOperator.identity(), new SteppedTimeline(100_000)).run();

            assertNull(result.verdict().failure());
            assertEquals(1, result.totals().accounting().delivered());
            assertEquals(Warmup.Ending.ASKED, result.rates().warmup().ending());
            assertEquals(1, result.rates().offered());
            assertEquals(1, result.rates().delivered());
            assertEquals(1, result.latencies().response().getTotalCount());
        }
    }

    /** Generator and engine take turns of 10 us, so that a service of 95 us and its handler take 100 us or more. */
    @Test
    void shouldMeasureTheRequestsBehindTheWarmupOnTheWallClock()
    {
        final StormPlan plan = plan("gicv5", "kind: io, depth: 1, service: 95us", IPI.replace(
            "latency: all", "latency: '1:16'").replace("{name: d, traffic", "{name: d, count: 1, events: 1, traffic"));
        try (Machine of = Machines.FACTORY.create(plan.machine()))
        {
            final StormRun run = new StormRun(Options.of(plan.config(), plan.workload(), SnapshotSchedule.AT_END,
                SettingValues.NONE.with(MeasureSettings.WARMUP, 10_000_000L)), of, new NoLog(),
                UnaryOperator.identity(), new SteppedTimeline(10_000));
            final StormResult result = run.run();

            assertNull(result.verdict().failure());
            assertTrue(run.progress().completions() > 0, "published with the other counters");
            final LatencySummary requests = result.totals().groups().get(0).request().summary();
            final DeviceCounts counts = result.totals().devices().get(0);
            assertTrue(counts.measured().completions() < counts.completions(), counts.toString());
            assertTrue(Math.abs(requests.count() - counts.measured().completions()) <= 2, requests + " of " + counts);
            assertTrue(requests.p50() >= 100_000 && requests.p50() < 130_000, requests.toString());
            assertTrue(requests.sum() >= 95_000 * requests.count(), requests.toString());
            assertEquals(requests.count(), result.latencies().request().getTotalCount());
            assertEquals(0, result.totals().groups().get(1).request().summary().count());
        }
    }

    @Test
    void shouldLeaveGuestsOfASimulationOutWhereAnOptionChoosesTheWallClock()
    {
        final String guest = JOB.replace("vpes: 2, devices", "vpes: 2, guest: {handler: 3us}, devices");
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final byte[] text = guest.replace("MACHINE", "gicv5").replace("TRAFFIC", IO)
            .replace("threads: 1", "threads: 1\nclock: virtual").getBytes(StandardCharsets.UTF_8);

        final StormPlan plan = jobs.plan(jobs.read("-", new ByteArrayInputStream(text), Assignments.NONE), "-",
            SettingValues.NONE.with(StormSettings.CLOCK, "wall"), Spelling.NAMES);

        assertEquals(0, plan.config().shape().groups().get(0).guest().handler().largestNs());
    }
}
