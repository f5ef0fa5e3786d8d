package org.gale.engine.report.compare;

import java.util.Locale;
import org.gale.engine.config.NumberText;

/** Changes of a figure relative to a baseline. Pure functions. */
final class Change
{
    /** Percent of the whole. */
    static final double HUNDRED = 100;

    private static final double FACTOR_FROM = 10;

    private Change()
    {
    }

    /** Returns the change as a part of the baseline; {@link Double#NaN} for a baseline of 0 or none. */
    static double of(final double before, final double after)
    {
        return before == 0 ? after == 0 ? 0 : Double.NaN : (after - before) / before;
    }

    /** Returns the change in percent of the baseline; {@link Double#NaN} for a baseline of 0 or none. */
    static double percent(final double before, final double after)
    {
        return HUNDRED * of(before, after);
    }

    /** Returns a change as a signed text: a factor in place of a thousand percent and more. */
    static String text(final double part)
    {
        return text("%+.1f %%", part + 0.0, part + 1);
    }

    /** Returns a part of a baseline as a text: a factor in place of a thousand percent and more. */
    static String partText(final double part)
    {
        return text("%.1f %%", part, part);
    }

    private static String text(final String percent, final double part, final double factor)
    {
        if (Double.isNaN(part))
        {
            return "-";
        }

        return part < FACTOR_FROM ? String.format(Locale.ROOT, percent, HUNDRED * part) :
            "\u00d7 " + NumberText.count(Math.round(factor));
    }
}
