package org.gale.engine.trace;

/** Sort of any number of events by their times; equal times keep their order. Owner: the calling thread. */
public final class EventSort implements TraceEvents, AutoCloseable
{
    /** Limit of the number of a CPU. */
    public static final int CPU_LIMIT = 1 << 12;

    private static final int WIDTH = 4;
    private static final int TIME = 0;
    private static final int ORDINAL = 1;
    private static final int SOURCE = 2;
    private static final int SERVICE = 3;

    private final RowSort rows;
    private final long[] row = new long[WIDTH];

    /** Makes an empty sort. */
    public EventSort()
    {
        this(RowSort.CHUNK_LIMIT);
    }

    EventSort(final int chunkLimit)
    {
        this.rows = new RowSort(WIDTH, chunkLimit);
    }

    /**
     * Adds an event.
     *
     * @param ordinal   place among events of the same time
     * @param serviceNs {@link #NO_SERVICE} if it is not known
     */
    public void add(final long timeNs, final long ordinal, final int vector, final int cpu, final long serviceNs)
    {
        row[TIME] = timeNs;
        row[ORDINAL] = ordinal;
        row[SOURCE] = (long)vector * CPU_LIMIT + cpu;
        row[SERVICE] = serviceNs;
        rows.add(row);
    }

    /** Ends the events, and goes before the first one. */
    public void sort()
    {
        rows.sort();
    }

    @Override
    public boolean next()
    {
        return rows.next();
    }

    @Override
    public long timeNs()
    {
        return rows.column(TIME);
    }

    @Override
    public int vector()
    {
        return (int)(rows.column(SOURCE) / CPU_LIMIT);
    }

    @Override
    public int cpu()
    {
        return (int)(rows.column(SOURCE) % CPU_LIMIT);
    }

    @Override
    public long serviceNs()
    {
        return rows.column(SERVICE);
    }

    @Override
    public void close()
    {
        rows.close();
    }
}
