package org.gale.engine.storm.run;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.PeSet;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.profile.ResidentGuests;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.system.Machines;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of guests whose devices have lines, on the wall clock. */
@Tag("P6")
class LineGuestsTest
{
    private static final int FRAME_BYTES = 1024;
    private static final int LINES = 8;
    private static final String JOB = """
        job: x
        threads: 1
        count: 3000
        latency: all
        machine: {kind: MACHINE}
        vms:
        - name: a
          count: 2
          vpes: 2
          devices:
          - {name: t, traffic: {kind: timer, hz: 1k}}
          - {name: e, count: 4, events: 3, traffic: {kind: line, rate: 6k, share: 2, resample: exit}}
          - {name: d, count: 1, events: 2, target: vector, traffic: {kind: virtio, depth: 1}}
        - {name: b, count: 1, vpes: 2, devices: [{name: e, count: 5, traffic: {kind: line, rate: 3k}}]}
        """;
    private static final String ONE = """
        job: x
        threads: 1
        count: 3000
        machine: {kind: MACHINE}
        vms:
        - {name: a, count: 1, vpes: 1, devices: [{name: e, count: 8, traffic: {kind: line, rate: 1k}}]}
        """;

    private long redelivered;

    private static StormPlan plan(final String job, final String machine)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final byte[] text = job.replace("MACHINE", machine).getBytes(StandardCharsets.UTF_8);

