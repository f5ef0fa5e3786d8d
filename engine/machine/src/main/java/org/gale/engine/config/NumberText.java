package org.gale.engine.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** Text form of numbers in reports: thousands separated, with units. Pure functions. */
public final class NumberText
{
    private static final List<String> WORDS = List.of(
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty");
    private static final double FRACTIONS_BELOW = 10;
    private static final double K = 1e3;
    private static final double M = 1e6;
    private static final double G = 1e9;
    /** Parts of a unit from which a rate is shown in it: 999.95 of the lower one would be shown as 1000.0. */
    private static final double ROUNDED_UP = 0.99995;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long NS_PER_US = 1_000L;
    private static final long SMALL_BYTES = 10_000;
    private static final long LARGE_BYTES = 10_000_000;
    private static final int KIB_SHIFT = 10;
    private static final int MIB_SHIFT = 20;
    private static final long HALF_KIB = 1L << (KIB_SHIFT - 1);
    private static final long HALF_MIB = 1L << (MIB_SHIFT - 1);

    private NumberText()
    {
    }

    /** Returns a count, such as {@code 91,760,000}. */
    public static String count(final long count)
    {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Returns a count and its noun, such as {@code 1 VM} or {@code 16 VMs}. */
    public static String counted(final long count, final String one)
    {
        return count(count) + ' ' + one + (count == 1 ? "" : "s");
    }

    /** Returns a rate, such as {@code 14.8 M/s}. */
    public static String rate(final double perS)
    {
        if (perS >= G * ROUNDED_UP)
        {
            return String.format(Locale.ROOT, "%,.1f G/s", perS / G);
        }
        if (perS >= M * ROUNDED_UP)
        {
            return String.format(Locale.ROOT, "%.1f M/s", perS / M);
        }
        if (Math.rint(perS) >= K)
        {
            return String.format(Locale.ROOT, "%.1f k/s", perS / K);
        }

        final boolean isFraction = perS < FRACTIONS_BELOW && perS != Math.rint(perS);

        return String.format(Locale.ROOT, isFraction ? "%.2f /s" : "%.0f /s", perS);
    }

    /** Returns an elapsed time, such as {@code 6.2 s}. */
    public static String seconds(final long ns)
    {
        return String.format(Locale.ROOT, "%,.1f s", ns / G);
    }

    /** Returns a chosen duration exactly, such as {@code 10 s} or {@code 500 ms}. */
    public static String duration(final long ns)
    {
        if (ns % NS_PER_MS == 0 && ns >= NS_PER_S)
        {
            return BigDecimal.valueOf(ns / NS_PER_MS, 3).stripTrailingZeros().toPlainString() + " s";
        }
        if (ns % NS_PER_MS == 0)
        {
            return count(ns / NS_PER_MS) + " ms";
        }

        return ns % NS_PER_US == 0 ? count(ns / NS_PER_US) + " us" : count(ns) + " ns";
    }

    /** Returns a final size, such as {@code 830 MiB}. */
    public static String bytes(final long bytes)
    {
        if (bytes < SMALL_BYTES)
        {
            return count(bytes) + " B";
        }

        return bytes < LARGE_BYTES ? count((bytes + HALF_KIB) >> KIB_SHIFT) + " KiB" : mebibytes(bytes + HALF_MIB);
    }

    /** Returns a growing size, such as {@code 761 MiB}. */
    public static String mebibytes(final long bytes)
    {
        return count(bytes >> MIB_SHIFT) + " MiB";
    }

    /** Returns a number as a word, such as {@code fifteen}, or as digits where words get long. */
    public static String word(final int count)
    {
        return count < WORDS.size() ? WORDS.get(count) : count(count);
    }
}
