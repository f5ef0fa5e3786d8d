package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.storm.scenario.Setting.Group;

/** All settings of a storm that do not belong to one profile, as front ends offer them. */
public final class OfferedSettings
{
    /** All settings, in the order in which a front end offers them. */
    public static final List<Setting<?>> ALL = Stream.of(StormSettings.ALL, MonitorSettings.ALL,
        MeasureSettings.OF_HOST, MeasureSettings.ALL, VirtualSettings.ALL, ShownSettings.ALL)
        .<Setting<?>>flatMap(List::stream).toList();

    /** Settings that no job has, but command lines alone. */
    public static final List<Setting<?>> OF_LINE = Stream.of(
        List.of(StormSettings.PROFILE, StormSettings.RESUME, TraceSettings.TRACE),
        MeasureSettings.OF_HOST, MonitorSettings.ALL).<Setting<?>>flatMap(List::stream).toList();

    private OfferedSettings()
    {
    }

    /**
     * Returns all settings of a group.
     *
     * @param group of front ends
     */
    public static List<Setting<?>> of(final Group group)
    {
        return ALL.stream().filter(setting -> setting.group() == group).toList();
    }
}
