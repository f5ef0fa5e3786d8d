package org.gale.engine.storm.virtual;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.storm.figure.Percentile;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the latencies of requests of storms in virtual time, at no costs but those of handlers. */
class RequestStormTest
{
    private static final long US = 1_000;
    private static final long MS = 1_000_000;
    /** A drive that answers in 20 us, and a handler of 2 us. */
    private static final Map<String, String> COMMIT = Map.of("depth", "1", "service", "20us");
    private static final Map<String, String> HELD =
        Map.of("depth", "1", "service", "20us", "coalesce.threshold", "20", "coalesce.time", "200us");
    private static final Map<String, String> COMMIT_VIRTIO =
        Map.of("depth", "2", "service.fixed", "10us", "service.each", "1us");

    /** A disk that completes 15 requests in a little less than 200 us. */
    private static final Map<String, String> HELD_VIRTIO = Map.of("depth", "64", "backend", "each", "service.fixed",
        "0", "service.each", "13333ns", "coalesce.threshold", "256", "coalesce.time", "200us");

    private static VmShape vm(final String name, final String kind, final Map<String, String> texts)
    {
        return vm(name, kind, 1, texts);
    }

    private static VmShape vm(final String name, final String kind, final int queues, final Map<String, String> texts)
    {
        final TrafficKind traffic = TrafficKinds.of(kind);
        SettingValues values = SettingValues.NONE;
        for (final Setting<?> setting : traffic.settings())
        {
            values = texts.containsKey(setting.name()) ? values.withText(setting, texts.get(setting.name())) : values;
        }

        return new VmShape(name, 1, queues, List.of(new DeviceShape("device", 1, queues, DeviceShape.Target.VECTOR, 10,
            traffic.shape(traffic.complete(values), queues, StormSettings.DURATION_UNLIMITED_NS, false))),
            VirtualStorms.guest(2 * US, false));
    }

    private static StormConfig config(final long durationNs, final List<PhaseShape> phases, final VmShape... vms)
    {
        final int pes = Arrays.stream(vms).mapToInt(vm -> vm.vpes()).sum();
        final StormConfig config = VirtualStorms.config(1_000_000, pes, vms).shaped(SettingValues.NONE,
            new HostShape(List.of(vms), HostShape.Order.GROUP, phases));

        return StormConfigs.of(config).with(StormSettings.DURATION, durationNs).build();
    }

    private static StormResult run(final StormConfig config, final SettingValues measure)
    {
        final StormResult result = VirtualStorms.run(config, new ResidentWorkload(config),
            CostModel.of(CostModel.ZERO), UnaryOperator.identity(), measure);
        assertEquals(0, result.totals().accounting().remainder());

        return result;
    }

    private static StormResult run(final VmShape... vms)
    {
        return run(config(100 * MS, List.of(), vms), MeasureSettings.WITHOUT_WARMUP);
    }

    private static Part group(final StormResult result, final int index)
    {
        return result.totals().groups().get(index);
    }

    @Test
    void shouldTellADriveThatCoalescesAtDepthOne()
    {
        final StormResult quick = run(vm("db", "io", COMMIT));
        final StormResult slow = run(vm("db", "io", HELD));

        // Rounds of 22 us and of 222 us, in 100 ms; the last request of the slow one is held back at the end.
        assertEquals(summary(4_545, 4, 22 * US),
            exact(quick, 22 * US));
        assertEquals(summary(450, 3, 222 * US),
            exact(slow, 222 * US));
        assertEquals(2 * US, quick.latencies().handled().getMaxValue());
        assertEquals(2 * US, slow.latencies().handled().getMaxValue());
        final DeviceCounts.Work work = slow.totals().devices().get(0).measured();
        assertEquals(450, work.interrupts());
        assertEquals(450 * 200 * US, work.deferredNs());
        assertEquals(4_510.0, work.completionsPerS(), 1.0);
        assertEquals(45_450.0, quick.totals().devices().get(0).measured().completionsPerS(), 20.0);
        assertEquals(0, quick.totals().devices().get(0).measured().deferredNs());
    }

