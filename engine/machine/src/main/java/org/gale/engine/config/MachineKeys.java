package org.gale.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import static org.gale.engine.config.KeyType.FLAG;
import static org.gale.engine.config.KeyType.FRAME;
import static org.gale.engine.config.KeyType.number;
import static org.gale.engine.config.KeyType.oneOf;
import static org.gale.engine.config.KeyType.text;

/** Table of the keys of a machine, in the order in which journals record them. A row declares all of a key. */
public final class MachineKeys
{
    private static final int MIN_LPI_ID_BITS_MAX = 14;

    public static final MachineKey<Boolean> PRESET = MachineKey.of("preset",
        oneOf(Boolean.class, full -> full ? "full" : "el1", List.of(true, false)), true,
        "full: everything below. el1: the physical Non-secure domain only; no virtualization, ITS, IWB, SETLPI or " +
        "software errors");
    public static final MachineKey<Ram> RAM = MachineKey.of("ram", text(Ram.class, "BASE:SIZE", Ram::parse),
        new Ram(0x4000_0000L, 0x4000_0000L), "base and size of RAM");
    public static final MachineKey<Integer> PES = MachineKey.of("pes", number("PE", 1, MachineLimits.PE_LIMIT), 4,
        "number of PEs; IAFFID of PE n is n, unless iaffids says another");
    public static final MachineKey<Long> IRS_CONFIG =
        MachineKey.of("irs.config", FRAME, 0x0801_0000L, "IRS CONFIG frame; a frame has 64 KiB");
    public static final MachineKey<Long> IRS_SETLPI =
        MachineKey.of("irs.setlpi", FRAME, 0x0802_0000L, "IRS SETLPI frame");
    public static final MachineKey<Long> ITS_CONFIG =
        MachineKey.of("its.config", FRAME, 0x0810_0000L, "CONFIG frame of ITS 0");
    public static final MachineKey<Long> ITS_TRANSLATE = MachineKey.of("its.translate", FRAME, 0x0811_0000L,
        "TRANSLATE frame of ITS 0; a CPU store to ITS_TRANSLATER is DeviceID 0 (M-DEV0)");
    public static final MachineKey<Long> IWB_CONFIG = MachineKey.of("iwb.config", FRAME, 0x0820_0000L,
        "frame of IWB 0: 64 wires; its DeviceID at ITS 0 is 64; iwb.wires, iwb.device and iwb.its say others");
    public static final MachineKey<Integer> SPIS =
        MachineKey.of("spis", number("SPI", 0, 1 << 16), 256, "number of SPIs");
    public static final MachineKey<Integer> SPI_BASE =
        MachineKey.of("spi_base", number("", 0, (1 << 24) - (1 << 16)), 0, "ID of the first SPI");
    public static final MachineKey<Integer> ID_BITS = MachineKey.of("id_bits", number("bit", 1, 24), 24,
        "LPI ID bits; two-level ISTs with 4, 16 and 64 KiB L2 tables, ISTMD = 0");
    public static final MachineKey<Integer> MIN_LPI_ID_BITS = MachineKey.of("min_lpi_id_bits",
        number("bit", 0, MIN_LPI_ID_BITS_MAX), MIN_LPI_ID_BITS_MAX, "fewest LPI ID bits of an IST; at most id_bits")
        .atMost(ID_BITS);
    public static final MachineKey<Integer> PRI_BITS = MachineKey.of("pri_bits", number("bit", 1, 5), 5,
        "implemented priority bits of the IRS, the top ones of 5");
    public static final MachineKey<Integer> VM_ID_BITS =
        MachineKey.of("vm_id_bits", number("bit", 8, 16), 16, "VM ID bits; VMT_LEVELS = 1, VMD = 0");
    public static final MachineKey<Integer> VPE_ID_BITS = MachineKey.of("vpe_id_bits", number("bit", 1, 16), 16,
        "VPE ID bits; IRS_IDR4.VPE_ID_BITS encoded minus one; VPED_SZ = 3 (8 bytes)");
    public static final MachineKey<Integer> DEVICEID_BITS = MachineKey.of("deviceid_bits", number("bit", 1, 32), 20,
        "DeviceID bits of the ITS; two-level DT supported, all L2 sizes");
    public static final MachineKey<Integer> EVENTID_BITS = MachineKey.of("eventid_bits", number("bit", 1, 31), 16,
        "EventID bits of the ITS; two-level ITT supported, all L2 sizes");
    public static final MachineKey<PpiSet> PPIS = MachineKey.of("ppis", text(PpiSet.class, "LIST", PpiSet::parse),
        PpiSet.parse("3,15,19-31,64-95"), "PPIs that exist; 64 to 95 are Level");
    public static final MachineKey<Boolean> ONE_N = MachineKey.of("one_n", FLAG, false, "physical 1ofN");
    public static final MachineKey<Boolean> VIRT_ONE_N =
        MachineKey.of("virt_one_n", FLAG, false, "virtual 1ofN").onElOne(false);
    public static final MachineKey<Boolean> SWE =
        MachineKey.of("swe", FLAG, true, "software error reporting").onElOne(false);
    public static final MachineKey<Boolean> STRICT = MachineKey.of("strict", FLAG, false,
        "reports software stores into tables that the IRS or ITS owns");
    public static final MachineKey<Boolean> NMI = MachineKey.of("nmi", FLAG, false, "SCTLR_ELx.NMI");
    public static final MachineKey<ItsCaching> ITS_CACHE = MachineKey.of("its.cache",
        oneOf(ItsCaching.class, ItsCaching::key, List.of(ItsCaching.values())), ItsCaching.NONE,
        "1 keeps failed and good walks until they are invalidated; eager keeps level 1 entries, too, and walks again " +
        "after an invalidation; eager-valid keeps only valid level 1 entries; seeded is eager-valid, but the seed " +
        "draws which entries the ITS keeps and drops")
        .onElOne(ItsCaching.NONE).recordedIfOther();
    public static final MachineKey<ReadyEvent> READY = MachineKey.of("ready",
        oneOf(ReadyEvent.class, ReadyEvent::key, List.of(ReadyEvent.values())), ReadyEvent.ON,
        "on: long runs of messages (32 and more) may be delivered without a use of the entry in RAM; off: each event " +
        "uses its entry; eager: as few events as possible use theirs; state and outputs are the same")
        .onElOne(ReadyEvent.ON).recordedIfOther();
    public static final MachineKey<Integer> OPS_DELAY = MachineKey.of("ops.delay", number("command", 0, 1 << 20), 0,
        "operations of IRS, ITS and IWB that have an IDLE bit take effect that many commands later")
        .recordedIfOther();
    public static final MachineKey<Boolean> OPS_ORDER = MachineKey.of("ops.order", FLAG, false,
        "1 lets GIC instructions wait for a GSB SYS, and translated events in ITS and IRS, each for ops.delay " +
        "commands at most; needs an ops.delay of 1 or more").recordedIfOther();
    public static final MachineKey<Long> OPS_SEED = derived("ops.seed", KeyType.SEED,
        "each operation, instruction and event has its own delay, and each entry that the ITS read is kept or not, " +
        "as the seed draws (M-ORD); implies ops.order=1, its.cache=seeded, ops.delay=16 and ops.events=64, unless " +
        "they are given");
    public static final MachineKey<Integer> OPS_EVENTS = derived("ops.events", number("command", 0, 1 << 20),
        "longest wait of an event in an ITS, and again in an IRS, in commands; with ops.seed also the longest wait " +
        "of a doorbell and of a write of CR0; needs ops.order=1");
    public static final MachineKey<DelaySchedule> OPS_SCHEDULE = derived("ops.schedule",
        text(DelaySchedule.class, "FILE", DelaySchedule::parse),
        "delays by operation in place of ops.seed, as gale hunt writes them");
    public static final MachineKey<KvmKernel> KVM = MachineKey.of("kvm",
        oneOf(KvmKernel.class, KvmKernel::key, List.of(KvmKernel.values())), KvmKernel.LINUX_7_4,
        "kernel that the kvm verbs follow. 7.4-gap behaves as Linux 7.4 does; 7.4 also requests the doorbell of " +
        "K-LP-9, which Linux 7.4 does not do")
        .recordedIfOther();

