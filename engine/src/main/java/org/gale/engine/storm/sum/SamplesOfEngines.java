package org.gale.engine.storm.sum;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.SampledInterrupts;

/** Sampled interrupts of all engines of a storm, in the order of their acknowledges. Read after the run. */
final class SamplesOfEngines implements SampledInterrupts
{
    private final List<SampledInterrupts> parts;
    private final List<Integer> numbers;                            // engine of each part
    private final List<Place> order;

    /** Interrupt of an engine. */
    private record Place(int part, int index, long nowNs)
    {
    }

    private SamplesOfEngines(final List<SampledInterrupts> parts, final List<Integer> numbers)
    {
        this.parts = parts;
        this.numbers = numbers;
        this.order = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++)
        {
            for (int i = 0; i < parts.get(part).size(); i++)
            {
                order.add(new Place(part, i, parts.get(part).get(i).nowNs()));
            }
        }
        order.sort(Comparator.comparingLong(Place::nowNs));
    }

    /**
     * Returns the samples of some engines.
     *
     * @param numbers of the engines
     * @return null if none were asked for
     */
    static SampledInterrupts of(final List<SampledInterrupts> parts, final List<Integer> numbers)
    {
        return parts.get(0) == null ? null : new SamplesOfEngines(parts, numbers);
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
        return numbers.get(order.get(index).part());
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
