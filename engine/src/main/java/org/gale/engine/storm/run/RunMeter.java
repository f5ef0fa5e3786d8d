package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.agent.NoteLog;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.NumberText;
import org.gale.engine.host.CollectionWatch;
import org.gale.engine.host.HostMeter;
import org.gale.engine.host.Pinning;
import org.gale.engine.host.ThreadName;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.flow.StormPace;
import org.gale.engine.storm.latency.LatencyHistograms;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.latency.Outlier;
import org.gale.engine.storm.latency.OutlierCause;
import org.gale.engine.storm.latency.OutlierMoments;
import org.gale.engine.storm.latency.ResponseStops;
import org.gale.engine.storm.latency.StallWatch;
import org.gale.engine.storm.latency.Stalls;
import org.gale.engine.storm.setting.MeasureSettings;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StopConditions;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;
import org.gale.engine.storm.setting.ThreadCpus;
import org.gale.engine.storm.setting.Warmup;

/**
 * Meter of one run: ends its warm-up, watches for the condition that ends the run, and explains its slowest responses.
 * On the engine's thread; read after the run.
 */
final class RunMeter implements AutoCloseable
{
    private static final double TAIL = 99;
    /** Number of duty cycles from one poll of the warm-up to the next: both sides of that branch are taken often. */
    private static final int POLL_CYCLES = 4;

    private final SettingValues settings;
    private final NanoClock clock;
    private final StormTally tally;
    private final LatencyRecorder recorder;
    private final MsiGenerator generator;
    private final WarmupWatch warmupWatch;
    private final StallWatch stallWatch;
    private final CycleWatch engineWatch;
    private final CycleWatch generatorWatch;
    private final NoteLog collections = new NoteLog();
    private final OutlierMoments moments;
    private final Supplier<List<Outlier>> slowest;
    private final CollectionWatch collectionWatch;
    private final boolean hasWarmup;
    private final List<String> notes = new ArrayList<>();
    private LongConsumer whenWarm = nowNs -> { };
    private Stalls stalls = Stalls.NONE;
    private boolean isWarm;
    private long polls;
    private long nextPoll;
    private long dueNs;                                             // of the end of the warm-up, or of a rehearsal
    private final RehearsalSchedule rehearsals = new RehearsalSchedule();
    private Runnable rehearsal;
    private boolean hasBegun;
    private final boolean isWatched;
    private final ResponseStops ofResponses;
    private final List<Condition> ofStalls;
    private Condition stalled;
    private boolean isStopped;
    private long beginNs;
    private long offeredBefore;
    private long deliveredBefore;
    private Warmup.Past warmup = Warmup.Past.NONE;

    /**
     * Creates the meter, before the first cycle of engine and generator.
     *
     * @param warmupWatch over the warm-up, if there is one
     */
    RunMeter(
        final SettingValues settings,
        final WarmupWatch warmupWatch,
        final HostMeter host,
        final StormTally tally,
        final LatencyRecorder recorder,
        final MsiGenerator generator,
        final NanoClock clock)
    {
        this.settings = settings;
        this.warmupWatch = warmupWatch;
        this.clock = clock;
        this.tally = tally;
        this.recorder = recorder;
        this.generator = generator;
        this.engineWatch = new CycleWatch(host);
        this.generatorWatch = new CycleWatch(host);
        this.slowest = recorder::outliers;
        this.moments = new OutlierMoments(engineWatch, generatorWatch, recorder.bursts(), collections);
        this.stallWatch =
            new StallWatch(host, Runtime.getRuntime().availableProcessors(), engineWatch, generatorWatch);
        this.collectionWatch = new CollectionWatch(
            (fromNs, toNs) -> collections.add(NoteKind.COLLECTION, fromNs, toNs, 0));
        final Conditions stopIf = settings.valueOr(MeasureSettings.STOP_IF, Conditions.NONE);
        this.isWatched = !stopIf.isEmpty();
        this.ofResponses = new ResponseStops(StopConditions.ofInterrupts(stopIf));
        this.ofStalls = StopConditions.ofStalls(stopIf).all();
        this.hasWarmup = settings.valueOrDefault(MeasureSettings.WARMUP) != 0;
        recorder.keepOutliers(settings.valueOrDefault(MeasureSettings.OUTLIERS).intValue());
    }

