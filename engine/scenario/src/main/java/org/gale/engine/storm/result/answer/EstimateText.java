package org.gale.engine.storm.result.answer;

import java.util.List;
import java.util.Locale;

/**
 * Texts of estimates, with their intervals. Estimates have two digits that count, since nobody has measured most costs
 * behind them; times that are exact have three. Pure functions.
 */
public final class EstimateText
{
    private static final double MICRO = 1e3;
    private static final double MILLI = 1e6;
    private static final double HUNDRED = 100;
    /** End of the names of ratios. */
    private static final String SHARE = "_share";
    /** Ends of the names of figures that are numbers: rates, and exits of a request. */
    private static final List<String> NUMBERS = List.of("_per_s", "exits_per_request");

    private EstimateText()
    {
    }

    /** Returns an exact time: {@code 4.61 us}. */
    public static String time(final double ns)
    {
        final double unit = unit(ns);

        return number(ns / unit) + name(unit);
    }

    /** Returns a time with its interval: {@code 4.6 us [4.5, 4.7]}. */
    public static String time(final Estimate ns)
    {
        final double unit = unit(ns.value());

        return rounded(ns.value() / unit) + name(unit) + interval(ns, 1 / unit);
    }

    /** Returns the size of a time, without its sign, with its interval. */
    public static String size(final Estimate ns)
    {
        return time(ns.value() < 0 ? ns.negated() : ns);
    }

    /** Returns a ratio as a percentage with its interval: {@code 63 % [60, 66]}. */
    public static String percent(final Estimate ratio)
    {
        return rounded(ratio.value() * HUNDRED) + " %" + interval(ratio, HUNDRED);
    }

    /** Returns a figure by its name with its interval. */
    public static String of(final String name, final Estimate value)
    {
        return name.endsWith(SHARE) ? percent(value) : NUMBERS.stream().anyMatch(name::endsWith) ?
            rounded(value.value()) + interval(value, 1) : time(value);
    }

    private static double unit(final double ns)
    {
        return Math.abs(ns) >= MILLI ? MILLI : Math.abs(ns) >= MICRO ? MICRO : 1;
    }

    private static String name(final double unit)
    {
        return unit == MILLI ? " ms" : unit == MICRO ? " us" : " ns";
    }

    private static String interval(final Estimate estimate, final double factor)
    {
        return estimate.low() == null ? "" :
            " [" + rounded(estimate.low() * factor) + ", " + rounded(estimate.high() * factor) + ']';
    }

    /** Returns a number with three digits that count, or all of its whole ones. */
    public static String number(final double value)
    {
        final double size = Math.abs(value);

        return format(size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    /** Returns a number with two digits that count, or all of its whole ones. */
    static String rounded(final double value)
    {
        final double size = Math.abs(value);

        return format(size >= 9.95 ? "%,.0f" : size >= 0.995 ? "%.1f" : "%.2f", value);
    }

    /** Returns a number in a form, without the sign of a zero. */
    static String format(final String form, final double value)
    {
        final String text = String.format(Locale.ROOT, form, value);

        return text.equals("-0.00") || text.equals("0.00") ? "0" : text;
    }
}
