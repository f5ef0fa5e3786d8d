package org.gale.engine.report.compare;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * Figure of a storm that users name, and its place in the JSON report.
 *
 * @param name     as users write it, such as {@code response.p99}
 * @param path     JSON pointer from the report
 * @param interval JSON pointer from an interval of the report; empty if intervals do not have the figure
 * @param unit     unit of the value
 * @param better   direction in which a change is an improvement
 * @param isJudged true if a change for the worse is a regression
 */
public record Metric(String name, String path, String interval, Unit unit, Better better, boolean isJudged)
{
    private static final String COUNT = "/count";
    private static final String LATENCIES = "/latency_ns/";

    /** Units of figures. */
    public enum Unit
    {
        /** Time in nanoseconds. */
        NANOSECONDS,
        /** Events a second. */
        PER_SECOND,
        /** Number without a unit. */
        NUMBER
    }

    /** Directions of improvement. */
    public enum Better
    {
        /** Lower values are better. */
        LOWER,
        /** Higher values are better. */
        HIGHER,
        /** No direction is better. */
        NEITHER
    }

    /** Returns the name with the unit, such as {@code response.p99, ns}. */
    public String label()
    {
        return switch (unit)
        {
            case NANOSECONDS -> name + ", ns";
            case PER_SECOND -> name.endsWith("_per_s") ? name : name + ", per second";
            case NUMBER -> name;
        };
    }

    /** Returns the metric as one that is shown, and fails no comparison. */
    Metric notJudged()
    {
        return new Metric(name, path, interval, unit, better, false);
    }

    /** Returns whether the value is one of a latency, beside others. */
    boolean isOfLatency()
    {
        return path.startsWith(LATENCIES);
    }

    /**
     * Returns another value of the same latency.
     *
     * @param key of the value in JSON
     */
    Metric sibling(final String key)
    {
        return new Metric(name, path.substring(0, path.lastIndexOf('/') + 1) + key, "", unit, better, false);
    }

    /**
     * Returns the value in a report.
     *
     * @return {@link Double#NaN} if the report lacks the figure, or has no sample of the latency
     */
    public double in(final JsonNode report)
    {
        return at(report, path);
    }

    /**
     * Returns the value in an interval of a report.
     *
     * @return {@link Double#NaN} if the interval lacks the figure, or has no sample of the latency
     */
    double inInterval(final JsonNode interval)
    {
        return this.interval.isEmpty() ? Double.NaN : at(interval, this.interval);
    }

    /**
     * Returns the number in a report, with all of its digits.
     *
     * @return a missing node if the report lacks the figure, or has no sample of the latency
     */
    JsonNode number(final JsonNode report)
    {
        return number(report, path);
    }

    /**
     * Returns the number in a report by pointers that were compiled once.
     *
     * @param value   pointer of the figure
     * @param samples pointer of the number of samples of its latency; null for a figure that needs none
     * @return a missing node if the report lacks the figure, or has no sample of the latency
     */
    static JsonNode number(final JsonNode report, final JsonPointer value, final JsonPointer samples)
    {
        final JsonNode number = report.at(value);
        final JsonNode count = samples == null ? MissingNode.getInstance() : report.at(samples);

        return !number.isNumber() || (count.isNumber() && count.asLong() == 0) ? MissingNode.getInstance() : number;
    }

    /** Returns the pointer of the figure. */
    JsonPointer pointer()
    {
        return JsonPointer.compile(path);
    }

    /** {@return the pointer of the number of samples of the latency, or null for a figure that needs none} */
    JsonPointer samples()
    {
        return samples(path);
    }

    private static JsonPointer samples(final String pointer)
    {
        return pointer.endsWith(COUNT) ? null :
            JsonPointer.compile(pointer.substring(0, pointer.lastIndexOf('/')) + COUNT);
    }

    private static double at(final JsonNode node, final String pointer)
    {
        final JsonNode value = number(node, pointer);

        return value.isMissingNode() ? Double.NaN : value.asDouble();
    }

    private static JsonNode number(final JsonNode node, final String pointer)
    {
        return number(node, JsonPointer.compile(pointer), samples(pointer));
    }
}