    /** Returns the watch of a warm-up. */
    static WarmupWatch watch(
        final SettingValues settings,
        final StormConfig config,
        final StormResumeTotals resumed,
        final boolean hasGenerator,
        final HostMeter host)
    {
        return new WarmupWatch(new Warmup(settings.valueOrDefault(MeasureSettings.WARMUP)), hasGenerator,
            config.value(StormSettings.DURATION), config.value(StormSettings.COUNT) - resumed.offered(),
            host::compilerNs);
    }

    /** Returns whether the run begins with a warm-up. */
    boolean hasWarmup()
    {
        return hasWarmup;
    }

    /** Sets what is called with the time at which the warm-up ends, before the recorder begins. */
    void whenWarm(final LongConsumer action)
    {
        whenWarm = action;
    }

    /** Watches engine and generator, before their first cycles. */
    void watch(final EngineAgent agent)
    {
        agent.watch(engineWatch);
        rehearsal = agent::rehearse;
        generator.watch(generatorWatch);
        recorder.sequence(agent::appliedSequence);
        if (settings.isOther(MeasureSettings.MAX_IN_FLIGHT))
        {
            generator.limitInFlight(settings.get(MeasureSettings.MAX_IN_FLIGHT));
        }
        if (hasWarmup)
        {
            generator.warmUp();
        }
    }

    /**
     * Ends the warm-up once it is over, and the run once its condition is met. Called in each duty cycle. The compiler
     * drops the code of the engine's loop when a branch is taken for the first time. Each branch that the measured part
     * takes here is therefore taken in the warm-up, too, or lies in a method that is called seldom.
     */
    void poll()
    {
        polls++;
        if (polls >= nextPoll)
        {
            nextPoll = polls + POLL_CYCLES;
            pollWarmup();
        }
        if (moments.isDue(recorder.outlierChanges()))
        {
            moments.keep(recorder.outlierChanges(), slowest, clock.nanoTime());
        }
        if (isWatched && isWarm && !isStopped && isConditionMet())
        {
            isStopped = true;
            generator.stop();
        }
    }

    /** Ends the measured part at the last apply, while all threads are alive. */
    void end(final long endNs)
    {
        stalls = stallWatch.end(endNs);
    }

    /**
     * Returns the rates of the measured part.
     *
     * @param endNs time of the last apply
     */
    StormRates rates(final long endNs)
    {
        final long firstNs = firstNs(endNs);
        final boolean isCold = !isWarm && hasWarmup;
        final Warmup.Past past = isCold ? new Warmup.Past(
            Warmup.Ending.UNFINISHED, endNs - firstNs, tally.offered(), tally.delivered()) : warmup;
        final StormPace pace = generator.pace().result(generator.lag().getValueAtPercentile(TAIL),
            recorder.histograms().response().getValueAtPercentile(TAIL));

        return new StormRates(past, Math.max(1, endNs - firstNs - (isCold ? 0 : warmup.ns())),
            tally.offered() - offeredBefore, tally.delivered() - deliveredBefore, pace, generator.lag());
    }

    /** Returns the latencies of the measured part. */
    StormLatencies latencies(final long endNs)
    {
        final LatencyHistograms histograms = recorder.histograms();
        final List<StormLatencies.Explained> outliers = new ArrayList<>();
        for (final Outlier outlier : recorder.outliers())
        {
            outliers.add(explained(outlier, firstNs(endNs)));
        }

        return new StormLatencies(histograms.response(), histograms.service(), histograms.stages(),
            histograms.responseByVm(), outliers);
    }

    /** Returns the effects of the host on the measured part. */
    HostEffects host(final long endNs)
    {
        if (recorder.unstamped() > 0)
        {
            notes.add(NumberText.counted(recorder.unstamped(), "event") + " not sampled: too many batches waited");
        }

        return new HostEffects(stalls, slowMoments(firstNs(endNs)), ThreadCpus.of(settings), List.copyOf(notes));
    }

    /** Returns the interrupt or the stall that ended the run, or null. */
    StormVerdict.Stop stop(final long endNs)
    {
        if (!isStopped)
        {
            return null;
        }

        return ofResponses.metBy() == null ? new StormVerdict.Stop(stalled, null) :
            new StormVerdict.Stop(ofResponses.metBy(), explained(ofResponses.met(), firstNs(endNs)));
    }

