package org.gale.engine.storm.run;

import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.command.Commands;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.flow.ResumePosition;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.Lane;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Accounts by phase of a storm whose events the test offers, under a clock that it moves. Group a has device 0, group b
 * device 1; the phases calm, noise and rest begin at 100, 1,100 and 3,100 ns. Guests take all that a frame raises.
 */
@Tag("P6")
class PhaseWatchTest
{
    private static final long ORIGIN_NS = 100;
    private static final long NOISE_NS = 1_100;
    private static final long REST_NS = 3_100;
    private static final int A = 0;
    private static final int B = 1;
    private static final int NO_DEVICE = 2;
    private static final StormConfig CONFIG = config();
    private static final Topology TOPOLOGY = Topology.of(CONFIG);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    private final Lane lane = Lane.allocate(Lane.CAPACITY_WORDS_DEFAULT);
    private final Lane attached = Lane.allocate(Lane.CAPACITY_WORDS_DEFAULT);
    private final Workload workload = new ResidentWorkload(CONFIG);
    private final Machine machine = Machines.FACTORY.create(workload.machine());
    private final StormLedgers ledgers = new StormLedgers(machine, 2);
    private final LatencyRecorder recorder = new LatencyRecorder(TOPOLOGY, 1, clock);
    private final StormTally tally = new StormTally(recorder);
    private final PartMeter parts = meter(recorder);
    private EngineAgent agent;
    private long originNs;

    @BeforeEach
    void setUp()
    {
        Storms.setUp(CONFIG, machine);
        watch(parts);
        originNs = ORIGIN_NS;
    }

    @AfterEach
    void close()
    {
        agent.onClose();
        lane.close();
        attached.close();
        machine.close();
    }

    @Test
    void shouldGiveEventsInFrontOfABoundaryToThePhaseBefore()
    {
        time(100);
        msi(A, 0);
        msi(A, 1);
        msi(B, 0);
        frame(200);
        time(900);
        msi(A, 0);
        msi(A, 0);
        msi(B, 1);
        msi(NO_DEVICE, 0);
        msi(A, 32);
        time(NOISE_NS);
        msi(B, 2);
        msi(B, 3);
        frame(1_150);

        final StormResults.Parts result = result();

        assertEquals(List.of("calm a", "calm b", "calm none", "noise a", "noise b", "noise none", "rest a", "rest b"),
            names(result));
        assertEquals(new EventAccount(0, 4, 2, 0, 0, 2), account(result, 0, 0));
        assertEquals(new EventAccount(0, 2, 1, 0, 0, 1), account(result, 0, 1));
        assertEquals(new EventAccount(0, 2, 0, 0, 0, 2), account(result, 0, 2));
        assertEquals(new EventAccount(2, 0, 1, 1, 0, 0), account(result, 1, 0));
        assertEquals(new EventAccount(1, 2, 3, 0, 0, 0), account(result, 1, 1));
        assertEquals(new EventAccount(2, 0, 0, 0, 2, 0), account(result, 1, 2));
        assertEquals(new EventAccount(0, 8, 3, 0, 0, 5), result.phases().get(0).account());
        assertEquals(new EventAccount(5, 2, 4, 1, 2, 0), result.phases().get(1).account());
        assertEquals(EventAccount.NONE, result.phases().get(2).account());
        assertAddsUp(result);
    }

    @Test
    void shouldEndPhasesInTheOrderOfTheWordsWhenAFrameHasTwoBoundaries()
    {
        time(1_000);
        msi(A, 0);
        time(NOISE_NS);
        msi(A, 1);
        msi(B, 0);
        time(REST_NS);
        msi(B, 1);
        frame(3_200);

        final StormResults.Parts result = result();

        assertEquals(new EventAccount(0, 1, 0, 0, 0, 1), result.phases().get(0).account());
        assertEquals(new EventAccount(1, 2, 0, 0, 0, 3), result.phases().get(1).account());
        assertEquals(new EventAccount(1, 1, 0, 0, 0, 2), account(result, 1, 0));
        assertEquals(new EventAccount(3, 1, 4, 0, 0, 0), result.phases().get(2).account());
        assertEquals(List.of(1L, 2L, 1L), counts(result));
        assertAddsUp(result);
    }

