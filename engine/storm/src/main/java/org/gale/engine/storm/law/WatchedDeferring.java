package org.gale.engine.storm.law;

import org.gale.engine.storm.model.DeferringModel;
import org.gale.engine.storm.result.PollKind;

/** Model of a device whose driver may defer interrupts, with its witness. On the thread of the model. */
final class WatchedDeferring extends WatchedModel implements DeferringModel
{
    private final DeferringModel model;
    private final DeviceLaw law;

    WatchedDeferring(final DeferringModel model, final DeviceLaw law)
    {
        super(model, law);
        this.model = model;
        this.law = law;
    }

    @Override
    public boolean isDeferred(final int event)
    {
        return model.isDeferred(event);
    }

    @Override
    public long deferred()
    {
        return model.deferred();
    }

    @Override
    public long polls(final PollKind kind)
    {
        return model.polls(kind);
    }

    @Override
    public String brokenLaw()
    {
        final String broken = super.brokenLaw();

        return broken != null ? broken : law.pollsFault(model::polls);
    }
}
