package org.gale.tests.oracle;

/** Draw of the interrupts that are sampled, after the page on latencies. Pure functions. */
final class SampleDraw
{
    private static final long OF_TIMES = 0x9E3779B97F4A7C15L;
    private static final long FACTOR = 0xD6E8FEB86659FD93L;

    private SampleDraw()
    {
    }

    /**
     * Returns whether an interrupt is drawn.
     *
     * @param every N of one in N
     */
    static boolean isDrawn(final int device, final int event, final long intendedNs, final long every)
    {
        final long sum = ((long)device << 40) + ((long)event << 24) + intendedNs * OF_TIMES;
        final long hash = (sum ^ (sum >>> 32)) * FACTOR;

        return (hash >>> 32) < (1L << 32) / every;
    }
}
