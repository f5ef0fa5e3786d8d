package org.gale.engine.hypervisor;

import java.util.Arrays;
import org.gale.tables.memory.StateStream;

/** KVM's copy of the SPIs of a VM: which are level, and whose line is high. Their pending state is the IRS's. */
final class SharedInterrupts
{
    /** The most SPIs of a VM (K-ID-9). */
    static final int LIMIT = 1024;
    /** SPIs come in multiples of this, and this many by default (K-ID-9, K-AT-13). */
    static final int UNIT = 32;

    private final long[] levels = new long[LIMIT / Long.SIZE];
    private final long[] lines = new long[LIMIT / Long.SIZE];
    private int count;

    /** Returns the number of SPIs, 0 until it is set. */
    int count()
    {
        return count;
    }

    void count(final int value)
    {
        count = value;
    }

    /** Returns the number of ID bits that all SPIs need. */
    int idBits()
    {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    }

    boolean isLevel(final int spi)
    {
        return isSet(levels, spi);
    }

    void level(final int spi, final boolean level)
    {
        set(levels, spi, level);
    }

    boolean isHigh(final int spi)
    {
        return isSet(lines, spi);
    }

    void line(final int spi, final boolean high)
    {
        set(lines, spi, high);
    }

    /** Makes all SPIs edge, with their lines low. */
    void reset()
    {
        Arrays.fill(levels, 0);
        Arrays.fill(lines, 0);
    }

    /** Passes the state through a stream. */
    void state(final StateStream stream)
    {
        count = stream.number("SPIs", count, 0, LIMIT);
        stream.words(levels);
        stream.words(lines);
    }

    private static boolean isSet(final long[] bits, final int spi)
    {
        return (bits[spi / Long.SIZE] & (1L << spi)) != 0;
    }

    private static void set(final long[] bits, final int spi, final boolean value)
    {
        final long bit = 1L << spi;
        final int word = spi / Long.SIZE;
        bits[word] = value ? bits[word] | bit : bits[word] & ~bit;
    }
}
