package org.gale.engine.storm.latency;

import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.SampledInterrupts;

/** Log of sampled interrupts, the time of the first offer on its clock, and the places of the interrupts. */
public record LoggedInterrupts(SampleLog log, long firstNs, InterruptPlaces places) implements SampledInterrupts
{
    /** {@return the samples of a storm; null if there is no log of them} */
    public static SampledInterrupts of(final SampleLog log, final long firstNs, final InterruptPlaces places)
    {
        return log == null ? null : new LoggedInterrupts(log, firstNs, places);
    }

    @Override
    public int size()
    {
        return log.size();
    }

    @Override
    public long leftOut()
    {
        return log.leftOut();
    }

    @Override
    public Outlier get(final int index)
    {
        return log.get(index);
    }

    @Override
    public int engine(final int index)
    {
        return -1;
    }

    @Override
    public int partition(final Outlier interrupt)
    {
        return places.partition(interrupt);
    }

    @Override
    public int vpe(final Outlier interrupt)
    {
        return places.vpe(interrupt);
    }

    @Override
    public int deviceId(final Outlier interrupt)
    {
        return places.deviceId(interrupt);
    }

    @Override
    public int eventId(final Outlier interrupt)
    {
        return places.eventId(interrupt);
    }
}