    @Test
    void shouldBeginNoPhaseWithATimeInFrontOfItsClock()
    {
        time(NOISE_NS);
        msi(A, 0);
        frame(NOISE_NS - 1);
        time(NOISE_NS + 1);
        msi(A, 1);
        frame(NOISE_NS + 5);

        final StormResults.Parts result = result();

        assertEquals(new EventAccount(0, 2, 2, 0, 0, 0), result.phases().get(0).account());
        assertEquals(EventAccount.NONE, result.phases().get(1).account());
    }

    @Test
    void shouldFindABoundaryThatComesLate()
    {
        for (int i = 0; i < 200; i++)
        {
            time(NOISE_NS - 1);
            msi(A, i % 32);
            frame(NOISE_NS + i);
        }
        time(NOISE_NS);
        msi(B, 0);
        frame(NOISE_NS + 500);

        final StormResults.Parts result = result();

        assertEquals(new EventAccount(0, 200, 200, 0, 0, 0), result.phases().get(0).account());
        assertEquals(new EventAccount(0, 1, 1, 0, 0, 0), account(result, 1, 1));
    }

    @Test
    void shouldCarryInWhatIsPendingWhereAPhaseBeganAndNoFrameCame()
    {
        time(NOISE_NS);
        frame(NOISE_NS);

        final StormResults.Parts result = result();

        assertEquals(3, result.phases().size());
        assertEquals(0, result.phases().get(2).span().startNs() - (REST_NS - ORIGIN_NS));
        assertEquals(5_000, result.phases().get(2).span().lengthNs());
        assertTrue(result.phases().stream().allMatch(phase -> phase.account().equals(EventAccount.NONE)));
    }

    @Test
    void shouldShowWhatWasBeforeAResumeAsOnePart()
    {
        time(1_000);
        msi(A, 0);
        msi(B, 0);
        frame(1_010);
        final PartMeter second = meter(new LatencyRecorder(TOPOLOGY, 1, clock));
        second.resume(totals(2, 1_500));
        watch(second);
        originNs = 10_000 - 1_500;
        time(10_000);
        msi(A, 1);
        frame(10_100);
        time(originNs + REST_NS - ORIGIN_NS);
        msi(A, 2);
        msi(B, 2);
        frame(12_000);

        final StormResults.Parts result = result(second);

        assertEquals(List.of("before", "noise", "rest"),
            result.phases().stream().map(Part::name).toList());
        assertEquals(List.of(0L, 1_500L, 3_000L),
            result.phases().stream().map(phase -> phase.span().startNs()).toList());
        assertEquals(List.of(1_500L, 1_500L, 5_000L),
            result.phases().stream().map(phase -> phase.span().lengthNs()).toList());
        assertEquals(new EventAccount(0, 2, 2, 0, 0, 0), result.phases().get(0).account());
        assertEquals(new EventAccount(0, 1, 1, 0, 0, 0), result.phases().get(1).account());
        assertEquals(new EventAccount(0, 2, 2, 0, 0, 0), result.phases().get(2).account());
        assertAddsUp(result);
    }

    @Test
    void shouldGiveEventsOfAttachedProducersToThePhaseInWhichTheyAreDrained()
    {
        time(100);
        msi(A, 0);
        Commands.time(command, 0, NOISE_NS, NOISE_NS);                          // a claim that comes too early
        assertTrue(attached.producer().offer(command, 0, 2));
        assertTrue(attached.producer().offer(Commands.msi(B, 0, 0)));
        attached.producer().publish();
        frame(200);
        time(NOISE_NS);
        msi(A, 1);
        Commands.time(command, 0, 900, 900);
        assertTrue(attached.producer().offer(command, 0, 2));
        assertTrue(attached.producer().offer(Commands.msi(B, 1, 0)));
        attached.producer().publish();
        frame(1_150);
        frame(1_160);

        final StormResults.Parts result = result();

        assertEquals(new EventAccount(0, 1, 1, 0, 0, 0), account(result, 0, 0));
        assertEquals(new EventAccount(0, 2, 1, 0, 0, 1), account(result, 0, 1));
        assertEquals(new EventAccount(0, 1, 1, 0, 0, 0), account(result, 1, 0));
        assertEquals(new EventAccount(1, 0, 1, 0, 0, 0), account(result, 1, 1));
        assertEquals(List.of(3L, 1L, 0L), counts(result));
        assertAddsUp(result);
    }

    @Test
    void shouldHaveNothingBeforeAResumeOfAStormThatOfferedNothing()
    {
        parts.resume(totals(0, 0));

        assertEquals(List.of("calm", "noise", "rest"),
            result().phases().stream().map(Part::name).toList());
    }

