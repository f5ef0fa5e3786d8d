package org.gale.engine.storm.run;

import java.util.Map;

import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;

/** Workloads of profiles for the simulator. Stateless. */
public final class ProfileWorkloads
{
    private ProfileWorkloads()
    {
    }

    /**
     * Makes the workload of a storm.
     *
     * @param profile its name
     * @param keys    values of the settings that only this profile has, by their names
     */
    public static Workload of(final StormConfig config, final String profile, final Map<String, String> keys)
    {
        final StormProfile of = JobProfiles.ALL.of(profile);
        SettingValues own = SettingValues.NONE;
        for (final Setting<?> setting : of.settings())
        {
            final String text = keys.get(setting.name());
            own = text == null ? own : own.withText(setting, text);
        }

        return of.workload(config, own);
    }
}
