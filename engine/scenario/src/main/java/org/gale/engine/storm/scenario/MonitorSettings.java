package org.gale.engine.storm.scenario;

import java.nio.file.Path;
import java.util.List;
import org.gale.engine.config.FileUse;
import org.gale.engine.storm.scenario.Setting.Group;

/** Settings of the monitor of a user, which command lines alone have. */
public final class MonitorSettings
{
    public static final Setting<Path> SOCKET = Setting.of("monitor-socket", Group.FILES, SettingType.pathType("PATH"))
        .use(FileUse.MADE)
        .help("For msix: the monitor is the process that connects to the socket PATH, which is made and removed. " +
        "Its answers are in the journal, and a replay needs no monitor.");
    public static final Setting<Long> TIMEOUT = Setting.of("monitor-timeout", Group.FILES, SettingType.DURATION)
        .between(1_000_000, 3_600_000_000_000L).defaultValue(10_000_000_000L).unit("ns")
        .help("Wait T for the process of {monitor-socket}, and for each of its answers. Default: {monitor-timeout=}.");

    /** All settings of the monitor of a user. */
    public static final List<Setting<?>> ALL = List.of(SOCKET, TIMEOUT);

    private MonitorSettings()
    {
    }
}
