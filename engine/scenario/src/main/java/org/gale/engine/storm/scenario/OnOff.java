package org.gale.engine.storm.scenario;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;
import org.gale.engine.config.Quantity;

/**
 * Arrivals that come in bursts: evenly spaced while a source is on, none while it is off. Both times have a Pareto
 * distribution of the same shape.
 *
 * @param alpha shape, above 1; up to 2 the times have no variance
 * @param onNs  mean time that the source is on
 * @param offNs mean time that it is off
 */
public record OnOff(double alpha, long onNs, long offNs)
{
    private static final Pattern NUMBER = Pattern.compile("\\d{1,3}(\\.\\d{1,9})?");
    private static final String EXAMPLE = "{on-off: {alpha: 1.5, on: 1ms, off: 9ms}}";
    private static final double ALPHA_MAX = 100;
    private static final long LIMIT_NS = 1_000_000_000_000L;

    /**
     * Reads bursts as users write them.
     *
     * @throws IllegalArgumentException with a message for the user that shows the form
     */
    static OnOff read(final JobNode node)
    {
        double alpha = 1.5;
        long onNs = 1_000_000;
        long offNs = 9_000_000;
        if (!(node instanceof JobNode.Fields map) || map.fields().size() != 1 ||
            !(map.get("on-off") instanceof JobNode.Fields times))
        {
            throw new IllegalArgumentException(
                "'" + FlowText.of(node) + "' is no map of arrivals (try " + EXAMPLE + ')');
        }
        for (final Map.Entry<String, JobNode.Field> time : times.fields().entrySet())
        {
            final String text = FlowText.of(time.getValue().node());
            switch (time.getKey())
            {
                case "alpha" -> alpha = alpha(text);
                case "on" -> onNs = time(text);
                case "off" -> offNs = time(text);
                default -> throw new IllegalArgumentException(
                    "'" + time.getKey() + ": " + text + "' is no part of on-off (try " + EXAMPLE + ')');
            }
        }

        return new OnOff(alpha, onNs, offNs);
    }

    private static double alpha(final String text)
    {
        final double alpha = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : 0;
        if (alpha <= 1 || alpha > ALPHA_MAX)
        {
            throw new IllegalArgumentException(
                "alpha '" + text + "' is not above 1 and at most 100: times would have no mean (try 1.5)");
        }

        return alpha;
    }

    private static long time(final String text)
    {
        final long ns = Quantity.durationNs(text, EXAMPLE);
        if (ns < 1 || ns > LIMIT_NS)
        {
            throw new IllegalArgumentException("'" + text + "' is not in 1ns to 1000s (try " + EXAMPLE + ')');
        }

        return ns;
    }

    /** Returns the mean time from the begin of a burst to the next one's, ns. */
    double turnNs()
    {
        return (double)onNs + offNs;
    }

    /** Returns the text that users write, which {@link #read} reads back. */
    String text()
    {
        return "{on-off: {alpha: " + BigDecimal.valueOf(alpha).toPlainString() + ", on: " +
            Quantity.durationText(onNs) + ", off: " + Quantity.durationText(offNs) + "}}";
    }

    @Override
    public String toString()
    {
        return text();
    }
}
