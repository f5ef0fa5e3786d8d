package org.gale.engine.report.sweep;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gale.engine.storm.result.SampleSum;

/**
 * Sum of the results of one scenario under several seeds, or of a group or phase of it: counters, samples, the figures
 * of each seed, and the same of its parts by name. Sums may be joined in any grouping; a new one is their zero. Used by
 * one thread.
 */
final class SeedSum
{
    private final Map<Counter, Long> counters = new LinkedHashMap<>();
    private final Map<String, SampleSum> latencies = new LinkedHashMap<>();
    private final Map<String, SeedFigures> figures = new LinkedHashMap<>();
    private final Map<String, SeedSum> groups = new LinkedHashMap<>();
    private final Map<String, SeedSum> phases = new LinkedHashMap<>();
    private final boolean isPart;
    private Origin origin = Origin.NONE;

    /** Creates the sum of no result of a storm. */
    SeedSum()
    {
        this(false);
    }

    private SeedSum(final boolean isPart)
    {
        this.isPart = isPart;
    }

    /**
     * Name of a counter.
     *
     * @param object of a report that has it
     * @param inner  object in that one; empty for none
     * @param name   in the object
     */
    record Counter(String object, String inner, String name)
    {
    }

    /**
     * Scenario and seed of results.
     *
     * @param scenario text that two storms of one scenario have in common; empty for no result
     * @param seed     null for several
     */
    record Origin(String scenario, Long seed)
    {
        private static final Origin NONE = new Origin("", null);
    }

    /** Sets where a result is from. */
    void origin(final Origin other)
    {
        origin = other;
    }

    /**
     * Adds to a counter.
     *
     * @throws ArithmeticException if the sum is beyond all limits
     */
    void count(final Counter counter, final long value)
    {
        counters.merge(counter, value, Math::addExact);
    }

    /** Adds the figure of a seed. */
    void figure(final String name, final BigDecimal value)
    {
        figures.merge(name, new SeedFigures(List.of(value)), SeedFigures::join);
    }

    /** Returns the counters in the order in which they were first added. */
    Map<Counter, Long> counters()
    {
        return Collections.unmodifiableMap(counters);
    }

    /** Returns a latency, to which samples may be added. */
    SampleSum latency(final String name)
    {
        return latencies.computeIfAbsent(name, key -> isPart ? SampleSum.ofPart() : SampleSum.ofStorm());
    }

    /** Returns the latencies by name. */
    Map<String, SampleSum> latencies()
    {
        return Collections.unmodifiableMap(latencies);
    }

    /** Returns the figures of the seeds by name. */
    Map<String, SeedFigures> figures()
    {
        return Collections.unmodifiableMap(figures);
    }

    /** Returns the group of a name, which is added if it is new. */
    SeedSum group(final String name)
    {
        return groups.computeIfAbsent(name, key -> new SeedSum(true));
    }

    /** Returns the phase of a name, which is added if it is new. */
    SeedSum phase(final String name)
    {
        return phases.computeIfAbsent(name, key -> new SeedSum(true));
    }

    /** Returns the groups by name. */
    Map<String, SeedSum> groups()
    {
        return Collections.unmodifiableMap(groups);
    }

    /** Returns the phases by name. */
    Map<String, SeedSum> phases()
    {
        return Collections.unmodifiableMap(phases);
    }

    /**
     * Adds the results of other seeds of the same scenario.
     *
     * @throws IllegalArgumentException if they are of another scenario
     * @throws ArithmeticException      if a count is beyond all limits
     */
    void join(final SeedSum other)
    {
        origin = common(origin, other.origin);
        other.counters.forEach(this::count);
        other.figures.forEach((name, values) -> figures.merge(name, values, SeedFigures::join));
        add(other);
        other.groups.forEach((name, group) -> group(name).join(group));
        other.phases.forEach((name, phase) -> phase(name).join(phase));
    }

    private void add(final SeedSum other)
    {
        other.latencies.forEach((name, samples) -> latency(name).add(samples));
    }

    private static Origin common(final Origin one, final Origin other)
    {
        if (one.scenario().isEmpty() || other.scenario().isEmpty())
        {
            return one.scenario().isEmpty() ? other : one;
        }
        if (!one.scenario().equals(other.scenario()))
        {
            throw new IllegalArgumentException("results of two scenarios cannot be added");
        }

        return Objects.equals(one.seed(), other.seed()) ? one : new Origin(one.scenario(), null);
    }

    @Override
    public boolean equals(final Object object)
    {
        return object instanceof SeedSum other && counters.equals(other.counters) &&
            latencies.equals(other.latencies) && figures.equals(other.figures) && groups.equals(other.groups) &&
            phases.equals(other.phases) && origin.equals(other.origin);
    }

    @Override
    public int hashCode()
    {
        return Objects.hash(counters, figures);
    }

    @Override
    public String toString()
    {
        return origin + " " + counters + " " + latencies + " groups " + groups + " phases " + phases;
    }
}
