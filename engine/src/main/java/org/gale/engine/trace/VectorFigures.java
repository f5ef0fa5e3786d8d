package org.gale.engine.trace;

import java.util.Arrays;
import java.util.BitSet;

/** Figures of a vector of a trace: its gaps, service times and CPUs. Percentiles are values of the trace. */
public final class VectorFigures
{
    private static final int FIRST_CAPACITY = 16;
    private static final int LONGEST_PART = 20;
    private static final double NS_PER_S = 1e9;

    private final TraceVector vector;
    private final BitSet cpus = new BitSet();
    private long[] gaps = new long[FIRST_CAPACITY];
    private long[] services = new long[FIRST_CAPACITY];
    private int events;
    private int served;
    private long lastNs;

    VectorFigures(final TraceVector vector)
    {
        this.vector = vector;
    }

    void add(final long timeNs, final long serviceNs, final int cpu)
    {
        if (events > 0)
        {
            gaps = grown(gaps, events - 1);
            gaps[events - 1] = timeNs - lastNs;
        }
        if (serviceNs != TraceEvents.NO_SERVICE)
        {
            services = grown(services, served);
            services[served++] = serviceNs;
        }
        events++;
        lastNs = timeNs;
        cpus.set(cpu);
    }

    void end()
    {
        gaps = Arrays.copyOf(gaps, Math.max(0, events - 1));
        services = Arrays.copyOf(services, served);
        Arrays.sort(gaps);
        Arrays.sort(services);
    }

    /** Returns the vector. */
    public TraceVector vector()
    {
        return vector;
    }

    /** Returns how many events it has. */
    public int events()
    {
        return events;
    }

    /** Returns its events a second, from the first to the last; 0 of one event. */
    public double perSecond()
    {
        final double sum = Arrays.stream(gaps).asDoubleStream().sum();

        return sum == 0 ? 0 : gaps.length * NS_PER_S / sum;
    }

    /** Returns a percentile of the gaps, or 0 if there are none. */
    public long gapNs(final double percent)
    {
        return percentile(gaps, percent);
    }

    /** Returns a percentile of the service times, or 0 if there are none. */
    public long serviceNs(final double percent)
    {
        return percentile(services, percent);
    }

    /** Returns the coefficient of variation of all gaps. */
    public double cv()
    {
        return cv(gaps.length);
    }

    /** Returns the coefficient of variation without the longest 5 % of gaps. */
    public double cvWithoutLongest()
    {
        return cv(gaps.length - gaps.length / LONGEST_PART);
    }

    /** Returns how many CPUs took it. */
    public int cpus()
    {
        return cpus.cardinality();
    }

    private double cv(final int gapCount)
    {
        final double mean = Arrays.stream(gaps, 0, gapCount).average().orElse(0);
        final double variance = Arrays.stream(gaps, 0, gapCount)
            .mapToDouble(gap -> (gap - mean) * (gap - mean)).average().orElse(0);

        return mean == 0 ? 0 : Math.sqrt(variance) / mean;
    }

    private static long percentile(final long[] sorted, final double percent)
    {
        final int rank = (int)Math.ceil(sorted.length * percent / 100);

        return sorted.length == 0 ? 0 : sorted[Math.max(rank, 1) - 1];
    }

    private static long[] grown(final long[] values, final int size)
    {
        return size < values.length ? values : Arrays.copyOf(values, size + (size >> 1));
    }
}
