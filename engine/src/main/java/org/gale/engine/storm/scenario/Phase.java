package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.Map;

/**
 * Phase of a job, in which the traffic of some groups is another.
 *
 * @param name       unique among groups and phases
 * @param durationNs length
 * @param changes    by group, or by group and device group: {@code quiet/disk}
 */
public record Phase(String name, long durationNs, Map<String, SettingValues> changes)
{
    /** Returns the length of phases one after another, ns. */
    public static long sumNs(final List<Phase> phases)
    {
        return phases.stream().mapToLong(Phase::durationNs).sum();
    }
}
