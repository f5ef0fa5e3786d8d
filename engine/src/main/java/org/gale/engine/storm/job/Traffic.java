package org.gale.engine.storm.job;

import org.gale.engine.storm.model.TrafficKind;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.setting.SettingValues;

/**
 * Traffic of a group of devices.
 *
 * @param values of the settings of the kind, those that were given
 */
public record Traffic(TrafficKind kind, SettingValues values)
{
    /** Traffic where nothing is said about it. */
    static final Traffic DEFAULT = new Traffic(TrafficKinds.CLOSED, SettingValues.NONE);

    /** Returns whether an event is offered again when its last one was delivered. */
    boolean isClosed()
    {
        return kind.equals(TrafficKinds.CLOSED);
    }

    /** Returns whether the events follow a clock. */
    boolean isOpen()
    {
        return kind.equals(TrafficKinds.OPEN);
    }
}
