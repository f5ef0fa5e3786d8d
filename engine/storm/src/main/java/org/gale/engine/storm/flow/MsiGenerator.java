package org.gale.engine.storm.flow;

import org.HdrHistogram.Histogram;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.host.ThreadName;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.StormThreads;
import org.gale.ringbuf.LaneProducer;

/**
 * Agent that is one producer: it sets the machine up, then offers MSIs until the duration or the count is reached or
 * it is stopped.
 * <pre>
 *   SET_UP --all offered--&gt; COMPLETE --all applied--&gt; HELD --released--&gt; OFFER --all offered--&gt; FINISHED
 * </pre>
 * A stop, or the end of the engine, ends each state that waits, so that every run has a time of its first offer; a
 * machine is set up before a stop has an effect. One thread runs the agent and calls the methods that do not say
 * otherwise.
 */
public final class MsiGenerator implements Agent
{
    private final long durationNs;
    private final LaneProducer lane;
    private final NanoClock clock;
    private final SetupCommands setup;
    private final Traffic traffic;
    private final OfferSpan span = new OfferSpan();
    private CycleWatch watch = CycleWatch.unread();
    private State state = State.SET_UP;
    private long resumedFrom;
    private boolean isSilent;
    private boolean warmsUp;
    private long refusedBefore;
    private long threadId;                                          // published by firstOfferNs
    private volatile boolean isHeld;
    private long begunNs;                                           // published by isHeld; 0 for that of the release
    private volatile long firstOfferNs;
    private volatile long offered;
    private volatile int restarts;
    private volatile int measures;
    private int restartsAsked;                                      // of the engine's thread, like the next one
    private int measuresAsked;
    private int restartsDone;
    private int measuresDone;
    private volatile boolean isStopping;
    private volatile boolean isFinished;

    public MsiGenerator(
        final StormConfig config, final TrafficSource source, final LaneProducer lane, final NanoClock clock)
    {
        this.durationNs = config.value(StormSettings.DURATION);
        this.lane = lane;
        this.clock = clock;
        this.setup = new SetupCommands(source);
        this.traffic = StormSources.traffic(config, source, lane, clock);
    }

    private enum State
    {
        SET_UP, COMPLETE, HELD, OFFER, FINISHED
    }

    /** Sets the watch over the duty cycles, before the first one. */
    public void watch(final CycleWatch cycleWatch)
    {
        watch = cycleWatch;
    }

    /** Limits the events in flight of an open loop: more that are due are skipped. Called before the start. */
    public void limitInFlight(final long limit)
    {
        traffic.limitInFlight(limit);
    }

    /**
     * Says what the next frame takes from the lane, before a cycle on the engine's thread.
     *
     * @param limitWords   words that it takes at most
     * @param offeredWords words that wait for it
     */
    public void frame(final int limitWords, final int offeredWords)
    {
        traffic.frame(limitWords, offeredWords);
    }

    /** Returns the calls of guests to the models of devices; null without models. */
    public ModelFeedback feedback()
    {
        return traffic.feedback();
    }

    /** Returns the books of the traffic. On the generator's thread, or after the end. */
    public SourceBooks books()
    {
        return traffic;
    }

    /** Sets the taker of the events of models that are wires, before the start. */
    public void wires(final WireSink sink)
    {
        traffic.wires(sink);
    }

    /** Lets the run begin with a warm-up, which {@link #measure} ends. Called before the start. */
    public void warmUp()
    {
        warmsUp = true;
    }

    /**
     * Lets the generator set the machine up and then offer nothing until the duration is over. Called before the start.
     */
    public void silence()
    {
        isSilent = true;
    }

    /**
     * Resumes a storm, before the start. Set-up commands that the machine has applied are left out. The events continue
     * with the next one, which waits for {@link #release}.
     *
     * @param commands that the machine has applied, those of time not counted
     * @param events   that were offered before
     * @param position at which streams continue
     */
    public void resume(final long commands, final long events, final ResumePosition position)
    {
        resumedFrom = events;
        setup.skip(commands);
        traffic.resume(events, position);
        isHeld = true;
    }

    /** Holds the generator after the set-up, until it is released. Called before the start. */
    public void hold()
    {
        isHeld = true;
    }

    /** Returns whether the machine is set up. On the generator's thread. */
    public boolean isSetUp()
    {
        return state != State.SET_UP && state != State.COMPLETE;
    }

    /** Releases a generator that was held until everything pending before is delivered. From any thread. */
    public void release()
    {
        isHeld = false;
    }

    /**
     * Releases a generator that was held until others are ready. From any thread.
     *
     * @param atNs begin of the storm, from which times count, ns
     */
    public void release(final long atNs)
    {
        begunNs = atNs;
        isHeld = false;
    }

