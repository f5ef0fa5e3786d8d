package org.gale.engine.storm.result;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Sum of results of one scenario, or of a group or phase of it: counters, samples, and the same of its parts by name.
 * {@link #join} adds results of several seeds, {@link #plus} the parts of one storm. Both add accounts, exact sums and
 * histograms alike, may be grouped in any way, and have a new sum as their zero. Used by one thread.
 */
public final class ResultSum
{
    private static final String ACCOUNTING = "accounting";
    private static final String PENDING = "pending";
    private static final String CARRIED_IN = "carried_in";

    private final Map<Counter, Long> counters = new LinkedHashMap<>();
    private final Map<String, SampleSum> latencies = new LinkedHashMap<>();
    private final Map<String, SeedFigures> figures = new LinkedHashMap<>();
    private final Map<String, ResultSum> groups = new LinkedHashMap<>();
    private final Map<String, ResultSum> phases = new LinkedHashMap<>();
    private final boolean isPart;
    private Time time = Time.NONE;
    private Origin origin = Origin.NONE;

    /** Creates the sum of no result of a storm. */
    public ResultSum()
    {
        this(false);
    }

    /** Returns the sum that has the events of an account alone. */
    public static ResultSum of(final EventAccount account)
    {
        final ResultSum sum = new ResultSum();
        sum.count(account);

        return sum;
    }

    private ResultSum(final boolean isPart)
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
    public record Counter(String object, String inner, String name)
    {
        /** Returns the counter of an account. */
        static Counter ofAccount(final String name)
        {
            return new Counter(ACCOUNTING, "", name);
        }
    }

    /** How the parts of a storm follow each other. */
    public enum Order
    {
        /** At the same time: the longest time is that of the storm. */
        PARALLEL,
        /** One after the other, as a resume: times, rates and latencies are those of the last. */
        SEQUENCE
    }

    /**
     * Time of a storm and of its measured part, with what was offered and delivered in that.
     *
     * @param ns         of the whole storm
     * @param measuredNs of the measured part
     * @param offered    events of the measured part
     * @param delivered  interrupts of the measured part
     */
    public record Time(long ns, long measuredNs, long offered, long delivered)
    {
        /** No time. */
        public static final Time NONE = new Time(0, 0, 0, 0);

        private Time parallel(final Time other)
        {
            return new Time(Math.max(ns, other.ns), Math.max(measuredNs, other.measuredNs),
                Math.addExact(offered, other.offered), Math.addExact(delivered, other.delivered));
        }
    }

    /**
     * Scenario and seed of results.
     *
     * @param scenario text that two storms of one scenario have in common; empty for no result
     * @param seed     null for several
     */
    public record Origin(String scenario, Long seed)
    {
        private static final Origin NONE = new Origin("", null);
    }

    /** Sets where a result is from. */
    public void origin(final Origin other)
    {
        origin = other;
    }

    /** Sets the time of a result. */
    public void time(final Time other)
    {
        time = other;
    }

    /** Returns the time of the results. */
    public Time time()
    {
        return time;
    }

    /**
     * Adds to a counter.
     *
     * @throws ArithmeticException if the sum is beyond all limits
     */
    public void count(final Counter counter, final long value)
    {
        counters.merge(counter, value, Math::addExact);
    }

    /** Adds an account. */
    public void count(final EventAccount account)
    {
        if (account.carriedIn() > 0 || isPart)
        {
            count(Counter.ofAccount(CARRIED_IN), account.carriedIn());
        }
        account.figures().forEach((name, value) -> count(Counter.ofAccount(name), value));
    }

    /** Adds the figure of a seed. */
    public void figure(final String name, final BigDecimal value)
    {
        figures.merge(name, new SeedFigures(List.of(value)), SeedFigures::join);
    }

    /** Returns the counters in the order in which they were first added. */
    public Map<Counter, Long> counters()
    {
        return Collections.unmodifiableMap(counters);
    }

    /** Returns the account of all events. */
    public EventAccount account()
    {
        return new EventAccount(counter(CARRIED_IN), counter("offered"), counter("delivered"), counter("coalesced"),
            counter("rejected"), counter(PENDING));
    }

    /** Returns a latency, to which samples may be added. */
    public SampleSum latency(final String name)
    {
        return latencies.computeIfAbsent(name, key -> isPart ? SampleSum.ofPart() : SampleSum.ofStorm());
    }

    /** Returns the latencies by name. */
    public Map<String, SampleSum> latencies()
    {
        return Collections.unmodifiableMap(latencies);
    }

    /** Returns the figures of the seeds by name. */
    public Map<String, SeedFigures> figures()
    {
        return Collections.unmodifiableMap(figures);
    }

    /** Returns the group of a name, which is added if it is new. */
    public ResultSum group(final String name)
    {
        return groups.computeIfAbsent(name, key -> new ResultSum(true));
    }

    /** Returns the phase of a name, which is added if it is new. */
    public ResultSum phase(final String name)
    {
        return phases.computeIfAbsent(name, key -> new ResultSum(true));
    }

    /** Returns the groups by name. */
    public Map<String, ResultSum> groups()
    {
        return Collections.unmodifiableMap(groups);
    }

    /** Returns the phases by name. */
    public Map<String, ResultSum> phases()
    {
        return Collections.unmodifiableMap(phases);
    }

    /**
     * Adds the results of other seeds of the same scenario.
     *
     * @throws IllegalArgumentException if they are of another scenario
     * @throws ArithmeticException      if a count is beyond all limits
     */
    public void join(final ResultSum other)
    {
        origin = common(origin, other.origin, false);
        time = time.parallel(other.time);
        other.counters.forEach(this::count);
        other.figures.forEach((name, values) -> figures.merge(name, values, SeedFigures::join));
        add(other);
        other.groups.forEach((name, group) -> group(name).join(group));
        other.phases.forEach((name, phase) -> phase(name).join(phase));
    }

    /**
     * Adds another part of the same storm, and returns this sum.
     *
     * @throws IllegalArgumentException if it is of another scenario or seed, or does not begin where this one ended
     * @throws ArithmeticException      if a count is beyond all limits
     */
    public ResultSum plus(final ResultSum other, final Order order)
    {
        final boolean isFirst = isNothing();
        origin = common(origin, other.origin, true);
        if (order == Order.PARALLEL)
        {
            time = time.parallel(other.time);
            other.counters.forEach(this::count);
            add(other);
        }
        else if (!other.isNothing())
        {
            if (!isFirst && other.account().carriedIn() != account().pending())
            {
                throw new IllegalArgumentException("a part carries in " + other.account().carriedIn() +
                    " events, and " + account().pending() + " were pending before");
            }
            time = other.time;
            follow(other.counters, isFirst);
            latencies.clear();
            add(other);
        }
        figures.clear();
        other.groups.forEach((name, group) -> group(name).plus(group, order));
        other.phases.forEach((name, phase) -> phase(name).plus(phase, order));

        return this;
    }

    /** Adds the counters of a part that follows: what it carried in was pending before. */
    private void follow(final Map<Counter, Long> later, final boolean isFirst)
    {
        later.forEach((counter, value) ->
        {
            if (counter.equals(Counter.ofAccount(PENDING)))
            {
                counters.put(counter, value);
            }
            else if (isFirst || !counter.equals(Counter.ofAccount(CARRIED_IN)))
            {
                count(counter, value);
            }
        });
    }

    private void add(final ResultSum other)
    {
        other.latencies.forEach((name, samples) -> latency(name).add(samples));
    }

    private boolean isNothing()
    {
        return counters.isEmpty() && latencies.isEmpty();
    }

    private long counter(final String name)
    {
        return counters.getOrDefault(Counter.ofAccount(name), 0L);
    }

    private static Origin common(final Origin one, final Origin other, final boolean isOneStorm)
    {
        if (one.scenario().isEmpty() || other.scenario().isEmpty())
        {
            return one.scenario().isEmpty() ? other : one;
        }
        final boolean isSameSeed = Objects.equals(one.seed(), other.seed());
        if (!one.scenario().equals(other.scenario()) || (isOneStorm && !isSameSeed))
        {
            throw new IllegalArgumentException(isOneStorm && one.scenario().equals(other.scenario()) ?
                "parts of seeds " + one.seed() + " and " + other.seed() + " are no parts of one storm" :
                "results of two scenarios cannot be added");
        }

        return isSameSeed ? one : new Origin(one.scenario(), null);
    }

    @Override
    public boolean equals(final Object object)
    {
        return object instanceof ResultSum other && counters.equals(other.counters) &&
            latencies.equals(other.latencies) && figures.equals(other.figures) && groups.equals(other.groups) &&
            phases.equals(other.phases) && time.equals(other.time) && origin.equals(other.origin);
    }

    @Override
    public int hashCode()
    {
        return Objects.hash(counters, figures, time);
    }

    @Override
    public String toString()
    {
        return origin + " " + time + " " + counters + " " + latencies + " groups " + groups + " phases " + phases;
    }
}
