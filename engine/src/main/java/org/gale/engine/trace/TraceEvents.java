package org.gale.engine.trace;

import java.util.Arrays;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

/** Events of a trace in memory, in columns. */
public final class TraceEvents
{
    /** Limit of the events of a trace, for which a heap of 64 MiB suffices. */
    public static final int LIMIT = 1_200_000;
    /** Service time of an event whose handler was not seen to end. */
    public static final long NO_SERVICE = -1;

    private static final int FIRST_CAPACITY = 4096;
    private static final int CPU_BITS = 12;
    private static final int CPU_MASK = (1 << CPU_BITS) - 1;

    private long[] times = new long[FIRST_CAPACITY];
    private long[] services = new long[FIRST_CAPACITY];
    private int[] sources = new int[FIRST_CAPACITY];
    private int size;
    private boolean isSorted = true;

    /** Adds an event without a service time, and returns its index until the events are sorted. */
    public int add(final long timeNs, final int vector, final int cpu)
    {
        if (size == LIMIT)
        {
            throw new OutcomeException(Outcome.RESOURCES,
                "more than " + NumberText.counted(LIMIT, "event") + " (import a part of the text)");
        }
        if (size == times.length)
        {
            final int capacity = Math.min(LIMIT, size + (size >> 1));
            times = Arrays.copyOf(times, capacity);
            services = Arrays.copyOf(services, capacity);
            sources = Arrays.copyOf(sources, capacity);
        }
        isSorted &= size == 0 || timeNs >= times[size - 1];
        times[size] = timeNs;
        services[size] = NO_SERVICE;
        sources[size] = vector << CPU_BITS | cpu;

        return size++;
    }

    /** Sets the service time of an event. */
    public void serve(final int index, final long serviceNs)
    {
        services[index] = serviceNs;
    }

    /** Returns how many events there are. */
    public int size()
    {
        return size;
    }

    /** Returns the time of an event on the clock of the text. */
    public long timeNs(final int index)
    {
        return times[index];
    }

    /** Returns the service time of an event, or {@link #NO_SERVICE}. */
    public long serviceNs(final int index)
    {
        return services[index];
    }

    /** Returns the index of the vector of an event. */
    public int vector(final int index)
    {
        return sources[index] >>> CPU_BITS;
    }

    /** Returns the CPU of an event. */
    public int cpu(final int index)
    {
        return sources[index] & CPU_MASK;
    }

    /** Returns the indexes of all events in the order of their times; equal times keep the order of the text. */
    public int[] order()
    {
        int[] order = new int[size];
        Arrays.setAll(order, index -> index);
        if (isSorted)
        {
            return order;
        }
        int[] merged = new int[size];
        for (int width = 1; width < size; width <<= 1)
        {
            for (int from = 0; from < size; from += 2 * width)
            {
                merge(order, merged, from, width);
            }
            final int[] last = order;
            order = merged;
            merged = last;
        }

        return order;
    }

    private void merge(final int[] order, final int[] merged, final int from, final int width)
    {
        final int middle = Math.min(from + width, size);
        final int end = Math.min(middle + width, size);
        int left = from;
        int right = middle;
        for (int to = from; to < end; to++)
        {
            final boolean isLeft =
                right == end || (left < middle && times[order[left]] <= times[order[right]]);
            merged[to] = isLeft ? order[left++] : order[right++];
        }
    }
}
