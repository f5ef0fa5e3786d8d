package org.gale.engine.storm.profile;

import java.util.List;
import java.util.function.Function;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Profile whose VPEs are all resident.
 *
 * @param name    by which users choose it
 * @param traffic injected, lines of text
 * @param basis   source of the traffic's shape, lines of text
 * @param job     gives the defaults of a name
 */
record ResidentProfile(
    String name, List<String> traffic, List<String> basis, Function<String, ProfileDefaults> job)
    implements StormProfile
{
    @Override
    public ProfileDefaults defaults()
    {
        return job.apply(name);
    }

    @Override
    public void checkPes(final HostShape shape, final int pes, final boolean isVirtual)
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
    public List<Setting<?>> virtualSettings()
    {
        return VectorSettings.ALL;
    }

    @Override
    public List<Setting<?>> clockSettings()
    {
        return List.of();
    }

    @Override
    public List<Setting<?>> machineSettings()
    {
        return MachineSettings.ALL;
    }

    @Override
    public void checkClock(final StormConfig config, final SettingValues own)
    {
        MachineRules.checkClock(config, own);
        AffinityActions.checkVcpus(config, own);
    }

    @Override
    public Workload workload(final StormConfig storm, final SettingValues own)
    {
        return new ResidentWorkload(storm, MachineSettings.machine(storm.value(StormSettings.PES), own), own);
    }
}
