package org.gale.engine.storm.latency;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.storm.result.Outlier;

/**
 * Log of the first sampled interrupts of a run's measured part, with the times of their stages. Its memory is off-heap
 * and made at once; later interrupts are counted only. Written by the engine's thread, read after the run.
 */
public final class SampleLog
{
    /** Limit of the interrupts of a storm that are kept: 100 MiB. */
    public static final int LIMIT = 1_000_000;

    private final int limit;
    /** Entries, and one more that each interrupt beyond the limit overwrites: no branch changes at the limit. */
    private final UnsafeBuffer entries;
    private int size;
    private long count;

    /**
     * Creates an empty log.
     *
     * @param limit of the interrupts that are kept
     * @throws OutOfMemoryError if the memory for them exceeds what the JVM may take
     */
    public SampleLog(final int limit)
    {
        this.limit = limit;
        this.entries = new UnsafeBuffer(ByteBuffer.allocateDirect((limit + 1) * SampledInterrupt.LENGTH));
    }

    /** Returns the number of interrupts that were kept. */
    public int size()
    {
        return size;
    }

    /** Returns the number of interrupts that were left out, because the log was full. */
    public long leftOut()
    {
        return count - size;
    }

    /**
     * Returns an interrupt.
     *
     * @param index in the order of the acknowledges, from 0
     */
    public Outlier get(final int index)
    {
        return new SampledInterrupt().load(entries, index * SampledInterrupt.LENGTH).outlier();
    }

    /** Adds an interrupt, and tells it its row. */
    void add(final SampledInterrupt interrupt)
    {
        interrupt.row(size).store(entries, size * SampledInterrupt.LENGTH);
        size = Math.min(size + 1, limit);
        count++;
    }

    /** Notes in the row of an interrupt that its handler has ended. */
    void ended(final SampledInterrupt interrupt)
    {
        interrupt.storeEnd(entries, interrupt.row() * SampledInterrupt.LENGTH);
    }

    /** Notes in the row of an interrupt that the work after its handler has ended. */
    void worked(final SampledInterrupt interrupt)
    {
        if (interrupt.row() >= 0)
        {
            interrupt.storeLater(entries, interrupt.row() * SampledInterrupt.LENGTH);
        }
    }

    void clear()
    {
        size = 0;
        count = 0;
    }
}
