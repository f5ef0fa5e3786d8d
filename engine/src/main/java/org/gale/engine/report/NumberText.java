package org.gale.engine.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** Numbers as reports show them: thousands separated, units beside them. Pure functions. */
public final class NumberText
{
    private static final List<String> WORDS = List.of(
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty");
    private static final double K = 1e3;
    private static final double M = 1e6;
    private static final double G = 1e9;
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long NS_PER_US = 1_000L;
    private static final long SMALL_BYTES = 10_000;
    private static final long LARGE_BYTES = 10_000_000;
    private static final int MIB_SHIFT = 20;

    private NumberText()
    {
    }

    /** {@code 91,760,000}. */
    public static String count(final long count)
    {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 VM}, {@code 16 VMs}: a count and what is counted. */
    public static String counted(final long count, final String one)
    {
        return count(count) + ' ' + one + (count == 1 ? "" : "s");
    }

    /** {@code 14.8 M/s}. */
    public static String rate(final double perS)
    {
        if (perS >= G)
        {
            return String.format(Locale.ROOT, "%,.1f G/s", perS / G);
        }
        if (perS >= M)
        {
            return String.format(Locale.ROOT, "%.1f M/s", perS / M);
        }
        if (perS >= K)
        {
            return String.format(Locale.ROOT, "%.1f k/s", perS / K);
        }

        return String.format(Locale.ROOT, "%.0f /s", perS);
    }

    /** {@code 6.2 s}: time that goes by. */
    public static String seconds(final long ns)
    {
        return String.format(Locale.ROOT, "%,.1f s", ns / G);
    }

    /** {@code 10 s}, {@code 500 ms}: a duration that somebody chose, exactly. */
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

    /** {@code 870 MB}: a size that was written. */
    public static String bytes(final long bytes)
    {
        if (bytes < SMALL_BYTES)
        {
            return count(bytes) + " B";
        }

        return bytes < LARGE_BYTES ? count(Math.round(bytes / K)) + " kB" : count(Math.round(bytes / M)) + " MB";
    }

    /** {@code 761 MiB}: a size that grows. */
    public static String mebibytes(final long bytes)
    {
        return count(bytes >> MIB_SHIFT) + " MiB";
    }

    /** {@code fifteen}, or digits where words get long. */
    public static String word(final int count)
    {
        return count < WORDS.size() ? WORDS.get(count) : count(count);
    }
}