    @Test
    void shouldShowTheFirstBatchAsBeforeAResume()
    {
        time(1_000);
        msi(A, 0);
        frame(1_010);
        final PartMeter second = meter(new LatencyRecorder(TOPOLOGY, 1, clock));

        second.resume(totals(1, 0));

        final StormResults.Parts result = result(second);
        assertEquals(List.of("before", "calm", "noise", "rest"),
            result.phases().stream().map(Part::name).toList());
        assertEquals(new EventAccount(0, 1, 1, 0, 0, 0), result.phases().get(0).account());
        assertEquals(EventAccount.NONE, result.phases().get(1).account());
    }

    @Test
    void shouldBeginAPhaseAtTheMomentOfItsBoundary()
    {
        time(1_000);
        msi(A, 0);
        frame(1_000);
        time(NOISE_NS);
        msi(A, 1);
        frame(NOISE_NS);

        final StormResults.Parts result = result();

        assertEquals(new EventAccount(0, 1, 1, 0, 0, 0), result.phases().get(0).account());
        assertEquals(new EventAccount(0, 1, 1, 0, 0, 0), result.phases().get(1).account());
        assertAddsUp(result);
    }

    @Test
    void shouldCountEventsInFrontOfEachBoundaryAnew()
    {
        time(1_000);
        msi(A, 0);
        msi(B, 0);
        time(NOISE_NS);
        msi(A, 1);
        frame(1_200);
        time(3_000);
        msi(B, 1);
        time(REST_NS);
        msi(A, 2);
        frame(3_200);

        final StormResults.Parts result = result();

        assertEquals(new EventAccount(0, 1, 0, 0, 0, 1), account(result, 0, 0));
        assertEquals(new EventAccount(0, 1, 0, 0, 0, 1), account(result, 0, 1));
        assertEquals(new EventAccount(1, 1, 2, 0, 0, 0), account(result, 1, 0));
        assertEquals(new EventAccount(1, 1, 1, 0, 0, 1), account(result, 1, 1));
        assertEquals(new EventAccount(0, 1, 1, 0, 0, 0), account(result, 2, 0));
        assertEquals(new EventAccount(1, 0, 1, 0, 0, 0), account(result, 2, 1));
        assertAddsUp(result);
    }

    @Test
    void shouldNotEndTheLastPhase()
    {
        time(NOISE_NS);
        time(REST_NS);
        msi(A, 0);
        frame(REST_NS);
        time(REST_NS + 5_000);
        msi(A, 1);
        frame(REST_NS + 5_000);

        final StormResults.Parts result = result();

        assertEquals(3, result.phases().size());
        assertEquals(new EventAccount(0, 2, 2, 0, 0, 0), result.phases().get(2).account());
    }

    @Test
    void shouldGiveLongMessagesInFrontOfABoundaryToTheirGroups()
    {
        time(1_000);
        longMsi(B, 3);
        longMsi(A, 4);
        longMsi(B, 5);
        time(NOISE_NS);
        msi(A, 5);
        frame(1_200);

        final StormResults.Parts result = result();

        assertEquals(new EventAccount(0, 1, 0, 0, 0, 1), account(result, 0, 0));
        assertEquals(new EventAccount(0, 2, 0, 0, 0, 2), account(result, 0, 1));
        assertAddsUp(result);
    }

    /** PEs 0 and 1 run the VM of group a, and 2 and 3 that of group b. */
    @Test
    void shouldGiveWhatVcpusSendInFrontOfABoundaryToTheirGroups()
    {
        time(1_000);
        send(2, 7, true);
        send(3, 8, true);
        send(0, 9, true);
        send(1, 10, false);                                                     // makes it idle, and is no event
        time(NOISE_NS);
        msi(A, 5);
        frame(1_200);

        final StormResults.Parts result = result();

        assertEquals(new EventAccount(0, 1, 0, 0, 0, 1), account(result, 0, 0));
        assertEquals(new EventAccount(0, 2, 0, 0, 0, 2), account(result, 0, 1));
        assertAddsUp(result);
    }

    private void longMsi(final int device, final int event)
    {
        Commands.msiLong(command, 0, 0, device, event);
        assertTrue(lane.producer().offer(command, 0, 2));
    }

