package org.gale.engine.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gale.tables.register.Aidr;
import org.gale.tables.register.Cidr;
import org.gale.tables.register.Devarch;
import org.gale.tables.register.Iidr;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsCr1;
import org.gale.tables.register.IrsIdr0;
import org.gale.tables.register.IrsIdr1;
import org.gale.tables.register.IrsIdr2;
import org.gale.tables.register.IrsIdr3;
import org.gale.tables.register.IrsIdr4;
import org.gale.tables.register.IrsIdr5;
import org.gale.tables.register.IrsIdr6;
import org.gale.tables.register.IrsIdr7;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsIstStatusr;
import org.gale.tables.register.IrsMapL2Istr;
import org.gale.tables.register.IrsPeCr0;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.IrsPeStatusr;
import org.gale.tables.register.IrsSaveVmStatusr;
import org.gale.tables.register.IrsSaveVmr;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiDomainr;
import org.gale.tables.register.IrsSpiResampler;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.IrsSpiStatusr;
import org.gale.tables.register.IrsSpiVmr;
import org.gale.tables.register.IrsSwerrStatusr;
import org.gale.tables.register.IrsSwerrSyndromer0;
import org.gale.tables.register.IrsSwerrSyndromer1;
import org.gale.tables.register.IrsSyncStatusr;
import org.gale.tables.register.IrsSyncr;
import org.gale.tables.register.IrsVmDbr;
import org.gale.tables.register.IrsVmSelr;
import org.gale.tables.register.IrsVmStatusr;
import org.gale.tables.register.IrsVmapL2Vistr;
import org.gale.tables.register.IrsVmapL2Vmtr;
import org.gale.tables.register.IrsVmapVistr;
import org.gale.tables.register.IrsVmapVmr;
import org.gale.tables.register.IrsVmapVper;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.register.IrsVmtCfgr;
import org.gale.tables.register.IrsVmtStatusr;
import org.gale.tables.register.IrsVpeCr0;
import org.gale.tables.register.IrsVpeDbr;
import org.gale.tables.register.IrsVpeHppir;
import org.gale.tables.register.IrsVpeSelr;
import org.gale.tables.register.IrsVpeStatusr;

/**
 * Groups and attributes of KVM's VGICv5 device, by name and number, and the modifier of the commands that name one.
 * <pre>
 *  39                       9   8   7      4 3        0
 *  +-------------------------+-----+--------+----------+
 *  |            0            |  I  | count  |   kind   |
 *  +-------------------------+-----+--------+----------+
 *   I: the attribute is vCPU index 31:16 and register 15:0, in group CPU_SYSREGS only
 *   count: numbers of the value, which follow the attribute
 *   kind: 0 no value, 1 numbers, 2 NULL, 3 a pointer that faults
 * </pre>
 */
public final class KvmAttr
{
    /** Group of the address of the IRS. */
    public static final int ADDR = 0;
    /** Group of the number of SPIs. */
    public static final int NR_IRQS = 3;
    /** Group of INIT and of the PPIs that user space may drive. */
    public static final int CTRL = 4;
    /** Group of the CPU interfaces. */
    public static final int CPU_SYSREGS = 6;
    /** Group of the registers of the guest's IRS. */
    public static final int IRS_REGS = 10;
    /** Group of the interrupt state tables. */
    public static final int IST = 11;
    /** Attribute INIT of group CTRL. */
    public static final int CTRL_INIT = 0;
    /** Attribute USERSPACE_PPIS of group CTRL. */
    public static final int CTRL_USERSPACE_PPIS = 5;

    /** The most numbers of a value: the descriptor of group IST. */
    public static final int VALUE_LIMIT = 4;
    /** Kind of a value that is not given. */
    public static final int NONE = 0;
    /** Kind of a value of numbers. */
    public static final int GIVEN = 1;
    /** Kind of a NULL pointer. */
    public static final int NULL = 2;
    /** Kind of a pointer that faults. */
    public static final int BAD = 3;
    /** Mask of the kind. */
    public static final int KIND_MASK = 0xf;
    /** Position of the count. */
    public static final int COUNT_SHIFT = 4;
    /** Bit I. */
    public static final int BY_INDEX = 1 << 8;

