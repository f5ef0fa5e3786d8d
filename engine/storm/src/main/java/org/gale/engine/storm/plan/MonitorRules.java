package org.gale.engine.storm.plan;

import org.gale.engine.config.Monitor;
import org.gale.engine.storm.profile.MsixSettings;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.MonitorSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;

/** Rules of a storm whose monitor is a process of the user. Pure functions. */
final class MonitorRules
{
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
            throw refusal(given, "' is of functions with vectors, and the profile is '" + profile.name() +
                "' (try msix)");
        }
        if (given.has(MsixSettings.MONITOR) && !isRemote)
        {
            throw new SettingException(MsixSettings.MONITOR, "'", given.text(MsixSettings.MONITOR),
                "' is a monitor of Gale, and ", MonitorSettings.SOCKET, " names that of a user (leave one out)");
        }
        if (!ClockSettings.isVirtual(given))
        {
            throw new SettingException(MonitorSettings.SOCKET, "'", given.text(MonitorSettings.SOCKET),
                "' is asked while time stands still (try ", StormSettings.CLOCK, " virtual)");
        }
        refuse(given, MeasureSettings.STOP_IF);
        refuse(given, MeasureSettings.SHARE);
        if (given.valueOr(MeasureSettings.ENGINES, 1L) != 1)
        {
            refuse(given, MeasureSettings.ENGINES);
        }

        return given.with(MsixSettings.MONITOR, Monitor.REMOTE);
    }

    private static void refuse(final SettingValues given, final Setting<?> setting)
    {
        if (given.has(setting))
        {
            throw new SettingException(setting, "'", given.text(setting), "' is of storms that run more than once, ",
                "and the process of ", MonitorSettings.SOCKET, " connects once (leave one out)");
        }
    }

    private static SettingException refusal(final SettingValues given, final String reason)
    {
        return new SettingException(MonitorSettings.SOCKET, "'", given.text(MonitorSettings.SOCKET), reason);
    }
}
