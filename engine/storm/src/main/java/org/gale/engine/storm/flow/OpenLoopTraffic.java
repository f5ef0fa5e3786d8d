package org.gale.engine.storm.flow;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;

/**
 * Traffic of an open loop: events follow a clock, and each carries its intended time. The lag behind that clock is
 * recorded, for all events of a batch as that of the earliest. No intended time is shifted to hide it. The clock starts
 * anew in the warm-up and at its end, so that the lag of a cold engine does not count as latency of a warm one.
 */
public final class OpenLoopTraffic extends SequenceTraffic
{
    /**
     * Limit of the words that wait while the run warms up. A warm engine gets through so many in 4 ms; the backlog of a
     * cold one would fill the first seconds that are measured.
     */
    public static final int COLD_WORDS = Lane.CAPACITY_WORDS_DEFAULT;
    private final Arrivals arrivals;
    private InFlight inFlight;                                      // null if their number is not limited
    private long beginNs;
    private long endNs;
    private double intendedNs;

    OpenLoopTraffic(
        final StormConfig config, final TrafficSource source, final LaneProducer lane, final NanoClock clock)
    {
        super(config, source, lane, clock);
        this.arrivals = new Arrivals(config);
    }

    @Override
    void resume(final long offered, final ResumePosition position)
    {
        super.resume(offered, position);
        arrivals.skip(offered);
    }

    @Override
    void limitInFlight(final long limit)
    {
        inFlight = new InFlight(lane, limit, LANE_WORDS / (CommandWord.TIME_WORDS + 1));
        laws().limited(limit, LANE_WORDS / (CommandWord.TIME_WORDS + 1));
    }

    @Override
    public void begin(final long nowNs)
    {
        beginNs = nowNs;
        endNs = nowNs + durationNs;
    }

    /** {@inheritDoc} The next event is due now, if it was due before. */
    @Override
    public void measure(final long nowNs)
    {
        super.measure(nowNs);
        restartClock(nowNs);
        lane.limitBacklog(LANE_WORDS);
    }

    @Override
    public void warmUp()
    {
        lane.limitBacklog(COLD_WORDS);
    }

    /**
     * {@inheritDoc} Otherwise the generator would be late for the whole warm-up of a cold engine, and the compiler
     * would see no event that is not due yet.
     */
    @Override
    public void restart(final long nowNs)
    {
        restartClock(nowNs);
        warmUp();
    }

    /** {@inheritDoc} Events that the generator is behind with at the end are not offered. */
    @Override
    boolean isDone(final long nowNs)
    {
        return nowNs - endNs >= 0 || sent() >= countLimit || nextNs() - endNs >= 0;
    }

    @Override
    int offer(final long nowNs)
    {
        final long baseNs = nextNs();
        if (baseNs - nowNs > 0 || isGathering(baseNs, nowNs))
        {
            return 0;
        }
        final long room = inFlight == null ? BATCH : inFlight.room();
        if (room <= 0)
        {
            return skip(nowNs);
        }
        if (!offerTime(baseNs, nowNs))
        {
            return 0;
        }
        final int limit = (int)Math.min(BATCH, room);
        final long before = sent();
        final long completed = lane.completed();
        int offered = 0;
        long at = baseNs;
        while (offered < limit && at - nowNs <= 0 && at - baseNs <= Commands.TIME_MASK &&
            sent() < countLimit && offerNext(at - baseNs))
        {
            offered++;
            next();
            at = nextNs();
        }
        lane.publish();
        recordLag(nowNs - baseNs, offered);
        laws().paced(baseNs, sent() - before, pace().skipped());
        laws().sent(sent() - before, lane.position(), completed);
        if (inFlight != null && offered > 0)
        {
            inFlight.add(offered);
        }

        return offered;
    }

    /** Skips due events while the limit of events in flight is reached. Returns 0, the number of offered ones. */
    private int skip(final long nowNs)
    {
        int skipped = 0;
        while (skipped < BATCH && nextNs() - nowNs <= 0)
        {
            next();
            skipped++;
        }
        pace().skipped(skipped);

        return 0;
    }

    /** Lets the next event be due now, if it was due before. */
    private void restartClock(final long nowNs)
    {
        beginNs += Math.max(0, nowNs - nextNs());
        laws().restarted();
    }

    private void next()
    {
        intendedNs += arrivals.nextNs();
    }

    private long nextNs()
    {
        return beginNs + (long)intendedNs;
    }
}