    private static final int COUNT_MASK = 0xf;
    private static final Map<String, Integer> GROUPS = Map.of(
        "ADDR", ADDR, "NR_IRQS", NR_IRQS, "CTRL", CTRL, "CPU_SYSREGS", CPU_SYSREGS, "IRS_REGS", IRS_REGS, "IST", IST);
    private static final Map<String, Integer> ADDR_NAMES = Map.of("IRS", 0);
    private static final Map<String, Integer> CTRL_NAMES =
        Map.of("INIT", CTRL_INIT, "USERSPACE_PPIS", CTRL_USERSPACE_PPIS);
    private static final int PIDRS = 0xffd0;
    private static final int PIDR_COUNT = 8;
    private static final int PIDR_FIRST = 4;
    private static final int MEC_IDR = 0x340;
    private static final int MEC_MECID_R = 0x344;
    private static final int MPAM_IDR = 0x380;
    private static final int MPAM_PARTID_R = 0x384;
    private static final Map<String, Integer> LIVE_NAMES = liveNames();
    private static final Map<String, Integer> NARROW_INERT_NAMES = narrowInertNames();
    private static final Map<String, Integer> WIDE_INERT_NAMES = wideInertNames();
    private static final Map<String, Integer> IRS_NAMES = irsNames();
    private static final Set<Integer> WIDE = wide();
    private static final Set<Integer> IRS_OFFSETS = Set.copyOf(IRS_NAMES.values());

    private KvmAttr()
    {
    }

    /**
     * Finds a group.
     *
     * @param name of the group
     * @return its number, or −1 if no group has that name
     */
    public static int group(final String name)
    {
        return GROUPS.getOrDefault(name, -1);
    }

    /**
     * Finds an attribute.
     *
     * @param group number of its group
     * @param name  of the attribute; a register of the IRS without {@code IRS_}
     * @return its number, or −1 if the group has none of that name
     */
    public static int attr(final int group, final String name)
    {
        return names(group).getOrDefault(name, -1);
    }

    /** Returns how many numbers the value has that a modifier describes, at most {@link #VALUE_LIMIT}. */
    public static int count(final long modifier)
    {
        return Math.min((int)(modifier >>> COUNT_SHIFT) & COUNT_MASK, VALUE_LIMIT);
    }

    /** Returns whether group IRS_REGS has a register at an offset. */
    public static boolean isIrsRegister(final int offset)
    {
        return IRS_OFFSETS.contains(offset);
    }

    /** Returns whether the register at an offset has 64 bits. */
    public static boolean isWide(final int offset)
    {
        return WIDE.contains(offset);
    }

    /** Returns the names of the groups. */
    public static List<String> groups()
    {
        return sorted(GROUPS);
    }

    /** Returns the names of the attributes of a group. */
    public static List<String> attrs(final int group)
    {
        return sorted(names(group));
    }

    private static Map<String, Integer> names(final int group)
    {
        switch (group)
        {
            case ADDR: return ADDR_NAMES;
            case CTRL: return CTRL_NAMES;
            case IRS_REGS: return IRS_NAMES;
            default: return Map.of();
        }
    }

    private static List<String> sorted(final Map<String, Integer> names)
    {
        return new ArrayList<>(new TreeMap<>(names).keySet());
    }

    private static Map<String, Integer> irsNames()
    {
        final Map<String, Integer> names = new TreeMap<>(LIVE_NAMES);
        names.putAll(NARROW_INERT_NAMES);
        names.putAll(WIDE_INERT_NAMES);

        return names;
    }

    private static Set<Integer> wide()
    {
        final Set<Integer> wide = new TreeSet<>(WIDE_INERT_NAMES.values());
        wide.add(IrsIstBaser.OFFSET);

        return Set.copyOf(wide);
    }

