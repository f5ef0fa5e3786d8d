package org.gale.benchmarks;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;

/**
 * Memory of the candidate index per LPI, in bytes, when all of 65,536 LPIs are pending over 4 VPEs and 32 priorities.
 *
 * <p>Nothing is timed: MSIs make all LPIs pending, in a seeded order, and a query returns the size of the machine's
 * indexes. Priorities and targets alternate from LPI to LPI, so that each of the 128 sets spans the complete table.
 */
public final class IndexMemory
{
    private static final int LPIS = 1 << 16;
    private static final int VPES = 4;
    private static final int PRIORITIES = 32;
    private static final int ID_BITS = 16;

    private IndexMemory()
    {
    }

    /** Returns the bytes per LPI. */
    public static double measure()
    {
        try (StormMachine storm = new StormMachine(
            1, VPES, LPIS, ID_BITS, lpi -> lpi & (VPES - 1), lpi -> (lpi / VPES) & (PRIORITIES - 1)))
        {
            final UnsafeBuffer frame = new UnsafeBuffer(new byte[LPIS * Long.BYTES]);
            int offset = 0;
            for (final int event : Permutation.of(LPIS, 1))
            {
                frame.putLong(offset, Commands.msi(StormMachine.deviceOf(event), StormMachine.eventIdOf(event), 0));
                offset += Long.BYTES;
            }
            storm.apply(frame, 0, offset);
            storm.check(0, LPIS);                                               // throws if any is missing

            return (double)storm.machine().indexBytes() / LPIS;
        }
    }

    /** Prints the bytes per LPI. */
    public static void main(final String[] args)
    {
        System.out.printf("%n%.2f bytes per LPI%n", measure());
    }
}