    public static final MachineKey<Integer> IRSS = parts("irss", "IRS", "frames of IRS N follow those of IRS 0 at " +
        "steps of 0x01000000, unless irs.N.config and irs.N.setlpi say where");
    public static final MachineKey<Integer> ITSS = parts("itss", "ITS", "likewise, with its.N.config and " +
        "its.N.translate");
    public static final MachineKey<Integer> IWBS = parts("iwbs", "IWB", "likewise, with iwb.N.config");
    public static final MachineKey<NumberList> IRS_PES = derived("irs.pes", text(NumberList.class, "LIST",
        list -> NumberList.parse(list, MachineLimits.PE_LIMIT - 1).sorted()),
        "PEs of IRS 0, or none; irs.N.pes of IRS N; for all IRSs or for none");
    public static final MachineKey<SpiRange> IRS_SPIS = derived("irs.spis", text(SpiRange.class, "BASE:COUNT",
        SpiRange::parse), "SPIs of IRS 0; irs.N.spis of IRS N; for all IRSs or for none, in place of spis and " +
        "spi_base");
    public static final MachineKey<NumberList> IAFFIDS = derived("iaffids", text(NumberList.class, "LIST",
        list -> NumberList.parse(list, Iaffid.MAX)), "IAFFID of each PE, in the order of the PE numbers");
    public static final MachineKey<Integer> IWB_ITS = derived("iwb.its", number("", 0, MachineLimits.PART_LIMIT - 1),
        "ITS that receives the events of IWB 0; iwb.N.its of IWB N");
    public static final MachineKey<Long> IWB_DEVICE = derived("iwb.device", KeyType.DEVICE,
        "DeviceID of IWB 0 at its ITS; iwb.N.device of IWB N");
    public static final MachineKey<Integer> IWB_WIRES = derived("iwb.wires",
        number("wire", Integer.SIZE, MachineLimits.WIRE_LIMIT),
        "wires of IWB 0, a multiple of 32, 64 unless given; iwb.N.wires of IWB N");
    public static final MachineKey<Link> LINK = MachineKey.of("link",
        oneOf(Link.class, Link::key, List.of(Link.values())), Link.FIXED,
        "ICC_CR0_EL1.LINK: fixed at 1, or software writes it and it is up or down at reset").recordedIfOther();
    public static final MachineKey<String> DOMAINS = MachineKey.of("domains",
        oneOf(String.class, Function.identity(), List.of("ns")), "ns", "the Non-secure domain is built")
        .recordedIfOther();
    public static final MachineKey<Monitor> MONITOR = MachineKey.of("monitor",
        oneOf(Monitor.class, Monitor::key, List.of(Monitor.values())), Monitor.RIGHT,
        "how the monitor of functions treats vectors: right, with a mistake that loses interrupts, or as a remote " +
        "process answers")
        .recordedIfOther();

