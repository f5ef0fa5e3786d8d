package org.gale.engine.report.shown;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Estimate as it is shown: a value, its unit, and its interval where it has one. Immutable.
 *
 * @param value of the digits
 * @param base  of the unit
 * @param low   null without an interval
 * @param high  null without an interval
 */
record ShownEstimate(Digits value, double base, Digits low, Digits high)
{
    private static final String N = "(-?[0-9][0-9,]*(?:\\.[0-9]+)?)";
    /** Estimate within a text. */
    static final Pattern PATTERN = Pattern.compile(
        "(?<![\\w.,/*:-])" + N + "(?: (ns|us|ms|%)(?![\\w/]))?(?: \\[" + N + ", " + N + "\\])?");

    private static final Map<String, Double> BASES = Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "%", 0.01);
    private static final double HALF = 0.5;
    private static final double ERROR = 1e-9;

    /**
     * Number by its digits.
     *
     * @param error half a unit of the last digit
     */
    record Digits(double value, double error)
    {
        private static Digits of(final String text)
        {
            final int point = text.indexOf('.');

            return text.isEmpty() ? null : new Digits(Double.parseDouble(text.replace(",", "")),
                HALF * Math.pow(10, point < 0 ? 0 : point + 1 - text.length()));
        }

        private boolean isOf(final double other)
        {
            return Math.abs(value - other) <= error + ERROR * Math.abs(other);
        }
    }

    /** Returns the estimate that a matcher of the pattern has found. */
    static ShownEstimate of(final Matcher found)
    {
        return new ShownEstimate(Digits.of(found.group(1)),
            found.group(2) == null ? 1 : BASES.get(found.group(2)),
            found.group(3) == null ? null : Digits.of(found.group(3)),
            found.group(4) == null ? null : Digits.of(found.group(4)));
    }

    /** Returns whether a unit or an interval shows that it is an estimate, and no count. */
    boolean isEstimate()
    {
        return base != 1 || low != null;
    }

    /** Returns whether it is shown as a percentage. */
    boolean isRatio()
    {
        return base == BASES.get("%");
    }

    boolean hasInterval()
    {
        return low != null;
    }

    /**
     * Returns whether an estimate of an answer is shown as this one.
     *
     * @param sign -1 if it is shown without its own sign, which is minus
     */
    boolean isOf(final JsonNode estimate, final int sign)
    {
        final JsonNode from = estimate.path(sign > 0 ? "low" : "high");
        final JsonNode to = estimate.path(sign > 0 ? "high" : "low");

        return isValue(sign * estimate.path("value").asDouble()) && (low == null ||
            (from.isNumber() && low.isOf(sign * from.asDouble() / base) && high.isOf(sign * to.asDouble() / base)));
    }

    /** Returns whether a number is shown as the value. */
    boolean isValue(final double number)
    {
        return value.isOf(number / base);
    }

    /** Returns whether the interval holds 0, within the rounding of its digits. */
    boolean holdsZero()
    {
        return low.value() <= low.error() && high.value() >= -high.error();
    }

    /** Returns whether the interval lies on one side of 0, within the rounding of its digits. */
    boolean leavesZeroOut()
    {
        return low.value() >= -low.error() || high.value() <= high.error();
    }
}
