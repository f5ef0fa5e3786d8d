package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.List;

/** Device with a model, whose clock stands still while its stream pauses. */
class DeviceSource implements Source
{
    final StormJob.Device device;
    final Model model;
    long interrupts;
    private final StormJob job;
    private final List<Integer> inFlight = new ArrayList<>();
    private long stoppedNs = Numbers.NEVER;
    private long pausedNs;

    DeviceSource(final StormJob job, final StormJob.Device device, final Model model)
    {
        this.job = job;
        this.device = device;
        this.model = model;
    }

    @Override
    public StormJob.Stream stream()
    {
        return device.stream();
    }

    @Override
    public void begin(final int phase, final long boundaryNs)
    {
        final boolean pauses = !job.phases.isEmpty() && job.phases.get(phase).pauses(stream());
        if (pauses && !isStopped())
        {
            stoppedNs = boundaryNs;
        }
        else if (!pauses && isStopped())
        {
            pausedNs += boundaryNs - stoppedNs;
            stoppedNs = Numbers.NEVER;
        }
    }

    boolean isStopped()
    {
        return stoppedNs != Numbers.NEVER;
    }

    /** Returns the time of the device's clock. */
    long local(final long nowNs)
    {
        return Math.min(nowNs, stoppedNs) - pausedNs;
    }

    /** Returns the time of the run at a time of the device's clock. */
    long global(final long localNs)
    {
        return localNs + pausedNs;
    }

    @Override
    public long nextNs()
    {
        return isStopped() || model.nextNs() == Numbers.NEVER ? Numbers.NEVER : global(model.nextNs());
    }

    @Override
    public List<Offer> take(final long nowNs)
    {
        final List<Offer> offers = new ArrayList<>();
        for (final int event : model.fire(local(nowNs)))
        {
            offers.add(new Offer(device, event, Offer.NO_SENDER, nowNs));
        }
        note(offers);

        return offers;
    }

    final void note(final List<Offer> offers)
    {
        interrupts += offers.size();
        for (final Offer offer : offers)
        {
            inFlight.remove((Integer)offer.event());
            inFlight.add(offer.event());
        }
    }

    @Override
    public void handled(final StormJob.Device of, final int event, final long nowNs)
    {
        model.handled(local(nowNs), event);
        inFlight.remove((Integer)event);
    }

    @Override
    public boolean isWaiting()
    {
        return !inFlight.isEmpty();
    }
}
