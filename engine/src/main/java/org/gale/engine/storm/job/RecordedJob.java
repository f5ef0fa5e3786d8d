package org.gale.engine.storm.job;

import org.gale.engine.storm.setting.HostShape;
import org.gale.engine.storm.setting.SettingValues;

/**
 * Job that a journal records, read back.
 *
 * @param job      as it was written
 * @param settings of the storm, profile and settings of the profile's own among them
 * @param shape    of the host
 */
public record RecordedJob(Job job, SettingValues settings, HostShape shape)
{
}
