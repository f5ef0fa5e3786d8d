package org.gale.engine.config;

import java.util.List;
import java.util.Map;

/**
 * Configuration of a GICv4.1 machine: script.md#direct-injection-verbs. Immutable. {@link #parse} validates it and
 * {@link #toKeys} writes it back, so that a journal carries it and a replay builds an equal machine.
 *
 * @param vpeidBits width of a vPEID; the pool has 2^vpeidBits vPEIDs
 * @param cpus      number of CPUs, each with a redistributor
 * @param lpiBits   INTID bits of a VM's vLPIs
 * @param version41 true to model GICv4.1, false to model GICv4.0
 * @param perVcpu   true to use the policy {@code per-vcpu}, false to use {@code all-or-nothing}
 * @param vpeids    vPEIDs that the host hands out, fewer than the width admits; 0 for all
 * @param msixAddress address of the messages of functions
 */
public record Gicv4Config(
    int vpeidBits, int cpus, int lpiBits, boolean version41, boolean perVcpu, int vpeids, long msixAddress)
{
    /** Limit of the number of CPUs. */
    public static final int CPU_LIMIT = 512;
    /** Limit of the number of vCPUs of a VM. */
    public static final int VCPU_LIMIT = 512;

    /** Address of messages unless another is given: GITS_TRANSLATER of the virtual board of QEMU. */
    public static final long MSIX_ADDRESS_DEFAULT = 0x0809_0040L;

    private static final int VPEID_BITS_MAX = 16;
    private static final MachineKey<Integer> VPEID_BITS = MachineKey.of("vpeid_bits",
        KeyType.number("bit", 1, VPEID_BITS_MAX), VPEID_BITS_MAX, "width of a vPEID");
    private static final MachineKey<Integer> CPUS = MachineKey.of("cpus", KeyType.number("CPU", 1, CPU_LIMIT), 4,
        "number of CPUs, each with a redistributor");
    private static final MachineKey<Integer> LPI_BITS = MachineKey.of("lpi_bits", KeyType.number("bit", 14, 24), 16,
        "INTID bits of a VM's vLPIs");
    private static final MachineKey<Boolean> VERSION = MachineKey.of("version",
        KeyType.oneOf(Boolean.class, is41 -> is41 ? "4.1" : "4.0", List.of(true, false)), true, "version of the GIC");
    private static final MachineKey<Boolean> POLICY = MachineKey.of("policy", KeyType.oneOf(Boolean.class,
        perVcpu -> perVcpu ? "per-vcpu" : "all-or-nothing", List.of(true, false)), true,
        "what becomes of a VM whose vPEIDs run out");
    private static final MachineKey<Integer> VPEIDS = MachineKey.of("vpeids",
        KeyType.number("vPEID", 0, 1 << VPEID_BITS_MAX), 0, "vPEIDs that the host hands out; 0 for all of the width")
        .recordedIfOther();
    private static final MachineKey<Long> MSIX_ADDRESS = MachineKey.of("msix.address",
        KeyType.REGISTER, MSIX_ADDRESS_DEFAULT,
        "address to which messages of functions go; their data is the EventID").recordedIfOther();
    private static final List<MachineKey<?>> KEYS =
        List.of(VPEID_BITS, CPUS, LPI_BITS, VERSION, POLICY, VPEIDS, MSIX_ADDRESS);

    /**
     * Checks that the version has the vPEIDs.
     *
     * @throws IllegalArgumentException if it has others
     */
    public Gicv4Config
    {
        if (!version41 && vpeidBits != VPEID_BITS_MAX)                          // V4-ID-1
        {
            throw new IllegalArgumentException("vpeid_bits=" + vpeidBits + " needs version=4.1 (4.0 has 16)");
        }
        if (vpeids > 1 << vpeidBits)
        {
            throw new IllegalArgumentException("vpeids=" + vpeids + " are more than the " + (1 << vpeidBits) +
                " of vpeid_bits=" + vpeidBits + " (leave it out, or give more bits)");
        }
    }

    /** Makes the configuration of a host that hands out each vPEID of the width. */
    public Gicv4Config(
        final int vpeidBits, final int cpus, final int lpiBits, final boolean version41, final boolean perVcpu)
    {
        this(vpeidBits, cpus, lpiBits, version41, perVcpu, 0);
    }

    /** Returns the number of vPEIDs that the host hands out. */
    public int pool()
    {
        return vpeids == 0 ? 1 << vpeidBits : vpeids;
    }

    /** Makes the configuration of a host with the usual address of messages. */
    public Gicv4Config(
        final int vpeidBits, final int cpus, final int lpiBits, final boolean version41, final boolean perVcpu,
        final int vpeids)
    {
        this(vpeidBits, cpus, lpiBits, version41, perVcpu, vpeids, MSIX_ADDRESS_DEFAULT);
    }

    /**
     * Parses the words of a {@code v4 host} line.
     *
     * @throws IllegalArgumentException with the offending key and value
     */
    public static Gicv4Config parse(final List<String> words)
    {
        final Map<String, Object> given = KeyWords.parse("v4 host", KEYS, words);

        return new Gicv4Config(
            VPEID_BITS.in(given), CPUS.in(given), LPI_BITS.in(given), VERSION.in(given), POLICY.in(given),
            VPEIDS.in(given), MSIX_ADDRESS.in(given));
    }

    /** Returns the configuration as one line of words, which {@link #parse} accepts. */
    public String toKeys()
    {
        return KeyWords.words(KEYS, Map.of(VPEID_BITS.name(), vpeidBits, CPUS.name(), cpus, LPI_BITS.name(), lpiBits,
            VERSION.name(), version41, POLICY.name(), perVcpu, VPEIDS.name(), vpeids,
            MSIX_ADDRESS.name(), msixAddress));
    }
}
