package org.gale.engine.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts, sizes and durations as people write them: {@code 16}, {@code 1.5M}, {@code 2GiB}, {@code 10s}. Any other text
 * is refused with the text and an example. Pure functions.
 */
public final class Quantity
{
    private static final Pattern SHAPE =
        Pattern.compile("(\\d{1,20}(?:\\.\\d{1,9})?|\\.\\d{1,9})([A-Za-z\u00b5]{0,3})");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,40}");
    private static final int SCALED_FROM = 10_000;
    private static final String NO_TIME = "0";
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final List<Unit> COUNT_UNITS = List.of(new Unit("", 1), new Unit("k", 1_000),
        new Unit("M", 1_000_000), new Unit("G", 1_000_000_000), new Unit("T", 1_000_000_000_000L));
    private static final List<Unit> SIZE_UNITS = List.of(
        new Unit("", 1), new Unit("B", 1),
        new Unit("k", 1_000), new Unit("M", 1_000_000), new Unit("G", 1_000_000_000),
        new Unit("T", 1_000_000_000_000L), new Unit("TB", 1_000_000_000_000L), new Unit("TiB", 1L << 40),
        new Unit("kB", 1_000), new Unit("MB", 1_000_000), new Unit("GB", 1_000_000_000),
        new Unit("KiB", 1L << 10), new Unit("MiB", 1L << 20), new Unit("GiB", 1L << 30));
    private static final List<Unit> SHOWN_DURATION_UNITS = List.of(new Unit("ns", 1), new Unit("us", 1_000),
        new Unit("ms", 1_000_000), new Unit("s", 1_000_000_000));
    private static final List<Unit> DURATION_UNITS = List.of(
        new Unit("ns", 1), new Unit("us", 1_000), new Unit("\u00b5s", 1_000), new Unit("ms", 1_000_000),
        new Unit("s", 1_000_000_000), new Unit("m", 60_000_000_000L), new Unit("h", 3_600_000_000_000L));

    private Quantity()
    {
    }

    private record Unit(String name, long factor)
    {
    }

    /**
     * Reads a whole number without a unit. The digits of other scripts, which Java accepts, are refused.
     *
     * @throws NumberFormatException if it is none, or is too large
     */
    public static long whole(final String text)
    {
        if (!WHOLE.matcher(text).matches())
        {
            throw new NumberFormatException(text);
        }

        return Long.parseLong(text);
    }

    /**
     * Reads a count with an optional k, M, G or T, which are powers of 1,000.
     *
     * @return the count, 0 or more
     * @throws IllegalArgumentException with a message for the user.
     */
    public static long count(final String text)
    {
        return parse(text, COUNT_UNITS, "a count (try 16 or 1k)");
    }

    /**
     * Reads a size in bytes, with an optional k, M, G, T (powers of 1,000) or KiB to TiB (powers of 1,024).
     *
     * @throws IllegalArgumentException with a message for the user.
     */
    public static long sizeBytes(final String text)
    {
        return parse(text, SIZE_UNITS, "a size (try 512M or 1GiB)");
    }

    /**
     * Reads a duration with its unit, ns, us, ms, s, m or h, in nanoseconds.
     *
     * @throws IllegalArgumentException with a message for the user.
     */
    public static long durationNs(final String text)
    {
        return parse(text, DURATION_UNITS, "a duration (try 10s or 500ms)");
    }

    /**
     * Reads a duration as {@link #durationNs(String)} does, for a key whose values have a form of their own.
     *
     * @param examples of that form, for the message
     * @throws IllegalArgumentException with a message for the user.
     */
    public static long durationNs(final String text, final String examples)
    {
        try
        {
            return durationNs(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException(
                "'" + text + "' is not a duration in whole ns (try " + examples + ')', ex);
        }
    }

    /**
     * Reads a duration as {@link #durationNs(String)} does, or 0 without a unit for none.
     *
     * @throws IllegalArgumentException with a message for the user.
     */
    public static long durationOrZeroNs(final String text)
    {
        return text.equals(NO_TIME) ? 0 : durationNs(text);
    }

    /** Returns a count as {@link #count} reads it, with k or M if it is a whole number of them, and 10,000 or more. */
    public static String countText(final long count)
    {
        final boolean isMillions = count >= SCALED_FROM && count % 1_000_000 == 0;
        final boolean isThousands = count >= SCALED_FROM && count % 1_000 == 0;

        return isMillions ? count / 1_000_000 + "M" : isThousands ? count / 1_000 + "k" : Long.toString(count);
    }

    /** Returns a duration as {@link #durationOrZeroNs} reads it. */
    public static String durationOrZeroText(final long ns)
    {
        return ns == 0 ? NO_TIME : durationText(ns);
    }

    /** Returns a duration in its largest unit up to seconds that needs no fraction, as {@link #durationNs} reads it. */
    public static String durationText(final long ns)
    {
        Unit largest = SHOWN_DURATION_UNITS.get(0);
        for (final Unit unit : SHOWN_DURATION_UNITS)
        {
            largest = ns % unit.factor() == 0 ? unit : largest;
        }

        return ns / largest.factor() + largest.name();
    }

    /**
     * Reads a rate with an optional k, M, G or T. It may be a fraction.
     *
     * @throws IllegalArgumentException with a message for the user.
     */
    public static double rate(final String text)
    {
        final Matcher matcher = SHAPE.matcher(text);
        if (matcher.matches())
        {
            for (final Unit unit : COUNT_UNITS)
            {
                if (unit.name().equals(matcher.group(2)))
                {
                    return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit.factor())).doubleValue();
                }
            }
        }

        throw new IllegalArgumentException("'" + text + "' is not a rate (try 500k)");
    }

    private static long parse(final String text, final List<Unit> units, final String what)
    {
        final Matcher matcher = SHAPE.matcher(text);
        if (matcher.matches())
        {
            for (final Unit unit : units)
            {
                if (unit.name().equals(matcher.group(2)))
                {
                    return scaled(text, new BigDecimal(matcher.group(1)), unit, what);
                }
            }
        }

        throw new IllegalArgumentException("'" + text + "' is not " + what);
    }

    private static long scaled(final String text, final BigDecimal number, final Unit unit, final String what)
    {
        final BigDecimal value = number.multiply(BigDecimal.valueOf(unit.factor())).stripTrailingZeros();
        if (value.scale() > 0)
        {
            throw new IllegalArgumentException("'" + text + "' is not a whole number, so it is not " + what);
        }
        if (value.compareTo(LONG_MAX) > 0)
        {
            throw new IllegalArgumentException("'" + text + "' is too large: at most " + LONG_MAX);
        }

        return value.longValue();
    }
}
