package org.gale.engine.storm.run;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.command.Commands;
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
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of guests with timers on the wall clock. */
@Tag("P6")
class TimerGuestsTest
{
    private static final int FRAME_BYTES = 1024;
    private static final String JOB = """
        job: x
        threads: 1
        count: 3000
        latency: all
        machine: {kind: MACHINE}
        vms:
          - {name: a, count: 2, vpes: 2, devices: [{name: t, traffic: {kind: timer, hz: 2k}},
             {name: d, count: 1, events: 2, target: vector, traffic: {kind: virtio, depth: 1}}]}
          - {name: b, count: 1, vpes: 2, devices: [{name: t, traffic: {kind: timer, hz: 10k, jitter: 20us}}]}
        """;

    private static StormPlan plan(final String job, final String machine)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final byte[] text = job.replace("MACHINE", machine).getBytes(StandardCharsets.UTF_8);

        return jobs.plan(jobs.read("-", new ByteArrayInputStream(text), Assignments.NONE), "-", SettingValues.NONE,
            Spelling.NAMES);
    }

    private static StormResult run(final String machine, final UnaryOperator<Machine> wrap)
    {
        return run(JOB, machine, wrap);
    }

    private static StormResult run(final String job, final String machine, final UnaryOperator<Machine> wrap)
    {
        final StormPlan plan = plan(job, machine);
        try (Machine of = wrap.apply(Machines.FACTORY.create(plan.machine())))
        {
            return new StormRun(Options.of(plan.config(), plan.workload(), SnapshotSchedule.AT_END,
                MeasureSettings.WITHOUT_WARMUP), of, new NoLog()).run();
        }
    }

    private static Map<String, Long> rows(final StormAccounting accounting)
    {
        final Map<String, Long> rows = new TreeMap<>();
        accounting.rows().forEach(row -> rows.put(row.key(), row.total()));

        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gicv5", "kvm, pes: 2", "kvm, pes: 1"})
    void shouldTakeEachWireThatRises(final String machine)
    {
        final StormResult result = run(machine, of -> of);

        assertNull(result.verdict().failure());
        final StormAccounting accounting = result.totals().accounting();
        assertEquals(3_000, accounting.offered());
        assertEquals(3_000, accounting.delivered());
        assertTrue(accounting.vms().stream().allMatch(vm -> vm.account().remainder() == 0),
            accounting.vms().toString());
        final Map<String, Long> rows = rows(accounting);
        final DeviceCounts alone = result.totals().devices().get(1);
        assertTrue(rows.get("ppis_raised") > alone.interrupts() && alone.interrupts() > 0, rows + ", " + alone);
        assertEquals(rows.get("ppis_raised"), rows.get("ppis_acknowledged"));
        assertEquals(0, rows.get("ppis_pending"));
        assertEquals(3_000, result.latencies().response().getTotalCount());
    }

    /** The watch of phases counts what guests send, and has no use for turns that take timers. */
    @ParameterizedTest
    @ValueSource(strings = {"gicv5", "kvm, pes: 2"})
    void shouldTakeEachWireInAStormOfPhases(final String machine)
    {
        final StormResult result = run(JOB.replace("count: 3000\n", "").concat(
            "phases: [{name: p, duration: 30ms}, {name: q, duration: 30ms}]\n"), machine, of -> of);

        assertNull(result.verdict().failure());
        final StormAccounting accounting = result.totals().accounting();
        assertEquals(0, accounting.remainder());
        assertTrue(rows(accounting).get("ppis_raised") > 10, rows(accounting).toString());
        assertEquals(rows(accounting).get("ppis_raised"), rows(accounting).get("ppis_acknowledged"));
    }

    /** Guests whose host enters one vCPU in the first frame. */
    private static final class Entering extends ForwardingTurns
    {
        private final int vm;
        private boolean isEntered;

        Entering(final int vm)
        {
            super(new ResidentGuests(1));
            this.vm = vm;
        }

        @Override
        public int schedule(
            final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
        {
            final boolean enters = !isEntered;
            isEntered = true;

            return enters ? KvmVerb.RUN.encode(frame, offset, 0, vm, 0, 0) : offset;
        }
    }

    /** A vCPU of the second group had a high wire and no PE when its storm was cut. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTakeAWireThatWasHighWhenTheStormWasCut(final boolean isResumed)
    {
        final int vm = 2;
        final StormPlan plan = plan(JOB, "kvm, pes: 1");
        final Topology topology = plan.workload().topology();
        final PeSet busy = new PeSet(1);
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_BYTES]);
        try (Machine machine = Machines.FACTORY.create(plan.machine()))
        {
            Storms.emitAll(plan.workload().setUp((command, words) -> machine.apply(command, 0)));
            KvmVerb.LINE.encode(frame, 0, 1, vm, 0, PrivateTimers.PPI);
            machine.apply(frame, 0);
            machine.outputs().clear();
            final PrivateBook book = new PrivateBook(topology, new PrivateTimers(topology), machine);
            final TimerGuests guests = new TimerGuests(new Entering(vm), topology, book,
                (vcpu, intendedNs, nowNs) -> { throw new AssertionError("no wire rises"); }, () -> 0, true, isResumed);
            assertEquals(!isResumed, guests.isSettled(busy));

            guests.drainLimit(true);
            final int end = guests.schedule(busy, frame, 0, FRAME_BYTES);
            guests.appended();
            machine.apply(frame, 0, end);
            final long acknowledges = acknowledges(machine);
            for (long i = 0; i < acknowledges; i++)
            {
                guests.acknowledged(topology.vpeIndex(vm, 0));
            }

            assertEquals(isResumed ? 1 : 0, acknowledges);
            assertEquals(isResumed ? 1 : 0, guests.carried());
            assertEquals(guests.carried(), book.raisedOf(vm));
            assertEquals(guests.carried(), book.acknowledgedOf(vm));
            assertTrue(guests.isSettled(busy));
            assertEquals(0, guests.schedule(busy, frame, 0, FRAME_BYTES), "the wire is low now");
        }
    }

    /** A wire that the earlier part left high is one of its events, though no command of this part raises it. */
    @Test
    void shouldCountAWireThatWasHighAmongTheEventsOfAResumedStorm()
    {
        final StormPlan plan = plan(JOB, "kvm, pes: 1");
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_BYTES]);
        try (Machine machine = Machines.FACTORY.create(plan.machine()))
        {
            Storms.emitAll(plan.workload().setUp((command, words) -> machine.apply(command, 0)));
            KvmVerb.LINE.encode(frame, 0, 1, 2, 0, PrivateTimers.PPI);
            machine.apply(frame, 0);
            machine.outputs().clear();
            final RunOptions plain = Options.of(
                plan.config(), plan.workload(), SnapshotSchedule.AT_END, MeasureSettings.WITHOUT_WARMUP);
            final RunOptions options = new RunOptions(plain.config(), plain.workload(),
                StormResumeTotals.of(plan.workload().topology(), machine, 0, 1), plain.snapshots(),
                plain.measurement(), plain.producers(), plain.counters());

            final StormResult result = new StormRun(
                options, machine, new NoLog(), UnaryOperator.identity(), new SteppedTimeline(10_000)).run();

            assertNull(result.verdict().failure());
            assertEquals(0, result.totals().accounting().remainder());
            assertEquals(3_001, result.totals().accounting().offered());
            assertEquals(3_001, result.totals().accounting().delivered());
            final Map<String, Long> rows = rows(result.totals().accounting());
            assertEquals(rows.get("ppis_raised"), rows.get("ppis_acknowledged"));
        }
    }

    /** Each timer counts as the event of its device that stands for it. */
    @Test
    void shouldNumberTheTimerThatIsAcknowledged()
    {
        final StormPlan plan = plan(JOB, "gicv5");
        final Topology topology = plan.workload().topology();
        try (Machine machine = Machines.FACTORY.create(plan.machine()))
        {
            final PrivateTimers timers = new PrivateTimers(topology);
            final TimerGuests guests = new TimerGuests(new ResidentGuests(1), topology,
                new PrivateBook(topology, timers, machine), (vcpu, intendedNs, nowNs) -> { }, () -> 0, false, false);

            assertEquals(0, guests.acknowledged(topology.vpeIndex(0, 0)));
            assertEquals(1, guests.acknowledged(topology.vpeIndex(0, 1)), "the second event of the first device");
            assertEquals(1, guests.acknowledged(topology.vpeIndex(2, 1)));
        }
    }

    private static long acknowledges(final Machine machine)
    {
        long count = 0;
        for (int at = 0; at < machine.outputs().words(); at += Outputs.length(machine.outputs().word(at)))
        {
            count += Outputs.kind(machine.outputs().word(at)) == Outputs.ACK ? 1 : 0;
        }

        return count;
    }

    /**
     * Loses the rise of one wire: the machine gets a command that lowers it.
     *
     * @param verb by which KVM drives it
     */
    static UnaryOperator<Machine> losing(final KvmVerb verb, final int number)
    {
        final int[] seen = new int[1];

        return machine -> (Machine)Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[]{Machine.class},
            (proxy, method, arguments) ->
            {
                if (method.getName().startsWith("apply"))
                {
                    final int end = arguments.length == 3 ? (int)arguments[2] : (int)arguments[1] + 1;
                    int at = (int)arguments[1];
                    while (at < end && machine.outputs().hasRoom())
                    {
                        at = apply(machine, (DirectBuffer)arguments[0], at, verb, seen, number);
                    }

                    return at;
                }
                try
                {
                    return method.invoke(machine, arguments);
                }
                catch (final InvocationTargetException ex)
                {
                    throw ex.getCause();
                }
            });
    }

    private static int apply(
        final Machine machine, final DirectBuffer frame, final int at, final KvmVerb verb, final int[] seen,
        final int number)
    {
        final long word = frame.getLong(at);
        final boolean isHost = CommandWord.opcode(word) == CommandWord.HOST && KvmVerb.of(word) == verb;
        final boolean isRise = CommandWord.opcode(word) == CommandWord.WIRE ? Commands.isWireHigh(word) :
            isHost && (KvmVerb.modifier(word) & 1) == 1;
        if (!isRise || ++seen[0] != number)
        {
            return machine.apply(frame, at);
        }
        final UnsafeBuffer lowered = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        lowered.putBytes(0, frame, at, 2 * Long.BYTES);
        lowered.putLong(0, isHost ? word & ~1L : word & ~(1L << 57));
        machine.apply(lowered, 0);

        return at + 2 * Long.BYTES;
    }

    @ParameterizedTest
    @ValueSource(strings = {"gicv5", "kvm, pes: 2"})
    void shouldFindAWireThatIsLost(final String machine)
    {
        final StormResult result = run(machine, losing(KvmVerb.LINE, 100));

        assertEquals(Outcome.INVARIANT_BROKEN, result.verdict().outcome(), result.verdict().toString());
        assertEquals(1, result.totals().accounting().remainder());
        assertEquals(1, rows(result.totals().accounting()).get("ppis_raised") -
            rows(result.totals().accounting()).get("ppis_acknowledged"));
    }
}
