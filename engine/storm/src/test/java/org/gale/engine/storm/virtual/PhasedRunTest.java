package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Outcome;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Test;

import static org.gale.engine.storm.virtual.PathCosts.HANDLER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of phases in virtual time: what belongs to each, and what begins with it. */
class PhasedRunTest
{
    private static final long MS = 1_000_000;
    private static final CostModel ZERO = CostModel.of(CostModel.ZERO);

    /** Returns a storm of one vCPU with an event at 0 ms, 1 ms, and so on. */
    private static StormConfig config(final long count, final boolean isWorking, final PhaseShape... phases)
    {
        final VmShape vm = VirtualStorms.vms("vm", 1, 8, 1000, VirtualStorms.guest(HANDLER, isWorking));

        return VirtualStorms.config(count, 1, vm).shaped(
            SettingValues.NONE, new HostShape(List.of(vm), HostShape.Order.GROUP, List.of(phases)));
    }

    private static PhaseShape phase(final String name, final long ns, final PhaseShape.PhaseChange... changes)
    {
        return new PhaseShape(name, ns, List.of(changes));
    }

    private static List<EventAccount> accounts(final StormResult result)
    {
        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());

        return result.totals().phases().stream().map(Part::account).toList();
    }

    @Test
    void shouldCountAnEventOfABoundaryInThePhaseThatBegins()
    {
        final StormResult result = VirtualStorms.resident(
            config(9, false, phase("a", 2 * MS), phase("b", 4 * MS), phase("c", 100 * MS)), ZERO);

        assertEquals(List.of(2L, 4L, 3L), accounts(result).stream().map(EventAccount::offered).toList());
        assertEquals(List.of(2L, 4L, 3L), accounts(result).stream().map(EventAccount::delivered).toList());
        assertEquals(List.of(2L, 4L, 3L),
            result.totals().phases().stream().map(phase -> phase.response().summary().count()).toList());
    }

    @Test
    void shouldChangeStreamsWhenAPhaseBegins()
    {
        final PhaseShape.PhaseChange paused =
            new PhaseShape.PhaseChange(0, PhaseShape.PhaseChange.ALL, SettingValues.NONE.with(PhaseShape.PAUSE, true));
        final StormResult result = VirtualStorms.resident(
            config(9, false, phase("a", 2 * MS), phase("b", 4 * MS, paused), phase("c", 100 * MS)), ZERO);

        assertEquals(List.of(2L, 0L, 7L), accounts(result).stream().map(EventAccount::offered).toList());
        final List<Outlier> interrupts = VirtualStorms.interrupts(result);
        assertTrue(interrupts.get(2).intendedNs() >= 6 * MS, interrupts.toString());
    }

    /** In the first phase nothing is due but the event behind the end: what pauses goes on in the second. */
    @Test
    void shouldOfferInALaterPhaseThoughTheNextEventLiesBehindTheEnd()
    {
        final StormConfig config = resuming(new OpenStream(1000, false));

        assertEquals(List.of(1L, 3L), offered(VirtualStorms.resident(config, ZERO)));
        assertEquals(List.of(1L, 3L), offered(VirtualStorms.kvm(config, ZERO, 10 * MS)));
        assertEquals(List.of(1L, 3L), offered(VirtualStorms.gicv4("per-vcpu", config, ZERO, 10 * MS)));
    }

    /** The window has room for one event, whose handler takes 1 us: the second phase has 3000 of them. */
    @Test
    void shouldLetAClosedStreamGoOnInALaterPhaseThoughTheNextEventLiesBehindTheEnd()
    {
        final StormConfig config = resuming(new ClosedStream(1));

        assertEquals(List.of(1L, 3000L), offered(VirtualStorms.resident(config, ZERO)));
    }

    /** Returns a storm of 5 ms: of one device with an event at 0 and at 10 ms, and of one that pauses for 2 ms. */
    private static StormConfig resuming(final StreamShape stream)
    {
        final VmShape vm = new VmShape("vm", 1, 1, List.of(device("slow", new OpenStream(100, false)),
            device("pausing", stream)), VirtualStorms.guest(1000, false));
        final PhaseShape.PhaseChange paused = new PhaseShape.PhaseChange(0, 1, SettingValues.NONE.with(PhaseShape.PAUSE,
            true));

        return StormConfigs.of(VirtualStorms.config(1, 1, vm).shaped(SettingValues.NONE, new HostShape(List.of(vm),
            HostShape.Order.GROUP, List.of(phase("a", 2 * MS, paused), phase("b", 3 * MS)))))
            .uncounted().durationNs(5 * MS).build();
    }

    private static DeviceShape device(final String name, final StreamShape stream)
    {
        return new DeviceShape(name, 1, 4, DeviceShape.Target.SPREAD, 10, stream);
    }

    private static List<Long> offered(final StormResult result)
    {
        return accounts(result).stream().map(EventAccount::offered).toList();
    }

    @Test
    void shouldCarryAnEventThatSoftwareHasIntoTheNextPhase()
    {
        // Software has the event of 2 ms until 2 ms + 904 ns. The boundary lies in it; at 5.5 ms it has none.
        final StormConfig config = config(9, true,
            phase("a", 2 * MS + 500), phase("b", 3 * MS + MS / 2 - 500), phase("c", 100 * MS));

        final StormResult result = VirtualStorms.gicv4("none", config, PathCosts.ALL, 70_000);

        assertEquals(List.of(new EventAccount(0, 3, 2, 0, 0, 1), new EventAccount(1, 3, 4, 0, 0, 0),
            new EventAccount(0, 3, 3, 0, 0, 0)), accounts(result));
    }

    /** The phases of a storm, one after the other, are the storm; so are its groups, at the same time. */
    @Test
    void shouldHaveTheSumOfItsPhasesAndOfItsGroupsAsItsAccount()
    {
        final StormResult result = VirtualStorms.gicv4("none", config(9, true,
            phase("a", 2 * MS + 500), phase("b", 3 * MS + MS / 2 - 500), phase("c", 100 * MS)), PathCosts.ALL, 70_000);
        final EventAccount whole = result.totals().accounting().account();
        assertEquals(whole, result.totals().phases().stream().map(Part::account)
            .reduce(EventAccount.NONE, EventAccount::then));
        assertEquals(whole, result.totals().groups().stream().map(Part::account)
            .reduce(EventAccount.NONE, EventAccount::plus));
    }

    @Test
    void shouldMeasureAnEventThatSoftwareHasInThePhaseOfItsIntendedTime()
    {
        // Software has the event of 2 ms until 2 ms + 904 ns.
        final StormConfig config = config(9, true,
            phase("a", 2 * MS + 500), phase("b", 3 * MS + MS / 2 - 500), phase("c", 100 * MS));

        final StormResult result = VirtualStorms.gicv4("none", config, PathCosts.ALL, 70_000);

        assertEquals(List.of(3L, 3L, 3L),
            result.totals().phases().stream().map(phase -> phase.response().summary().count()).toList());
    }

    @Test
    void shouldBeginAPhaseWithATimeOfItsOwn()
    {
        final StormConfig config = config(9, false, phase("a", 2 * MS + MS / 2), phase("b", 100 * MS));
        final Workload workload = new ResidentWorkload(config);
        final TimeLog log = new TimeLog();
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            new VirtualRun(Options.of(config, workload, SnapshotSchedule.ofCommands(1),
                MeasureSettings.WITHOUT_WARMUP), machine, log, ZERO).run();
        }

        // A snapshot is due behind each instant. The boundary is an instant: its frame has no other TIME.
        final long boundaryNs = 2 * MS + MS / 2;
        assertEquals(List.of(List.of(boundaryNs)),
            log.frames.stream().filter(times -> times.contains(boundaryNs)).toList());
    }

    @Test
    void shouldCountMessagesByTheirRoute()
    {
        assertEquals(Map.of("direct", 9L, "forwarded", 0L), routes("per-vcpu"));
        assertEquals(Map.of("direct", 0L, "forwarded", 9L), routes("none"));
    }

    private static Map<String, Long> routes(final String policy)
    {
        final Map<String, Long> counts = VirtualStorms.gicv4(
            policy, config(9, true, phase("a", 100 * MS)), PathCosts.ALL, 70_000).model().counts();

        return Map.of("direct", counts.get("direct"), "forwarded", counts.get("forwarded"));
    }

    /** Log that notes the TIMEs of each frame, and takes snapshots. */
    private static final class TimeLog extends ForwardingLog
    {
        private final List<List<Long>> frames = new ArrayList<>();

        TimeLog()
        {
            super(new NoLog());
        }

        @Override
        public AppendResult appendCommands(final int count, final int lengthBytes)
        {
            final List<Long> times = new ArrayList<>();
            final int end = payloadOffset() + lengthBytes;
            for (int at = payloadOffset(); at < end; at += CommandWord.length(frame().getLong(at)) * Long.BYTES)
            {
                if (CommandWord.opcode(frame().getLong(at)) == CommandWord.TIME)
                {
                    times.add(Commands.baseNs(frame().getLong(at)));
                }
            }
            frames.add(times);

            return super.appendCommands(count, lengthBytes);
        }

        @Override
        public boolean takesSnapshots()
        {
            return true;
        }
    }
}
