package org.gale.engine.storm.virtual;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.counters.CountersFile;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.counters.RunCounter;
import org.gale.engine.host.HostClock;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.ModelTrace;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.SampledInterrupts;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.scenario.Warmup;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what is measured while a run in virtual time goes on: progress, warm-up, history, samples and traces. */
class MeasuredRunTest
{
    private static final long US = 1_000;
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final long HANDLER = US;

    @TempDir
    private Path directory;

    /** Returns a storm of one vCPU whose devices all raise an event at time 0 and every {@code periodNs}. */
    private static StormConfig bursts(
        final long count, final int devices, final long periodNs, final PhaseShape... phases)
    {
        final OpenStream stream = new OpenStream(1e9 / periodNs, false);
        final List<DeviceShape> all = new ArrayList<>();
        for (int i = 0; i < devices; i++)
        {
            all.add(new DeviceShape("d" + i, 1, 4, DeviceShape.Target.SPREAD, 10, stream));
        }
        final VmShape vm = new VmShape("vm", 1, 1, all, VirtualStorms.guest(HANDLER, false));
        final StormConfig config = VirtualStorms.config(count, 1, vm);

        return phases.length == 0 ? config :
            config.shaped(SettingValues.NONE, new HostShape(List.of(vm), HostShape.Order.GROUP, List.of(phases)));
    }

    private static RunOptions options(final StormConfig config, final SettingValues measure)
    {
        return Options.of(config, new ResidentWorkload(config), SnapshotSchedule.AT_END, measure);
    }

    private static StormResult run(final StormConfig config, final SettingValues measure)
    {
        return run(options(config, measure), new NoLog());
    }

    private static StormResult run(final RunOptions options, final FrameLog log)
    {
        try (Machine machine = Machines.FACTORY.create(options.workload().machine()))
        {
            return new VirtualRun(options, machine, log, CostModel.of(CostModel.ZERO)).run();
        }
    }

    private static SettingValues measure()
    {
        return MeasureSettings.WITHOUT_WARMUP;
    }

    /** Returns the progress of a run once it has ended. */
    private static StormProgress progress(final RunOptions options)
    {
        try (Machine machine = Machines.FACTORY.create(options.workload().machine()))
        {
            final VirtualRun run =
                new VirtualRun(options, machine, new NoLog(), CostModel.of(CostModel.ZERO));
            assertEquals(Outcome.OK, run.run().verdict().outcome());

            return run.progress();
        }
    }

    @Test
    void shouldPublishItsProgressEach4096Jumps()
    {
        // The clock jumps four times a period: behind each of three handlers, and to the next three events.
        final StormProgress progress = progress(options(bursts(3 * 1_030, 3, MS), measure()));

        assertEquals(1_024 * MS, progress.elapsedNs());
        assertEquals(3 * 1_025, progress.offered());
        assertEquals(3 * 1_024 + 1, progress.delivered());
        assertEquals(2, progress.pending());                        // one of three has been acknowledged
        assertEquals(0, progress.phase());
    }

    @Test
    void shouldPublishThePhaseInHand()
    {
        final StormConfig config = bursts(3 * 1_030, 3, MS, new PhaseShape("a", 500 * MS, List.of()),
            new PhaseShape("b", 500 * MS, List.of()), new PhaseShape("c", SECOND, List.of()));

        assertEquals(3, progress(options(config, measure())).phase());
    }

    @Test
    void shouldShowItsProgressToOtherProcesses() throws IOException
    {
        final RunOptions options = Options.counted(options(bursts(3 * 1_030, 3, MS), measure()), directory);
        try
        {
            run(options, new NoLog());

            final CountersFile file = new CountersPlace(directory).find(null).get(0);
            assertEquals(1_024 * MS, file.value(RunCounter.ELAPSED_NS));
            assertEquals(3 * 1_025, file.value(RunCounter.OFFERED));
            assertEquals(3 * 1_024 + 1, file.value(RunCounter.DELIVERED));
            assertEquals(0, file.value(RunCounter.ATTACHED_OFFERED));
            assertTrue(file.value(RunCounter.COMMANDS) > 3 * 1_025);
            assertEquals(List.of(), file.errors());
        }
        finally
        {
            options.counters().close();
        }
    }

