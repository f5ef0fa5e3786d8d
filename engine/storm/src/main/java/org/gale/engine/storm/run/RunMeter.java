package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.ForwardingObserver;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.config.Conditions;
import org.gale.engine.host.HostMeter;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.latency.InterruptPlaces;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.result.GeneratorTotals;
import org.gale.engine.storm.result.HostEffects;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.PhaseClock;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.Warmup;

/**
 * Meter of one run: ends its warm-up, and measures its rates, latencies and stops, and what the host takes. On the
 * engine's thread; read after the run.
 */
final class RunMeter implements AutoCloseable
{
    /** Number of duty cycles from one poll of the warm-up to the next: both sides of that branch are taken often. */
    private static final int POLL_CYCLES = 4;

    private final SettingValues settings;
    private final NanoClock clock;
    private final StormTally tally;
    private final LatencyRecorder recorder;
    private final MsiGenerator generator;
    private final WarmupWatch warmupWatch;
    private final HostWatch host;
    private final RateMeter rates;
    private final LatencyMeter latencies;
    private final StopMeter stops;
    private final boolean hasWarmup;
    private LongConsumer whenWarm = nowNs -> { };
    private boolean isWarm;
    private long polls;
    private long nextPoll;
    private long dueNs;                                             // of the end of the warm-up, or of a rehearsal
    private final RehearsalSchedule rehearsals = new RehearsalSchedule();
    private final Rehearsal rehearsal;
    private boolean hasBegun;
    private long beginNs;
    private long offeredBefore;                                     // at the last look at the warm-up
    private final boolean hasGenerator;
    private boolean isAwaited;
    private final Team team;
    private boolean isSettled;
    private long overNs;                                            // of a warm-up that waits for an event, or 0

    /** Observer in front of the others, which ends a warm-up that waits for an event. */
    private final class Arrivals extends ForwardingObserver
    {
        Arrivals(final RunObserver next)
        {
            super(next);
        }

        @Override
        public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
        {
            if (isAwaited)
            {
                arrived();
            }
            super.drained(frame, offset, endOffset, nowNs);
        }
    }

    /**
     * Creates the meter, before the first cycle of engine and generator.
     *
     * @param warmupWatch over the warm-up, if there is one, which begins with the first event of attached producers
     *                    where these alone send
     * @param delivered   interrupts of the run, by the ledgers
     * @param options     of the run, whose rehearsal the meter closes
     */
    RunMeter(
        final WarmupWatch warmupWatch,
        final StormTally tally,
        final LongSupplier delivered,
        final LatencyRecorder recorder,
        final MsiGenerator generator,
        final RunOptions options,
        final NanoClock clock)
    {
        final SettingValues settings = options.measurement().settings();
        final HostMeter hostMeter = options.measurement().host();
        this.team = options.team();
        this.hasGenerator = options.producers().hasGenerator();
        this.rehearsal = options.measurement().rehearsal();
        this.settings = settings;
        this.warmupWatch = warmupWatch;
        this.clock = clock;
        this.tally = tally;
        this.recorder = recorder;
        this.generator = generator;
        this.host = new HostWatch(settings, hostMeter, generator);
        this.rates = new RateMeter(tally, delivered, recorder, generator);
        this.latencies = new LatencyMeter(recorder.responses(), host.moments(recorder), clock);
        this.stops = new StopMeter(
            settings.valueOr(MeasureSettings.STOP_IF, Conditions.NONE), recorder.responses(), host, generator);
        this.hasWarmup = settings.valueOrDefault(MeasureSettings.WARMUP) != 0;
        recorder.responses().keep(settings, team.engines());
    }

