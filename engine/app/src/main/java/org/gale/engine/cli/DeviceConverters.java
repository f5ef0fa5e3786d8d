package org.gale.engine.cli;

import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.config.Quantity;
import picocli.CommandLine.ITypeConverter;

/** Converters of the options that {@code gale device} alone has. Pure functions. */
final class DeviceConverters
{
    private static final long PIECE = 1 << 20;
    private static final long SIZE_LIMIT = 1L << 40;
    private static final long BURST_LIMIT = 10_000;

    private DeviceConverters()
    {
    }

    /** Converter of the size of a drive. */
    static final class Size implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String value)
        {
            return QuantityConverters.convertBy(Size::size, value);
        }

        private static long size(final String text)
        {
            final long bytes = Quantity.sizeBytes(text);
            if (bytes < PIECE || bytes > SIZE_LIMIT || bytes % PIECE != 0)
            {
                throw new IllegalArgumentException("'" + text + "' is not in whole MiB, 1MiB to 1TiB (try 1GiB)");
            }

            return bytes;
        }
    }

    /** Converter of the length of a burst. */
    static final class Burst implements ITypeConverter<Long>
    {
        @Override
        public Long convert(final String value)
        {
            return QuantityConverters.convertBy(Burst::length, value);
        }

        private static long length(final String text)
        {
            final long messages = Quantity.count(text);
            if (messages < 1 || messages > BURST_LIMIT)
            {
                throw new IllegalArgumentException("'" + text + "' is no length of a burst, 1 to 10k (try 100)");
            }

            return messages;
        }
    }

    /** Converter of a fault that is injected. */
    static final class Drop implements ITypeConverter<Long>
    {
        private static final String NONE = "drop 0";
        private static final String FORM = "drop 1/";

        @Override
        public Long convert(final String value)
        {
            return value.equals(NONE) ? Long.valueOf(0) : QuantityConverters.convertBy(Drop::each, value);
        }

        private static long each(final String text)
        {
            if (!text.startsWith(FORM))
            {
                throw new IllegalArgumentException("'" + text + "' is no fault (try 'drop 1/10k')");
            }

            final long each = Quantity.count(text.substring(FORM.length()));
            if (each < 1)
            {
                throw new IllegalArgumentException("'" + text + "' leaves out more than all (try 'drop 1/10k')");
            }

            return each;
        }
    }
}
