package org.gale.engine.storm.model;

import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.TrafficKind;

/** Kind of traffic whose devices have models, and the maker of these. Immutable. */
public record ModelKind(TrafficKind kind, Maker maker)
{
    /** Maker of models. */
    @FunctionalInterface
    public interface Maker
    {
        /**
         * Makes the model of one device, at the begin of the storm.
         *
         * @param values of all settings of the kind that were given or have a default
         */
        TrafficModel make(SettingValues values, DevicePlace place);
    }
}
