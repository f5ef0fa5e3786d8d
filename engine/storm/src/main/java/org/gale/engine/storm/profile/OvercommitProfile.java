package org.gale.engine.storm.profile;

import java.util.List;
import java.util.function.Function;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Profile whose vCPUs outnumber the PEs, so that a scheduler of the host has them run by turns.
 *
 * @param job gives the defaults of a name
 */
record OvercommitProfile(Function<String, ProfileDefaults> job) implements StormProfile
{
    @Override
    public String name()
    {
        return "overcommit";
    }

    @Override
    public List<String> traffic()
    {
        return List.of(
            "16 VMs of 4 vCPUs on 16 PEs ({pes}): KVM's VGICv5 is the client of the machine. A round-robin",
            "scheduler gives each vCPU a time slice ({.slice}). A vCPU with nothing left blocks and asks for",
            "its doorbell, which wakes it; vCPUs move between PEs while interrupts are pending. LPIs, devices",
            "and events are those of the default, passed through: ITS 0 translates to the VM.");
    }

    @Override
    public List<String> basis()
    {
        return List.of(
            "Synthetic. The life of a vCPU is that of KVM in Linux 7.4 (load, put and doorbells in",
            "arch/arm64/kvm/vgic/vgic-v5.c). The time slice is much shorter than a kernel's, so that a short",
            "storm has many switches.");
    }

    @Override
    public ProfileDefaults defaults()
    {
        return job.apply(name());
    }

    @Override
    public void checkPes(final HostShape shape, final int pes, final boolean isVirtual)
    {
        // vCPUs share PEs: any number will do.
    }

    @Override
    public List<Setting<?>> settings()
    {
        return List.of(OvercommitSettings.SLICE, MachineSettings.KVM, OvercommitSettings.IRSEN);
    }

    @Override
    public SettingValues effective(final SettingValues own)
    {
        return SettingValues.NONE.withValuesOf(settings(), own);
    }

    @Override
    public List<Setting<?>> virtualSettings()
    {
        return VectorSettings.after(MigrationSettings.after(OvercommitSettings.ENQUEUE, HostRules.QUEUES,
            HostRules.HOST_IRQS, HostRules.HOUSEKEEPING));
    }

    @Override
    public List<Setting<?>> clockSettings()
    {
        return MigrationSettings.ALL;
    }

    @Override
    public List<Setting<?>> machineSettings()
    {
        return MachineSettings.ALL;
    }

    @Override
    public void checkClock(final StormConfig config, final SettingValues own)
    {
        OvercommitSettings.checkSlice(config, own);
        HostRules.check(own);
        MigrationSettings.check(config, own);
        MigrationSettings.checkKvm(config, own);
        AffinityActions.checkAlone(config, own);
        MachineRules.checkClock(config, own);
        if (!config.isVirtual() && own.valueOrDefault(OvercommitSettings.IRSEN) > 0 && config.shape().hasLines())
        {
            throw new SettingException(OvercommitSettings.IRSEN, own.get(OvercommitSettings.IRSEN),
                " disables the IRS whose SPIs the lines are (leave it out, or try ", StormSettings.CLOCK,
                " virtual)");
        }
    }

    @Override
    public Workload workload(final StormConfig config, final SettingValues own)
    {
        final long switchesPerS = own.valueOrDefault(OvercommitSettings.IRSEN);
        final HostModel host = HostModel.withoutActions(HostModel.HostKind.KVM,
            own.valueOrDefault(OvercommitSettings.SLICE), OvercommitSettings.preempts(own), HostRules.of(own));

        final HostModel.Migrating migrating = HostModel.Migrating.of(own);

        final HostModel acting = migrating.isNone() ? host.withIrsSwitches(switchesPerS) : host.with(migrating);

        return new OvercommitWorkload(config, AffinityActions.moving(acting, config, own),
            MachineSettings.machine(config.value(StormSettings.PES), own), switchesPerS);
    }
}