    private long firstNs(final long endNs)
    {
        return generator.firstOfferNs() == 0 ? endNs : generator.firstOfferNs();
    }

    @Override
    public void close()
    {
        collectionWatch.close();
    }

    private boolean isConditionMet()
    {
        final long stallNs = Math.max(engineWatch.longestNs(), generatorWatch.longestNs());
        for (final Condition condition : ofStalls)
        {
            stalled = stalled == null && condition.holds(stallNs) ? condition : stalled;
        }

        return ofResponses.metBy() != null || stalled != null;
    }

    /** Returns the longest moments of the measured part. */
    private List<HostEffects.Moment> slowMoments(final long firstNs)
    {
        final List<HostEffects.Moment> slow = new ArrayList<>();
        add(slow, StallWatch.ENGINE_LABEL, engineWatch.notes(), firstNs);
        add(slow, StallWatch.GENERATOR_LABEL, generatorWatch.notes(), firstNs);
        add(slow, "JVM", collections, firstNs);
        slow.sort(Comparator.comparingLong(HostEffects.Moment::startNs));

        return slow;
    }

    private static void add(
        final List<HostEffects.Moment> slow, final String thread, final NoteLog notes, final long firstNs)
    {
        for (final NoteLog.Note note : notes.longest())
        {
            if (note.startNs() - firstNs >= 0)
            {
                slow.add(new HostEffects.Moment(
                    note.kind().label(), thread, note.startNs() - firstNs, note.endNs() - note.startNs()));
            }
        }
    }

    private StormLatencies.Explained explained(final Outlier outlier, final long firstNs)
    {
        return new StormLatencies.Explained(
            outlier, OutlierCause.of(outlier, moments.of(outlier, clock.nanoTime())), outlier.nowNs() - firstNs);
    }

    private void pollWarmup()
    {
        if (generator.firstOfferNs() != 0)
        {
            final long nowNs = clock.nanoTime();
            if (!hasBegun || nowNs - dueNs >= 0 || tally.delivered() >= warmupWatch.countLimit())
            {
                warm(nowNs);
            }
        }
    }

    /** Ends the warm-up or rehearses. What is called so seldom is no part of the compiled loop. */
    private void warm(final long nowNs)
    {
        if (!hasBegun)
        {
            hasBegun = true;
            rehearsals.begin(nowNs);
            // Once more in begin(), by then compiled.
            stallWatch.begin(nowNs, ThreadName.id(), generator.threadId());
            beginNs = generator.firstOfferNs();
            warmupWatch.begin(beginNs, tally.delivered());
            final ThreadCpus cpus = ThreadCpus.of(settings);
            if (!cpus.isAny())
            {
                final long engineId = ThreadName.id();
                final long generatorId = generator.threadId();
                notes.addAll(Pinning.pin((id, name) -> cpus.of(id, name, engineId, generatorId)));
            }
        }
        if (warmupWatch.isOver(nowNs, tally.delivered()))
        {
            isWarm = true;
            nextPoll = Long.MAX_VALUE;
            begin();
        }
        else if (rehearsals.isDue(nowNs, tally.delivered()))
        {
            recorder.rehearse(nowNs);
            generator.rehearse();
            rehearsal.run();
            rehearsals.took(nowNs, clock.nanoTime());
        }
        else
        {
            rehearsals.putOff(nowNs);
        }
        final long endNs = warmupWatch.nextNs();
        dueNs = endNs - rehearsals.nextNs() < 0 ? endNs : rehearsals.nextNs();
    }

    /** Begins the measured part behind the reads of the host's files, which take the engine's time. */
    private void begin()
    {
        stallWatch.begin(clock.nanoTime(), ThreadName.id(), generator.threadId());
        final long nowNs = clock.nanoTime();
        if (hasWarmup)
        {
            offeredBefore = tally.offered();
            deliveredBefore = tally.delivered();
            warmup = new Warmup.Past(warmupWatch.ending(), nowNs - beginNs, offeredBefore, deliveredBefore);
            whenWarm.accept(nowNs);
            recorder.begin(nowNs);
            generator.measure();
        }
        if (!ofResponses.isEmpty())
        {
            recorder.stopIf(ofResponses);
        }
    }
}
