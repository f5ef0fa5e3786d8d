package org.gale.engine.storm.scenario;

import org.gale.engine.storm.scenario.Setting.Group;

/**
 * Settings of a run of an answer, which no front end offers: its count and its duration are those of the judged part,
 * and its warm-up ends itself.
 */
public final class JudgedSettings
{
    /** Length of the judged part, in those of the job. A run without this setting warms up as its job says. */
    public static final Setting<Long> LENGTHS =
        Setting.of("judged-lengths", Group.PROFILE, SettingType.COUNT).between(1, Long.MAX_VALUE).help("");
    /** Judged parts that are left out after the warm-up, as if they belonged to it: 1 to judge the second half. */
    public static final Setting<Long> SKIPPED =
        Setting.of("judged-skipped", Group.PROFILE, SettingType.COUNT).defaultValue(0L).help("");

    private JudgedSettings()
    {
    }

    /** Returns the settings of a run that is judged so. */
    public static SettingValues of(final long lengths, final long skipped)
    {
        return SettingValues.NONE.with(LENGTHS, lengths).with(SKIPPED, skipped);
    }

    /** Returns whether the warm-up of a run ends itself. */
    public static boolean isSelfEnding(final SettingValues settings)
    {
        return settings.has(LENGTHS);
    }
}