    private void send(final int pe, final int lpi, final boolean isPending)
    {
        Commands.insn(command, 0, pe, Commands.VEL1, GicInstruction.CDPEND.code(),
            GicCdPend.of(Intid.of(Intid.TYPE_LPI, TOPOLOGY.firstLpiId() + lpi), isPending));
        assertTrue(lane.producer().offer(command, 0, 2));
    }

    private static StormResumeTotals totals(final long offered, final long timeNs)
    {
        return new StormResumeTotals(
            offered, 0, 1, 1, new ResumePosition(timeNs, ResumePosition.NO_EVENT, new long[0]));
    }

    @Test
    void shouldHaveNoPhasesOfAStormWithoutThem()
    {
        final StormConfig config = HostShapes.config(CONFIG.shape().groups());

        assertEquals(List.of(), new PartMeter(Topology.of(config), ledgers,
            new LatencyRecorder(Topology.of(config), 1, clock).responses(), (next, at) -> { }).phases(accounting()));
    }

    private static StormConfig config()
    {
        final List<VmShape> groups = List.of(new VmShape("a", 1, 2, List.of(HostShapes.device("disk", 1, 32))),
            new VmShape("b", 1, 2, List.of(HostShapes.device("disk", 1, 32))));

        return HostShapes.config(groups, HostShapes.phase("calm", 1_000), HostShapes.phase("noise", 2_000),
            HostShapes.phase("rest", 5_000));
    }

    private void watch(final PartMeter meter)
    {
        final LaneSet lanes = new LaneSet(0, List.of(), lane.consumer(), attached.consumer());
        agent = new EngineAgent(machine, new NoLog(), lanes, workload.guests(machine, clock, SendingGuests.NONE),
            new PhaseWatch(TOPOLOGY, meter.phases(), meter.firstPhase(), () -> originNs, clock, phase -> { },
                meter::end, tally), clock);
    }

    private void time(final long baseNs)
    {
        Commands.time(command, 0, baseNs, baseNs);
        assertTrue(lane.producer().offer(command, 0, 2));
    }

    private void msi(final int device, final int event)
    {
        assertTrue(lane.producer().offer(Commands.msi(device, event, 0)));
    }

    /** Lets the engine take at a time all that was offered. */
    private void frame(final long nowNs)
    {
        lane.producer().publish();
        clock.update(nowNs);
        agent.doWork();
    }

    private StormAccounting accounting()
    {
        return ledgers.accounting(tally.offered(), tally.delivered(), List.of());
    }

    private StormResults.Parts result()
    {
        return result(parts);
    }

    private StormResults.Parts result(final PartMeter meter)
    {
        return new StormResults.Parts(meter.groups(accounting()), meter.phases(accounting()));
    }

    private static List<Long> counts(final StormResults.Parts result)
    {
        return result.phases().stream().map(phase -> phase.response().summary().count()).toList();
    }

    private PartMeter meter(final LatencyRecorder latencies)
    {
        return new PartMeter(TOPOLOGY, ledgers, latencies.responses(), latencies::beginPhase);
    }

    private static EventAccount account(final StormResults.Parts parts, final int phase, final int group)
    {
        return parts.phases().get(phase).groups().get(group).account();
    }

    private static List<String> names(final StormResults.Parts parts)
    {
        return parts.phases().stream()
            .flatMap(phase -> phase.groups().stream().map(group -> phase.name() + ' ' + group.name())).toList();
    }

    /** Checks that no part has a remainder, that each phase carries in what was pending, and that all add up. */
    private void assertAddsUp(final StormResults.Parts result)
    {
        final StormAccounting whole = accounting();
        EventAccount sum = EventAccount.NONE;
        long pending = 0;
        for (final Part phase : result.phases())
        {
            assertEquals(0, phase.account().remainder(), phase.name());
            assertEquals(pending, phase.account().carriedIn(), phase.name());
            pending = phase.account().pending();
            sum = sum.plus(phase.account());
            assertEquals(phase.account(), phase.groups().stream().map(Part::account)
                .reduce(EventAccount.NONE, EventAccount::plus), phase.name());
            assertTrue(phase.groups().stream().allMatch(group -> group.account().remainder() == 0), phase.name());
        }
        assertEquals(whole.offered(), sum.offered());
        assertEquals(whole.delivered(), sum.delivered());
        assertEquals(whole.coalesced(), sum.coalesced());
        assertEquals(whole.rejectedInAll(), sum.rejected());
        assertEquals(whole.pending(), pending);
    }
}
