package org.gale.engine.storm.engines;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.SampledInterrupts;

/** Sampled interrupts of all engines of a storm, in the order of their acknowledges. Read after the run. */
final class SamplesOfEngines implements SampledInterrupts
{
    private final List<SampledInterrupts> parts;
    private final List<Place> order;

    /** Interrupt of an engine. */
    private record Place(int engine, int index, long nowNs)
    {
    }

    private SamplesOfEngines(final List<SampledInterrupts> parts)
    {
        this.parts = parts;
        this.order = new ArrayList<>();
        for (int engine = 0; engine < parts.size(); engine++)
        {
            for (int i = 0; i < parts.get(engine).size(); i++)
            {
                order.add(new Place(engine, i, parts.get(engine).get(i).nowNs()));
            }
        }
        order.sort(Comparator.comparingLong(Place::nowNs));
    }

    /**
     * Returns the samples of all engines.
     *
     * @return null if none were asked for
     */
    static SampledInterrupts of(final List<SampledInterrupts> parts)
    {
        return parts.get(0) == null ? null : parts.size() == 1 ? parts.get(0) : new SamplesOfEngines(parts);
    }

    @Override
    public int size()
    {
        return order.size();
    }

    @Override
    public long leftOut()
    {
        return parts.stream().mapToLong(SampledInterrupts::leftOut).sum();
    }

    @Override
    public Outlier get(final int index)
    {
        final Place place = order.get(index);

        return parts.get(place.engine()).get(place.index());
    }

    @Override
    public long firstNs()
    {
        return parts.get(0).firstNs();
    }

    @Override
    public int vpe(final Outlier interrupt)
    {
        return parts.get(0).vpe(interrupt);                         // all engines number VMs and VPEs alike
    }

    @Override
    public int deviceId(final Outlier interrupt)
    {
        return parts.get(0).deviceId(interrupt);
    }

    @Override
    public int eventId(final Outlier interrupt)
    {
        return parts.get(0).eventId(interrupt);
    }
}
