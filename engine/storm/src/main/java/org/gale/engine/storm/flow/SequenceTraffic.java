package org.gale.engine.storm.flow;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.LaneProducer;

/** Traffic of one sequence of events for the whole host, again and again. */
abstract class SequenceTraffic extends Traffic
{
    private final EventSource events;
    private final Topology topology;
    private int next;
    private long turns;
    private int begin;

    SequenceTraffic(
        final StormConfig config, final TrafficSource source, final LaneProducer lane, final NanoClock clock)
    {
        super(config, source.topology(), new Laws(source.topology(), true),
            PaceMeter.of(config.shape().together()), lane, clock);
        this.events = source.events();
        this.topology = source.topology();
    }

    @Override
    void resume(final long offered, final ResumePosition position)
    {
        super.resume(offered, position);
        next = (int)(offered % events.length());
        begin = next;
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
        next++;
        if (next == events.length())
        {
            next = 0;
            turns++;
        }

        return true;
    }

    /**
     * Offers the next events, whose time is the base of the batch, up to the first that the lane refuses.
     *
     * @param count most events, at most {@link #BATCH}
     * @return the number of events that the lane took
     */
    final int offerRun(final int count)
    {
        int offered = 0;
        boolean isRefused = false;
        while (offered < count && !isRefused)
        {
            final int run = Math.min(count - offered, events.length() - next);
            final int taken = offerEvents(events, next, run);
            offered += taken;
            next += taken;
            isRefused = taken < run;
            if (next == events.length())
            {
                next = 0;
                turns++;
            }
        }

        return offered;
    }

    @Override
    public final long sent(final int group)
    {
        return SequenceCounts.between(events, topology, group, begin, turns * events.length() + next);
    }

    @Override
    public final DueModels models()
    {
        return null;
    }
}
