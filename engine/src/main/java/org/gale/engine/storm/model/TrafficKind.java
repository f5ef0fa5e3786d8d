package org.gale.engine.storm.model;

import java.util.List;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingValues;

/**
 * Kind of traffic, as a job names it: its keys with their ranges and defaults, and the model of a device that sends it.
 * A key whose name has a dot is one of a map: {@code coalesce.time} is {@code coalesce: {time: 0}}. Immutable.
 *
 * @param name     as users write it
 * @param settings of its keys, in the order in which a job is printed
 * @param check    of values that each lie in their range
 * @param maker    of the model of a device; null for a kind without a model, whose streams the generator offers
 */
public record TrafficKind(String name, List<Setting<?>> settings, Check check, Maker maker)
{
    public TrafficKind
    {
        settings = List.copyOf(settings);
    }

    /** Check of the values of a kind beside one another, and beside the devices. */
    @FunctionalInterface
    public interface Check
    {
        /**
         * Checks values.
         *
         * @param values     of all settings of the kind that were given or have a default
         * @param durationNs of the storm, ns
         * @throws org.gale.engine.storm.setting.SettingException if a value contradicts another one
         */
        void check(SettingValues values, int events, long durationNs);
    }

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

    /** Returns whether devices of this kind have a model. */
    public boolean isModel()
    {
        return maker != null;
    }

    /** Returns values, and the defaults of those settings of the kind that have none. */
    public SettingValues complete(final SettingValues given)
    {
        SettingValues all = given;
        for (final Setting<?> setting : settings)
        {
            all = setting.defaultValue() == null ? all : all.withValueOf(setting, given);
        }

        return all;
    }
}
