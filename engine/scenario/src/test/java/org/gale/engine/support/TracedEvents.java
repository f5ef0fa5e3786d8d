package org.gale.engine.support;

import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Signal;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VpeOfEvent;

/**
 * Events of a device as a recording may have them, whose VPEs fall from 100 on.
 *
 * @param timers     of the first VPEs
 * @param firstTimer event of the first one
 * @param ipis       whose sender is unknown
 * @param firstIpi   event of the first one
 */
public record TracedEvents(int timers, int firstTimer, int ipis, int firstIpi) implements VpeOfEvent
{
    private static final int FIRST_VPE = 100;

    @Override
    public int vpe(final int event)
    {
        return FIRST_VPE - event;
    }

    /** Returns the model of a device with these events. */
    public ModelShape model()
    {
        return new ModelShape("traced", SettingValues.NONE, this, Signal.MESSAGE);
    }

    /** Returns the stream of a device with these events. */
    public StreamShape stream()
    {
        return model();
    }
}
