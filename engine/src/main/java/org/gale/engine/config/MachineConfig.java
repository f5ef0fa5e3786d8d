package org.gale.engine.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Configuration of a machine: the keys of script.md#reference-machine. Immutable. {@link #parse} validates it and
 * {@link #toKeys} writes it back, so that a journal carries it and a replay builds an equal machine.
 *
 * <p>The record has as many components as there are keys: it is their declaration, and {@link MachineConfigBuilder} its
 * only caller.
 *
 * @param virtual       true to provide virtualization, ITS, IWB and SETLPI ({@code preset=full})
 * @param ramBase       physical address of RAM
 * @param ramBytes      length of RAM
 * @param pes           number of PEs; IAFFID of PE n is n
 * @param irsConfig     address of the IRS CONFIG frame; frames are 64 KiB
 * @param irsSetlpi     address of the IRS SETLPI frame
 * @param itsConfig     address of the ITS CONFIG frame
 * @param itsTranslate  address of the ITS TRANSLATE frame
 * @param iwbConfig     address of the IWB CONFIG frame
 * @param spis          number of SPIs
 * @param spiBase       ID of the first SPI
 * @param idBits        LPI ID bits supported
 * @param minLpiIdBits  fewest LPI ID bits an IST may have
 * @param priBits       implemented priority bits of the IRS, the top ones of 5
 * @param vmIdBits      VM ID bits supported
 * @param vpeIdBits     VPE ID bits supported
 * @param deviceIdBits  DeviceID bits of the ITS
 * @param eventIdBits   EventID bits of the ITS
 * @param ppis          PPIs that exist
 * @param oneN          true to support physical 1ofN
 * @param virtOneN      true to support virtual 1ofN
 * @param swe           true to support software error reporting
 * @param strict        true to report software stores into tables that the IRS or ITS owns
 * @param nmi           true to set SCTLR_ELx.NMI
 * @param itsCache      whether the ITS keeps table entries until they are invalidated
 * @param opsDelay      commands after which an operation with an IDLE bit takes effect; 0 for at once
 * @param opsOrder      true to let GIC instructions wait for a barrier, and translated events in ITS and IRS, each for
 *                      {@code opsDelay} commands at most; that is not 0 then
 * @param kvm           kernel that the {@code kvm} verbs follow
 * @param gicv4         keys of a GICv4.1 machine with the same RAM, or null for a GICv5
 */
public record MachineConfig(
    boolean virtual,
    long ramBase,
    long ramBytes,
    int pes,
    long irsConfig,
    long irsSetlpi,
    long itsConfig,
    long itsTranslate,
    long iwbConfig,
    int spis,
    int spiBase,
    int idBits,
    int minLpiIdBits,
    int priBits,
    int vmIdBits,
    int vpeIdBits,
    int deviceIdBits,
    int eventIdBits,
    PpiSet ppis,
    boolean oneN,
    boolean virtOneN,
    boolean swe,
    boolean strict,
    boolean nmi,
    ItsCaching itsCache,
    int opsDelay,
    boolean opsOrder,
    KvmKernel kvm,
    Gicv4Config gicv4)
{
    /** Length of a register frame in bytes. */
    public static final long FRAME_BYTES = 0x10000;
    /** Largest number of PEs: the limit of IAFFID in this model with tables of a reasonable length. */
    public static final int PE_LIMIT = 4096;
    private static final int CPU_PRI_BITS_MIN = 4;
    private static final int OPS_DELAY_LIMIT = 1 << 20;
    /** Number of wires of the interrupt wire bridge. */
    public static final int IWB_WIRES = 64;
    /** DeviceID of the interrupt wire bridge. */
    public static final int IWB_DEVICE_ID = 64;

    private static final String GICV4_PREFIX = "v4.";
    private static final long RAM_BYTES_MIN = 4096;
    private static final long RAM_BYTES_MAX = 256L << 30;
    private static final long ADDRESS_LIMIT = (1L << 56) - 1;

    /**
     * Parses the words of a {@code machine} line.
     *
     * @throws IllegalArgumentException with the offending key and value, and a valid alternative
     */
    public static MachineConfig parse(final List<String> words)
    {
        final List<String> gicv4Words = words.stream().filter(MachineConfig::isOfGicv4)
            .map(word -> word.substring(GICV4_PREFIX.length())).collect(Collectors.toList());
        final MachineKeys keys = new MachineKeys(
            words.stream().filter(word -> !isOfGicv4(word)).collect(Collectors.toList()));
        final Gicv4Config gicv4 = gicv4Words.isEmpty() ? null : Gicv4Config.parse(gicv4Words);
        final String preset = keys.text("preset", "full");
        if (!preset.equals("full") && !preset.equals("el1"))
        {
            throw new IllegalArgumentException("no preset '" + preset + "' (full or el1)");
        }
        for (final String single : List.of("irss", "itss", "iwbs"))
        {
            keys.only(single, "1");
        }
        keys.only("domains", "ns");
        final boolean full = preset.equals("full");
        final String[] ram = keys.text("ram", "0x40000000:0x40000000").split(":", -1);
        if (ram.length != 2)
        {
            throw new IllegalArgumentException("ram is not BASE:SIZE: '" + keys.text("ram", "") + "'");
        }
        final ItsCaching itsCache = ItsCaching.of(keys, "its.cache");
        final int idBits = keys.count("id_bits", 24, 1, 24);
        final MachineConfigBuilder builder = new MachineConfigBuilder();
        builder.virtual = full;
        builder.ramBase = MachineKeys.parse("ram", ram[0]);
        builder.ramBytes = MachineKeys.parse("ram", ram[1]);
        builder.pes = gicv4 == null ? keys.count("pes", 4, 1, PE_LIMIT) : gicv4.cpus();
        builder.irsConfig = address(keys, "irs.config", 0x08010000L);
        builder.irsSetlpi = address(keys, "irs.setlpi", 0x08020000L);
        builder.itsConfig = address(keys, "its.config", 0x08100000L);
        builder.itsTranslate = address(keys, "its.translate", 0x08110000L);
        builder.iwbConfig = address(keys, "iwb.config", 0x08200000L);
        builder.spis = keys.count("spis", 256, 0, 1 << 16);
        builder.spiBase = keys.count("spi_base", 0, 0, (1 << 24) - (1 << 16));
        builder.idBits = idBits;
        builder.minLpiIdBits = keys.count("min_lpi_id_bits", Math.min(14, idBits), 0, Math.min(14, idBits));
        builder.priBits = keys.count("pri_bits", 5, 1, 5);
        builder.vmIdBits = keys.count("vm_id_bits", 16, 8, 16);
        builder.vpeIdBits = keys.count("vpe_id_bits", 16, 1, 16);
        builder.deviceIdBits = keys.count("deviceid_bits", 20, 1, 32);
        builder.eventIdBits = keys.count("eventid_bits", 16, 1, 31);
        builder.ppis = PpiSet.parse(keys.text("ppis", "3,15,19-31,64-95"));
        builder.oneN = keys.flag("one_n", false);
        builder.virtOneN = keys.flag("virt_one_n", false) && full;
        builder.swe = keys.flag("swe", true) && full;
        builder.strict = keys.flag("strict", false);
        builder.nmi = keys.flag("nmi", false);
        builder.itsCache = full ? itsCache : ItsCaching.NONE;
        builder.opsDelay = keys.count("ops.delay", 0, 0, OPS_DELAY_LIMIT);
        builder.opsOrder = keys.flag("ops.order", false);
        if (builder.opsOrder && builder.opsDelay == 0)
        {
            throw new IllegalArgumentException("ops.order=1 needs an ops.delay of at least 1 (write ops.delay=8)");
        }
        builder.kvm = KvmKernel.of(keys.text("kvm", KvmKernel.LINUX_7_4.key()));
        builder.gicv4 = gicv4;
        final MachineConfig config = builder.build();
        config.checkMap();

        return config;
    }

    /** Returns the implemented priority bits of the CPU interfaces, the top 4 or 5 of 5. */
    public int cpuPriBits()                                                     // B-CPU-4
    {
        return Math.max(priBits, CPU_PRI_BITS_MIN);
    }

    /** Returns the machine as one line of words, which {@link #parse} accepts. */
    public String toKeys()
    {
        return String.format(Locale.ROOT,
            "preset=%s ram=0x%x:0x%x pes=%d irs.config=0x%x irs.setlpi=0x%x its.config=0x%x its.translate=0x%x " +
            "iwb.config=0x%x spis=%d spi_base=%d id_bits=%d min_lpi_id_bits=%d pri_bits=%d vm_id_bits=%d " +
            "vpe_id_bits=%d deviceid_bits=%d eventid_bits=%d ppis=%s one_n=%d virt_one_n=%d swe=%d strict=%d nmi=%d",
            virtual ? "full" : "el1", ramBase, ramBytes, pes, irsConfig, irsSetlpi, itsConfig, itsTranslate,
            iwbConfig, spis, spiBase, idBits, minLpiIdBits, priBits, vmIdBits, vpeIdBits, deviceIdBits, eventIdBits,
            ppis, oneN ? 1 : 0, virtOneN ? 1 : 0, swe ? 1 : 0, strict ? 1 : 0, nmi ? 1 : 0) +
            (itsCache == ItsCaching.NONE ? "" : " its.cache=" + itsCache.key()) +
            (opsDelay == 0 ? "" : " ops.delay=" + opsDelay) +
            (opsOrder ? " ops.order=1" : "") +
            (kvm == KvmKernel.LINUX_7_4 ? "" : " kvm=" + kvm.key()) +
            (gicv4 == null ? "" : gicv4Keys(gicv4));
    }

    /**
     * Returns whether a word is a key of a GICv4.1 machine: journals have such words, {@code machine} lines do not.
     */
    public static boolean isOfGicv4(final String word)
    {
        return word.startsWith(GICV4_PREFIX);
    }

    /**
     * Returns the configuration of a GICv4.1 machine with the RAM of this one.
     */
    public MachineConfig withGicv4(final Gicv4Config keys)
    {
        return parse(List.of((toKeys() + gicv4Keys(keys)).split(" ", -1)));
    }

    private static String gicv4Keys(final Gicv4Config gicv4)
    {
        return ' ' + GICV4_PREFIX + gicv4.toKeys().replace(" ", ' ' + GICV4_PREFIX);
    }

    private static long address(final MachineKeys keys, final String key, final long otherwise)
    {
        final long address = keys.number(key, otherwise, 0, ADDRESS_LIMIT);
        if ((address & (FRAME_BYTES - 1)) != 0)
        {
            throw new IllegalArgumentException(key + " is not aligned to 64 KiB: 0x" + Long.toHexString(address));
        }

        return address;
    }

    private void checkMap()
    {
        if (ramBytes < RAM_BYTES_MIN || ramBytes > RAM_BYTES_MAX || (ramBytes & (RAM_BYTES_MIN - 1)) != 0)
        {
            throw new IllegalArgumentException(
                "ram: a size of 0x" + Long.toHexString(ramBytes) + " is not a multiple of 4 KiB up to 256 GiB");
        }
        if (ramBase < 0 || ramBase > ADDRESS_LIMIT - ramBytes || (ramBase & (RAM_BYTES_MIN - 1)) != 0)
        {
            throw new IllegalArgumentException(
                "ram: a base of 0x" + Long.toHexString(ramBase) + " is not page aligned inside 56 address bits");
        }
        final String[] names = {"irs.config", "irs.setlpi", "its.config", "its.translate", "iwb.config"};
        final long[] frames = {irsConfig, irsSetlpi, itsConfig, itsTranslate, iwbConfig};
        for (int i = 0; i < frames.length; i++)
        {
            if (frames[i] < ramBase + ramBytes && ramBase < frames[i] + FRAME_BYTES)
            {
                throw new IllegalArgumentException(names[i] + " lies in RAM: 0x" + Long.toHexString(frames[i]));
            }
            for (int j = 0; j < i; j++)
            {
                if (frames[i] == frames[j])
                {
                    throw new IllegalArgumentException(names[i] + " and " + names[j] + " are at the same address");
                }
            }
        }
    }
}
