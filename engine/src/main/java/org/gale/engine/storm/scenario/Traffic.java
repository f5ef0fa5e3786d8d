package org.gale.engine.storm.scenario;

/**
 * Traffic of a group of devices.
 *
 * @param values of the settings of the kind, those that were given
 */
public record Traffic(TrafficKind kind, SettingValues values)
{
    /** Traffic where nothing is said about it. */
    public static final Traffic DEFAULT = new Traffic(TrafficKind.CLOSED, SettingValues.NONE);

    /** Returns whether an event is offered again when its last one was delivered. */
    boolean isClosed()
    {
        return kind.equals(TrafficKind.CLOSED);
    }

    /** Returns whether the events follow a clock. */
    public boolean isOpen()
    {
        return kind.equals(TrafficKind.OPEN);
    }
}
