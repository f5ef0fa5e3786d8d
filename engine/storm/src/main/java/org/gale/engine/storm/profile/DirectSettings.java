package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.config.NearestName;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.GroupNames;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.Setting.Group;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VcpuNames;
import org.gale.engine.storm.scenario.VmShape;

/** Settings that only a storm of direct injection has. */
public final class DirectSettings
{
    private static final String ALL_OR_NOTHING = "all-or-nothing";
    private static final String FIRST_COME = "first-come";
    private static final String NONE = "none";
    /** Policies of a simulation. */
    private static final List<String> OF_VIRTUAL = List.of(FIRST_COME, NONE);

    static final Setting<ActionRate> TOGGLES = Setting.of("toggles", Group.KEY, SettingType.ACTION_RATE)
        .between(0, 1_000_000).defaultValue(ActionRate.NONE)
        .help("Transitions between direct and software-forwarded that begin: R a second, or N in M events, " +
        "such as 1/10k, which is the same on every host. Default: 1000, and 0 in a job of a file or with another " +
        "{.policy} than per-vcpu.");
    public static final Setting<ActionRate> MOVES = Setting.of("moves", Group.KEY, SettingType.ACTION_RATE)
        .between(0, 1_000_000).defaultValue(ActionRate.NONE)
        .help("Moves: R a second, or N in M events, such as 1/1k. Three of four take an event to another vCPU " +
        "of its VM, the fourth exchanges the CPUs of two vCPUs. Default: 1000, and 0 in a job of a file.");
    static final Setting<String> POLICY = Setting.of("policy", Group.KEY,
        SettingType.words("P", List.of("per-vcpu", ALL_OR_NOTHING, FIRST_COME, NONE))).defaultValue("per-vcpu")
        .help("Direct injection per vCPU, or for all vCPUs of a VM or none (all-or-nothing); with {clock} virtual " +
        "also for the vCPUs that ask first (first-come), or for none. Default: {.policy=}.");
    static final Setting<GroupNames> DIRECT = Setting.of("direct", Group.KEY, SettingType.GROUPS)
        .defaultValue(GroupNames.NONE)
        .help("With {.policy}=per-vcpu and {clock} virtual: groups of VMs whose vCPUs get vPEIDs first. Default: " +
        "those with the highest rate.");
    static final Setting<Long> VPEID_BITS = Setting.of("vpeid_bits", Group.KEY, SettingType.COUNT.labelled("B"))
        .between(1, 16).defaultValue(16L).help("The pool has 2^B vPEIDs for all VMs. Default: {.vpeid_bits=}.");
    static final Setting<Long> VPEIDS = Setting.of("vpeids", Group.KEY, SettingType.COUNT).between(1, 1 << 16)
        .help("The pool has N vPEIDs for all VMs, at most 2^B of {.vpeid_bits}. Default: all of them.");
    static final Setting<VcpuNames> VCPUS = Setting.of("vcpus", Group.KEY, VcpuNames.TYPE)
        .help("With {.policy}=per-vcpu and {clock} virtual: the vCPUs that are direct, such as web0.1, the second " +
        "vCPU of the first VM of web; [] for none. Default: by {.direct} and the rates of groups.");
    static final Setting<String> VERSION = Setting.of("version", Group.KEY,
        SettingType.words("4.0|4.1", List.of("4.1", "4.0"))).defaultValue("4.1")
        .help("GICv4.1 with an atomic swap, or GICv4.0 with a gap and a second pend. Default: {.version=}.");
    static final Setting<Boolean> LEGACY = Setting.of("legacy", Group.KEY, SettingType.SWITCH).defaultValue(false)
        .help("Transitions in the posted order, which loses interrupts: a negative control. Default: {.legacy=}.");

    /** Settings that every storm has, chosen or not. */
    static final List<Setting<?>> ALL = List.of(TOGGLES, MOVES, POLICY, VPEID_BITS, VERSION, LEGACY);

    private DirectSettings()
    {
    }

    /** Returns the number of vPEIDs of the host. */
    public static long pool(final SettingValues own)
    {
        return own.valueOr(VPEIDS, 1L << own.valueOrDefault(VPEID_BITS));
    }

    /**
     * Checks that the width of a vPEID admits as many as the pool has.
     *
     * @throws SettingException if it does not
     */
    static void checkPool(final SettingValues own)
    {
        final long most = 1L << own.valueOrDefault(VPEID_BITS);
        if (own.valueOr(VPEIDS, 1L) > most)
        {
            throw new SettingException(VPEIDS, own.get(VPEIDS), " are more than the ", most, " of ", VPEID_BITS, "=",
                own.valueOrDefault(VPEID_BITS), " (leave one of them out)");
        }
    }

