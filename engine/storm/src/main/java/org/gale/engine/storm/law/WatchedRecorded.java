package org.gale.engine.storm.law;

import org.gale.engine.storm.model.RecordedModel;
import org.gale.engine.storm.result.RecordedKind;

/** Model of recorded events with its witness. On the thread of the model. */
final class WatchedRecorded extends WatchedModel implements RecordedModel
{
    private final RecordedModel model;
    private final DeviceLaw law;

    WatchedRecorded(final RecordedModel model, final DeviceLaw law)
    {
        super(model, law);
        this.model = model;
        this.law = law;
    }

    @Override
    public String brokenLaw()
    {
        final String broken = super.brokenLaw();

        return broken != null ? broken : law.recordedFault(model::recorded);
    }

    @Override
    public long recorded(final RecordedKind kind)
    {
        return model.recorded(kind);
    }
}
