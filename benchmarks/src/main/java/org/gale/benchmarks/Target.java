package org.gale.benchmarks;

import java.util.Locale;

/**
 * Target of a measured value.
 *
 * @param bound    the least or greatest value that meets the target
 * @param isAtMost true to take the bound as an upper one
 * @param unit     follows the value when it is printed
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

    /** Makes no target: the value is reported beside another one that has a target. */
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

    /** Returns the text of a value with its unit. */
    String text(final double value)
    {
        return String.format(Locale.ROOT, "%.2f%s", value, unit);
    }

    /** Returns a word that rates a value. */
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
