package org.gale.engine.storm.setting;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Quantity;

/**
 * Condition that ends a run: the first sampled interrupt after the warm-up, or the first stall, that meets it.
 *
 * @param metric      response, service, a stage, or stall
 * @param ns          duration that the metric has to exceed
 * @param isInclusive true for {@code >=}, false for {@code >}
 */
public record StopCondition(String metric, long ns, boolean isInclusive)
{
    /** Metric of the stalls of engine and generator. */
    public static final String STALL = "stall";
    /** Metrics that conditions may name. */
    public static final List<String> METRICS = List.of("response", "service", "late", "queued", "translated",
        "signalled", "woken", "acknowledged", STALL);

    private static final Pattern TEXT = Pattern.compile("\\s*([a-z]+)\\s*(>=?)\\s*(\\S+)\\s*");

    /**
     * Reads a condition such as {@code response > 1ms}.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static StopCondition parse(final String text)
    {
        final Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches())
        {
            throw new IllegalArgumentException("'" + text + "' is no condition (try 'response > 1ms')");
        }
        if (!METRICS.contains(matcher.group(1)))
        {
            throw new IllegalArgumentException(
                "'" + matcher.group(1) + "' is not one of " + String.join(", ", METRICS));
        }

        return new StopCondition(matcher.group(1), Quantity.durationNs(matcher.group(3)),
            matcher.group(2).length() > 1);
    }

    /** Returns whether the condition is on stalls, and not on interrupts. */
    boolean isOfStalls()
    {
        return metric.equals(STALL);
    }

    /** Returns whether a duration meets the condition. */
    public boolean isMet(final long durationNs)
    {
        return isInclusive ? durationNs >= ns : durationNs > ns;
    }

    /** Returns the text that {@link #parse} reads. */
    public String text()
    {
        return metric + (isInclusive ? " >= " : " > ") + ns + "ns";
    }

    /** Returns the condition as a sentence shows it. */
    public String shown()
    {
        return metric + (isInclusive ? " >= " : " > ") + NumberText.duration(ns);
    }
}
