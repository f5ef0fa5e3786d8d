package org.gale.engine.storm.plan;

import java.util.function.ToIntFunction;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;

/** Questions to groups of devices about the trace that they offer. Pure functions. */
final class TracedDevices
{
    private TracedDevices()
    {
    }

    /** Returns whether a group of devices asks for events of a trace, which may have none. */
    static boolean asksFor(final DeviceShape device, final Setting<Boolean> setting)
    {
        return device.given().traffic().settings().contains(setting) &&
            device.given().values().valueOrDefault(setting);
    }

    /**
     * Returns whether a group of devices offers events of a trace. The trace is read.
     *
     * @param setting that asks for them
     * @param number  of them that the traffic has
     */
    static boolean offers(
        final DeviceShape device, final Setting<Boolean> setting, final ToIntFunction<SettingValues> number)
    {
        try
        {
            return asksFor(device, setting) && number.applyAsInt(device.given().values()) > 0;
        }
        catch (final SettingException ex)
        {
            return false;                                           // the shape of the group tells what is wrong
        }
    }
}