    private static Map<String, Integer> narrowInertNames()                      // K-AT-65, K-IRS-12
    {
        final Map<String, Integer> names = new TreeMap<>();
        names.put("SYNCR", IrsSyncr.OFFSET);
        names.put("SPI_RESAMPLER", IrsSpiResampler.OFFSET);
        names.put("MAP_L2_ISTR", IrsMapL2Istr.OFFSET);
        names.put("VMT_CFGR", IrsVmtCfgr.OFFSET);
        names.put("VMT_STATUSR", IrsVmtStatusr.OFFSET);
        names.put("VPE_CR0", IrsVpeCr0.OFFSET);
        names.put("VPE_STATUSR", IrsVpeStatusr.OFFSET);
        names.put("VM_SELR", IrsVmSelr.OFFSET);
        names.put("VM_STATUSR", IrsVmStatusr.OFFSET);
        names.put("SAVE_VM_STATUSR", IrsSaveVmStatusr.OFFSET);
        names.put("MEC_IDR", MEC_IDR);
        names.put("MEC_MECID_R", MEC_MECID_R);
        names.put("MPAM_IDR", MPAM_IDR);
        names.put("MPAM_PARTID_R", MPAM_PARTID_R);
        names.put("DEVARCH", Devarch.OFFSET);
        for (int i = 0; i < PIDR_COUNT; i++)
        {
            names.put("PIDR" + (PIDR_FIRST + i) % PIDR_COUNT, PIDRS + i * Integer.BYTES);       // PIDR4 comes first
        }
        for (int i = 0; i < Cidr.COUNT; i++)
        {
            names.put("CIDR" + i, Cidr.OFFSET + i * Integer.BYTES);
        }

        return names;
    }

    private static Map<String, Integer> wideInertNames()                        // K-AT-65
    {
        final Map<String, Integer> names = new TreeMap<>();
        names.put("SPI_VMR", IrsSpiVmr.OFFSET);
        names.put("VMT_BASER", IrsVmtBaser.OFFSET);
        names.put("VPE_SELR", IrsVpeSelr.OFFSET);
        names.put("VPE_DBR", IrsVpeDbr.OFFSET);
        names.put("VPE_HPPIR", IrsVpeHppir.OFFSET);
        names.put("VM_DBR", IrsVmDbr.OFFSET);
        names.put("VMAP_L2_VMTR", IrsVmapL2Vmtr.OFFSET);
        names.put("VMAP_VMR", IrsVmapVmr.OFFSET);
        names.put("VMAP_VISTR", IrsVmapVistr.OFFSET);
        names.put("VMAP_L2_VISTR", IrsVmapL2Vistr.OFFSET);
        names.put("VMAP_VPER", IrsVmapVper.OFFSET);
        names.put("SAVE_VMR", IrsSaveVmr.OFFSET);
        names.put("SWERR_STATUSR", IrsSwerrStatusr.OFFSET);
        names.put("SWERR_SYNDROMER0", IrsSwerrSyndromer0.OFFSET);
        names.put("SWERR_SYNDROMER1", IrsSwerrSyndromer1.OFFSET);

        return names;
    }

    private static Map<String, Integer> liveNames()
    {
        final Map<String, Integer> names = new TreeMap<>();
        names.put("IDR0", IrsIdr0.OFFSET);
        names.put("IDR1", IrsIdr1.OFFSET);
        names.put("IDR2", IrsIdr2.OFFSET);
        names.put("IDR3", IrsIdr3.OFFSET);
        names.put("IDR4", IrsIdr4.OFFSET);
        names.put("IDR5", IrsIdr5.OFFSET);
        names.put("IDR6", IrsIdr6.OFFSET);
        names.put("IDR7", IrsIdr7.OFFSET);
        names.put("IIDR", Iidr.OFFSET);
        names.put("AIDR", Aidr.OFFSET);
        names.put("CR0", IrsCr0.OFFSET);
        names.put("CR1", IrsCr1.OFFSET);
        names.put("SYNC_STATUSR", IrsSyncStatusr.OFFSET);
        names.put("SPI_SELR", IrsSpiSelr.OFFSET);
        names.put("SPI_DOMAINR", IrsSpiDomainr.OFFSET);
        names.put("SPI_CFGR", IrsSpiCfgr.OFFSET);
        names.put("SPI_STATUSR", IrsSpiStatusr.OFFSET);
        names.put("PE_SELR", IrsPeSelr.OFFSET);
        names.put("PE_STATUSR", IrsPeStatusr.OFFSET);
        names.put("PE_CR0", IrsPeCr0.OFFSET);
        names.put("IST_BASER", IrsIstBaser.OFFSET);
        names.put("IST_CFGR", IrsIstCfgr.OFFSET);
        names.put("IST_STATUSR", IrsIstStatusr.OFFSET);

        return names;
    }
}
