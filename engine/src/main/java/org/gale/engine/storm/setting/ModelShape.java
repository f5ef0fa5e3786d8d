package org.gale.engine.storm.setting;

/**
 * Shape of a stream whose devices have models: the kind of the model, and the values of its settings.
 *
 * @param kind   of traffic, as users write it
 * @param values of all settings of the kind that were given or have a default
 */
public record ModelShape(String kind, SettingValues values)
{
}
