package org.gale.engine.storm.scenario;

import java.util.List;
import org.gale.engine.storm.scenario.Setting.Group;

/** Settings of traffic of devices that raise the lines of shared interrupts. */
public final class LineSettings
{
    /** Guests that end an interrupt without the host. */
    public static final String IRQFD = "irqfd";
    /** Guests that end an interrupt by an exit to their host. */
    public static final String EXIT = "exit";
    /** Deliberate mistake: nobody samples the line again when a guest has ended its interrupt. */
    public static final String NONE = "none";

    private static final int SHARE_LIMIT = 64;

    /** Devices on each line. */
    public static final Setting<Long> SHARE = Setting.of("share", Group.PROFILE, SettingType.COUNT)
        .between(1, SHARE_LIMIT).defaultValue(1L).help("");
    /** How a line is sampled again when a guest has deactivated its interrupt. */
    public static final Setting<String> RESAMPLE = Setting.of("resample", Group.PROFILE,
        SettingType.words(IRQFD + '|' + EXIT + '|' + NONE, List.of(IRQFD, EXIT, NONE))).defaultValue(IRQFD).help("");

    private LineSettings()
    {
    }
}
