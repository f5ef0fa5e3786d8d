package org.gale.engine.storm.profile;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gale.engine.config.Monitor;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.MonitorSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.FunctionPlaces;

/**
 * Profile whose devices are functions with MSI-X vectors, behind a monitor in front of the ITS.
 *
 * @param job gives the defaults of a name
 */
record MsixProfile(Function<String, ProfileDefaults> job) implements StormProfile
{
    /** Settings that a storm of functions has if they are chosen. */
    private static final List<Setting<?>> CHOSEN =
        Stream.concat(Stream.of(MsixSettings.PLUG_ORDER), MigrationSettings.ALL.stream()).toList();

    @Override
    public String name()
    {
        return "msix";
    }

    @Override
    public List<String> traffic()
    {
        return List.of(
            "4 VMs of 4 VPEs, each VPE resident on its own PE. Every VM has 4 functions of 64 MSI-X vectors,",
            "half of them with eventfds, and a level pin with an eventfd and a resampler. Between the",
            "triggers guests mask and unmask vectors and functions ({.masks}), read pending bits, and give",
            "vectors other messages ({.retargets}); the monitor takes eventfds, drops and makes routes, saves",
            "functions and restores them. Closed loop, but an event whose vector is masked is held.");
    }

    @Override
    public List<String> basis()
    {
        return List.of(
            "What monitors are known to lose in front of the ITS: public threads on vectors that are",
            "masked, routes that are dropped, pending bits that read as zero or are not saved, and levels",
            "that rise before their irqfd. The rates are synthetic.");
    }

    @Override
    public ProfileDefaults defaults()
    {
        return job.apply(name());
    }

    @Override
    public void checkPes(final HostShape shape, final int pes, final boolean isVirtual)
    {
        ResidentWorkload.checkPes(shape, pes);
    }

    @Override
    public List<Setting<?>> settings()
    {
        return MsixSettings.ALL;
    }

    @Override
    public SettingValues effective(final SettingValues own)
    {
        return SettingValues.NONE.withValuesOf(settings(), own);
    }

    @Override
    public List<Setting<?>> virtualSettings()
    {
        return VectorSettings.after(CHOSEN);
    }

    @Override
    public List<Setting<?>> clockSettings()
    {
        return CHOSEN;
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
        MigrationSettings.check(config, own);
        MigrationSettings.checkFunctions(config, own);
        AffinityActions.checkAlone(config, own);
        checkPlugs(own);
        for (final VmShape group : config.shape().groups())
        {
            for (final DeviceShape device : group.devices())
            {
                if (device.events() > FunctionPlaces.VECTOR_LIMIT)
                {
                    throw new SettingException(StormSettings.EVENTS, device.events(), " are more than the ",
                        FunctionPlaces.VECTOR_LIMIT, " vectors of a function");
                }
                if (device.stream().model() != null)
                {
                    throw new SettingException(StormSettings.VMS, device.name(), " of ", group.name(), " has traffic ",
                        "of kind ", device.stream().kind(), ", and functions have closed and open (try kind: gicv5)");
                }
            }
        }
        if (config.shape().lpis() + config.shape().vms() > FunctionPlaces.EVENTFD_LIMIT)
        {
            throw new SettingException(StormSettings.EVENTS, config.shape().lpis(), " vectors and a pin of each VM ",
                "are more than ", FunctionPlaces.EVENTFD_LIMIT, ", the eventfds of a machine");
        }
    }

    /**
     * Refuses plugs of functions that something else holds.
     *
     * @throws SettingException if the monitor is of a user, or VMs migrate; or an order without plugs
     */
    private static void checkPlugs(final SettingValues own)
    {
        if (!own.isOther(MsixSettings.PLUGS))
        {
            if (own.isOther(MsixSettings.PLUG_ORDER))
            {
                throw new SettingException(MsixSettings.PLUG_ORDER, "'", own.text(MsixSettings.PLUG_ORDER),
                    "' needs functions that are unplugged (try ", MsixSettings.PLUGS, "=1/10k)");
            }
            return;
        }
        if (own.valueOrDefault(MsixSettings.MONITOR) == Monitor.REMOTE)
        {
            throw refusalOfPlugs(own, "needs a monitor of Gale, and no message of ", MonitorSettings.SOCKET,
                " unplugs a function");
        }
        if (own.isOther(MigrationSettings.EVERY))
        {
            throw refusalOfPlugs(own, "and ", MigrationSettings.EVERY, " both act on the functions of a VM");
        }
    }

    private static SettingException refusalOfPlugs(
        final SettingValues own, final String why, final Setting<?> other, final String does)
    {
        return new SettingException(MsixSettings.PLUGS, "'", own.text(MsixSettings.PLUGS), "' ", why, other, does,
            " (leave one of them out)");
    }

    @Override
    public Workload workload(final StormConfig config, final SettingValues own)
    {
        return new MsixWorkload(config, own);
    }
}
