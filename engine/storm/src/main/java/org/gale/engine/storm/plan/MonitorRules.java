package org.gale.engine.storm.plan;

import org.gale.engine.config.Monitor;
import org.gale.engine.storm.profile.MsixSettings;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.MonitorSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;

/** Rules of a storm whose monitor is a process of the user. Pure functions. */
final class MonitorRules
{
    private static final int WALL_VECTORS = 256;

    private MonitorRules()
    {
    }

    /**
     * Returns the settings of a storm with the monitor that they ask for.
     *
     * @throws SettingException if they contradict each other
     */
    static SettingValues of(final SettingValues given, final StormProfile profile)
    {
        final boolean isRemote = given.valueOrDefault(MsixSettings.MONITOR) == Monitor.REMOTE;
        if (!given.has(MonitorSettings.SOCKET))
        {
            if (isRemote)
            {
                throw new SettingException(MsixSettings.MONITOR, "'", Monitor.REMOTE.key(), "' is a process that ",
                    "connects (try ", MonitorSettings.SOCKET, " PATH)");
            }
            if (given.has(MonitorSettings.TIMEOUT))
            {
                throw new SettingException(MonitorSettings.TIMEOUT, "'", given.text(MonitorSettings.TIMEOUT),
                    "' waits for a process that connects (try ", MonitorSettings.SOCKET, " PATH)");
            }

            return given;
        }
        if (!profile.allSettings().contains(MsixSettings.MONITOR))
        {
            throw refusal(given, "' needs functions with vectors, and the profile is '" + profile.name() +
                "' (try msix)");
        }
        if (given.has(MsixSettings.MONITOR) && !isRemote)
        {
            throw new SettingException(MsixSettings.MONITOR, "'", given.text(MsixSettings.MONITOR),
                "' is a monitor of Gale, and ", MonitorSettings.SOCKET, " names that of a user (leave one out)");
        }
        refuse(given, MeasureSettings.STOP_IF);
        refuse(given, MeasureSettings.SHARE);
        if (given.valueOr(MeasureSettings.ENGINES, 1L) != 1)
        {
            refuse(given, MeasureSettings.ENGINES);
        }

        return given.with(MsixSettings.MONITOR, Monitor.REMOTE);
    }

    /** Refuses functions with whose answers a frame of the wall clock may be too long. */
    static void checkClock(final StormConfig config, final SettingValues given)
    {
        if (!given.has(MonitorSettings.SOCKET) || ClockSettings.isVirtual(given))
        {
            return;
        }
        for (final VmShape group : config.shape().groups())
        {
            for (final DeviceShape device : group.devices())
            {
                if (device.events() > WALL_VECTORS)
                {
                    throw new SettingException(StormSettings.EVENTS, device.events(), " are more vectors than the ",
                        WALL_VECTORS, " of a function that a process is asked about on the wall clock (try ",
                        StormSettings.CLOCK, " virtual)");
                }
            }
        }
    }

    private static void refuse(final SettingValues given, final Setting<?> setting)
    {
        if (given.has(setting))
        {
            throw new SettingException(setting, "'", given.text(setting), "' makes a storm run more than once, ",
                "and the process of ", MonitorSettings.SOCKET, " connects once (leave one out)");
        }
    }

    private static SettingException refusal(final SettingValues given, final String reason)
    {
        return new SettingException(MonitorSettings.SOCKET, "'", given.text(MonitorSettings.SOCKET), reason);
    }
}