    @Test
    void shouldEndShortAndShowTheErrorWhenItsJournalIsFull() throws IOException
    {
        final FullLog log = new FullLog();
        final RunOptions options = Options.counted(options(bursts(10, 1, MS), measure()), directory);
        try
        {
            final StormResult result = run(options, log);

            assertEquals(Outcome.RESOURCES, result.verdict().outcome());
            assertEquals("the disk is full", result.verdict().failure());
            assertEquals(new ClosingPayload(Outcome.RESOURCES.exitCode(), List.of()), log.verdict);
            final List<CountersFile.DistinctError> errors = new CountersPlace(directory).find(null).get(0).errors();
            assertEquals(1, errors.size());
            assertTrue(errors.get(0).text().contains("the disk is full"), errors.toString());
        }
        finally
        {
            options.counters().close();
        }
    }

    @Test
    void shouldLeaveTheWarmupOutOfRatesAndLatencies()
    {
        // Ten events, of 0 ms to 9 ms, lie in the warm-up. The event of 10 ms does not.
        final StormResult result = run(bursts(30, 1, MS), SettingValues.NONE.with(MeasureSettings.WARMUP, 10 * MS));

        assertEquals(new Warmup.Past(Warmup.Ending.ASKED, 10 * MS, 10, 10), result.rates().warmup());
        assertEquals(20, result.rates().offered());
        assertEquals(20, result.rates().delivered());
        assertEquals(29 * MS + HANDLER - 10 * MS, result.rates().ns());
        assertEquals(20, result.latencies().response().getTotalCount());
        assertEquals(30, result.totals().accounting().delivered());
    }

    /** The warm-up is over while the last event is handled, or behind the run. */
    @ParameterizedTest
    @ValueSource(longs = {29 * MS + HANDLER - 1, 29 * MS + 1, 100 * MS})
    void shouldMeasureAllWhenNoEventComesBehindTheWarmup(final long warmupNs)
    {
        final StormResult result = run(bursts(30, 1, MS), SettingValues.NONE.with(MeasureSettings.WARMUP, warmupNs));

        assertEquals(new Warmup.Past(Warmup.Ending.WHOLE, 29 * MS + HANDLER, 30, 30), result.rates().warmup());
        assertEquals(30, result.rates().offered());
        assertEquals(30, result.rates().delivered());
        assertEquals(29 * MS + HANDLER, result.rates().ns());
        assertEquals(30, result.latencies().response().getTotalCount());
        assertEquals(30, result.latencies().delivered().all());
    }

    @Test
    void shouldMeasureAllWithoutAWarmup()
    {
        final StormResult result = run(bursts(30, 1, MS), measure());

        assertEquals(Warmup.Past.NONE, result.rates().warmup());
        assertEquals(30, result.rates().offered());
        assertEquals(30, result.rates().delivered());
        assertEquals(29 * MS + HANDLER, result.rates().ns());
        assertEquals(30, result.latencies().response().getTotalCount());
    }

    @Test
    void shouldRecordAnIntervalASecond()
    {
        // Events of 0 ms to 2 400 ms: the one of each full second is the first of the next interval.
        final RunOptions options =
            Options.recorded(options(bursts(25, 1, 100 * MS), measure()), RunOptions.History.FIGURES);

        final List<Interval> intervals = run(options, new NoLog()).history().intervals();

        assertEquals(List.of(0L, SECOND, 2 * SECOND), intervals.stream().map(Interval::startNs).toList());
        assertEquals(List.of(SECOND, SECOND, 400 * MS + HANDLER),
            intervals.stream().map(Interval::lengthNs).toList());
        assertEquals(List.of(10L, 10L, 5L), intervals.stream().map(each -> each.counts().offered()).toList());
        assertEquals(List.of(10L, 10L, 5L), intervals.stream().map(each -> each.counts().delivered()).toList());
        assertTrue(intervals.stream().noneMatch(Interval::isWarmup));
        assertTrue(intervals.stream().allMatch(each -> each.encoded().isEmpty()));
    }

    @Test
    void shouldRecordTheWarmupAsAnIntervalOfItsOwn()
    {
        final RunOptions options = Options.recorded(
            options(bursts(5, 1, 100 * MS), SettingValues.NONE.with(MeasureSettings.WARMUP, 300 * MS)),
            RunOptions.History.HISTOGRAMS);

        final List<Interval> intervals = run(options, new NoLog()).history().intervals();

        assertEquals(List.of(true, false), intervals.stream().map(Interval::isWarmup).toList());
        assertEquals(List.of(300 * MS, 100 * MS + HANDLER), intervals.stream().map(Interval::lengthNs).toList());
        assertEquals(List.of(3L, 2L), intervals.stream().map(each -> each.counts().offered()).toList());
        assertTrue(intervals.stream().noneMatch(each -> each.encoded().isEmpty()));
    }

