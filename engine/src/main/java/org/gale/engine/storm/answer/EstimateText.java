package org.gale.engine.storm.answer;

import java.util.Locale;

/** Texts of estimates, with their intervals. Pure functions. */
public final class EstimateText
{
    private static final double MICRO = 1e3;
    private static final double MILLI = 1e6;
    private static final double HUNDRED = 100;
    /** End of the names of ratios. */
    private static final String SHARE = "_share";
    /** End of the names of rates. */
    private static final String RATE = "_per_s";

    private EstimateText()
    {
    }

    /** Returns a time: {@code 4.61 us}. */
    public static String time(final double ns)
    {
        final double unit = unit(ns);

        return number(ns / unit) + name(unit);
    }

    /** Returns a time with its interval: {@code 4.61 us [4.58, 4.64]}. */
    public static String time(final Estimate ns)
    {
        final double unit = unit(ns.value());

        return number(ns.value() / unit) + name(unit) + interval(ns, 1 / unit);
    }

    /** Returns the size of a time, without its sign, with its interval. */
    public static String size(final Estimate ns)
    {
        return time(ns.value() < 0 ? new Estimate(-ns.value(), negated(ns.high()), negated(ns.low())) : ns);
    }

    /** Returns a ratio as a percentage with its interval: {@code 63 % [60, 66]}. */
    public static String percent(final Estimate ratio)
    {
        return number(ratio.value() * HUNDRED) + " %" + interval(ratio, HUNDRED);
    }

    /** Returns a figure by its name with its interval. */
    public static String of(final String name, final Estimate value)
    {
        return name.endsWith(SHARE) ? percent(value) : name.endsWith(RATE) ?
            number(value.value()) + interval(value, 1) : time(value);
    }

    /** Returns the span of a cost in which the sign changes, or which sign it has all over the range. */
    public static String span(final Answer.BreakEven one)
    {
        final String first = time(one.tried().get(0));
        final String last = time(one.tried().get(one.tried().size() - 1));
        if (!one.isCrossing())
        {
            return switch (one.signs())
            {
                case "++" -> "not between the ends: a gain";
                case "--" -> "not between the ends: a loss";
                default -> "not between the ends: no difference shown at one";
            };
        }

        return (one.fromNs() == null ? first + " (end of the range)" : time(one.fromNs())) + " to " +
            (one.toNs() == null ? last + " (end of the range)" : time(one.toNs()));
    }

    private static Double negated(final Double value)
    {
        return value == null ? null : -value;
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
            " [" + number(estimate.low() * factor) + ", " + number(estimate.high() * factor) + ']';
    }

    /** Returns a number with three digits that count, or all of its whole ones. */
    public static String number(final double value)
    {
        final double size = Math.abs(value);

        final String text = String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);

        return text.equals("-0.00") ? "0" : text.equals("0.00") ? "0" : text;
    }
}