    @Test
    void shouldInterrupt5000TimesASecondOfEachQueueThatCoalescesFor200Us()
    {
        final StormConfig config = config(100 * MS, List.of(), vm("web", "virtio", 8, HELD_VIRTIO));

        final StormResult result = run(config, SettingValues.NONE.with(MeasureSettings.WARMUP, 10 * MS));

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
        // 15 completions each; in the mean the first of them waits for the other 14, and a little longer.
        final DeviceCounts.Work work = result.totals().devices().get(0).measured();
        assertEquals(8 * 5_000.0, work.interruptsPerS(), 20.0);
        assertEquals(15.0, (double)work.completions() / work.interrupts(), 0.01);
        assertEquals(188.0 * US, (double)work.deferredNs() / work.interrupts(), US);
        assertEquals(8 * 500, result.totals().accounting().offered());
        assertEquals(0, result.totals().accounting().coalesced());
    }

    @Test
    void shouldHoldNothingBackWhileItsStreamPauses()
    {
        final PhaseShape.PhaseChange pause =
            new PhaseShape.PhaseChange(0, PhaseShape.PhaseChange.ALL, SettingValues.NONE.with(PhaseShape.PAUSE, true));
        final VmShape vm = vm("web", "virtio", Map.of(
            "depth", "1", "backend", "each", "service.fixed", "20us", "coalesce.time", "200us"));
        final StormConfig config = config(3 * MS, List.of(new PhaseShape("calm", 110 * US, List.of()),
            new PhaseShape("pause", MS, List.of(pause)), new PhaseShape("storm", 1_890 * US, List.of())), vm);

        final StormResult result = run(config, MeasureSettings.WITHOUT_WARMUP);

        // Rounds of 200 us behind the first one of 22 us. The second one is held back when the pause begins.
        assertEquals(10, group(result, 0).request().summary().count());
        assertEquals(22 * US + 9 * 200 * US, group(result, 0).request().summary().sum());
        assertEquals(9 * 178 * US, result.totals().devices().get(0).measured().deferredNs());
        assertEquals(2, result.totals().phases().get(0).request().summary().count());
    }

    /** Returns the summary of the requests, whose percentiles lie in the bucket of a time. */
    private static LatencySummary exact(final StormResult result, final long ns)
    {
        final LatencySummary of = LatencySummary.of(result.latencies().request());
        assertEquals((double)ns, (double)of.p50(), ns / 500.0);

        return LatencySummary.of(of.count(), of.sum(),
            one -> of.value(one) < 0 ? -1 : one.isMax() ? of.max() : ns);
    }

    /** Returns the summary of requests that all took a time, which are enough for some percentiles. */
    private static LatencySummary summary(final long count, final int percentiles, final long ns)
    {
        return LatencySummary.of(count, count * ns,
            one -> one.isMax() || Percentile.ALL.indexOf(one) < percentiles ? ns : -1);
    }

    /**
     * The second phase begins 1 us behind the 2,000th round of the first drive. The other drive does a tenth of its
     * work, and holds back the interrupt of a completion then.
     */
    @Test
    void shouldCountTheWorkOfEachPhase()
    {
        final StormConfig config = config(100 * MS, List.of(new PhaseShape("first", 44 * MS + US, List.of()),
            new PhaseShape("last", 56 * MS - US, List.of())), vm("db", "io", COMMIT), vm("held", "io", HELD));

        final List<Part> phases = run(config, MeasureSettings.WITHOUT_WARMUP).totals().phases();

        final Part first = phases.get(0);
        final Part last = phases.get(1);
        assertEquals(new DeviceCounts.Work(2_000, 2_000, 0, 0), first.groups().get(0).work());
        assertEquals(new DeviceCounts.Work(199, 198, 198 * 200 * US, 0), first.groups().get(1).work());
        assertEquals(new DeviceCounts.Work(2_199, 2_198, 198 * 200 * US, 0), first.work());
        assertEquals(new DeviceCounts.Work(2_545, 2_545, 0, 0), last.groups().get(0).work());
        assertEquals(new DeviceCounts.Work(252, 252, 252 * 200 * US, 0), last.groups().get(1).work());
        assertNull(group(run(config, MeasureSettings.WITHOUT_WARMUP), 0).work(), "the whole storm has its own counts");
    }