    @Test
    void shouldEndASecondInFrontOfAWarmupThatNoEventDivides()
    {
        final SettingValues settings = SettingValues.NONE.with(MeasureSettings.WARMUP, SECOND + MS);
        final List<Interval> intervals = run(Options.recorded(options(bursts(3, 1, 700 * MS), settings),
            RunOptions.History.FIGURES), new NoLog()).history().intervals();

        assertEquals(List.of(true, true, false), intervals.stream().map(Interval::isWarmup).toList());
        assertEquals(List.of(SECOND, MS, 399 * MS + HANDLER), intervals.stream().map(Interval::lengthNs).toList());
        assertEquals(List.of(2L, 0L, 1L), intervals.stream().map(each -> each.counts().offered()).toList());
    }

    @Test
    void shouldRecordOneIntervalOfAStormOfLessThanASecond()
    {
        final RunOptions options =
            Options.recorded(options(bursts(3, 1, MS), measure()), RunOptions.History.FIGURES);

        final List<Interval> intervals = run(options, new NoLog()).history().intervals();

        assertEquals(1, intervals.size());
        assertEquals(2 * MS + HANDLER, intervals.get(0).lengthNs());
        assertEquals(3, intervals.get(0).counts().delivered());
    }

    @Test
    void shouldRecordNoHistoryThatNobodyAskedFor()
    {
        assertEquals(List.of(), run(bursts(3, 1, MS), measure()).history().intervals());
    }

    @Test
    void shouldEndWhenAnInterruptMeetsACondition()
    {
        // The last of three events at a time waits for the handlers of the others.
        final StormResult result = run(
            bursts(300, 3, MS), measure().withText(MeasureSettings.STOP_IF, "handled >= 3us"));

        assertEquals(Outcome.CHECK_FAILED, result.verdict().outcome());
        assertEquals(3 * HANDLER, result.verdict().stop().explained().outlier().handledNs());
        assertEquals(2 * HANDLER, result.verdict().stop().explained().atNs());
        assertTrue(result.totals().accounting().offered() <= 6, result.totals().accounting().toString());
        assertEquals(0, result.totals().accounting().remainder());
    }

    @Test
    void shouldNotEndBelowACondition()
    {
        final StormResult result = run(
            bursts(300, 3, MS), measure().withText(MeasureSettings.STOP_IF, "handled > 3us"));

        assertEquals(Outcome.OK, result.verdict().outcome());
        assertNull(result.verdict().stop());
        assertEquals(300, result.totals().accounting().delivered());
    }

    @Test
    void shouldLogEachSampledInterruptIfAsked()
    {
        final StormResult result = run(bursts(30, 3, MS), measure().with(ShownSettings.SAMPLES, ShownSettings.STDOUT));

        final SampledInterrupts samples = result.latencies().samples();
        assertEquals(30, samples.size());
        assertEquals(MS, samples.get(3).intendedNs());
        assertNull(run(bursts(30, 3, MS), measure()).latencies().samples());
    }

    @Test
    void shouldKeepAsManyOutliersAsAsked()
    {
        final StormResult result = run(bursts(30, 3, MS), measure().with(MeasureSettings.OUTLIERS, 4L));

        assertEquals(List.of(2 * HANDLER, 2 * HANDLER, 2 * HANDLER, 2 * HANDLER),
            result.latencies().outliers().stream().map(each -> each.outlier().responseNs()).toList());
    }

    @Test
    void shouldTraceTheWayOfEachInterruptIfAsked()
    {
        final StormConfig config = bursts(2, 2, MS);
        final StormResult result = run(config, measure().with(ShownSettings.PERFETTO, ShownSettings.STDOUT));

        final Trace trace = new Trace();
        result.model().trace().read(trace);
        assertEquals(2, trace.ways.size());
        final List<Long> first = trace.ways.get(0);
        final List<Long> second = trace.ways.get(1);
        assertEquals(List.of(0L, 0L, 0L), first.subList(2, 5));      // PE, message and handler
        assertEquals(List.of(0L, 0L, HANDLER), second.subList(2, 5));
        assertEquals(List.of(0L, 1L), trace.ways.stream().map(way -> way.get(0)).sorted().toList());
        assertEquals(first.get(0), first.get(1) / 4);               // each device has four LPIs
        assertEquals(second.get(0), second.get(1) / 4);
        assertEquals(List.of(List.of((long)PeState.HANDLER, 0L, 0L, HANDLER),
            List.of((long)PeState.HANDLER, 0L, HANDLER, 2 * HANDLER)), trace.slices);
        assertNull(run(config, measure()).model().trace());
    }

