package org.gale.engine.storm.result.answer;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /**
     * Returns the range of a worth over costs, after what its sentence says of it.
     *
     * @param range  null without one
     * @param isLoss true where the sentence shows a loss without its sign
     */
    public static String over(final Answer.Range range, final boolean isLoss)
    {
        return range == null ? "" : "; by costs that nobody has measured: " +
            approximate(range, isLoss ? -range.high() : range.low()) + " to " +
            approximate(range, isLoss ? -range.low() : range.high());
    }

    private static String approximate(final Answer.Range range, final double value)
    {
        return of(range.figure(), Estimate.of(value));
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

    /** Returns where completions change by a level, and on which side; or that they do not. */
    public static String span(final Answer.IoBreakEven one)
    {
        if (!one.isCrossing())
        {
            return switch (one.sides())
            {
                case "<<" -> "not in the range tried: less";
                case ">>" -> "all over the range tried";
                default -> "not shown in the range tried";
            };
        }
        final String span = one.from() == null ? one.to() == null ? "not shown where" :
            "before " + places(one, one.to()) : one.to() == null ? "after " + places(one, one.from()) :
            places(one, one.from(), one.to());

        return span + (one.sides().equals("<>") ? ", and above" : ", and below");
    }

    /** Returns the range of a property that was tried. */
    public static String tried(final Answer.IoBreakEven one)
    {
        return places(one, one.tried().get(0), one.tried().get(one.tried().size() - 1));
    }

    /** Returns some places: depths, or factors. */
    private static String places(final Answer.IoBreakEven one, final Double... at)
    {
        final boolean isDepth = one.property().equals(Answer.IoBreakEven.DEPTH);

        return Stream.of(at).map(place -> format(isDepth ? "%,.0f" : place < 0.1 ? "%.4f" : place < 1 ? "%.3f" :
            place < 10 ? "%.2f" : "%.1f", place)).collect(Collectors.joining(" to ")) + (isDepth ? "" : " times");
    }

    /** Returns the values of a host, from the least to the most. */
    public static String now(final Answer.IoBreakEven one)
    {
        final double least = one.now().get(0);
        final double most = one.now().get(one.now().size() - 1);

        return now(one, least) + (least == most ? "" : " to " + now(one, most));
    }

    private static String now(final Answer.IoBreakEven one, final double value)
    {
        return one.property().equals(Answer.IoBreakEven.RATE) ? String.format(Locale.ROOT, "%,.0f/s", value) :
            one.property().equals(Answer.IoBreakEven.DEPTH) ? String.format(Locale.ROOT, "%,.0f", value) : time(value);
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

    private static String format(final String form, final double value)
    {
        final String text = String.format(Locale.ROOT, form, value);

        return text.equals("-0.00") || text.equals("0.00") ? "0" : text;
    }
}
