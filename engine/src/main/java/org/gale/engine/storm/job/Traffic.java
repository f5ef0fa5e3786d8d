package org.gale.engine.storm.job;

import org.gale.engine.storm.setting.SettingValues;

/** Traffic of a group of devices. */
public sealed interface Traffic
{
    /** Returns the settings of the traffic, those that were given. */
    SettingValues values();

    /** Traffic that offers an event again when its last one was delivered. */
    record Closed(SettingValues values) implements Traffic
    {
    }

    /** Traffic that follows a clock. */
    record Open(SettingValues values) implements Traffic
    {
    }
}
