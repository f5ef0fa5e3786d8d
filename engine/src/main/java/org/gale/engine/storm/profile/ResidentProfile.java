package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.storm.run.ResidentWorkload;
import org.gale.engine.storm.run.StormProfile;
import org.gale.engine.storm.run.Workload;
import org.gale.engine.storm.setting.HostShape;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;

/**
 * Profile whose VPEs are all resident.
 *
 * @param name    by which users choose it
 * @param traffic injected, lines of text
 * @param basis   source of the traffic's shape, lines of text
 * @param config  of a storm for which no setting was chosen
 * @param rounds  how often each event is offered where no setting says how long; 0 if the configuration says it
 */
record ResidentProfile(String name, List<String> traffic, List<String> basis, StormConfig config, long rounds)
    implements StormProfile
{
    @Override
    public long pes(final long vpes)
    {
        return vpes;
    }

    @Override
    public void checkPes(final HostShape shape, final int pes)
    {
        ResidentWorkload.checkPes(shape, pes);
    }

    @Override
    public List<Setting<?>> settings()
    {
        return List.of();
    }

    @Override
    public SettingValues effective(final SettingValues own)
    {
        return SettingValues.NONE;
    }

    @Override
    public Workload workload(final StormConfig storm, final SettingValues own)
    {
        return new ResidentWorkload(storm);
    }
}
