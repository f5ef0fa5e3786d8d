package org.gale.engine.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Counts, sizes and durations as people write them: {@code 16}, {@code 1.5M}, {@code 2GiB}, {@code 10s}. What is none
 * is refused with the value and an example. Pure functions.
 */
public final class Quantity
{
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,20}(?:\\.\\d{1,9})?)([A-Za-z\u00b5]{0,3})");
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final List<Unit> COUNT_UNITS =
        List.of(new Unit("", 1), new Unit("k", 1_000), new Unit("M", 1_000_000), new Unit("G", 1_000_000_000));
    private static final List<Unit> SIZE_UNITS = List.of(
        new Unit("", 1), new Unit("B", 1),
        new Unit("k", 1_000), new Unit("M", 1_000_000), new Unit("G", 1_000_000_000),
        new Unit("kB", 1_000), new Unit("MB", 1_000_000), new Unit("GB", 1_000_000_000),
        new Unit("KiB", 1L << 10), new Unit("MiB", 1L << 20), new Unit("GiB", 1L << 30));
    private static final List<Unit> DURATION_UNITS = List.of(
        new Unit("ns", 1), new Unit("us", 1_000), new Unit("\u00b5s", 1_000), new Unit("ms", 1_000_000),
        new Unit("s", 1_000_000_000));

    private Quantity()
    {
    }

    private record Unit(String name, long factor)
    {
    }

    /** For an option that takes a count. */
    public static final class CountConverter implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String value)
        {
            return count(value);
        }
    }

    /** For an option that takes a size, in bytes. */
    public static final class SizeConverter implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String value)
        {
            return sizeBytes(value);
        }
    }

    /** For an option that takes a duration, in nanoseconds. */
    public static final class DurationConverter implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String value)
        {
            return durationNs(value);
        }
    }

    /**
     * A count with an optional k, M or G, which are powers of 1,000.
     *
     * @throws TypeConversionException with a message for the user.
     */
    public static long count(final String text)
    {
        return parse(text, COUNT_UNITS, "a count (try 16 or 1k)");
    }

    /**
     * A size in bytes, with an optional k, M, G (powers of 1,000) or KiB, MiB, GiB (powers of 1,024).
     *
     * @throws TypeConversionException with a message for the user.
     */
    public static long sizeBytes(final String text)
    {
        return parse(text, SIZE_UNITS, "a size (try 512M or 1GiB)");
    }

    /**
     * A duration with its unit, ns, us, ms or s, in nanoseconds.
     *
     * @throws TypeConversionException with a message for the user.
     */
    public static long durationNs(final String text)
    {
        return parse(text, DURATION_UNITS, "a duration (try 10s or 500ms)");
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

        throw new TypeConversionException("'" + text + "' is not " + what);
    }

    private static long scaled(final String text, final BigDecimal number, final Unit unit, final String what)
    {
        final BigDecimal value = number.multiply(BigDecimal.valueOf(unit.factor())).stripTrailingZeros();
        if (value.scale() > 0)
        {
            throw new TypeConversionException("'" + text + "' is not a whole number, so it is not " + what);
        }
        if (value.compareTo(LONG_MAX) > 0)
        {
            throw new TypeConversionException("'" + text + "' is too large: at most " + LONG_MAX);
        }

        return value.longValue();
    }
}