    @Test
    void shouldLeaveOutRequestsAndWorkOfTheWarmUp()
    {
        final StormConfig config = config(100 * MS, List.of(), vm("db", "io", COMMIT));

        final StormResult result = run(config, SettingValues.NONE.with(MeasureSettings.WARMUP, 22 * MS + US));

        // 1,000 rounds are over at 22 ms. The request of that moment is one of the warm-up; 3,544 rounds follow.
        assertEquals(3_544, LatencySummary.of(result.latencies().request()).count());
        assertEquals(3_544 * 22 * US, LatencySummary.of(result.latencies().request()).sum());
        assertEquals(4_545, result.totals().devices().get(0).completions());
        assertEquals(3_545, result.totals().devices().get(0).measured().completions());
        assertEquals(3_545, result.totals().devices().get(0).measured().interrupts());
        assertEquals(result.rates().ns(), result.totals().devices().get(0).measured().ns());
        assertEquals(3_544, group(result, 0).request().summary().count());
    }

    @Test
    void shouldBeginASecondStormWithoutTheFirstOne()
    {
        final StormConfig config =
            config(10 * MS, List.of(), vm("db", "io", COMMIT), vm("web", "virtio", COMMIT_VIRTIO));

        final StormResult first = run(config, MeasureSettings.WITHOUT_WARMUP);
        final StormResult second = run(config, MeasureSettings.WITHOUT_WARMUP);

        assertEquals(first.totals().groups(), second.totals().groups());
        assertEquals(first.totals().devices(), second.totals().devices());
        assertEquals(LatencySummary.of(first.latencies().request()), LatencySummary.of(second.latencies().request()));
    }

    @Test
    void shouldMeasureEachGroupAlone()
    {
        final StormResult result = run(vm("db", "io", COMMIT), vm("web", "virtio", COMMIT_VIRTIO),
            vm("net", "packets", Map.of("rate", "100k", "arrivals", "constant", "moderation", "none", "per-packet",
                "1us")));

        // A batch of two takes 12 us, a packet 1 us, and each handler 2 us.
        assertEquals(22 * US, group(result, 0).request().summary().max());
        assertEquals(14 * US, group(result, 1).request().summary().max());
        assertEquals(3 * US, group(result, 2).request().summary().max());
        assertEquals(2 * 7_142, group(result, 1).request().summary().count());
        assertEquals(LatencySummary.of(result.latencies().request()).count(),
            result.totals().groups().stream().mapToLong(group -> group.request().summary().count()).sum());
        assertEquals(LatencySummary.of(result.latencies().request()).sum(),
            result.totals().groups().stream().mapToLong(group -> group.request().summary().sum()).sum());
    }

    @Test
    void shouldCountARequestInThePhaseOfItsSubmission()
    {
        final StormResult result = run(config(300 * US, List.of(new PhaseShape("calm", 100 * US, List.of()),
            new PhaseShape("storm", 200 * US, List.of())), vm("db", "io", COMMIT)), MeasureSettings.WITHOUT_WARMUP);

        // Rounds begin at 0, 22, 44, 66 and 88 us, and 9 more from 110 us to 286 us, of which the last one ends at 308.
        final List<Part> phases = result.totals().phases();
        assertEquals(5, phases.get(0).request().summary().count());
        assertEquals(8, phases.get(1).request().summary().count());
        assertEquals(8, phases.get(1).groups().get(0).request().summary().count());
        assertEquals(13, group(result, 0).request().summary().count());
        assertEquals(13 * 22 * US, group(result, 0).request().summary().sum());
    }

    @Test
    void shouldEndAWarmUpInAPauseBeforeThePhaseBehindIt()
    {
        final PhaseShape.PhaseChange pause =
            new PhaseShape.PhaseChange(0, PhaseShape.PhaseChange.ALL, SettingValues.NONE.with(PhaseShape.PAUSE, true));
        final StormConfig config = config(2 * MS, List.of(new PhaseShape("calm", MS, List.of(pause)),
            new PhaseShape("storm", MS, List.of())), vm("db", "io", COMMIT));

        final StormResult result = run(config, SettingValues.NONE.with(MeasureSettings.WARMUP, 500 * US));

        // The clock of the drive begins with the second phase: 45 rounds of 22 us.
        assertEquals(0, result.rates().warmup().offered());
        assertEquals(45, group(result, 0).request().summary().count());
        assertEquals(45, result.totals().phases().get(1).request().summary().count());
        assertEquals(45, result.totals().devices().get(0).measured().completions());
    }

