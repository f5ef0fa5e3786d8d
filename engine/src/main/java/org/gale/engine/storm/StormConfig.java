package org.gale.engine.storm;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.gale.engine.config.MachineConfig;

/**
 * A storm, validated.
 *
 * @param vms          number of VMs
 * @param vpes         VPEs of a VM
 * @param pes          PEs of the machine
 * @param lpis         LPIs of a VM: {@code devices × events}
 * @param devices      devices of a VM
 * @param events       events of a device, each its own LPI
 * @param ratePerS     offered interrupts a second; 0 for as many as are delivered (closed loop)
 * @param poisson      with a rate: are the arrivals a Poisson process, or evenly spaced?
 * @param durationNs   the generator ends after so long
 * @param countLimit   the generator ends after so many interrupts
 * @param seed         of everything random
 * @param latencyEvery latencies are taken of LPIs whose ID is a multiple of this; 1 for all, 0 for none
 * @param window       without a rate: the most interrupts in flight, at most one of each event; 0 for the default
 * @param pattern      in which order events are offered, and how LPIs are spread
 */
public record StormConfig(
    int vms,
    int vpes,
    int pes,
    int lpis,
    int devices,
    int events,
    double ratePerS,
    boolean poisson,
    long durationNs,
    long countLimit,
    long seed,
    int latencyEvery,
    int window,
    Pattern pattern)
{
    /** The storm that runs without arguments. */
    public static final StormConfig DEFAULT = new StormConfig(
        16, 4, 64, 4096, 4, 1024, 0, true, 10_000_000_000L, 100_000_000L, 1, 16, 0);

    /** A count that ends nothing. */
    public static final long COUNT_UNLIMITED = Long.MAX_VALUE;
    /** A duration that ends nothing: a year. */
    public static final long DURATION_UNLIMITED_NS = TimeUnit.DAYS.toNanos(365);
    private static final int WINDOW_DEFAULT = 8192;
    private static final String PATTERN = "pattern";

    /** Version of the values that are drawn from the seed. */
    public enum Pattern
    {
        /** Priorities, the VPEs of LPIs and the order of events are drawn. */
        SEEDED("seeded"),
        /** One priority, LPIs to VPEs by turns, and of each device the next event by turns: nothing is drawn. */
        ROUND_ROBIN("round-robin");

        private final String label;

        Pattern(final String label)
        {
            this.label = label;
        }
    }

    /** Arrivals of a Poisson process. */
    public static final String POISSON = "poisson";
    /** Evenly spaced arrivals. */
    public static final String CONSTANT = "constant";

    /** The most LPIs of all VMs together. */
    public static final int LPI_LIMIT = 1 << 22;

    /**
     * @throws IllegalArgumentException with the option, the offending value and what would do
     */
    public StormConfig
    {
        check("--vms", vms, 1, 1 << 12);
        check("--vpes", vpes, 1, 1 << 9);
        check("--devices", devices, 1, 1 << 12);
        check("--events", events, 1, 1 << 16);
        check("--lpis", lpis, 1, 1 << 22);
        check("--pes", pes, 1, MachineConfig.PE_LIMIT);
        if ((long)devices * events != lpis)
        {
            throw new IllegalArgumentException("--lpis: " + lpis + " is not devices × events = " +
                (long)devices * events + " (give two of the three)");
        }
        if ((long)vms * lpis > LPI_LIMIT)
        {
            throw new IllegalArgumentException(
                "--lpis: " + (long)vms * lpis + " LPIs in all are more than " + LPI_LIMIT);
        }
        if ((long)vms * devices > 1 << 20)
        {
            throw new IllegalArgumentException(
                "--devices: " + (long)vms * devices + " in all are more than " + (1 << 20));
        }
        if (durationNs <= 0 || countLimit <= 0)
        {
            throw new IllegalArgumentException("--duration and --count must be more than 0");
        }
        if (window < 0 || window > vms * lpis)
        {
            throw new IllegalArgumentException("-C window: " + window + " is not in 1 to " + vms * lpis +
                ", the number of events (each is in flight once)");
        }
        if (ratePerS < 0 || latencyEvery < 0)
        {
            throw new IllegalArgumentException("--rate and --latency cannot be negative");
        }
    }

    /** A storm whose pattern is drawn from the seed. */
    public StormConfig(
        final int vms,
        final int vpes,
        final int pes,
        final int lpis,
        final int devices,
        final int events,
        final double ratePerS,
        final boolean poisson,
        final long durationNs,
        final long countLimit,
        final long seed,
        final int latencyEvery,
        final int window)
    {
        this(vms, vpes, pes, lpis, devices, events, ratePerS, poisson, durationNs, countLimit, seed, latencyEvery,
            window, Pattern.SEEDED);
    }

    /** LPIs of all VMs together. */
    public int lpisInAll()
    {
        return vms * lpis;
    }

    /** The most interrupts in flight. The default keeps the engine busy and the queue short. */
    public int windowOrDefault()
    {
        return window > 0 ? window : (int)Math.min(WINDOW_DEFAULT, (long)vms * devices * events);
    }

    /** Does the generator wait for completions, rather than follow a clock? */
    public boolean isClosedLoop()
    {
        return ratePerS == 0;
    }

    /** The storm as one line of words that {@link #parse} reads back. */
    public String toKeys()
    {
        return String.format(Locale.ROOT, "vms=%d vpes=%d pes=%d lpis=%d devices=%d events=%d rate=%s arrivals=%s " +
            "duration_ns=%d count=%d seed=%d latency=%d window=%d", vms, vpes, pes, lpis, devices, events, ratePerS,
            poisson ? POISSON : CONSTANT, durationNs, countLimit, seed, latencyEvery, window) +
            (pattern == Pattern.SEEDED ? "" : ' ' + PATTERN + '=' + pattern.label);
    }

    /**
     * Reads what {@link #toKeys} wrote.
     *
     * @throws IllegalArgumentException naming what is missing or wrong
     */
    public static StormConfig parse(final String words)
    {
        final Map<String, String> values = new TreeMap<>();
        for (final String word : words.split(" ", -1))
        {
            final int equals = word.indexOf('=');
            if (equals <= 0 || values.put(word.substring(0, equals), word.substring(equals + 1)) != null)
            {
                throw new IllegalArgumentException("storm: '" + word + "' is not KEY=VALUE, or is there twice");
            }
        }
        final String arrivals = values.getOrDefault("arrivals", "");
        if (!arrivals.equals(POISSON) && !arrivals.equals(CONSTANT))
        {
            throw new IllegalArgumentException("storm: no arrivals '" + arrivals + "'");
        }

        return new StormConfig(
            (int)number(values, "vms"), (int)number(values, "vpes"), (int)number(values, "pes"),
            (int)number(values, "lpis"), (int)number(values, "devices"), (int)number(values, "events"),
            rate(values.getOrDefault("rate", "")), arrivals.equals(POISSON), number(values, "duration_ns"),
            number(values, "count"), number(values, "seed"), (int)number(values, "latency"),
            (int)number(values, "window"), pattern(values.getOrDefault(PATTERN, Pattern.SEEDED.label)));
    }

    private static Pattern pattern(final String label)
    {
        for (final Pattern pattern : Pattern.values())
        {
            if (pattern.label.equals(label))
            {
                return pattern;
            }
        }

        throw new IllegalArgumentException("storm: no pattern '" + label + "'");
    }

    private static long number(final Map<String, String> values, final String key)
    {
        final String text = values.getOrDefault(key, "");
        try
        {
            return key.equals("duration_ns") || key.equals("count") || key.equals("seed") ?
                Long.parseLong(text) : Integer.parseInt(text);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("storm: " + key + "='" + text + "' is not a number", ex);
        }
    }

    private static double rate(final String text)
    {
        try
        {
            final double rate = Double.parseDouble(text);
            if (Double.isFinite(rate))
            {
                return rate;
            }
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("storm: rate='" + text + "' is not a number", ex);
        }

        throw new IllegalArgumentException("storm: rate='" + text + "' is not a number");
    }

    private static void check(final String option, final int value, final int min, final int max)
    {
        if (value < min || value > max)
        {
            throw new IllegalArgumentException(option + ": " + value + " is not in " + min + " to " + max);
        }
    }
}
