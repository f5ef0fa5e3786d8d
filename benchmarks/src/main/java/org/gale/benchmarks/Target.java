package org.gale.benchmarks;

import java.util.Locale;

/**
 * What a measured value must keep.
 *
 * @param bound     the value that is just good enough
 * @param isAtMost  is less better?
 * @param unit      follows the value when it is printed
 */
record Target(double bound, boolean isAtMost, String unit)
{
    static Target atMost(final double bound, final String unit)
    {
        return new Target(bound, true, unit);
    }

    static Target atLeast(final double bound, final String unit)
    {
        return new Target(bound, false, unit);
    }

    /** None: the value is told beside another one that has a target. */
    static Target none(final String unit)
    {
        return new Target(Double.NaN, false, unit);
    }

    boolean isMet(final double value)
    {
        if (Double.isNaN(bound))
        {
            return true;
        }

        return isAtMost ? value <= bound : value >= bound;
    }

    /** A value with its unit. */
    String text(final double value)
    {
        return String.format(Locale.ROOT, "%.2f%s", value, unit);
    }

    /** A word about a value. */
    String verdict(final double value)
    {
        return Double.isNaN(bound) ? "no target" : isMet(value) ? "met" : "missed";
    }

    @Override
    public String toString()
    {
        return Double.isNaN(bound) ? "-" : (isAtMost ? "≤ " : "≥ ") + text(bound);
    }
}