    @Test
    void shouldNameInterruptsOfADirectHostByTheirVintids()
    {
        final StormConfig config = VirtualStorms.config(
            4, 1, VirtualStorms.vms("vm", 1, 4, 1000, VirtualStorms.guest(HANDLER, false)));

        final StormResult result = VirtualStorms.gicv4("per-vcpu", config, CostModel.of(CostModel.ZERO), MS);

        assertEquals(List.of(8192, 8193, 8194, 8195),
            VirtualStorms.interrupts(result).stream().map(Outlier::lpiId).sorted().toList());
    }

    @Test
    void shouldTakeNoLongerThanTheHostDid()
    {
        final long beforeNs = HostClock.nanoTime();

        final StormResult result = run(bursts(3, 1, MS), measure());

        final long hostNs = HostClock.nanoTime() - beforeNs;
        final long realNs = result.model().realNs();
        assertTrue(realNs >= 0 && realNs <= hostNs, realNs + " of " + hostNs);
    }

    @Test
    void shouldTakeASnapshotOfTheSetUpThatIsDueBehindIt()
    {
        final StormConfig config = bursts(3, 1, MS);
        final Workload workload = new ResidentWorkload(config);
        final long[] setUp = new long[1];
        Storms.emitAll(workload.setUp((command, words) -> setUp[0]++));
        final CountingLog log = new CountingLog();

        run(Options.of(config, workload, SnapshotSchedule.ofCommands(setUp[0]), measure()), log);

        assertEquals(setUp[0], log.snapshots.get(0));
    }

    @Test
    void shouldEndByItsCountInFrontOfItsTime()
    {
        final StormConfig config = StormConfigs.of(bursts(5, 1, MS)).durationNs(SECOND).build();

        final StormResult result = run(config, measure());

        assertEquals(5, result.totals().accounting().delivered());
        assertEquals(4 * MS + HANDLER, result.totals().elapsedNs());
    }

    @Test
    void shouldTakeTheLedgerOfEachVm()
    {
        final StormConfig config = VirtualStorms.config(
            1, 3, VirtualStorms.vms("vm", 3, 4, 1000, VirtualStorms.guest(HANDLER, false)));
        final Workload workload = new ResidentWorkload(config);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            Storms.setUp(config, machine);

            assertEquals(3, PartitionRun.ledgers(machine, workload.topology()).size());
            assertNotNull(PartitionRun.ledgers(machine, workload.topology()).get(2));
        }
    }

    /** Trace with its entries as lists. */
    private static final class Trace implements ModelTrace.Taker
    {
        private final List<List<Long>> slices = new ArrayList<>();
        private final List<List<Long>> ways = new ArrayList<>();

        @Override
        public void slice(final int state, final int pe, final long startNs, final long endNs)
        {
            slices.add(List.of((long)state, (long)pe, startNs, endNs));
        }

        @Override
        public void way(final int device, final int lpi, final int pe, final long messageNs, final long handlerNs)
        {
            ways.add(List.of((long)device, (long)lpi, (long)pe, messageNs, handlerNs));
        }
    }

    /** Log that has no space for the first frame. */
    private static final class FullLog extends ForwardingLog
    {
        private ClosingPayload verdict;

        FullLog()
        {
            super(new NoLog());
        }

        @Override
        public AppendResult appendCommands(final int count, final int lengthBytes)
        {
            return AppendResult.REFUSED;
        }

        @Override
        public JournalFailure failure()
        {
            return new JournalFailure(JournalFailure.Reason.NO_SPACE, "the disk is full", 0, null);
        }

        @Override
        public void close(final ClosingPayload ofRun)
        {
            verdict = ofRun;
        }
    }

    /** Log that notes behind how many commands a snapshot is taken. */
    private static final class CountingLog extends ForwardingLog
    {
        private final List<Long> snapshots = new ArrayList<>();
        private long commands;

        CountingLog()
        {
            super(new NoLog());
        }

        @Override
        public AppendResult appendCommands(final int count, final int lengthBytes)
        {
            commands += count;

            return super.appendCommands(count, lengthBytes);
        }

        @Override
        public boolean takesSnapshots()
        {
            return true;
        }

        @Override
        public boolean appendSnapshot(final int lengthBytes)
        {
            snapshots.add(commands);

            return true;
        }
    }
}
