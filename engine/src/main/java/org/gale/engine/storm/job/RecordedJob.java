package org.gale.engine.storm.job;

import org.gale.engine.storm.run.StormPlan;
import org.gale.engine.storm.run.StormProfiles;
import org.gale.engine.storm.setting.HostShape;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;

/**
 * Job that a journal records, read back.
 *
 * @param job      as it was written
 * @param settings of the storm, profile and settings of the profile's own among them
 * @param shape    of the host
 */
public record RecordedJob(Job job, SettingValues settings, HostShape shape)
{
    /**
     * Returns the configuration of the storm.
     *
     * @throws IllegalArgumentException if this version has no machine for it
     */
    public StormConfig config(final StormProfiles profiles)
    {
        return StormPlan.config(settings, shape, profiles);
    }
}
