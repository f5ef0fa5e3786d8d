package org.gale.engine.storm.flow;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneProducer;

/** Lane of a generator, which the test drains in the engine's place, and a clock that the test moves. */
final class DrainedLane implements AutoCloseable
{
    /** Words of a lane, and of a drain. */
    static final int CAPACITY = 64;
    /** Time of the clock when a generator is made, ns. */
    static final long BEGIN_NS = 1_000;

    static final int CYCLES_LIMIT = 100_000;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[CAPACITY * Long.BYTES]);
    private final List<Long> drained = new ArrayList<>();
    private Lane lane = Lane.allocate(CAPACITY);

    /** Returns the storm of one VM at an even rate, each event of which is timed. */
    static StormConfig rate(final double perS, final long durationNs)
    {
        return StormConfigs.of(Storms.small(1)).ratePerS(perS).poisson(false).durationNs(durationNs).uncounted()
            .latencyEvery(1).window(0).build();
    }

    MsiGenerator generator(final StormConfig config)
    {
        clock.update(BEGIN_NS);

        return new MsiGenerator(config, new ResidentWorkload(config), lane.producer(), clock);
    }

    CachedNanoClock clock()
    {
        return clock;
    }

    LaneConsumer consumer()
    {
        return lane.consumer();
    }

    LaneProducer producer()
    {
        return lane.producer();
    }

    /** Replaces the lane by an empty one. */
    void replace(final int words)
    {
        lane.close();
        lane = Lane.allocate(words);
    }

    /** Until all commands of the set-up are drained; then until the first event, unless it is to wait. */
    void setUp(final MsiGenerator generator, final boolean begins)
    {
        int idle = 0;
        for (int i = 0; idle < 2 && i < CYCLES_LIMIT; i++)
        {
            idle = generator.doWork() > 0 ? 0 : idle + 1;
            drain();
        }
        if (begins)
        {
            complete();
            generator.doWork();
            generator.doWork();
        }
        drained.clear();
    }

    void drain()
    {
        int words = lane.consumer().drain(frame, 0, CAPACITY);
        while (words > 0)
        {
            for (int i = 0; i < words; i++)
            {
                drained.add(frame.getLong(i << 3));
            }
            words = lane.consumer().drain(frame, 0, CAPACITY);
        }
    }

    void complete()
    {
        lane.consumer().complete(lane.consumer().position());
    }

    /** Returns the words that were drained since the set-up, which the test may clear. */
    List<Long> drained()
    {
        return drained;
    }

    @Override
    public void close()
    {
        lane.close();
    }
}
