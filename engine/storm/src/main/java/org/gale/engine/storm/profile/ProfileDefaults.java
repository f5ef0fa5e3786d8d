package org.gale.engine.storm.profile;

import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;

/**
 * Defaults of a profile: the storm that it makes where no setting says otherwise.
 *
 * @param config of the storm
 * @param pes    PEs of its machine; 0 for one for each VPE
 * @param rounds how often each event is offered; 0 if the configuration says how long
 * @param own    values of the settings that not all profiles have, where they differ from those of any job
 */
public record ProfileDefaults(StormConfig config, long pes, long rounds, SettingValues own)
{
    /**
     * Returns the number of PEs of a storm for which none was chosen.
     *
     * @param vpes of all VMs
     */
    public long pes(final long vpes)
    {
        return pes == 0 ? vpes : pes;
    }
}
