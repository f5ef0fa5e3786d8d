package org.gale.engine.storm.model;

import java.util.List;
import java.util.function.ToLongFunction;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.PollKind;

/** Model of a device whose events do not depend on one another. Owned by the thread that drives the run. */
final class VectorModels implements DeferringModel, ClosableModel
{
    private final VectorModel[] vectors;
    private final EarliestTimes times;

    /**
     * Makes the model of a device.
     *
     * @param vectors models of its events, in their order
     */
    VectorModels(final List<VectorModel> vectors)
    {
        this.vectors = vectors.toArray(new VectorModel[0]);
        this.times = new EarliestTimes(this.vectors.length);
        for (int event = 0; event < this.vectors.length; event++)
        {
            note(event);
        }
    }

    @Override
    public long nextNs()
    {
        return times.firstNs();
    }

    @Override
    public void fire(final long nowNs, final EventSink sink)
    {
        final int event = times.first();
        final boolean isSent = vectors[event].fire(nowNs);
        note(event);
        if (isSent)
        {
            sink.raise(event);
        }
    }

    @Override
    public void acknowledged(final long nowNs, final int event)
    {
        vectors[event].acknowledged(nowNs);
        note(event);
    }

    @Override
    public long prolongedNs(final long nowNs, final int event)
    {
        final long ns = vectors[event].prolongedNs(nowNs);
        note(event);

        return ns;
    }

    @Override
    public void handled(final long nowNs, final int event)
    {
        vectors[event].handled(nowNs);
        note(event);
    }

    @Override
    public boolean staysHigh(final int event)
    {
        return vectors[event].staysHigh();
    }

    @Override
    public long heldNs(final Hold reason)
    {
        long sum = 0;
        for (final VectorModel vector : vectors)
        {
            sum += vector.heldNs(reason);
        }

        return sum;
    }

    @Override
    public long completions()
    {
        return sum(VectorModel::completions);
    }

    @Override
    public long sent()
    {
        return sum(VectorModel::sent);
    }

    @Override
    public long ticksHigh()
    {
        return sum(VectorModel::ticksHigh);
    }

    @Override
    public long acted()
    {
        return sum(VectorModel::acted);
    }

    @Override
    public String brokenLaw()
    {
        String broken = null;
        for (int event = 0; event < vectors.length && broken == null; event++)
        {
            final String law = vectors[event].brokenLaw();
            broken = law == null ? null : "event " + event + ": " + law;
        }

        return broken;
    }

    @Override
    public void shut(final long nowNs, final int event, final boolean isShut)
    {
        if (vectors[event] instanceof ClosableVector vector)
        {
            vector.shut(nowNs, isShut);
            note(event);
        }
    }

    @Override
    public boolean isQuiet(final int event)
    {
        return !(vectors[event] instanceof ClosableVector vector) || vector.isQuiet();
    }

    @Override
    public boolean isSubmittedTo()
    {
        return vectors[0] instanceof ClosableVector vector && vector.isSubmittedTo();
    }

    @Override
    public long waited()
    {
        return sum(vector -> vector instanceof ClosableVector one ? one.waited() : 0);
    }

    @Override
    public long waiting()
    {
        return sum(vector -> vector instanceof ClosableVector one ? one.waiting() : 0);
    }

    @Override
    public boolean needsHandler(final int event)
    {
        return vectors[event].needsHandler();
    }

    @Override
    public boolean isDeferred(final int event)
    {
        return vectors[event] instanceof DeferringVector vector && vector.isDeferred();
    }

    @Override
    public long deferred()
    {
        return sum(vector -> vector instanceof DeferringVector one && one.isDeferred() ? 1 : 0);
    }

    @Override
    public long polls(final PollKind kind)
    {
        return sum(vector -> vector instanceof DeferringVector one ? one.polls(kind) : 0);
    }

    private void note(final int event)
    {
        times.set(event, vectors[event].nextNs());
    }

    private long sum(final ToLongFunction<VectorModel> figure)
    {
        long sum = 0;
        for (final VectorModel vector : vectors)
        {
            sum += figure.applyAsLong(vector);
        }

        return sum;
    }
}
