package org.gale.engine.storm.plan;

import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.SettingValues;

/**
 * Job of a storm as its journal records it.
 *
 * @param name     of the job
 * @param settings of the storm, profile and settings of the profile's own among them
 * @param shape    of the host
 */
public record StormJob(String name, SettingValues settings, HostShape shape)
{
}
