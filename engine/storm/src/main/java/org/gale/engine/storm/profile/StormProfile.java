package org.gale.engine.storm.profile;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;

/** Kind of traffic: the shape of a storm where no setting says otherwise, and the workload of a storm of that kind. */
public interface StormProfile
{
    /** Returns the name by which users choose the profile. */
    String name();

    /** Returns what the profile injects, as lines of text for users, with placeholders as in help texts. */
    List<String> traffic();

    /** Returns the source of the traffic's shape, as lines of text for users. */
    List<String> basis();

    /** Returns the storm that the profile makes where no setting says otherwise. */
    ProfileDefaults defaults();

    /**
     * Checks that a machine has enough PEs for such a storm.
     *
     * @param isVirtual true for the virtual clock
     * @throws org.gale.engine.storm.scenario.SettingException if there are too few
     */
    void checkPes(HostShape shape, int pes, boolean isVirtual);

    /** Returns the settings that only this profile has, each set by a key of its name. */
    List<Setting<?>> settings();

    /** Returns the settings that only this kind of machine has on the virtual clock, beside the profile's own. */
    List<Setting<?>> virtualSettings();

    /** Returns those of {@link #virtualSettings} that have a meaning on the wall clock, too. */
    List<Setting<?>> clockSettings();

    /** Returns the keys of the machine that a storm does not decide; none where it has no such keys. */
    List<Setting<?>> machineSettings();

    /** Returns the settings that not all profiles have, on each clock. */
    default List<Setting<?>> allSettings()
    {
        return Stream.of(settings(), virtualSettings(), machineSettings()).<Setting<?>>flatMap(List::stream).toList();
    }

    /**
     * Checks the profile's own settings, those of the virtual clock among them, against the clock.
     *
     * @param own values of those that were chosen
     * @throws org.gale.engine.storm.scenario.SettingException if one of them has no meaning on it
     */
    void checkClock(StormConfig config, SettingValues own);

    /**
     * Returns settings with what the profile states beside them, for a storm that no job describes.
     *
     * @param given values of those that were chosen
     */
    default SettingValues stated(final SettingValues given)
    {
        return defaults().own().withAll(given);
    }

    /**
     * Returns a value of each of the profile's own settings, as a storm takes them.
     *
     * @param own values of those that were chosen
     */
    SettingValues effective(SettingValues own);

    /**
     * Returns the workload of a storm.
     *
     * @param own values of the profile's own settings, those that were chosen
     * @throws IllegalArgumentException if there is no machine for such a storm
     */
    Workload workload(StormConfig config, SettingValues own);
}
