package org.gale.engine.trace;

import java.util.BitSet;

/** Figures of a vector of a trace: its gaps, service times and CPUs. Percentiles are values of the trace. */
public final class VectorFigures
{
    private static final double NS_PER_S = 1e9;

    private final TraceVector vector;
    private final BitSet cpus = new BitSet();
    private final SortedFigures gaps = new SortedFigures();
    private final SortedFigures services = new SortedFigures();
    private long events;
    private long lastNs;

    VectorFigures(final TraceVector vector)
    {
        this.vector = vector;
    }

    /** Counts an event, in the order of time. */
    void add(final long timeNs, final long serviceNs, final int cpu)
    {
        if (events > 0)
        {
            gaps.count(timeNs - lastNs);
        }
        if (serviceNs != TraceEvents.NO_SERVICE)
        {
            services.count(serviceNs);
        }
        events++;
        lastNs = timeNs;
        cpus.set(cpu);
    }

    /** Takes the next longer gap, once all events are counted. */
    void nextGap(final long gapNs)
    {
        gaps.next(gapNs);
    }

    /** Takes the next longer service time, once all events are counted. */
    void nextService(final long serviceNs)
    {
        services.next(serviceNs);
    }

    long lastNs()
    {
        return lastNs;
    }

    /** Returns the vector. */
    public TraceVector vector()
    {
        return vector;
    }

    /** Returns how many events it has. */
    public long events()
    {
        return events;
    }

    /** Returns its events a second, from the first to the last; 0 of one event. */
    public double perSecond()
    {
        return gaps.sum() == 0 ? 0 : gaps.count() * NS_PER_S / gaps.sum();
    }

    /** Returns the percentile 50, 90, 99 or 99.9 of the gaps, or 0 if there are none. */
    public long gapNs(final double percent)
    {
        return gaps.percentile(percent);
    }

    /** Returns the percentile 50, 90, 99 or 99.9 of the service times, or 0 if there are none. */
    public long serviceNs(final double percent)
    {
        return services.percentile(percent);
    }

    /** Returns the coefficient of variation of all gaps. */
    public double cv()
    {
        return gaps.cv();
    }

    /** Returns the coefficient of variation without the longest 5 % of gaps. */
    public double cvWithoutLongest()
    {
        return gaps.cvWithoutLongest();
    }

    /** Returns how many CPUs took it. */
    public int cpus()
    {
        return cpus.cardinality();
    }
}
