package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Outcome;
import org.gale.engine.counters.CountersFile;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.counters.RunCounter;
import org.gale.engine.host.HostMeter;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalFailure;
import org.gale.engine.lanes.AttachPoint;
import org.gale.engine.lanes.Attachment;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.OpenLoopTraffic;
import org.gale.engine.storm.flow.ResumePosition;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.flow.Traffic;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.support.HostShapes;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of whole runs under a clock that moves by a step behind each round of generator and engine. */
class SteppedRunTest
{
    private static final SettingValues ONE_THREAD =
        MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.THREADS, 1L);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    /** Step by which a second has 64 rounds: progress is published once in so many. */
    private static final long STEP_NS = SECOND_NS / 64;

    private final SteppedTimeline timeline = new SteppedTimeline(STEP_NS);
    @TempDir
    private Path directory;

    /** Returns an open loop of evenly spaced events, one in each step. */
    private static StormConfig steps(final long durationNs)
    {
        return Storms.small().uncounted().ratePerS(64).poisson(false).durationNs(durationNs).build();
    }

    private static RunOptions options(
        final StormConfig config, final SettingValues measure, final RunOptions.History history)
    {
        final RunOptions plain = Options.of(config, new ResidentWorkload(config), measure);

        return new RunOptions(config, plain.workload(), plain.resumed(), plain.snapshots(),
            new RunOptions.Measurement(measure, HostMeter.NONE, history, Rehearsal.NONE), plain.producers(),
            plain.counters());
    }

    private StormResult run(final RunOptions options)
    {
        return run(options, new NoLog());
    }

    private StormResult run(final RunOptions options, final FrameLog log)
    {
        try (Machine machine = Machines.FACTORY.create(options.workload().machine()))
        {
            return run(options, log, machine);
        }
    }

    private StormResult run(final RunOptions options, final FrameLog log, final Machine machine)
    {
        return new StormRun(options, machine, log, UnaryOperator.identity(), timeline).run();
    }

    private static List<List<Long>> rows(final List<Interval> intervals)
    {
        return intervals.stream().map(interval -> List.of(interval.startNs(), interval.lengthNs(),
            interval.counts().offered(), interval.counts().delivered(), interval.counts().pending(),
            interval.counts().laneWords(), interval.counts().journalBytes())).toList();
    }

    /**
     * Generator and machine begin in round 0, the first offer is in round 1, and intervals end in rounds 128, 192 and
     * at the end.
     */
    @Test
    void shouldRecordAHistoryFromTheFirstOfferOn()
    {
        final StormHistory history =
            run(options(steps(3 * SECOND_NS + 32 * STEP_NS), ONE_THREAD, RunOptions.History.FIGURES)).history();

        assertEquals(List.of(List.of(0L, 127 * STEP_NS, 128L, 128L, 0L, 0L, 0L),
            List.of(127 * STEP_NS, 64 * STEP_NS, 64L, 64L, 0L, 0L, 0L),
            List.of(191 * STEP_NS, 33 * STEP_NS, 32L, 32L, 0L, 0L, 0L)), rows(history.intervals()));
        assertTrue(history.intervals().stream().noneMatch(Interval::isWarmup));
        assertTrue(history.intervals().stream().allMatch(interval -> interval.encoded().isEmpty()));
        assertEquals(List.of(2L, 1L, 1L), history.heat().slices().stream().limit(3)
            .map(slice -> slice.stream().mapToLong(Long::longValue).sum()).toList(), "slices of 16 ms");
    }

    /** The end of a warm-up is polled in each fourth round. */
    @Test
    void shouldRecordAWarmupApart()
    {
        final StormResult result = run(options(steps(3 * SECOND_NS),
            ONE_THREAD.with(MeasureSettings.WARMUP, 96 * STEP_NS), RunOptions.History.HISTOGRAMS));

        final List<Interval> intervals = result.history().intervals();
        assertEquals(List.of(List.of(0L, 99 * STEP_NS, 100L, 100L, 0L, 0L, 0L),
            List.of(99 * STEP_NS, 92 * STEP_NS, 92L, 92L, 0L, 0L, 0L),
            List.of(191 * STEP_NS, STEP_NS, 0L, 0L, 0L, 0L, 0L)), rows(intervals));
        assertEquals(List.of(true, false, false), intervals.stream().map(Interval::isWarmup).toList());
        assertFalse(intervals.get(0).encoded().isEmpty());
        assertEquals(92, result.latencies().response().getTotalCount());
        assertEquals((192 - 99) * STEP_NS, result.host().stalls().ns(), "to the last apply");
    }

    @Test
    void shouldRecordNoHistoryUnlessItIsAsked()
    {
        final StormResult result = run(options(steps(STEP_NS), ONE_THREAD, RunOptions.History.NONE));

        assertEquals(StormHistory.NONE, result.history());
    }

    @Test
    void shouldGiveEachFrameTheTimeOfItsBatch()
    {
        final List<Long> times = new ArrayList<>();
        final FrameLog log = new ForwardingLog(new NoLog())
        {
            @Override
            public void time(final long ns)
            {
                times.add(ns);
                super.time(ns);
            }
        };

        run(options(steps(3 * STEP_NS), ONE_THREAD, RunOptions.History.NONE), log);

        assertEquals(List.of(0L, STEP_NS, 2 * STEP_NS), times.subList(times.size() - 3, times.size()));
        assertTrue(times.stream().limit(times.size() - 3).allMatch(ns -> ns == 0), times.toString());
    }

    @Test
    void shouldTakeSnapshotsByTheSchedule()
    {
        final StormConfig config = steps(10 * STEP_NS);
        final RunOptions options = options(config, ONE_THREAD, RunOptions.History.NONE);
        final int[] snapshots = new int[1];
        final FrameLog log = new ForwardingLog(new NoLog())
        {
            @Override
            public boolean takesSnapshots()
            {
                return true;
            }

            @Override
            public boolean appendSnapshot(final int lengthBytes)
            {
                snapshots[0]++;

                return super.appendSnapshot(lengthBytes);
            }
        };
        run(new RunOptions(config, options.workload(), options.resumed(), SnapshotSchedule.AT_END,
            options.measurement(), options.producers(), options.counters()), log);
        final int parts = snapshots[0];

        run(new RunOptions(config, options.workload(), options.resumed(), SnapshotSchedule.ofCommands(1),
            options.measurement(), options.producers(), options.counters()), log);

        assertTrue(snapshots[0] - parts >= 10 * parts, "one behind each event: " + snapshots[0] + " parts");
    }

    @Test
    void shouldNameTheThreadOfTheEngineForTheRunAlone() throws Exception
    {
        final List<String> names = new ArrayList<>();
        timeline.watch(engine -> names.add(Thread.currentThread().getName()));
        final FutureTask<String> task = new FutureTask<>(() ->
        {
            run(options(steps(STEP_NS), ONE_THREAD, RunOptions.History.NONE));

            return Thread.currentThread().getName();
        });
        final Thread caller = new Thread(task, "caller");
        caller.start();

        assertEquals("caller", task.get());
        caller.join();
        assertTrue(names.stream().allMatch("gale-engine"::equals), names.toString());
    }

    @Test
    @Tag("P6")
    void shouldCountAttachedEventsBesideThoseOfTheGenerator()
    {
        final StormConfig config = steps(10 * STEP_NS);
        final AttachPoint point = new AttachPoint(1, 64, timeline.clock());
        final Attachment attachment = point.attach();
        assertTrue(attachment.producer().offer(Commands.msi(0, 1, 0)));
        assertTrue(attachment.producer().offer(Commands.msi(1, 2, 0)));
        attachment.producer().publish();
        final RunOptions options = options(config, ONE_THREAD, RunOptions.History.NONE);

        final StormResult result = run(new RunOptions(config, options.workload(), options.resumed(),
            options.snapshots(), options.measurement(), new RunOptions.Producers(List.of(point), true),
            options.counters()));

        assertNull(result.verdict().failure());
        assertEquals(12, result.totals().accounting().offered());
        assertEquals(2, result.totals().attached().events());
    }

    /** Streams of group a offer an event each 100 ns, and the phases begin at 0, 1,000 and 3,000 ns. */
    private static StormConfig phased()
    {
        final DeviceShape device = new DeviceShape("disk", 1, 32, DeviceShape.Target.SPREAD, DeviceShape.SPREAD,
            new OpenStream(1e7, false));

        return HostShapes.config(List.of(new VmShape("a", 1, 2, List.of(device))),
            HostShapes.phase("calm", 1_000), HostShapes.phase("noise", 2_000), HostShapes.phase("rest", 4_000));
    }

    private static List<List<Object>> phases(final StormResult result)
    {
        return result.totals().phases().stream().map(phase -> List.<Object>of(
            phase.name(), phase.span().startNs(), phase.span().lengthNs(), phase.account().offered())).toList();
    }

    @Test
    @Tag("P6")
    void shouldContinueInThePhaseInWhichItIsResumed()
    {
        final SteppedTimeline shortSteps = new SteppedTimeline(100);
        final StormConfig config = phased();
        final RunOptions plain = options(config, ONE_THREAD, RunOptions.History.NONE);
        try (Machine machine = Machines.FACTORY.create(plain.workload().machine()))
        {
            final StormRun first = new StormRun(plain, machine, new NoLog(), UnaryOperator.identity(), shortSteps);
            shortSteps.watch(engine ->
            {
                if (first.progress().elapsedNs() >= 1_500)
                {
                    first.stop();
                }
            });
            final StormResult before = first.run();
            assertEquals(List.of(List.of("calm", 0L, 1_000L, 10L), List.of("noise", 1_000L, 2_000L, 6L),
                List.of("rest", 3_000L, 4_000L, 0L)), phases(before), "the last event is that of 1,500 ns");
            final StormResumeTotals resumed = new StormResumeTotals(16, 16, machine.commandCount(),
                before.journal().frames(), new ResumePosition(1_500, 1_500, new long[] { 16 }));
            final FrameLog log = new NoLog();
            final StormRun second = new StormRun(new RunOptions(config, plain.workload(), resumed, plain.snapshots(),
                plain.measurement(), plain.producers(), plain.counters()), machine, log, UnaryOperator.identity(),
                shortSteps);
            final List<Integer> numbers = new ArrayList<>();
            shortSteps.watch(engine -> numbers.add(second.progress().phase()));

            final StormResult result = second.run();

            assertNull(result.verdict().failure());
            assertEquals(List.of(List.of("before", 0L, 1_500L, 16L), List.of("noise", 1_500L, 1_500L, 14L),
                List.of("rest", 3_000L, 4_000L, 40L)), phases(result));
            assertEquals(16 + 14 + 40, result.totals().accounting().offered());
            assertEquals(16 + 14 + 40, result.totals().accounting().delivered());
            assertEquals(16 + 14 + 40, second.progress().delivered());
            assertEquals(14 + 40, second.progress().offered(), "those of the earlier part are left out");
            assertEquals(0, second.progress().pending());
            assertEquals(before.journal().frames() + log.appendedFrames(), result.journal().frames());
            final int last = numbers.lastIndexOf(2);
            assertTrue(numbers.subList(0, last + 1).stream().allMatch(number -> number == 2), numbers.toString());
            assertTrue(numbers.subList(last + 1, numbers.size()).stream().allMatch(number -> number == 3));
            assertEquals(5_500 / 100 - 15 + 1, numbers.size() - last - 1, "rounds at 1,500 ns and later");
        }
    }

    @Test
    void shouldRecordTheErrorThatEndsIt() throws IOException
    {
        final FrameLog log = new ForwardingLog(new NoLog())
        {
            private boolean isFull;

            @Override
            public AppendResult appendCommands(final int count, final int lengthBytes)
            {
                isFull = appendedFrames() == 3;

                return isFull ? AppendResult.REFUSED : super.appendCommands(count, lengthBytes);
            }

            @Override
            public JournalFailure failure()
            {
                return isFull ? new JournalFailure(JournalFailure.Reason.NO_SPACE, "no space", 0, null) : null;
            }
        };
        final StormConfig config = steps(10 * STEP_NS);
        final RunOptions options = options(config, ONE_THREAD, RunOptions.History.NONE);
        try (StormCounters counters = StormCounters.open(new CountersPlace(directory), "default", null))
        {
            final StormResult result = run(new RunOptions(config, options.workload(), options.resumed(),
                options.snapshots(), options.measurement(), options.producers(), counters), log);

            assertEquals(Outcome.RESOURCES, result.verdict().outcome());
            assertEquals("no space", result.verdict().failure());
            final List<CountersFile.DistinctError> errors = new CountersPlace(directory).find(null).get(0).errors();
            assertEquals(1, errors.size());
            assertTrue(errors.get(0).text().endsWith("no space"), errors.get(0).text());
        }
    }

    /** Rehearsal that notes its end. */
    private static final class Ending implements Rehearsal
    {
        private int closed;

        @Override
        public void prepare()
        {
            // The storm is too short.
        }

        @Override
        public void run()
        {
            // The storm is too short.
        }

        @Override
        public void abandon()
        {
            // There are no files.
        }

        @Override
        public void close()
        {
            closed++;
        }
    }

    @Test
    void shouldCloseTheRehearsalOfAStormThatEndsInItsWarmup()
    {
        final StormConfig config = steps(10 * STEP_NS);
        final SettingValues measure = ONE_THREAD.with(MeasureSettings.WARMUP, SECOND_NS);
        final RunOptions options = options(config, measure, RunOptions.History.NONE);
        final Ending rehearsal = new Ending();

        run(new RunOptions(config, options.workload(), options.resumed(), options.snapshots(),
            new RunOptions.Measurement(measure, HostMeter.NONE, RunOptions.History.NONE, rehearsal),
            options.producers(), options.counters()));

        assertEquals(1, rehearsal.closed);
    }

    /** Rounds 0 and 64 publish: the set-up is in round 0, and the events of steps 0 to 63 are in rounds 1 to 64. */
    @Test
    void shouldPublishItsProgressOnceIn64Rounds()
    {
        final StormConfig config = steps(100 * STEP_NS);
        final RunOptions options = options(config, ONE_THREAD, RunOptions.History.NONE);
        final List<Long> delivered = new ArrayList<>();
        final List<Long> elapsed = new ArrayList<>();
        try (Machine machine = Machines.FACTORY.create(options.workload().machine()))
        {
            final StormRun run = new StormRun(
                options, machine, new NoLog(), UnaryOperator.identity(), timeline);
            timeline.watch(engine ->
            {
                delivered.add(run.progress().delivered());
                elapsed.add(run.progress().elapsedNs());
            });

            run.run();

            assertEquals(102, delivered.size());
            assertTrue(delivered.subList(0, 64).stream().allMatch(count -> count == 0), delivered.toString());
            assertTrue(delivered.subList(64, 101).stream().allMatch(count -> count == 64), delivered.toString());
            assertEquals(100, delivered.get(101), "the end publishes");
            assertEquals(List.of(0L, 0L, STEP_NS, 2 * STEP_NS), elapsed.subList(0, 4));
        }
    }

    /** Frames are one of the set-up and one of each event. */
    @Test
    void shouldStoreCountersOfFramesAndCommands() throws IOException
    {
        final StormConfig config = steps(100 * STEP_NS);
        final RunOptions options = options(config, ONE_THREAD, RunOptions.History.NONE);
        final FrameLog log = new ForwardingLog(new NoLog())
        {
            @Override
            public long bytes()
            {
                return 1_000 * appendedFrames();
            }
        };
        try (StormCounters counters = StormCounters.open(new CountersPlace(directory), "default", null))
        {
            final StormResult result = run(new RunOptions(config, options.workload(), options.resumed(),
                options.snapshots(), options.measurement(), options.producers(), counters), log);

            final CountersFile file = new CountersPlace(directory).find(null).get(0);
            assertEquals(101, file.value(RunCounter.FRAMES));
            assertEquals(101_000, file.value(RunCounter.JOURNAL_BYTES));
            assertEquals(result.journal().commands(), file.value(RunCounter.COMMANDS));
            assertEquals(100, file.value(RunCounter.OFFERED));
            assertEquals(100, file.value(RunCounter.DELIVERED));
            assertEquals(100 * STEP_NS, file.value(RunCounter.ELAPSED_NS));
        }
    }

    /** The generator has a thread of its own, and the lane would hold a million words. */
    @Test
    void shouldLimitWhatWaitsWhileItWarmsUp()
    {
        final StormConfig config =
            Storms.small().uncounted().ratePerS(2e9).poisson(false).durationNs(100 * STEP_NS).build();
        final RunOptions options = options(config, SettingValues.NONE.with(MeasureSettings.WARMUP, SECOND_NS),
            RunOptions.History.NONE);
        final List<Long> waiting = new ArrayList<>();
        try (Machine machine = Machines.FACTORY.create(options.workload().machine()))
        {
            final StormRun run = new StormRun(options, machine, new NoLog(), UnaryOperator.identity(), timeline);
            timeline.watch(engine ->
            {
                waiting.add(run.progress().laneWords());
                if (run.progress().elapsedNs() > 3 * STEP_NS)
                {
                    run.stop();
                }
            });

            final StormResult result = run.run();

            assertNull(result.verdict().failure());
            final long most = waiting.stream().mapToLong(Long::longValue).max().orElseThrow();
            assertTrue(most <= OpenLoopTraffic.COLD_WORDS && most > OpenLoopTraffic.COLD_WORDS / 2, "most: " + most);
            assertEquals(Traffic.LANE_WORDS, run.progress().laneCapacityWords());
        }
    }

    /** Each read of the clock moves it, so that the translation of a batch takes at least one read. */
    @Test
    void shouldMeasureTheTranslationOfABatch()
    {
        final StormConfig config = Storms.small(50);
        final RunOptions options = options(config, ONE_THREAD, RunOptions.History.NONE);
        final long readNs = 16;
        final long[] nowNs = { SteppedTimeline.BEGIN_NS };
        final NanoClock reads = () -> nowNs[0] += readNs;
        try (Machine machine = Machines.FACTORY.create(options.workload().machine()))
        {
            final StormResult result = new StormRun(
                options, machine, new NoLog(), UnaryOperator.identity(), new Timeline()
                {
                    @Override
                    NanoClock clock()
                    {
                        return reads;
                    }
                }).run();

            final Histogram translated = result.latencies().stages().get("translated");
            assertEquals(50, translated.getTotalCount());
            assertTrue(translated.getMinValue() >= readNs, "least: " + translated.getMinValue());
        }
    }
}
