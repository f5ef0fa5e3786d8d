package org.gale.engine.trace;

import java.util.Arrays;

/** Rows in memory, sorted by a merge that copies runs which are in order already. Owner: the calling thread. */
final class RowChunk implements RowSource
{
    private static final int FIRST_CAPACITY = 1024;

    private final int width;
    private final int limit;
    private long[] rows;
    private int[] order = {};
    private int size;
    private int position;

    /**
     * Makes an empty chunk.
     *
     * @param width columns of a row
     * @param limit rows that fit
     */
    RowChunk(final int width, final int limit)
    {
        this.width = width;
        this.limit = limit;
        this.rows = new long[Math.min(FIRST_CAPACITY, limit) * width];
    }

    boolean isFull()
    {
        return size == limit;
    }

    void add(final long[] row)
    {
        final int at = size * width;
        if (at == rows.length)
        {
            rows = Arrays.copyOf(rows, (int)Math.min((long)limit * width, 2L * at));
        }
        System.arraycopy(row, 0, rows, at, width);
        size++;
    }

    /** Sorts the rows, and goes in front of the first one. */
    void sort()
    {
        order = new int[size];
        Arrays.setAll(order, index -> index * width);
        int[] merged = new int[size];
        for (int run = 1; run < size; run <<= 1)
        {
            for (int from = 0; from < size; from += 2 * run)
            {
                merge(merged, from, Math.min(from + run, size), Math.min(from + 2 * run, size));
            }
            final int[] last = order;
            order = merged;
            merged = last;
        }
        position = -1;
    }

    void clear()
    {
        size = 0;
    }

    @Override
    public boolean next()
    {
        return ++position < size;
    }

    @Override
    public long column(final int index)
    {
        return rows[order[position] + index];
    }

    private void merge(final int[] merged, final int from, final int middle, final int end)
    {
        if (middle == end || isBefore(order[middle - 1], order[middle]))
        {
            System.arraycopy(order, from, merged, from, end - from);

            return;
        }
        int left = from;
        int right = middle;
        for (int to = from; to < end; to++)
        {
            final boolean isLeft =
                right == end || (left < middle && isBefore(order[left], order[right]));
            merged[to] = isLeft ? order[left++] : order[right++];
        }
    }

    private boolean isBefore(final int left, final int right)
    {
        return rows[left] < rows[right] || (rows[left] == rows[right] && rows[left + 1] <= rows[right + 1]);
    }
}