    /** Ends the warm-up: the lag is measured from now on. From the engine's thread. */
    public void measure()
    {
        measuresAsked++;
        measures = measuresAsked;
        restart();
    }

    /** Lets the clock of the traffic start anew in the warm-up. From the engine's thread. */
    public void restart()
    {
        restartsAsked++;
        restarts = restartsAsked;
    }

    /** Ends the generator after its current batch. From any thread. */
    public void stop()
    {
        isStopping = true;
    }

    /** Returns whether the last command has been published. From any thread. */
    public boolean isFinished()
    {
        return isFinished;
    }

    /** Returns the MSIs published, without those of an earlier part. From any thread. */
    public long offered()
    {
        return offered;
    }

    /** Returns the words that the generator put into its lane. After the end. */
    public long publishedWords()
    {
        return lane.position();
    }

    /** Returns when the first MSI was offered, ns; 0 while the machine is set up. From any thread. */
    public long firstOfferNs()
    {
        return firstOfferNs;
    }

    /** Returns the kernel's id of the generator's thread. From any thread, once the first MSI was offered. */
    public long threadId()
    {
        return threadId;
    }

    /** Returns the offers since the warm-up that a full lane refused; each was offered again. After the end. */
    public long refused()
    {
        return Math.max(0, lane.refusedCount() - refusedBefore);
    }

    /** Returns the lag of the generator against its clock, or without a rate against the room that it had, ns. */
    public Histogram lag()
    {
        return traffic.lag();
    }

    /** Returns the pace since the warm-up. After the end. */
    public PaceMeter pace()
    {
        return traffic.pace();
    }

    /** Returns the second reading of the part since the warm-up. After the end. */
    public OfferSpan span()
    {
        return span;
    }

    @Override
    public int doWork()
    {
        return switch (state)
        {
            case SET_UP -> setUp();
            case COMPLETE -> advance(State.HELD, lane.completed() >= lane.position());
            case HELD -> begin();
            case OFFER -> offer();
            case FINISHED -> 0;
        };
    }

    /** Ends a generator that has not come to its end: the engine waits for it. */
    @Override
    public void onClose()
    {
        if (!isFinished)
        {
            finish(clock.nanoTime());
        }
    }

    @Override
    public String roleName()
    {
        return StormThreads.GENERATOR;
    }

    private int setUp()
    {
        final int work = setup.offer(lane);
        if (setup.isDone() || lane.isClosed())
        {
            state = State.COMPLETE;
        }

        return work;
    }

    private int advance(final State to, final boolean isDue)
    {
        if (!isDue && isOpen())
        {
            return 0;
        }
        state = to;

        return 1;
    }

    private int begin()
    {
        final int work = advance(State.OFFER, !isHeld);
        if (work > 0)
        {
            refusedBefore = lane.refusedCount();
            threadId = ThreadName.id();
            final long nowNs = begunNs == 0 ? clock.nanoTime() : begunNs;
            traffic.laws().begin(nowNs);
            traffic.begin(nowNs);
            traffic.measure(nowNs);
            span.begin(nowNs, traffic.sent(), traffic.refusals());
            if (warmsUp)
            {
                traffic.warmUp();
            }
            firstOfferNs = nowNs;
        }

        return work;
    }

    private int offer()
    {
        final long nowNs = clock.nanoTime();
        watch.begins(nowNs);
        if (restartsDone != restarts)
        {
            restartsDone = restarts;
            restart(nowNs);
        }
        final boolean isDone = isSilent ? nowNs - firstOfferNs >= durationNs : traffic.isDone(nowNs);
        if (isDone || !isOpen())
        {
            finish(nowNs);
            return 1;
        }
        final int work = isSilent ? 0 : traffic.offerPaced(nowNs);
        if (work > 0)
        {
            span.offered(nowNs, traffic.paced(work));
            offered = traffic.sent() - resumedFrom;
            watch.works();
        }

        return work;
    }

    private void restart(final long nowNs)
    {
        traffic.restart(nowNs);
        if (measuresDone != measures)
        {
            measuresDone = measures;
            traffic.measure(nowNs);
            span.begin(nowNs, traffic.sent(), traffic.refusals());
            watch.reset();
            refusedBefore = lane.refusedCount();
        }
    }

    private void finish(final long nowNs)
    {
        state = State.FINISHED;
        traffic.pace().end(nowNs);
        if (firstOfferNs != 0)
        {
            span.end(nowNs, traffic.sent(), traffic.refusals(), traffic.pace().reached());
        }
        traffic.laws().pacedAll();
        traffic.laws().reached(traffic.pace().reached());
        isFinished = true;
    }

    private boolean isOpen()
    {
        return !isStopping && !lane.isClosed();
    }
}
