package org.gale.engine.storm.result.answer;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts of break-evens, and of ranges over costs that nobody has measured. Pure functions. */
public final class BreakEvenText
{
    private BreakEvenText()
    {
    }

    /**
     * Returns the range of a worth over costs, after what its sentence says of it.
     *
     * @param range  null without one
     * @param isLoss true where the sentence shows a loss without its sign
     */
    public static String over(final Answer.Range range, final boolean isLoss)
    {
        return range == null ? "" : "; with unmeasured costs at half to twice: " +
            approximate(range, isLoss ? -range.high() : range.low()) + " to " +
            approximate(range, isLoss ? -range.low() : range.high()) +
            (range.figure().endsWith("completions_per_s") ? " a second" : "");
    }

    private static String approximate(final Answer.Range range, final double value)
    {
        return EstimateText.of(range.figure(), Estimate.of(value));
    }

    /** Returns the span of a cost in which the sign changes, or which sign it has all over the range. */
    public static String span(final Answer.BreakEven one)
    {
        final String first = EstimateText.time(one.tried().get(0));
        final String last = EstimateText.time(one.tried().get(one.tried().size() - 1));
        if (!one.isCrossing())
        {
            return switch (one.signs())
            {
                case "++" -> "not between the ends: a gain";
                case "--" -> "not between the ends: a loss";
                default -> "not between the ends: no difference shown at one";
            };
        }

        return (one.fromNs() == null ? first + " (end of the range)" : EstimateText.time(one.fromNs())) + " to " +
            (one.toNs() == null ? last + " (end of the range)" : EstimateText.time(one.toNs()));
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

        return Stream.of(at).map(place -> EstimateText.format(isDepth ? "%,.0f" : place < 0.1 ? "%.4f" :
            place < 1 ? "%.3f" : place < 10 ? "%.2f" : "%.1f", place)).collect(Collectors.joining(" to ")) +
            (isDepth ? "" : " times");
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
            one.property().equals(Answer.IoBreakEven.DEPTH) ? String.format(Locale.ROOT, "%,.0f", value) :
            EstimateText.time(value);
    }
}
