package org.gale.engine.storm.result;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Trace of a run in virtual time: what each PE did from when to when, and the way of each interrupt from its message to
 * its handler. It holds the first {@link #LIMIT} entries. On the thread of the run; read afterwards.
 */
public final class ModelTrace
{
    /** Most slices and ways together: a way is three events of a trace. */
    public static final int LIMIT = 160_000;

    /** Kind of an entry that is the way of an interrupt; others are slices of a PE, by the number of their state. */
    public static final int WAY = -1;

    private static final int FIRST_LENGTH = 1024;

    private int[] kinds = new int[FIRST_LENGTH];
    private int[] pes = new int[FIRST_LENGTH];
    private int[] devices = new int[FIRST_LENGTH];
    private int[] lpis = new int[FIRST_LENGTH];
    private long[] startsNs = new long[FIRST_LENGTH];
    private long[] endsNs = new long[FIRST_LENGTH];
    private int count;
    private long left;

    /** Taker of entries. */
    public interface Taker
    {
        /** Takes what a PE did in a time. */
        void slice(int state, int pe, long startNs, long endNs);

        /**
         * Takes the way of an interrupt.
         *
         * @param lpi       of the interrupt, or the number of a timer
         * @param messageNs time of its message
         * @param handlerNs time at which its handler began
         */
        void way(int device, int lpi, int pe, long messageNs, long handlerNs);
    }

    /** Adds what a PE did in a time, unless the trace is full. */
    public void slice(final int state, final int pe, final long startNs, final long endNs)
    {
        if (startNs < endNs)
        {
            add(state, pe, 0, 0, startNs, endNs);
        }
    }

    /** Adds the way of an interrupt, unless the trace is full. */
    public void way(final int device, final int lpi, final int pe, final long messageNs, final long handlerNs)
    {
        add(WAY, pe, device, lpi, messageNs, handlerNs);
    }

    /** Returns the number of entries that found no room. */
    public long left()
    {
        return left;
    }

    /** Passes all entries on, in the order in which they ended. */
    public void read(final Taker taker)
    {
        for (int i = 0; i < count; i++)
        {
            if (kinds[i] == WAY)
            {
                taker.way(devices[i], lpis[i], pes[i], startsNs[i], endsNs[i]);
            }
            else
            {
                taker.slice(kinds[i], pes[i], startsNs[i], endsNs[i]);
            }
        }
    }

    /**
     * Returns the trace of all parts of a storm: of their entries those that ended first.
     *
     * @param parts traces, one of them for all partitions of an engine; null where none was asked for
     */
    static ModelTrace sum(final List<ModelTrace> parts)
    {
        final Set<ModelTrace> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        final List<ModelTrace> traces = parts.stream().filter(Objects::nonNull).filter(distinct::add).toList();
        if (traces.size() <= 1)
        {
            return traces.isEmpty() ? null : traces.get(0);
        }
        final ModelTrace sum = new ModelTrace();
        final int[] next = new int[traces.size()];
        for (int part = first(traces, next); part >= 0; part = first(traces, next))
        {
            final ModelTrace trace = traces.get(part);
            final int i = next[part]++;
            sum.add(trace.kinds[i], trace.pes[i], trace.devices[i], trace.lpis[i], trace.startsNs[i], trace.endsNs[i]);
        }
        traces.forEach(trace -> sum.left += trace.left);

        return sum;
    }

    /** {@return the trace whose next entry ended first; below 0 if there is no entry} */
    private static int first(final List<ModelTrace> traces, final int[] next)
    {
        int first = -1;
        for (int part = 0; part < next.length; part++)
        {
            final ModelTrace trace = traces.get(part);
            if (next[part] < trace.count &&
                (first < 0 || trace.endsNs[next[part]] < traces.get(first).endsNs[next[first]]))
            {
                first = part;
            }
        }

        return first;
    }

    private void add(
        final int kind, final int pe, final int device, final int lpi, final long startNs, final long endNs)
    {
        if (count == LIMIT)
        {
            left++;
            return;
        }
        if (count == kinds.length)
        {
            grow();
        }
        kinds[count] = kind;
        pes[count] = pe;
        devices[count] = device;
        lpis[count] = lpi;
        startsNs[count] = startNs;
        endsNs[count] = endNs;
        count++;
    }

    private void grow()
    {
        final int length = Math.min(LIMIT, 2 * count);
        kinds = Arrays.copyOf(kinds, length);
        pes = Arrays.copyOf(pes, length);
        devices = Arrays.copyOf(devices, length);
        lpis = Arrays.copyOf(lpis, length);
        startsNs = Arrays.copyOf(startsNs, length);
        endsNs = Arrays.copyOf(endsNs, length);
    }
}
