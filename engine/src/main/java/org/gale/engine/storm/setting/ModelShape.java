package org.gale.engine.storm.setting;

/**
 * Shape of a stream whose devices have models: the kind of the model, and the values of its settings.
 *
 * @param kind   of traffic, as users write it
 * @param values of all settings of the kind that were given or have a default
 * @param vpes   of the events; null for a kind that says nothing of them
 */
public record ModelShape(String kind, SettingValues values, VpeOfEvent vpes)
{
    /** Makes the shape of a kind that says nothing of the VPEs of its events. */
    public ModelShape(final String kind, final SettingValues values)
    {
        this(kind, values, null);
    }
}