    /** All keys but those of parts from 1 on. */
    public static final List<MachineKey<?>> ALL = List.of(PRESET, RAM, PES, IRS_CONFIG, IRS_SETLPI, ITS_CONFIG,
        ITS_TRANSLATE, IWB_CONFIG, SPIS, SPI_BASE, ID_BITS, MIN_LPI_ID_BITS, PRI_BITS, VM_ID_BITS, VPE_ID_BITS,
        DEVICEID_BITS, EVENTID_BITS, PPIS, ONE_N, VIRT_ONE_N, SWE, STRICT, NMI, ITS_CACHE, READY, OPS_DELAY, OPS_ORDER,
        OPS_SEED, OPS_EVENTS, OPS_SCHEDULE, KVM, IRSS, ITSS, IWBS, IRS_PES, IRS_SPIS, IAFFIDS, IWB_ITS, IWB_DEVICE,
        IWB_WIRES, LINK, DOMAINS, MONITOR);
    /** Keys of the addresses of register frames, of part 0. */
    public static final List<MachineKey<Long>> FRAMES =
        List.of(IRS_CONFIG, IRS_SETLPI, ITS_CONFIG, ITS_TRANSLATE, IWB_CONFIG);

    static final List<PartKey<Long>> PART_FRAMES = List.of(PartKey.of(IRSS, IRS_CONFIG), PartKey.of(IRSS, IRS_SETLPI),
        PartKey.of(ITSS, ITS_CONFIG), PartKey.of(ITSS, ITS_TRANSLATE), PartKey.of(IWBS, IWB_CONFIG));
    static final PartKey<NumberList> PART_PES = PartKey.of(IRSS, IRS_PES);
    static final PartKey<SpiRange> PART_SPIS = PartKey.of(IRSS, IRS_SPIS);
    static final PartKey<Integer> PART_ITSS = PartKey.of(IWBS, IWB_ITS);
    static final PartKey<Long> PART_DEVICES = PartKey.of(IWBS, IWB_DEVICE);
    static final PartKey<Integer> PART_WIRES = PartKey.of(IWBS, IWB_WIRES);
    static final List<PartKey<?>> PARTS = Stream.<PartKey<?>>concat(
        PART_FRAMES.stream(), Stream.of(PART_PES, PART_SPIS, PART_ITSS, PART_DEVICES, PART_WIRES)).toList();
    /** Keys of the PEs and SPIs of IRSs from 1 on. */
    public static final List<MachineKey<?>> OF_IRSS = Stream.<MachineKey<?>>concat(
        PART_PES.keys().stream().skip(1), PART_SPIS.keys().stream().skip(1)).toList();
    /** All keys in the order in which they are written: those of parts from 1 on stand behind {@link #IWBS}. */
    static final List<MachineKey<?>> WRITTEN = written();

