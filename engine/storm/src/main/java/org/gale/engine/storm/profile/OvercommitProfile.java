package org.gale.engine.storm.profile;

import java.util.List;
import java.util.function.Function;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingType;
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
    private static final String TAIL = "tail";
    private static final String PREEMPT = "preempt";

    /** Time that a vCPU may run while others wait. */
    static final Setting<Long> SLICE = Setting.of("slice", Setting.Group.KEY, SettingType.DURATION)
        .defaultValue(200_000L).unit("ns")
        .help("Of overcommit, and of direct with {clock} virtual: time that a vCPU may run while others wait. " +
        "Default: 200us.");
    /** Rate at which guests switch IRSEN. */
    static final Setting<Long> IRSEN = Setting.of("irsen", Setting.Group.KEY, SettingType.COUNT).between(0, 1_000_000)
        .defaultValue(0L)
        .help("Of overcommit: a guest disables its IRS N times a second, and enables it again a time slice later. " +
        "Default: {.irsen=}.");

    /** Place in the queue of a PE. */
    static final Setting<String> ENQUEUE = Setting.of("enqueue", Setting.Group.KEY,
        SettingType.words(TAIL + '|' + PREEMPT, List.of(TAIL, PREEMPT))).defaultValue(PREEMPT)
        .help("Of overcommit and direct, with {clock} virtual: a vCPU that is woken runs after those that wait for " +
        "its PE (tail), or before them and in place of one that runs its own work (preempt). Default: {.enqueue=}.");

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
        return List.of(SLICE, MachineSettings.KVM, IRSEN);
    }

    @Override
    public SettingValues effective(final SettingValues own)
    {
        return SettingValues.NONE.withValuesOf(settings(), own);
    }

    @Override
    public List<Setting<?>> virtualSettings()
    {
        return List.of(ENQUEUE, HostRules.QUEUES, HostRules.HOST_IRQS, HostRules.HOUSEKEEPING);
    }

    @Override
    public List<Setting<?>> machineSettings()
    {
        return MachineSettings.ALL;
    }

    @Override
    public void checkClock(final StormConfig config, final SettingValues own)
    {
        checkSlice(config, own);
        HostRules.check(own);
        MachineRules.checkClock(config, own);
        if (!config.isVirtual() && own.valueOrDefault(IRSEN) > 0 && config.shape().hasLines())
        {
            throw new SettingException(IRSEN, own.get(IRSEN), " disables the IRS whose SPIs the lines are (leave it " +
                "out, or try ", StormSettings.CLOCK, " virtual)");
        }
    }

    /** Returns whether a vCPU that is woken takes the place of one that runs its own work. */
    static boolean preempts(final SettingValues own)
    {
        return !own.valueOrDefault(ENQUEUE).equals(TAIL);
    }

    /**
     * Refuses a slice in which nothing can run.
     *
     * @throws SettingException if there is one
     */
    static void checkSlice(final StormConfig config, final SettingValues own)
    {
        if (config.isVirtual() && own.valueOrDefault(SLICE) == 0)
        {
            throw new SettingException(SLICE, "'", own.text(SLICE), "' is no time to run (try ", SLICE, "=200us)");
        }
    }

    @Override
    public Workload workload(final StormConfig config, final SettingValues own)
    {
        return new OvercommitWorkload(
            config, HostModel.withoutActions(HostModel.Kind.KVM, own.valueOrDefault(SLICE), preempts(own),
            HostRules.of(own)).withIrsSwitches(own.valueOrDefault(IRSEN)),
            MachineSettings.machine(config.value(StormSettings.PES), own), own.valueOrDefault(IRSEN));
    }
}
