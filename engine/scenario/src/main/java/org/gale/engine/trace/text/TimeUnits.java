package org.gale.engine.trace.text;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Units of times in texts. Pure functions. */
final class TimeUnits
{
    private static final String[] NAMES = {"", "ns", "us", "µs", "μs", "ms", "s"};
    private static final long[] FACTORS = {1, 1, 1_000, 1_000, 1_000, 1_000_000, 1_000_000_000};
    private static final int LENGTH_LIMIT = 8;

    private TimeUnits()
    {
    }

    /** Returns the ns of a unit, 1 without one, or 0 if there is no such unit. */
    static long ns(final byte[] bytes, final int from, final int to)
    {
        if (from == to)
        {
            return 1;
        }
        final String unit = to - from > LENGTH_LIMIT ? "?" : new String(bytes, from, to - from, UTF_8).strip();
        for (int i = 0; i < NAMES.length; i++)
        {
            if (NAMES[i].equals(unit))
            {
                return FACTORS[i];
            }
        }

        return 0;
    }
}
