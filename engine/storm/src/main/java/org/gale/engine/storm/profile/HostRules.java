package org.gale.engine.storm.profile;

import java.util.List;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;

/**
 * Rules of a host with scheduled vCPUs in virtual time. A resolved job has those that are not the default.
 *
 * @param vpeTablePes PEs that share a table of vPEs, between which no VMOVP is sent; 1 sends one at each change of PE
 * @param housekeepers PEs of a partition that run no vCPU and take the interrupts of the host; 0 if the others do
 * @param isQueueOfPe true if vCPUs wait in a queue of each PE, false if all wait in one
 */
public record HostRules(int vpeTablePes, int housekeepers, boolean isQueueOfPe)
{
    /** Number of PEs that stands for all of a partition. */
    public static final int ALL = Integer.MAX_VALUE;
    /** Rules of current kernels. */
    public static final HostRules DEFAULT = new HostRules(1, 0, true);

    private static final String AFFINE = "affine";
    private static final String ALWAYS = "always";
    private static final String OTHER_TABLE = "other-table";

    private static final String OF_PE = "pe";
    private static final String OF_ALL = "one";

    /** Queues in which vCPUs wait for a PE. */
    static final Setting<String> QUEUES = Setting.of("queues", Setting.Group.KEY,
        SettingType.words(OF_PE + '|' + OF_ALL, List.of(OF_PE, OF_ALL))).defaultValue(OF_PE)
        .help("For overcommit and direct, with {clock} virtual: vCPUs wait in a queue of the PE that they had last, " +
        "from which idle PEs take them (pe), or in one queue of all PEs (one). Default: {.queues=}.");
    /** Loads of a direct vCPU that move its vPE. */
    static final Setting<String> VMOVP = Setting.of("vmovp", Setting.Group.KEY,
        SettingType.words(ALWAYS + '|' + OTHER_TABLE, List.of(ALWAYS, OTHER_TABLE))).defaultValue(ALWAYS)
        .help("For direct, with {clock} virtual: the ITS moves a vPE that is loaded on another PE than before, as " +
        "Linux 6.8 does, or on one with another table of vPEs (other-table), as 5.7 to 6.7 do with GICv4.1. " +
        "Default: {.vmovp=}.");
    /** PEs that share a table of vPEs. */
    static final Setting<Long> VPE_TABLES = Setting.of("vpe_tables", Setting.Group.KEY, SettingType.COUNT)
        .between(1, 1024)
        .help("With {.vmovp}=other-table: N PEs share a table of vPEs. Default: all of the partition.");

    /** PEs that take the interrupts of the host. */
    static final Setting<String> HOST_IRQS = Setting.of("host_irqs", Setting.Group.KEY,
        SettingType.words(AFFINE + "|housekeeping", List.of(AFFINE, "housekeeping"))).defaultValue(AFFINE)
        .help("For overcommit and direct, with {clock} virtual: doorbells and messages that software forwards are " +
        "taken by the PE that their vCPU has or had last (affine), or by PEs that run no vCPU (housekeeping). " +
        "Default: {.host_irqs=}.");
    /** Number of the PEs that run no vCPU. */
    static final Setting<Long> HOUSEKEEPING = Setting.of("housekeeping", Setting.Group.KEY, SettingType.COUNT)
        .between(1, 64).help("With {.host_irqs}=housekeeping: N more PEs, of each partition. Default: 1.");

    private static final List<Setting<?>> SETTINGS = List.of(HOST_IRQS, HOUSEKEEPING, VMOVP, VPE_TABLES);

    /** Returns whether a setting is a rule of the host, its migrations or moves: shown where it is not the default. */
    public static boolean isOne(final Setting<?> setting)
    {
        return SETTINGS.contains(setting) || MigrationSettings.ALL.contains(setting) ||
            VectorSettings.ALL.contains(setting);
    }

    /** Returns the rules that settings choose. */
    static HostRules of(final SettingValues own)
    {
        return new HostRules(
            own.valueOrDefault(VMOVP).equals(ALWAYS) ? 1 : own.valueOr(VPE_TABLES, (long)ALL).intValue(),
            own.valueOrDefault(HOST_IRQS).equals(AFFINE) ? 0 : own.valueOr(HOUSEKEEPING, 1L).intValue(),
            own.valueOrDefault(QUEUES).equals(OF_PE));
    }

    /**
     * Refuses rules that the machine has not.
     *
     * @throws SettingException if there is one
     */
    static void check(final SettingValues own)
    {
        if (own.has(HOUSEKEEPING) && own.valueOrDefault(HOST_IRQS).equals(AFFINE))
        {
            throw new SettingException(HOUSEKEEPING, own.get(HOUSEKEEPING), " needs ", HOST_IRQS,
                "=housekeeping (leave it out)");
        }
        final boolean isElided = !own.valueOrDefault(VMOVP).equals(ALWAYS);
        if (isElided && !own.valueOrDefault(DirectSettings.VERSION).equals(DirectSettings.VERSION.defaultValue()))
        {
            throw new SettingException(VMOVP, "'", own.text(VMOVP), "' needs tables of vPEs, which ",
                DirectSettings.VERSION, "=4.0 has not (leave it out)");
        }
        if (own.has(VPE_TABLES) && !isElided)
        {
            throw new SettingException(VPE_TABLES, own.get(VPE_TABLES), " needs ", VMOVP,
                "=other-table (leave it out)");
        }
    }
}
