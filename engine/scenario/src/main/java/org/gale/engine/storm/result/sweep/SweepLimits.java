package org.gale.engine.storm.result.sweep;


/**
 * Limits of one run.
 *
 * @param wallNs      real time
 * @param memoryBytes resident size of its process, of which its heap may have a quarter
 * @param diskBytes   size of its journal
 */
public record SweepLimits(long wallNs, long memoryBytes, long diskBytes)
{
    /** Limits of a sweep that names none. */
    public static final SweepLimits DEFAULT = new SweepLimits(300_000_000_000L, 1L << 30, 2L << 30);

    private static final int HEAP_SHARE = 4;

    /** Returns the limit of the heap of a run. */
    public long heapBytes()
    {
        return memoryBytes / HEAP_SHARE;
    }
}
