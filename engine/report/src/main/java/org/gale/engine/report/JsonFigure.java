package org.gale.engine.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Forms of the digests and fractions of JSON reports. Pure functions. */
final class JsonFigure
{
    private JsonFigure()
    {
    }

    /** {@return the 16 hexadecimal digits of a digest} */
    static String digest(final long digest)
    {
        return String.format(Locale.ROOT, "%016x", digest);
    }

    /** {@return a value that is rounded to so many digits after the point} */
    static BigDecimal decimal(final double value, final int digits)
    {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    }
}
