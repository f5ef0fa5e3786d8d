package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.storm.setting.ActionRate;
import org.gale.engine.storm.setting.Setting.Group;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingException;
import org.gale.engine.storm.setting.SettingType;
import org.gale.engine.storm.setting.SettingValues;

/** Settings that only a storm of direct injection has. */
final class DirectSettings
{
    static final Setting<ActionRate> TOGGLES = Setting.of("toggles", Group.KEY, SettingType.ACTION_RATE)
        .between(0, 1_000_000).defaultValue(ActionRate.perSecond(1000))
        .help("Transitions between direct and software-forwarded that begin: R a second, or N in so many events, " +
        "such as 1/10k, which is the same on every host. Default: {.toggles=}, and 0 with {.policy}=all-or-nothing.");
    static final Setting<ActionRate> MOVES = Setting.of("moves", Group.KEY, SettingType.ACTION_RATE)
        .between(0, 1_000_000).defaultValue(ActionRate.perSecond(1000))
        .help("Moves: R a second, or N in so many events, such as 1/1k. Three of four take an event to another vCPU " +
        "of its VM, the fourth exchanges the CPUs of two vCPUs. Default: {.moves=}.");
    static final Setting<String> POLICY = Setting.of("policy", Group.KEY,
        SettingType.words("P", List.of("per-vcpu", "all-or-nothing"))).defaultValue("per-vcpu")
        .help("Direct injection per vCPU, or for all vCPUs of a VM or none. Default: {.policy=}.");
    static final Setting<Long> VPEID_BITS = Setting.of("vpeid_bits", Group.KEY, SettingType.COUNT.labelled("B"))
        .between(1, 16).defaultValue(16L).help("The pool has 2^B vPEIDs for all VMs. Default: {.vpeid_bits=}.");
    static final Setting<String> VERSION = Setting.of("version", Group.KEY,
        SettingType.words("4.0|4.1", List.of("4.1", "4.0"))).defaultValue("4.1")
        .help("GICv4.1 with an atomic swap, or GICv4.0 with a gap and a second pend. Default: {.version=}.");
    static final Setting<Boolean> LEGACY = Setting.of("legacy", Group.KEY, SettingType.SWITCH).defaultValue(false)
        .help("Transitions in the posted order, which loses interrupts: a negative control. Default: {.legacy=}.");

    static final List<Setting<?>> ALL = List.of(TOGGLES, MOVES, POLICY, VPEID_BITS, VERSION, LEGACY);

    private DirectSettings()
    {
    }

    static boolean isPerVcpu(final SettingValues own)
    {
        return own.valueOrDefault(POLICY).equals(POLICY.defaultValue());
    }

    /**
     * Returns the rate of toggles.
     *
     * @throws SettingException if the policy admits none of those that were asked for
     */
    static ActionRate toggles(final SettingValues own)
    {
        if (isPerVcpu(own))
        {
            return own.valueOrDefault(TOGGLES);
        }
        if (!own.valueOr(TOGGLES, ActionRate.NONE).isNone())
        {
            throw new SettingException(TOGGLES, own.get(TOGGLES), " needs ", POLICY, "=per-vcpu: with all-or-nothing ",
                "no vCPU is switched (try ", TOGGLES, "=0)");
        }

        return ActionRate.NONE;
    }
}
