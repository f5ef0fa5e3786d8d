package org.gale.engine.storm.law;

import org.gale.engine.storm.model.ClosableModel;
import org.gale.engine.storm.model.EventSink;
import org.gale.engine.storm.model.TrafficModel;
import org.gale.engine.storm.result.Hold;

/** Model of a device with its witness, which sees each call and its result. Owned by the thread of the model. */
class WatchedModel implements ClosableModel
{
    private final TrafficModel model;
    private final DeviceLaw law;

    WatchedModel(final TrafficModel model, final DeviceLaw law)
    {
        this.model = model;
        this.law = law;
    }

    @Override
    public long nextNs()
    {
        return model.nextNs();
    }

    @Override
    public void fire(final long nowNs, final EventSink sink)
    {
        model.fire(nowNs, law.fires(nowNs, sink));
        law.acted(model.nextNs());
    }

    @Override
    public void acknowledged(final long nowNs, final int event)
    {
        law.begun(nowNs, event);
        model.acknowledged(nowNs, event);
        law.acted(model.nextNs());
    }

    @Override
    public long prolongedNs(final long nowNs, final int event)
    {
        law.about(nowNs, event);
        final long ns = model.prolongedNs(nowNs, event);
        law.prolonged(ns);
        law.acted(model.nextNs());

        return ns;
    }

    @Override
    public void handled(final long nowNs, final int event)
    {
        law.about(nowNs, event);
        model.handled(nowNs, event);
        law.about(nowNs, event);
        law.ended();
        law.acted(model.nextNs());
    }

    @Override
    public boolean staysHigh(final int event)
    {
        final boolean isHigh = model.staysHigh(event);
        law.staysHigh(event, isHigh);

        return isHigh;
    }

    @Override
    public long heldNs(final Hold reason)
    {
        return model.heldNs(reason);
    }

    @Override
    public long completions()
    {
        return model.completions();
    }

    @Override
    public long sent()
    {
        return model.sent();
    }

    @Override
    public long ticksHigh()
    {
        return model.ticksHigh();
    }

    @Override
    public String brokenLaw()
    {
        final String broken = model.brokenLaw();
        final String held = broken != null ? broken : law.heldFault(model::heldNs);

        return held != null ? held : law.ticksFault(model.ticksHigh());
    }

    @Override
    public long acted()
    {
        return model.acted();
    }

    @Override
    public void shut(final long nowNs, final int event, final boolean isShut)
    {
        if (model instanceof ClosableModel queues)
        {
            law.shut(nowNs, event, isShut);
            queues.shut(nowNs, event, isShut);
            law.acted(model.nextNs());
        }
    }

    @Override
    public boolean isQuiet(final int event)
    {
        return !(model instanceof ClosableModel queues) || law.isQuiet(event, queues.isQuiet(event));
    }

    @Override
    public boolean isSubmittedTo()
    {
        return model instanceof ClosableModel queues && queues.isSubmittedTo();
    }

    @Override
    public long waited()
    {
        return model instanceof ClosableModel queues ? queues.waited() : 0;
    }

    @Override
    public long waiting()
    {
        return model instanceof ClosableModel queues ? queues.waiting() : 0;
    }

    @Override
    public boolean needsHandler(final int event)
    {
        return model.needsHandler(event);
    }
}
