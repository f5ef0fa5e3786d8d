package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sampled interrupts of parts of a storm, by their acknowledges, then partitions. Read after the run. */
final class SamplesOfEngines implements SampledInterrupts
{
    private final List<SampledInterrupts> parts;
    private final int engine;
    private final List<Place> order;

    /** Interrupt of a part. */
    private record Place(int part, int index, int partition, long nowNs)
    {
    }

    /**
     * Creates the samples of some parts.
     *
     * @param engine that took all of them; below 0 if each part knows its own
     */
    SamplesOfEngines(final List<SampledInterrupts> parts, final int engine)
    {
        this.parts = parts;
        this.engine = engine;
        this.order = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++)
        {
            for (int i = 0; i < parts.get(part).size(); i++)
            {
                final Outlier interrupt = parts.get(part).get(i);
                order.add(new Place(part, i, partition(interrupt), interrupt.nowNs()));
            }
        }
        order.sort(Comparator.comparingLong(Place::nowNs).thenComparingInt(Place::partition));
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

        return parts.get(place.part()).get(place.index());
    }

    @Override
    public int engine(final int index)
    {
        final Place place = order.get(index);

        return engine >= 0 ? engine : parts.get(place.part()).engine(place.index());
    }

    @Override
    public long firstNs()
    {
        return parts.get(0).firstNs();
    }

    @Override
    public int partition(final Outlier interrupt)
    {
        return parts.get(0).partition(interrupt);
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
