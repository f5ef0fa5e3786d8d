package org.gale.engine.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Condition on a figure of a run, such as {@code response.p99 > 50us}.
 *
 * @param metric name of the figure
 * @param order  relation that the figure is tested for
 * @param limit  value that the figure is compared with; a time in ns
 * @param isTime true if the limit was written as a duration
 * @param text   condition as the user wrote it, with single spaces
 */
public record Condition(String metric, Order order, double limit, boolean isTime, String text)
{
    private static final Pattern SHAPE = Pattern.compile(
        "\\s*([A-Za-z0-9_.-]{1,80})\\s*(>=|<=|>|<)\\s*([0-9][0-9A-Za-z.\u00b5]{0,40})\\s*");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,18}(\\.\\d{1,9})?");

    /** Relations of a figure to a limit. */
    public enum Order
    {
        /** Above the limit. */
        ABOVE(">"),
        /** At the limit or above. */
        AT_LEAST(">="),
        /** Below the limit. */
        BELOW("<"),
        /** At the limit or below. */
        AT_MOST("<=");

        private final String sign;

        Order(final String sign)
        {
            this.sign = sign;
        }

        boolean holds(final double value, final double limit)
        {
            return switch (this)
            {
                case ABOVE -> value > limit;
                case AT_LEAST -> value >= limit;
                case BELOW -> value < limit;
                case AT_MOST -> value <= limit;
            };
        }
    }

    /**
     * Reads a condition: a metric, one of {@code > >= < <=}, and a duration with its unit, a count or a decimal.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Condition parse(final String text)
    {
        final Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches())
        {
            throw new IllegalArgumentException(
                "'" + text + "' is not METRIC OP VALUE (try 'response.p99 > 50us' or 'rate < 1M')");
        }
        final String value = matcher.group(3);
        final boolean isTime = value.endsWith("s");
        final double limit = isTime ? Quantity.durationNs(value) :
            DECIMAL.matcher(value).matches() ? Double.parseDouble(value) : Quantity.count(value);

        return new Condition(matcher.group(1), order(matcher.group(2)), limit, isTime,
            matcher.group(1) + ' ' + matcher.group(2) + ' ' + value);
    }

    /** Returns whether a value of the metric fulfils the condition. */
    public boolean holds(final double value)
    {
        return order.holds(value, limit);
    }

    private static Order order(final String sign)
    {
        for (final Order order : Order.values())
        {
            if (order.sign.equals(sign))
            {
                return order;
            }
        }

        throw new IllegalStateException("no order has this sign: " + sign);
    }
}
