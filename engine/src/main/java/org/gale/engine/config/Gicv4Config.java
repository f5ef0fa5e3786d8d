package org.gale.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Configuration of a GICv4.1 machine: script.md#direct-injection-verbs. Immutable. {@link #parse} validates it and
 * {@link #toKeys} writes it back, so that a journal carries it and a replay builds an equal machine.
 *
 * @param vpeidBits width of a vPEID; the pool has 2^vpeidBits vPEIDs
 * @param cpus      number of CPUs, each with a redistributor
 * @param lpiBits   INTID bits of a VM's vLPIs
 * @param version41 true to model GICv4.1, false to model GICv4.0
 * @param perVcpu   true to use the policy {@code per-vcpu}, false to use {@code all-or-nothing}
 */
public record Gicv4Config(int vpeidBits, int cpus, int lpiBits, boolean version41, boolean perVcpu)
{
    /** Limit of the number of CPUs. */
    public static final int CPU_LIMIT = 512;
    /** Limit of the number of vCPUs of a VM. */
    public static final int VCPU_LIMIT = 512;

    private static final int VPEID_BITS_DEFAULT = 16;
    private static final int CPUS_DEFAULT = 4;
    private static final int LPI_BITS_DEFAULT = 16;
    private static final int LPI_BITS_MIN = 14;
    private static final int LPI_BITS_MAX = 24;
    private static final List<String> KEYS = List.of("vpeid_bits", "cpus", "lpi_bits", "version", "policy");

    /**
     * Parses the words of a {@code v4 host} line.
     *
     * @throws IllegalArgumentException with the offending key and value
     */
    public static Gicv4Config parse(final List<String> words)
    {
        final List<String> seen = new ArrayList<>();
        int vpeidBits = VPEID_BITS_DEFAULT;
        int cpus = CPUS_DEFAULT;
        int lpiBits = LPI_BITS_DEFAULT;
        boolean version41 = true;
        boolean perVcpu = true;
        for (final String word : words)
        {
            final int equals = word.indexOf('=');
            final String key = equals < 0 ? word : word.substring(0, equals);
            final String value = equals < 0 ? "" : word.substring(equals + 1);
            if (!KEYS.contains(key))
            {
                throw new IllegalArgumentException("no v4 host key '" + key + "'");
            }
            if (seen.contains(key))
            {
                throw new IllegalArgumentException(key + " is given twice");
            }
            seen.add(key);
            switch (key)
            {
                case "vpeid_bits":
                    vpeidBits = number(key, value, 1, VPEID_BITS_DEFAULT);
                    break;
                case "cpus":
                    cpus = number(key, value, 1, CPU_LIMIT);
                    break;
                case "lpi_bits":
                    lpiBits = number(key, value, LPI_BITS_MIN, LPI_BITS_MAX);
                    break;
                case "version":
                    version41 = choice(key, value, "4.1", "4.0");
                    break;
                default:
                    perVcpu = choice(key, value, "per-vcpu", "all-or-nothing");
                    break;
            }
        }
        if (!version41 && vpeidBits != VPEID_BITS_DEFAULT)                      // V4-ID-1
        {
            throw new IllegalArgumentException("vpeid_bits=" + vpeidBits + " needs version=4.1 (4.0 has 16)");
        }

        return new Gicv4Config(vpeidBits, cpus, lpiBits, version41, perVcpu);
    }

    /** Returns the configuration as one line of words, which {@link #parse} accepts. */
    public String toKeys()
    {
        return String.format(Locale.ROOT, "vpeid_bits=%d cpus=%d lpi_bits=%d version=%s policy=%s",
            vpeidBits, cpus, lpiBits, version41 ? "4.1" : "4.0", perVcpu ? "per-vcpu" : "all-or-nothing");
    }

    private static int number(final String key, final String value, final int min, final int max)
    {
        final long number = MachineKeys.parse(key, value);
        if (number < min || number > max)
        {
            throw new IllegalArgumentException(key + "=" + value + " is out of range (" + min + " to " + max + ")");
        }

        return (int)number;
    }

    private static boolean choice(final String key, final String value, final String first, final String second)
    {
        if (!value.equals(first) && !value.equals(second))
        {
            throw new IllegalArgumentException(key + "=" + value + " is not " + first + " or " + second);
        }

        return value.equals(first);
    }
}
