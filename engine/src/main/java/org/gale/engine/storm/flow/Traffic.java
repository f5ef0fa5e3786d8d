package org.gale.engine.storm.flow;

import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;

/**
 * Events that a generator offers, batch by batch, each batch behind a TIME. An event that the lane refuses is offered
 * again in a later batch. Owned by the thread that runs the generator.
 */
public abstract class Traffic
{
    /** The most events of a batch. */
    static final int BATCH = 256;
    /** Words of a TIME. */
    public static final int TIME_WORDS = 2;

    private static final long LAG_LIMIT_NS = 60_000_000_000L;

    final long durationNs;
    final long countLimit;
    final NanoClock clock;
    final LaneProducer lane;
    private final EventSource events;
    private final UnsafeBuffer time = new UnsafeBuffer(new byte[TIME_WORDS * Long.BYTES]);
    private final Histogram lag = new Histogram(LAG_LIMIT_NS, 3);
    private final Pace pace;
    private boolean isRefused;
    private int next;
    private long sent;

    Traffic(final StormConfig config, final EventSource events, final LaneProducer lane, final NanoClock clock)
    {
        this.durationNs = config.value(StormSettings.DURATION);
        this.countLimit = config.value(StormSettings.COUNT);
        this.clock = clock;
        this.lane = lane;
        this.events = events;
        this.pace = new Pace(config.value(StormSettings.RATE), config.isPoisson());
    }

    /** Returns the traffic that a storm asks for. */
    public static Traffic of(
        final StormConfig config, final EventSource events, final LaneProducer lane, final NanoClock clock)
    {
        return config.isClosedLoop() ?
            new ClosedLoopTraffic(config, events, lane, clock) : new OpenLoopTraffic(config, events, lane, clock);
    }

    /** Returns the capacity of the lane that the traffic of a storm needs, words. */
    public static int laneWords(final StormConfig config)
    {
        return config.isClosedLoop() ? Lane.CAPACITY_WORDS_DEFAULT : OpenLoopTraffic.LANE_WORDS;
    }

    /**
     * Resumes behind the events of an earlier part of the storm.
     *
     * @param offered events of that part
     */
    void resume(final long offered)
    {
        sent = offered;
        next = (int)(offered % events.length());
    }

    /** Begins the traffic: durations and intended times count from now on. */
    public abstract void begin(long nowNs);

    /** Returns whether the duration is over, or the count reached. */
    abstract boolean isDone(long nowNs);

    /**
     * Offers and publishes at most one batch.
     *
     * @return events that the lane has taken; 0 if none is due, or the lane is full
     */
    abstract int offer(long nowNs);

    /** Sets a limit of the events in flight, beyond which those that are due are skipped. Without one, none is. */
    void limitInFlight(final long limit)
    {
        throw new IllegalStateException("a closed loop has its window: " + limit);
    }

    /** Begins a warm-up, which {@link #measure} ends. */
    public abstract void warmUp();

    /** Returns the events offered in all, those of an earlier part included. */
    public final long sent()
    {
        return sent;
    }

    /** Returns the words of the lane that are offered and not completed. */
    final long inFlightWords()
    {
        return lane.position() - lane.completed();
    }

    /** Lets the clock of the traffic start anew in a warm-up. */
    public abstract void restart(long nowNs);

    /** Begins to measure: lag and pace so far are forgotten. */
    public void measure(final long nowNs)
    {
        lag.reset();
        pace.begin(nowNs);
    }

    /**
     * Offers and publishes at most one batch, and notes the pace.
     *
     * @return events that the lane has taken; 0 if none is due, or the lane is full
     */
    public final int offerPaced(final long nowNs)
    {
        isRefused = false;
        final int offered = offer(nowNs);
        pace.offered(nowNs, offered);
        pace.full(nowNs, isRefused);

        return offered;
    }

    /** Returns the pace since {@link #measure}. */
    final Pace pace()
    {
        return pace;
    }

    /** Returns how far behind its clock, or without a rate behind the room it had, the generator sent, ns. */
    public final Histogram lag()
    {
        return lag;
    }

    final boolean offerTime(final long baseNs, final long nowNs)
    {
        Commands.time(time, 0, baseNs, nowNs);

        isRefused = !lane.offer(time, 0, TIME_WORDS);

        return !isRefused;
    }

    /**
     * Offers the next event.
     *
     * @param sinceBaseNs its intended time since the base of the batch, within {@link Commands#TIME_MASK}
     * @return false if the lane refused it
     */
    final boolean offerEvent(final long sinceBaseNs)
    {
        if (!lane.offer(events.word(next) | sinceBaseNs))
        {
            isRefused = true;
            return false;
        }
        next = next + 1 == events.length() ? 0 : next + 1;
        sent++;

        return true;
    }

    final void recordLag(final long lagNs, final int count)
    {
        if (count > 0)
        {
            lag.recordValueWithCount(Math.min(LAG_LIMIT_NS, Math.max(0, lagNs)), count);
        }
    }
}
