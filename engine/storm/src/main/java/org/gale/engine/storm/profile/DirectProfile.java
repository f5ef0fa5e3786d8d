package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;

/**
 * Profile of a GICv4 host whose vCPUs switch between direct and software-forwarded injection under traffic.
 *
 * @param job gives the defaults of a name
 */
record DirectProfile(Function<String, ProfileDefaults> job) implements StormProfile
{
    @Override
    public String name()
    {
        return "direct";
    }

    @Override
    public List<String> traffic()
    {
        return List.of(
            "4 VMs of 4 vCPUs on a GICv4.1 host, each vCPU loaded on its own CPU. Every VM has 1,024",
            "events, from 4 devices; priorities over 32 values, targets over the VM's vCPUs, half of which are",
            "direct at first. Between the messages vCPUs switch step by step ({.toggles}), and events and vCPUs",
            "move ({.moves}). Closed loop, but an event whose vCPU is held out may merge.");
    }

    @Override
    public List<String> basis()
    {
        return List.of(
            "The question of M. Dittgen's series on per-vCPU control of vLPI injection (RFC PATCH 00/13,",
            "20 Nov 2025) and the answer to it: may vCPUs be switched and interrupts be moved, and nothing be",
            "lost? The rates are synthetic.");
    }

    @Override
    public ProfileDefaults defaults()
    {
        return job.apply(name());
    }

    /**
     * Checks that each vCPU has a CPU on the wall clock, of which a GICv4 host has fewer than other machines.
     *
     * @throws SettingException if there are too few
     */
    @Override
    public void checkPes(final HostShape shape, final int pes, final boolean isVirtual)
    {
        if (!isVirtual)
        {
            ResidentWorkload.checkPes(shape, pes);                              // a scheduler has vCPUs share CPUs
        }
        if (pes > Gicv4Config.CPU_LIMIT)
        {
            throw new SettingException(StormSettings.PES, pes, " is more than ", Gicv4Config.CPU_LIMIT,
                ", the CPUs of a GICv4 host (try fewer VMs or VPEs)");
        }
    }

    @Override
    public List<Setting<?>> settings()
    {
        final List<Setting<?>> settings = new ArrayList<>(DirectSettings.ALL);
        settings.add(DirectSettings.VPEIDS);

        return settings;
    }

    @Override
    public List<Setting<?>> virtualSettings()
    {
        return MigrationSettings.after(OvercommitSettings.SLICE, OvercommitSettings.ENQUEUE, HostRules.QUEUES,
            DirectSettings.DIRECT, DirectSettings.VCPUS, HostRules.HOST_IRQS, HostRules.HOUSEKEEPING, HostRules.VMOVP,
            HostRules.VPE_TABLES);
    }

    @Override
    public List<Setting<?>> clockSettings()
    {
        return MigrationSettings.ALL;
    }

    @Override
    public List<Setting<?>> machineSettings()
    {
        return List.of();                                                       // a GICv4 host has injection alone
    }

    @Override
    public void checkClock(final StormConfig config, final SettingValues own)
    {
        OvercommitSettings.checkSlice(config, own);
        DirectSettings.checkPolicy(config, own);
        HostRules.check(own);
        MigrationSettings.check(config, own);
        MigrationSettings.checkDirect(own);
        for (final VmShape group : config.shape().groups())
        {
            if (group.guest().mask() != GuestShape.MASK_OPEN)
            {
                throw new SettingException(StormSettings.VMS, "'", group.guest().mask(), "' is the priority mask of ",
                    group.name(), ", and guests of this GICv4 host have none (leave mask out, or take kind: kvm)");
            }
        }
    }

    @Override
    public SettingValues stated(final SettingValues given)
    {
        final SettingValues own = defaults().own();

        return (DirectSettings.isSwitching(given) ? own : own.without(DirectSettings.TOGGLES)).withAll(given);
    }

    @Override
    public SettingValues effective(final SettingValues own)
    {
        return own.only(List.of(DirectSettings.VPEIDS)).withValuesOf(DirectSettings.ALL, own)
            .with(DirectSettings.TOGGLES, DirectSettings.toggles(own));
    }

    @Override
    public Workload workload(final StormConfig config, final SettingValues own)
    {
        DirectSettings.checkPool(own);

        return new DirectWorkload(config, own);
    }
}