    /** Returns whether the machine switches vCPUs one by one, as all policies but one have it. */
    static boolean isPerVcpu(final SettingValues own)
    {
        return !own.valueOrDefault(POLICY).equals(ALL_OR_NOTHING);
    }

    /** Returns whether no vCPU is to be direct. */
    static boolean isNone(final SettingValues own)
    {
        return own.valueOrDefault(POLICY).equals(NONE);
    }

    /** Returns whether vCPUs are switched one by one. */
    static boolean isSwitching(final SettingValues own)
    {
        return own.valueOrDefault(POLICY).equals(POLICY.defaultValue());
    }

    /**
     * Checks the policy, and the groups that it puts first.
     *
     * @throws SettingException if the clock has no such policy, or the storm no such group
     */
    static void checkPolicy(final StormConfig config, final SettingValues own)
    {
        final String policy = own.valueOrDefault(POLICY);
        if (!config.isVirtual() && OF_VIRTUAL.contains(policy))
        {
            throw new SettingException(POLICY, "'", policy, "' needs virtual time (try ", StormSettings.CLOCK,
                " virtual, or ", POLICY, "=per-vcpu)");
        }
        checkVcpus(config, own);
        if (!own.isOther(DIRECT))
        {
            return;
        }
        if (!isSwitching(own))
        {
            throw new SettingException(DIRECT, "'", own.text(DIRECT), "' needs ", POLICY, "=per-vcpu, and it is ",
                policy, " (leave it out)");
        }
        final List<String> groups = config.shape().groups().stream().map(VmShape::name).toList();
        for (final String name : own.get(DIRECT).all())
        {
            if (!groups.contains(name))
            {
                throw new SettingException(
                    DIRECT, "'", name, "' is no group of VMs", NearestName.hint(name, groups));
            }
        }
    }

    /** Checks the vCPUs that are direct by their names. */
    private static void checkVcpus(final StormConfig config, final SettingValues own)
    {
        if (!own.has(VCPUS))
        {
            return;
        }
        if (!isSwitching(own))
        {
            throw new SettingException(VCPUS, "'", own.text(VCPUS), "' needs ", POLICY, "=per-vcpu, and it is ",
                own.get(POLICY), " (leave it out)");
        }
        if (own.isOther(DIRECT))
        {
            throw new SettingException(VCPUS, "'", own.text(VCPUS), "' and ", DIRECT,
                " both say who is direct (leave one of them out)");
        }
        final int count = own.get(VCPUS).all().size();
        if (count > pool(own))
        {
            throw new SettingException(VCPUS, count, " vCPUs are more than the ", pool(own),
                " vPEIDs of the host (leave some out)");
        }
        try
        {
            checkPartitions(config, own.get(VCPUS).in(VcpuNames.of(config.shape().groups())));
        }
        catch (final IllegalArgumentException ex)
        {
            throw new SettingException(VCPUS, ex.getMessage());
        }
    }

    /** Refuses more direct vCPUs of a partition than it has vPEIDs. */
    private static void checkPartitions(final StormConfig config, final boolean[] isDirect)
    {
        final Partitions partitions =
            Partitions.of(config.shape(), config.value(StormSettings.PES).intValue());
        final int[] used = new int[partitions.count()];
        int vcpu = 0;
        int vm = 0;
        for (final VmShape group : config.shape().groups())
        {
            for (int i = 0; i < group.count(); i++)
            {
                for (int vpe = 0; vpe < group.vpes(); vpe++)
                {
                    used[partitions.ofVm(vm)] += isDirect[vcpu++] ? 1 : 0;
                }
                vm++;
            }
        }
        for (int i = 0; i < used.length; i++)
        {
            if (used[i] > partitions.vpeids(i))
            {
                throw new IllegalArgumentException(used[i] + " vCPUs of " + partitions.name(i) +
                    " are more than its " + partitions.vpeids(i) + " vPEIDs (leave some out)");
            }
        }
    }

    /**
     * Returns the rate of toggles.
     *
     * @throws SettingException if the policy admits none of those that were asked for
     */
    static ActionRate toggles(final SettingValues own)
    {
        if (isSwitching(own))
        {
            return own.valueOrDefault(TOGGLES);
        }
        if (!own.valueOrDefault(TOGGLES).isNone())
        {
            throw new SettingException(TOGGLES, own.get(TOGGLES), " needs ", POLICY, "=per-vcpu: with ",
                own.get(POLICY), " no vCPU is switched (try ", TOGGLES, "=0)");
        }

        return ActionRate.NONE;
    }
}
