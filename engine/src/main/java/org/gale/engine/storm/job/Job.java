package org.gale.engine.storm.job;

import java.util.List;
import org.gale.engine.storm.setting.SettingValues;

/**
 * Job: one storm, described by its host, the groups of its VMs and its phases. Immutable.
 *
 * @param name   of the job
 * @param values of the settings that belong to the whole storm, those that were given
 * @param host   machine that the VMs run on
 * @param groups of VMs of one shape each, in the order in which VMs are numbered
 * @param phases one after another; none for a storm without phases
 */
public record Job(String name, SettingValues values, HostSpec host, List<VmGroup> groups, List<Phase> phases)
{
}
