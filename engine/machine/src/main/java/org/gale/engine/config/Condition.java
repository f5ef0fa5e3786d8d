package org.gale.engine.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Condition on a figure of a run, such as {@code response.p99 > 50us}. Its form says which figures and limits it may
 * have.
 *
 * @param metric name of the figure
 * @param order  relation that the figure is tested for
 * @param limit  value that the figure or its change is compared with; a time in ns, a change in percent
 * @param kind   of the limit, as it was written
 * @param text   condition with single spaces: as the user wrote it, or in a timed form with the limit in ns
 */
public record Condition(String metric, Order order, double limit, ConditionKind kind, String text)
{
    /** Kinds of limits. */
    public enum ConditionKind
    {
        /** A count or a decimal. */
        NUMBER,
        /** A duration. */
        TIME,
        /** A change relative to a baseline: {@code > 10%}, {@code < -5%}. */
        CHANGE
    }

    /** Form of conditions on the figures of a report. */
    public static final Form FIGURES = new Form(
        Pattern.compile("\\s*([A-Za-z0-9_.-]{1,100})\\s*(>=|<=|>|<)\\s*" +
            "([0-9][0-9A-Za-z.\u00b5]{0,40}|[+-]?[0-9]{1,6}(?:\\.[0-9]{1,3})? ?%)\\s*"),
        "not METRIC OP VALUE (try 'response.p99 > 50us' or 'rate < 1M')", List.of(), false);

    private static final String PERCENT = "%";
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,18}(\\.\\d{1,9})?");

    /**
     * Form in which users write conditions of a kind.
     *
     * @param shape   with a group for each of metric, relation and limit
     * @param refusal of a text in another shape: what it is, or is not, with an example
     * @param metrics that conditions may name, behind the names of a part; empty if the form does not know them
     * @param isTimed true if each limit is a duration
     */
    public record Form(Pattern shape, String refusal, List<String> metrics, boolean isTimed)
    {
    }

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
     * Reads a condition on a figure of a report.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Condition parse(final String text)
    {
        return parse(text, FIGURES);
    }

    /**
     * Reads a condition: a metric, one of {@code > >= < <=}, and a duration with its unit, a count or a decimal.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static Condition parse(final String text, final Form form)
    {
        final Matcher matcher = form.shape().matcher(text);
        if (!matcher.matches())
        {
            throw new IllegalArgumentException("'" + text + "' is " + form.refusal());
        }
        final String metric = matcher.group(1);
        final String own = metric.substring(metric.lastIndexOf('.') + 1);
        if (!form.metrics().isEmpty() && !form.metrics().contains(own))
        {
            throw new IllegalArgumentException("'" + own + "' is not one of " + String.join(", ", form.metrics()));
        }
        final String value = matcher.group(3);
        final ConditionKind kind = form.isTimed() || value.endsWith("s") ? ConditionKind.TIME :
            value.endsWith(PERCENT) ? ConditionKind.CHANGE : ConditionKind.NUMBER;
        final double limit = limit(kind, value);
        final String shown = form.isTimed() ? (long)limit + "ns" : value.replace(" ", "");

        return new Condition(metric, order(matcher.group(2)), limit, kind,
            metric + ' ' + matcher.group(2) + ' ' + shown);
    }

    /** Returns whether the limit was written as a duration. */
    public boolean isTime()
    {
        return kind == ConditionKind.TIME;
    }

    /** Returns whether the limit is one of a change, which takes a baseline. */
    public boolean isChange()
    {
        return kind == ConditionKind.CHANGE;
    }

    /** Returns whether a value of the metric, or its change in percent, fulfils the condition. */
    public boolean holds(final double value)
    {
        return order.holds(value, limit);
    }

    /** Returns a condition on a time as a sentence shows it. */
    public String timeText()
    {
        assert isTime() : text;

        return metric + ' ' + order.sign + ' ' + NumberText.duration((long)limit);
    }

    private static double limit(final ConditionKind kind, final String value)
    {
        return switch (kind)
        {
            case TIME -> Quantity.durationNs(value);
            case CHANGE -> Double.parseDouble(value.substring(0, value.length() - PERCENT.length()));
            case NUMBER -> DECIMAL.matcher(value).matches() ? Double.parseDouble(value) : Quantity.count(value);
        };
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