    /** Returns the watch of a warm-up, which is the beginning of the phase in which the run begins. */
    static WarmupWatch watch(
        final SettingValues settings,
        final StormConfig config,
        final StormResumeTotals resumed,
        final boolean hasGenerator,
        final HostMeter host)
    {
        final PhaseClock phases = new PhaseClock(config.shape().phases());
        final long beginNs = resumed.position().timeNs();
        final long durationNs = config.shape().phases().isEmpty() ? config.value(StormSettings.DURATION) :
            Math.max(0, phases.endNs(phases.indexAt(beginNs)) - beginNs);

        return new WarmupWatch(new Warmup(settings.valueOrDefault(MeasureSettings.WARMUP)), hasGenerator,
            durationNs, config.value(StormSettings.COUNT) - resumed.offered(), host::compilerNs);
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

    /** Returns an observer that a run has in front of another one. */
    RunObserver before(final RunObserver next)
    {
        return new Arrivals(next);
    }

    /** Watches engine and generator, before their first cycles. */
    void watch(final EngineAgent agent)
    {
        host.watch(agent);
        recorder.sequence(agent::appliedSequence);
        if (settings.isOther(MeasureSettings.MAX_IN_FLIGHT))
        {
            generator.limitInFlight(settings.get(MeasureSettings.MAX_IN_FLIGHT));
        }
        if (hasWarmup)
        {
            generator.warmUp();
        }
        else
        {
            stops.begin();                                          // the first interrupts come before the first poll
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
        latencies.poll();
        stops.poll(isWarm);
    }

    /** Rehearses the warm-up in front of the storm. */
    void rehearse()
    {
        if (hasWarmup)
        {
            rehearsal.prepare();
            rehearsal.run();
        }
    }

    /** Ends the measured part at the last apply, while all threads are alive. */
    void end(final long endNs)
    {
        host.end(endNs);
        stops.poll(isWarm);                                         // a stall may have come behind the last cycle
    }

    /** Returns what the generator did, with its offers and words of the whole run. */
    GeneratorTotals generator(final long refused, final LaneWords words)
    {
        return rates.generator(refused, words);
    }

    /**
     * Returns the rates of the measured part.
     *
     * @param endNs time of the last apply
     */
    MeasuredRates rates(final long endNs)
    {
        return rates.rates(firstNs(endNs), endNs,
            isWarm || !hasWarmup ? null : overNs == 0 ? Warmup.Ending.UNFINISHED : Warmup.Ending.WHOLE);
    }

    /** Returns the latencies of the measured part, by what was delivered in it and the places of the interrupts. */
    StormLatencies latencies(final long endNs, final MeasuredDeliveries delivered, final InterruptPlaces places)
    {
        return latencies.latencies(firstNs(endNs), delivered, places);
    }

    /** Returns the effects of the host on the measured part. */
    HostEffects host(final long endNs)
    {
        return host.effects(firstNs(endNs), recorder.unstamped());
    }

    /**
     * Returns the laws that its figures of the generator and of the host break, by second readings of them.
     *
     * @param totals of the generator, which has ended
     */
    List<String> faults(final GeneratorTotals totals, final long endNs)
    {
        final List<String> faults = new ArrayList<>(PaceLaws.faults(totals, generator.span()));
        if (hasBegun)
        {
            faults.addAll(host.faults(endNs));
        }

        return faults;
    }

    /** Returns the laws that the end of the run breaks, by the figures of its result. */
    List<String> stopFaults(final StormResult result)
    {
        return isWarm ?
            StopLaws.faults(settings.valueOr(MeasureSettings.STOP_IF, Conditions.NONE), result) : List.of();
    }

    /** Returns whether a condition ended the run. */
    boolean isStopped()
    {
        return stops.isStopped();
    }

    /** Returns the interrupt or the stall that ended the run, or null. */
    StormVerdict.Stop stop(final long endNs)
    {
        return stops.stop(latencies, firstNs(endNs));
    }

    private long firstNs(final long endNs)
    {
        return generator.firstOfferNs() == 0 ? endNs : generator.firstOfferNs();
    }

    @Override
    public void close()
    {
        rehearsal.close();
        host.close();
    }

    private void pollWarmup()
    {
        if (overNs != 0)
        {
            if (tally.offered() != offeredBefore)
            {
                arrived();                                          // wires, which are not drained
            }
        }
        else if (generator.firstOfferNs() != 0 && (hasGenerator || tally.offered() > 0))
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
            host.begin(nowNs);                                      // once more behind a warm-up, by then compiled
            beginNs = hasGenerator ? generator.firstOfferNs() : nowNs;
            warmupWatch.begin(beginNs, tally.delivered());
            host.pin();
        }
        if (isOver(nowNs))
        {
            isAwaited = hasWarmup && tally.offered() == offeredBefore;
            prepare();
            overNs = clock.nanoTime();
            if (!isAwaited)
            {
                begin(overNs);
            }
            return;
        }
        isAwaited = true;                                           // a branch that is taken once is compiled late
        offeredBefore = tally.offered();
        if (rehearsals.isDue(nowNs, tally.delivered()))
        {
            generator.restart();
            rehearsal.prepare();
            final long startNs = clock.nanoTime();
            rehearsal.run();
            rehearsals.took(startNs, clock.nanoTime());
        }
        else
        {
            rehearsals.putOff(nowNs);
        }
        final long endNs = isSettled ? nowNs : warmupWatch.nextNs();
        dueNs = endNs - rehearsals.nextNs() < 0 ? endNs : rehearsals.nextNs();
    }

    /** Returns whether the warm-up is over, that of the other engines too. */
    private boolean isOver(final long nowNs)
    {
        isSettled = isSettled || warmupWatch.isOver(nowNs, tally.delivered());

        return isSettled && team.isSettled();
    }

    /** Notes that events come: they end a warm-up that is over and had none to end with. */
    private void arrived()
    {
        isAwaited = false;
        if (overNs != 0)
        {
            begin(overNs);
        }
    }

    /** Ends the rehearsals. Behind a warm-up, reads the host's files, which takes time. */
    private void prepare()
    {
        rehearsal.close();
        if (hasWarmup)
        {
            host.begin(clock.nanoTime());
            host.forgetWarmup();
        }
    }

    /** Begins the measured part. */
    private void begin(final long nowNs)
    {
        isWarm = true;
        nextPoll = Long.MAX_VALUE;
        if (hasWarmup)
        {
            rates.begin(warmupWatch.ending(), nowNs - beginNs, nowNs);
            whenWarm.accept(nowNs);
            recorder.begin(nowNs);
            generator.measure();
        }
        stops.begin();
    }
}
