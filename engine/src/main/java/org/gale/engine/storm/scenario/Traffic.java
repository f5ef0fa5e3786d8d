package org.gale.engine.storm.scenario;

/**
 * Traffic of a group of devices.
 *
 * @param values of the settings of the kind, those that were given
 */
public record Traffic(TrafficKind kind, SettingValues values)
{
    /** Traffic where nothing is said about it. */
    public static final Traffic DEFAULT = new Traffic(ClosedStream.KIND, SettingValues.NONE);

}
