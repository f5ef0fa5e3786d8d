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
 */
public record HostRules(int vpeTablePes)
{
    /** Number of PEs that stands for all of a partition. */
    public static final int ALL = Integer.MAX_VALUE;
    /** Rules of current kernels. */
    public static final HostRules DEFAULT = new HostRules(1);

    private static final String ALWAYS = "always";
    private static final String OTHER_TABLE = "other-table";

    /** Loads of a direct vCPU that move its vPE. */
    static final Setting<String> VMOVP = Setting.of("vmovp", Setting.Group.KEY,
        SettingType.words(ALWAYS + '|' + OTHER_TABLE, List.of(ALWAYS, OTHER_TABLE))).defaultValue(ALWAYS)
        .help("Of direct, with {clock} virtual: the ITS moves a vPE that is loaded on another PE than before, as " +
        "Linux 6.8 does, or on one with another table of vPEs (other-table), as 5.7 to 6.7 do with GICv4.1. " +
        "Default: {.vmovp=}.");
    /** PEs that share a table of vPEs. */
    static final Setting<Long> VPE_TABLES = Setting.of("vpe_tables", Setting.Group.KEY, SettingType.COUNT)
        .between(1, 1024)
        .help("With {.vmovp}=other-table: N PEs share a table of vPEs. Default: all of the partition.");

    private static final List<Setting<?>> SETTINGS = List.of(VMOVP, VPE_TABLES);

    /** Returns whether a setting is a rule of the host, which jobs show where it is not the default. */
    public static boolean isOne(final Setting<?> setting)
    {
        return SETTINGS.contains(setting);
    }

    /** Returns the rules that settings of a GICv4 host choose. */
    static HostRules of(final SettingValues own)
    {
        return new HostRules(own.valueOrDefault(VMOVP).equals(ALWAYS) ? 1 :
            own.valueOr(VPE_TABLES, (long)ALL).intValue());
    }

    /**
     * Refuses rules that the machine has not.
     *
     * @throws SettingException if there is one
     */
    static void check(final SettingValues own)
    {
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
