package org.gale.engine.storm.flow;

import java.util.function.IntUnaryOperator;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;

/** Traffic of a closed loop: an event is offered again only after its last instance was delivered. */
final class ClosedLoopTraffic extends SequenceTraffic
{
    private final long window;
    private final InFlight counted;                                 // null where an event takes one word
    private final IntUnaryOperator ofAll;                           // events in flight, whatever the device
    private long endNs;

    ClosedLoopTraffic(
        final StormConfig config, final TrafficSource source, final LaneProducer lane, final NanoClock clock)
    {
        super(config, source, lane, clock);
        this.window = Math.min(config.windowOrDefault(), Lane.CAPACITY_WORDS_DEFAULT - BATCH - CommandWord.TIME_WORDS);
        this.counted = source.topology().deal().areShort() ? null :
            new InFlight(lane, window, Lane.CAPACITY_WORDS_DEFAULT);
        this.ofAll = device -> (int)(window - counted.room());
    }

    @Override
    public void begin(final long nowNs)
    {
        endNs = nowNs + durationNs;
    }

    @Override
    public void warmUp()
    {
        // The window limits the events in flight, warm or cold.
    }

    @Override
    public void restart(final long nowNs)
    {
        // There is no clock that events follow.
    }

    @Override
    boolean isDone(final long nowNs)
    {
        return nowNs - endNs >= 0 || sent() >= countLimit;
    }

    @Override
    int offer(final long nowNs)
    {
        if (counted != null)
        {
            laws().settled(lane.completed(), lane.position(), ofAll, nowNs);
        }
        final int batch = (int)Math.min(Math.min(BATCH, window), countLimit - sent());
        final long inFlight = counted == null ? inFlightWords() : window - counted.room();
        if ((inFlight > 0 && inFlight + batch > window) || !offerTime(nowNs, nowNs))
        {
            return 0;
        }
        final int offered = offerRun(batch);
        assert offered <= batch && sent() <= countLimit : "offered=" + offered + ", sent=" + sent();
        lane.publish();
        if (counted != null && offered > 0)
        {
            counted.add(offered);
        }
        recordLag(clock.nanoTime() - nowNs, offered);

        return offered;
    }
}
