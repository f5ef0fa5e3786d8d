package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Samples of the response time of a run by slices of time and steps of {@link HeatScale}. A slice is a millisecond long
 * at first. When all slices are in use, each two become one and slices are twice as long, so that a run of any length
 * has 128 to 256. The border of a step is met within 3 %. Owned by the engine's thread, read after the run.
 */
public final class HeatGrid
{
    private static final int SLICES = 256;
    private static final long FIRST_SLICE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MANTISSA_BITS = 4;
    private static final int INDEX_SHIFT = 52 - MANTISSA_BITS;
    private static final int INDEX_OF_ONE = Double.MAX_EXPONENT << MANTISSA_BITS;
    private static final byte[] STEPS = steps();

    private final long[] counts = new long[SLICES * HeatScale.STEPS];
    private long firstNs;
    private long sliceNs = FIRST_SLICE_NS;
    private long nextNs = Long.MAX_VALUE;
    private int row;

    /** Begins with the first offer. Samples so far are in the first slice. */
    public void begin(final long nowNs)
    {
        firstNs = nowNs;
        nextNs = nowNs + sliceNs;
    }

    /** Returns whether a time lies after the slice in hand. */
    public boolean isOver(final long nowNs)
    {
        return nextNs != Long.MAX_VALUE && nowNs - nextNs >= 0;
    }

    /** Goes to the slice of a time. */
    public void move(final long nowNs)
    {
        while ((nowNs - firstNs) / sliceNs >= SLICES)
        {
            halve();
        }
        final long slice = (nowNs - firstNs) / sliceNs;
        row = (int)slice * HeatScale.STEPS;
        nextNs = firstNs + (slice + 1) * sliceNs;
    }

    /** Adds samples of a response time to the slice in hand. */
    public void add(final long ns, final long times)
    {
        final int index = (int)(Double.doubleToRawLongBits((double)Math.max(1, ns)) >>> INDEX_SHIFT) - INDEX_OF_ONE;
        counts[row + STEPS[index]] += times;
    }

    /** Returns the heat map of the counted responses. */
    public ResponseHeat heat()
    {
        final List<List<Long>> slices = new ArrayList<>();
        for (int from = 0; from <= row; from += HeatScale.STEPS)
        {
            slices.add(LongStream.of(Arrays.copyOfRange(counts, from, from + HeatScale.STEPS)).boxed().toList());
        }

        return new ResponseHeat(sliceNs, slices);
    }

    private void halve()
    {
        for (int slice = 0; slice < SLICES; slice++)
        {
            for (int step = 0; step < HeatScale.STEPS; step++)
            {
                final int from = slice * HeatScale.STEPS + step;
                final long count = counts[from];
                counts[from] = 0;
                counts[slice / 2 * HeatScale.STEPS + step] += count;
            }
        }
        sliceNs *= 2;
    }

    private static byte[] steps()
    {
        final byte[] steps = new byte[Long.SIZE << MANTISSA_BITS];
        for (int index = 0; index < steps.length; index++)
        {
            final long bits = ((long)(index + INDEX_OF_ONE) << INDEX_SHIFT) + (1L << (INDEX_SHIFT - 1));
            steps[index] = (byte)HeatScale.step((long)Double.longBitsToDouble(bits));
        }

        return steps;
    }
}
