package org.gale.engine.storm.flow;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;
import org.gale.ringbuf.LaneProducer;

/** Traffic of one sequence of events for the whole host, again and again. */
abstract class SequenceTraffic extends Traffic
{
    private final EventSource events;
    private int next;

    SequenceTraffic(
        final StormConfig config, final EventSource events, final LaneProducer lane, final NanoClock clock)
    {
        super(config, new Pace(config.value(StormSettings.RATE), config.isPoisson(), false), lane, clock);
        this.events = events;
    }

    @Override
    void resume(final long offered, final ResumePosition position)
    {
        super.resume(offered, position);
        next = (int)(offered % events.length());
    }

    /**
     * Offers the next event.
     *
     * @param sinceBaseNs its intended time since the base of the batch, within
     *                    {@link org.gale.engine.command.Commands#TIME_MASK}
     * @return false if the lane refused it
     */
    final boolean offerNext(final long sinceBaseNs)
    {
        if (!offerEvent(events.word(next) | sinceBaseNs))
        {
            return false;
        }
        next = next + 1 == events.length() ? 0 : next + 1;

        return true;
    }
}
