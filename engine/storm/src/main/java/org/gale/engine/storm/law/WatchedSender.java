package org.gale.engine.storm.law;

import org.gale.engine.storm.model.SendSink;
import org.gale.engine.storm.model.SenderModel;

/** Model of vCPUs that send to one another, with its witness. On the thread of the model. */
final class WatchedSender extends WatchedModel implements SenderModel
{
    private final SenderModel model;
    private final DeviceLaw law;

    WatchedSender(final SenderModel model, final DeviceLaw law)
    {
        super(model, law);
        this.model = model;
        this.law = law;
    }

    @Override
    public void send(final long nowNs, final SendSink sink)
    {
        model.send(nowNs, law.sends(nowNs, sink));
        law.acted(model.nextNs());
    }

    @Override
    public void running(final long nowNs, final int vpe, final boolean runs)
    {
        law.running(nowNs, vpe, runs);
        model.running(nowNs, vpe, runs);
    }

    @Override
    public boolean keepsPe(final long nowNs, final int vpe)
    {
        return model.keepsPe(nowNs, vpe);
    }

    @Override
    public int released()
    {
        final int vpe = model.released();
        law.released(vpe);

        return vpe;
    }
}
