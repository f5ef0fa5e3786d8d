package org.gale.engine.storm.profile;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.Setting.Group;
import org.gale.engine.storm.scenario.SettingType;

/** Settings of storms whose guests move vectors by the number of events, or at a rate. */
public final class VectorSettings
{
    /** Moves of vectors. */
    public static final Setting<ActionRate> MOVES = Setting.of("vector-moves", Group.KEY, SettingType.ACTION_RATE)
        .between(0, 1_000_000).defaultValue(ActionRate.NONE)
        .help("Not for direct, with {clock} virtual: times that a guest moves a vector to another vCPU: R a second, " +
        "or N in M events, such as 1/1k. Default: 0.");

    /** All settings. */
    static final List<Setting<?>> ALL = List.of(MOVES);

    private VectorSettings()
    {
    }

    /** Returns settings of a profile on the virtual clock, followed by those of vectors. */
    static List<Setting<?>> after(final List<Setting<?>> others)
    {
        return Stream.concat(others.stream(), ALL.stream()).toList();
    }
}