    @Test
    void shouldEndAtARequestBehindTheWarmUp()
    {
        final StormConfig config = config(100 * MS, List.of(), vm("db", "io", HELD));
        final SettingValues stop = SettingValues.NONE.withText(MeasureSettings.STOP_IF, "request > 50us");

        final StormResult atOnce = run(config, stop.with(MeasureSettings.WARMUP, 0L));
        final StormResult later = run(config, stop.with(MeasureSettings.WARMUP, 10 * MS));

        assertEquals(Outcome.CHECK_FAILED, atOnce.verdict().outcome());
        assertNull(atOnce.verdict().stop().explained());
        assertEquals(1, LatencySummary.of(atOnce.latencies().request()).count());
        assertEquals(Outcome.CHECK_FAILED, later.verdict().outcome());
        assertTrue(later.totals().elapsedNs() > 10 * MS, later.totals().toString());
        assertEquals(1, LatencySummary.of(later.latencies().request()).count());
    }

    @Test
    void shouldEndAtAHandlerBehindTheWarmUp()
    {
        final StormConfig config = config(100 * MS, List.of(), vm("db", "io", COMMIT));

        final StormResult result = run(config, SettingValues.NONE.with(MeasureSettings.WARMUP, 10 * MS)
            .withText(MeasureSettings.STOP_IF, "handled > 1us"));

        assertEquals(Outcome.CHECK_FAILED, result.verdict().outcome());
        assertTrue(result.verdict().stop().explained().atNs() > 10 * MS, result.verdict().toString());
    }

    @Test
    void shouldMeasureNoRequestWhereLatenciesAreOff()
    {
        final StormConfig config =
            StormConfigs.of(config(MS, List.of(), vm("db", "io", COMMIT))).latencyEvery(0).build();

        final StormResult result = run(config, MeasureSettings.WITHOUT_WARMUP);

        assertEquals(0, result.latencies().request().getTotalCount());
        assertEquals(45, result.totals().devices().get(0).measured().completions());
    }

    @Test
    void shouldHaveRequestsAndCompletionsOfEachSecond()
    {
        final StormConfig config = config(2_000 * MS, List.of(), vm("db", "io", HELD));
        final RunOptions options = Options.recorded(Options.of(config, new ResidentWorkload(config)),
            RunOptions.History.FIGURES);
        final StormResult result;
        try (Machine machine = Machines.FACTORY.create(options.workload().machine()))
        {
            result = new VirtualRun(options, machine, new NoLog(), CostModel.of(CostModel.ZERO)).run();
        }

        final List<Interval> intervals = result.history().intervals();
        assertEquals(result.latencies().request().getTotalCount(),
            intervals.stream().mapToLong(one -> one.latencies().get("request").count()).sum());
        assertEquals(result.totals().devices().get(0).completions(),
            intervals.stream().mapToLong(one -> one.counts().completions()).sum());
        assertEquals(4_504.5, intervals.get(0).completedPerS(), 1.0);
    }

    @Test
    void shouldPublishWhatItsDevicesHaveCompleted()
    {
        final StormConfig config = config(200 * MS, List.of(), vm("db", "io", COMMIT));
        final RunOptions options = Options.of(config, new ResidentWorkload(config));
        try (Machine machine = Machines.FACTORY.create(options.workload().machine()))
        {
            final VirtualRun run = new VirtualRun(options, machine, new NoLog(), CostModel.of(CostModel.ZERO));

            final long completions = run.run().totals().devices().get(0).completions();

            assertTrue(run.progress().completions() > 0, "each 4,096 jumps");
            assertTrue(run.progress().completions() < completions, completions + " in all");
        }
    }

    @Test
    void shouldHaveNoRequestsWithoutDevicesThatHaveAny()
    {
        final StormResult result = VirtualStorms.resident(VirtualStorms.config(100, 1,
            VirtualStorms.vms("vm", 1, 1, 1000, GuestShape.DEFAULT)), CostModel.of(CostModel.ZERO));

        assertNull(result.latencies().request());
        assertNull(group(result, 0).request());
    }
}