    private MachineKeys()
    {
    }

    /**
     * Returns a key, one of a part from 1 on among them.
     *
     * @return the key, or null if none has the name
     */
    public static MachineKey<?> find(final String name)
    {
        return WRITTEN.stream().filter(key -> key.name().equals(name)).findFirst().orElse(null);
    }

    /** Returns a clause that ends a message on a name that no key has: the key that may be meant, or empty. */
    public static String hint(final String name)
    {
        return KeyWords.hint(name, WRITTEN);
    }

    private static MachineKey<Integer> parts(final String name, final String unit, final String help)
    {
        return MachineKey.of(name, number(unit, 1, MachineLimits.PART_LIMIT), 1, "number of " + unit + "s; " + help)
            .recordedIfOther();
    }

    private static <T> MachineKey<T> derived(final String name, final KeyType<T> type, final String help)
    {
        return MachineKey.of(name, type, (T)null, help).recordedIfOther();
    }

    private static List<MachineKey<?>> written()
    {
        final List<MachineKey<?>> keys = new ArrayList<>();
        for (final MachineKey<?> key : ALL)                     // by name: to compare rows costs much of a start
        {
            keys.add(key);
            for (final PartKey<?> part : PARTS)
            {
                final boolean isFrame = FRAMES.stream().anyMatch(frame -> frame.name().equals(part.of(0).name()));
                if (key.name().equals(isFrame ? IWBS.name() : part.of(0).name()))
                {
                    keys.addAll(part.keys().subList(1, MachineLimits.PART_LIMIT));
                }
            }
        }

        return List.copyOf(keys);
    }
}