        return jobs.plan(jobs.read("-", new ByteArrayInputStream(text), Assignments.NONE), "-", SettingValues.NONE,
            Spelling.NAMES);
    }

    private StormResult run(final String job, final String machine, final SettingValues measure)
    {
        return run(job, machine, measure, of -> of);
    }

    private StormResult run(
        final String job, final String machine, final SettingValues measure, final UnaryOperator<Machine> wrap)
    {
        final StormPlan plan = plan(job, machine);
        try (Machine of = wrap.apply(Machines.FACTORY.create(plan.machine())))
        {
            final StormResult result = new StormRun(
                Options.of(plan.config(), plan.workload(), SnapshotSchedule.AT_END, measure), of, new NoLog()).run();
            redelivered = new StormLedgers(of, plan.workload().topology().vms()).redelivered();

            return result;
        }
    }

    private static void assertWhole(final StormResult result)
    {
        assertNull(result.verdict().failure());
        final StormAccounting accounting = result.totals().accounting();
        assertEquals(0, accounting.remainder());
        assertTrue(accounting.vms().stream().allMatch(vm -> vm.account().remainder() == 0),
            accounting.vms().toString());
        assertEquals(result.totals().sent().sent(), accounting.offered() + result.totals().sent().ticksHigh());
        assertEquals(accounting.offered(), accounting.delivered());
    }

    @ParameterizedTest
    @ValueSource(strings = { "gicv5", "kvm, pes: 2", "kvm, pes: 1" })
    void shouldTakeEachLineThatRises(final String machine)
    {
        final StormResult result = run(JOB, machine, MeasureSettings.WITHOUT_WARMUP);

        assertWhole(result);
        assertEquals(3_000, result.totals().accounting().offered());
        assertEquals(0, redelivered, "a line is low when its guest has the next turn");
        final DeviceCounts alone = result.totals().devices().get(1);
        assertTrue(alone.interrupts() > 0 && alone.completions() >= alone.interrupts(), alone.toString());
        assertEquals(3_000, result.latencies().response().getTotalCount());
    }

    @ParameterizedTest
    @ValueSource(strings = { "gicv5", "kvm, pes: 2" })
    void shouldTakeEachLineBehindAWarmUpInAStormOfPhasesWithAPause(final String machine)
    {
        final StormResult result = run(JOB.replace("count: 3000\n", "").concat("""
            phases:
            - {name: p, duration: 30ms}
            - {name: rest, duration: 20ms, change: {a: {pause: on}, b: {pause: on}}}
            - {name: q, duration: 30ms, change: {a/e: {pause: on}}}
            """), machine, SettingValues.NONE.with(MeasureSettings.WARMUP, 5_000_000L));

        assertWhole(result);
        assertEquals(0, redelivered);
        assertTrue(result.totals().devices().get(1).interrupts() > 0, result.totals().devices().toString());
    }

    /** Guests whose host enters one vCPU in one frame. */
    private static final class Entering extends ForwardingTurns
    {
        private final int frame;
        private int frames;

        Entering(final int frame)
        {
            super(new ResidentGuests(1));
            this.frame = frame;
        }

        @Override
        public int schedule(
            final PeSet busy, final MutableDirectBuffer words, final int offset, final int limitOffset)
        {
            return frames++ == frame && limitOffset - offset >= 2 * Long.BYTES ?
                KvmVerb.RUN.encode(words, offset, 0, 0, 0, 0) : offset;
        }
    }

    /** Applies a frame of eight lines of a vCPU, and returns the SPIs that were acknowledged. */
    private static List<Integer> frame(
        final LineGuests guests, final Machine machine, final UnsafeBuffer frame, final int limit)
    {
        guests.drainLimit(true);
        final int end = guests.schedule(new PeSet(1), frame, 0, limit);
        assertTrue(end <= limit, end + " bytes of " + limit);
        guests.appended();
        if (end > 0)
        {
            machine.apply(frame, 0, end);
        }
        final List<Integer> spis = new ArrayList<>();
        for (int at = 0; at < machine.outputs().words(); at += Outputs.length(machine.outputs().word(at)))
        {
            final long word = machine.outputs().word(at);
            if (Outputs.kind(word) == Outputs.ACK)
            {
                assertEquals(Intid.TYPE_SPI, Intid.type(Outputs.value(word)));
                spis.add(Intid.id(Outputs.value(word)));
            }
        }
        machine.outputs().clear();

        return spis;
    }

    private static LineGuests guests(
        final StormPlan plan, final Machine machine, final int entry, final List<Integer> rises,
        final boolean isResumed)
    {
        final Topology topology = plan.workload().topology();
        final PrivateBook book =
            new PrivateBook(topology, new PrivateTimers(topology), new SharedLines(topology, true), machine);

        return new LineGuests(new Entering(entry), topology, new LpiSpread(plan.config(), topology), book,
            (line, intendedNs, nowNs) -> rises.add(line), () -> 0, true, isResumed);
    }

    @ParameterizedTest
    @ValueSource(ints = { 100, 200, 400, FRAME_BYTES })
    void shouldRaiseNoMoreThanAnEntryHasRoomToTake(final int limit)
    {
        final StormPlan plan = plan(ONE, "kvm, pes: 1");
        final List<Integer> rises = new ArrayList<>();
        final List<Integer> taken = new ArrayList<>();
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_BYTES]);
        try (Machine machine = Machines.FACTORY.create(plan.machine()))
        {
            Storms.emitAll(plan.workload().setUp((command, words) -> machine.apply(command, 0)));
            machine.outputs().clear();
            final LineGuests guests = guests(plan, machine, 2, rises, false);
            for (int line = LINES - 1; line >= 0; line--)
            {
                guests.tick(line, 0, 0);
            }

            for (int i = 0; i < LINES + 3; i++)
            {
                taken.addAll(frame(guests, machine, frame, limit));
                assertTrue(i > 1 || taken.isEmpty(), "no vCPU is entered in frame " + i);
            }

            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), taken, "the lowest SPI first, each once");
            assertEquals(taken, rises);
            assertTrue(guests.isSettled(new PeSet(1)));
            assertEquals(0, guests.schedule(new PeSet(1), frame, 0, limit), "all lines are low");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldTakeALineThatWasHighWhenTheStormWasCut(final boolean isResumed)
    {
        final StormPlan plan = plan(ONE, "kvm, pes: 1");
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_BYTES]);
        try (Machine machine = Machines.FACTORY.create(plan.machine()))
        {
            Storms.emitAll(plan.workload().setUp((command, words) -> machine.apply(command, 0)));
            KvmVerb.lineOfSpi(frame, 0, 0, 5, true);
            machine.apply(frame, 0);
            machine.outputs().clear();
            final LineGuests guests = guests(plan, machine, 0, new ArrayList<>(), isResumed);
            assertEquals(!isResumed, guests.isSettled(new PeSet(1)));

            assertEquals(isResumed ? List.of(5) : List.of(), frame(guests, machine, frame, FRAME_BYTES));
            assertTrue(guests.isSettled(new PeSet(1)));
            assertEquals(List.of(), frame(guests, machine, frame, FRAME_BYTES));
        }
    }

    /** The line rose in the earlier part, and its guest takes it in this one. */
    @Test
    void shouldDeliverALineOfTheEarlierPartOfAResumedStorm()
    {
        final StormPlan plan = plan(ONE, "kvm, pes: 1");
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_BYTES]);
        try (Machine machine = Machines.FACTORY.create(plan.machine()))
        {
            Storms.emitAll(plan.workload().setUp((command, words) -> machine.apply(command, 0)));
            KvmVerb.lineOfSpi(frame, 0, 0, 5, true);
            machine.apply(frame, 0);
            machine.outputs().clear();
            final RunOptions plain = Options.of(
                plan.config(), plan.workload(), SnapshotSchedule.AT_END, MeasureSettings.WITHOUT_WARMUP);
            final RunOptions options = new RunOptions(plain.config(), plain.workload(),
                StormResumeTotals.of(plan.workload().topology(), machine, 0, 1), plain.snapshots(),
                plain.measurement(), plain.producers(), plain.counters());

            final StormResult result = new StormRun(
                options, machine, new NoLog(), UnaryOperator.identity(), new SteppedTimeline(10_000)).run();

            assertWhole(result);
            assertEquals(3_000, result.totals().accounting().delivered());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "gicv5", "kvm, pes: 1" })
    void shouldFindALineThatIsLost(final String machine)
    {
        final StormResult result =
            run(ONE, machine, MeasureSettings.WITHOUT_WARMUP, TimerGuestsTest.losing(KvmVerb.IRQ_LINE, 100));

        assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), result.verdict().toString());
        assertEquals(1, result.totals().accounting().remainder());
    }

    @Test
    void shouldNameSpisInItsSlowestInterrupts()
    {
        final StormResult result = run(ONE.replace("count: 3000", "count: 50\nlatency: all"), "kvm, pes: 1",
            MeasureSettings.WITHOUT_WARMUP);

        assertWhole(result);
        assertTrue(result.latencies().outliers().stream().map(StormLatencies.Explained::outlier)
            .allMatch(Outlier::isOfLine));
        assertEquals(50, result.latencies().response().getTotalCount());
    }
}
