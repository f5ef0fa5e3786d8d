package org.gale.engine.storm.result;

import java.util.Arrays;

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
