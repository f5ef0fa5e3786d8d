package org.gale.engine.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Range of seeds as users write it: {@code 1-1000}, or one seed. Immutable.
 *
 * @param first seed
 * @param last  seed
 */
record SeedRange(long first, long last)
{
    /** Converter of an option that takes seeds. */
    static final class Converter implements ITypeConverter<SeedRange>
    {
        private static final String SEED = "[0-9]{1,18}";

        @Override
        public SeedRange convert(final String value)
        {
            final int dash = value.indexOf('-');
            final String first = dash < 0 ? value : value.substring(0, dash);
            final String last = dash < 0 ? value : value.substring(dash + 1);
            if (!first.matches(SEED) || !last.matches(SEED) || Long.parseLong(first) > Long.parseLong(last))
            {
                throw new TypeConversionException("'" + value + "' is no range of seeds (write 1-1000, or 7)");
            }

            return new SeedRange(Long.parseLong(first), Long.parseLong(last));
        }
    }
}
