package org.gale.engine.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Quantity;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the options of {@code gale storm} take besides quantities. Pure functions. */
final class StormConverters
{
    /** Durability without a journal, and the journal that is none. */
    static final String NONE = "none";
    static final String PROCESS = "process";
    static final String FORCED = "forced";
    /** Of the rate: as fast as interrupts are delivered. */
    static final double RATE_MAX = 0;

    private static final String MAX = "max";
    private static final String WALL = "wall";
    private static final String VIRTUAL = "virtual";
    private static final Pattern ONE_OF = Pattern.compile("1:(\\d{1,7})");

    private StormConverters()
    {
    }

    /** A whole number, which may be negative. */
    static final class Seed implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String value)
        {
            try
            {
                return Long.parseLong(value);
            }
            catch (final NumberFormatException ex)
            {
                throw new TypeConversionException("'" + value + "' is not a seed (try 1 or 42)");
            }
        }
    }

    /** TerminationSignals a second, or as many as there may be. */
    static final class Rate implements ITypeConverter<Double>
    {
        @Override
        public Double convert(final String value)
        {
            if (value.equals(MAX))
            {
                return RATE_MAX;
            }
            try
            {
                final long rate = Quantity.count(value);
                if (rate > 0)
                {
                    return (double)rate;
                }
            }
            catch (final TypeConversionException ex)
            {
                throw new TypeConversionException("'" + value + "' is not a rate (try 500k or max)");
            }

            throw new TypeConversionException("'" + value + "' is no interrupts at all (try 500k or max)");
        }
    }

    /** Which clock. */
    static final class Clock implements ITypeConverter<String>
    {
        @Override
        public String convert(final String value)
        {
            if (value.equals(VIRTUAL))
            {
                throw new TypeConversionException("'virtual' is not in this version, which has wall only");
            }

            return oneOf(value, List.of(WALL));
        }
    }

    /** What survives what. */
    static final class Mode implements ITypeConverter<String>
    {
        @Override
        public String convert(final String value)
        {
            return oneOf(value, List.of(NONE, PROCESS, FORCED));
        }
    }

    /** Every how many LPIs; 0 for none. */
    static final class Sampling implements ITypeConverter<Integer>
    {
        @Override
        public Integer convert(final String value)
        {
            final Matcher matcher = ONE_OF.matcher(value);
            if (matcher.matches() && Integer.parseInt(matcher.group(1)) > 0)
            {
                return Integer.parseInt(matcher.group(1));
            }

            return switch (value)
            {
                case "all" -> 1;
                case "off" -> 0;
                default -> throw new TypeConversionException(
                    "'" + value + "' is not a sampling (try all, 1:16 or off)");
            };
        }
    }

    /**
     * One of a few words.
     *
     * @throws TypeConversionException naming the nearest, or all of them
     */
    static String oneOf(final String value, final List<String> words)
    {
        if (!words.contains(value))
        {
            final String hint = NearestName.hint(value, words);
            throw new TypeConversionException("'" + value + "' is not " +
                (words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words)) + hint);
        }

        return value;
    }
}
