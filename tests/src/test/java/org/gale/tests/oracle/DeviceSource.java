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
    private int lastPhase;

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
    public boolean has(final StormJob.Device other)
    {
        return other.index() == device.index();
    }

    @Override
    public void begin(final int phase, final long boundaryNs)
    {
        lastPhase = phase;
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

    /** Takes the requests that the last handler has completed, at its end. */
    final List<Request> takeRequests(final int event, final long nowNs)
    {
        return model.takeRequests(event).stream().map(submittedNs -> new Request(stream().vm().group().index(),
            phaseAt(submittedNs), submittedNs >= localAt(job.warmupNs), local(nowNs) - submittedNs)).toList();
    }

    /** Returns the last of the phases that begin no later than a time of the device's clock. */
    private int phaseAt(final long localNs)
    {
        int phase = Math.max(0, job.phases.size() - 1);
        while (phase > 0 && (localAt(job.phases.get(phase).beginNs()) > localNs || phase > lastPhase))
        {
            phase--;
        }

        return phase;
    }

    /** Returns the time of the device's clock at a time of the run: that of the phases in which it does not pause. */
    private long localAt(final long ns)
    {
        long pausesNs = 0;
        for (final StormJob.Phase phase : job.phases)
        {
            final boolean isLast = phase.beginNs() == job.phases.get(job.phases.size() - 1).beginNs();
            final long endNs = isLast ? Numbers.NEVER : phase.beginNs() + phase.lengthNs();
            pausesNs += phase.pauses(stream()) ? Math.max(0, Math.min(ns, endNs) - phase.beginNs()) : 0;
        }

        return ns - pausesNs;
    }

    @Override
    public boolean isWaiting()
    {
        return !inFlight.isEmpty();
    }
}
