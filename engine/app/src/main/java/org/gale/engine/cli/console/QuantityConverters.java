package org.gale.engine.cli.console;

import java.nio.file.Path;
import java.util.function.Function;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.scenario.SettingType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converters of options that take a {@link Quantity} or a file to write. Pure functions. */
public final class QuantityConverters
{
    private QuantityConverters()
    {
    }

    /** Converter of an option that takes a count. */
    public static final class Count implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String value)
        {
            return convertBy(Quantity::count, value);
        }
    }

    /** Converter of an option that takes a duration, in ns. */
    public static final class Duration implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String value)
        {
            return convertBy(Quantity::durationNs, value);
        }
    }

    /** Converter of an option that names a file to write, which is no directory. */
    public static final class OutputPath implements ITypeConverter<Path>
    {
        @Override
        public Path convert(final String value)
        {
            return convertBy(SettingType::file, value);
        }
    }

    /**
     * Converts an option's value, with the message of the reader where it refuses the text.
     *
     * @param reader throws {@link IllegalArgumentException} with a message for the user
     * @param text   of the user
     */
    public static <T> T convertBy(final Function<String, T> reader, final String text)
    {
        try
        {
            return reader.apply(text);
        }
        catch (final IllegalArgumentException ex)
        {
            final TypeConversionException failure = new TypeConversionException(ex.getMessage());
            failure.initCause(ex);
            throw failure;
        }
    }
}
