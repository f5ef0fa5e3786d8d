package org.gale.engine.storm.run;

import org.gale.engine.agent.FrameTime;

/**
 * Time of a storm since its first phase began, for the frames of its journal: the base of the generator's last batch
 * that was drained. It is 0 while the machine is set up. A resumed storm continues at the time of its position. The
 * base of a batch that is late lies before that of the batch in front of it, and so does the time. Owned by the
 * engine's thread.
 */
final class StormTime implements FrameTime
{
    private final RunProducers producers;
    private final long resumedNs;
    private long lastNs;

    /**
     * Makes the time of a run.
     *
     * @param resumedNs time at which the run continues; 0 for a new one
     */
    StormTime(final RunProducers producers, final long resumedNs)
    {
        this.producers = producers;
        this.resumedNs = resumedNs;
        this.lastNs = resumedNs;
    }

    @Override
    public long ns(final long nowNs)
    {
        final long firstOfferNs = producers.generator().firstOfferNs();
        if (firstOfferNs != 0)
        {
            lastNs = Math.max(0, resumedNs + producers.batchNs(nowNs) - firstOfferNs);
        }

        return lastNs;
    }
}
