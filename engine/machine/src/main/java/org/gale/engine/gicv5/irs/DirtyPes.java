package org.gale.engine.gicv5.irs;

import java.util.Arrays;

/**
 * Set of the PEs whose signals may have to change, physical and virtual apart. Each change of candidates marks PEs; the
 * machine settles their signals at the end of a command. Owned by the thread that owns the machine.
 */
public final class DirtyPes
{
    private final long[] physical;
    private final long[] virtual;
    private int marked;

    DirtyPes(final int peCount)
    {
        physical = new long[(peCount + Long.SIZE - 1) / Long.SIZE];
        virtual = new long[physical.length];
    }

    /** Marks a PE for its physical and its virtual domain. */
    public void mark(final int pe)
    {
        markPhysical(pe);
        markVirtual(pe);
    }

    /** Marks a PE whose physical interrupts may have changed. */
    public void markPhysical(final int pe)
    {
        mark(physical, pe);
    }

    /** Marks a PE whose virtual interrupts may have changed. */
    public void markVirtual(final int pe)
    {
        mark(virtual, pe);
    }

    /** Returns whether no PE is marked. */
    public boolean isEmpty()
    {
        return marked == 0;
    }

    /** Returns the lowest PE that is marked for either domain. At least one is marked. */
    public int lowest()
    {
        assert marked > 0 : "no PE is marked";
        int word = 0;
        while ((physical[word] | virtual[word]) == 0)
        {
            word++;
        }

        return (word << 6) + Long.numberOfTrailingZeros(physical[word] | virtual[word]);
    }

    /** Clears the mark of a PE for its physical domain, and returns whether it was set. */
    public boolean takePhysical(final int pe)
    {
        return take(physical, pe);
    }

    /** Clears the mark of a PE for its virtual domain, and returns whether it was set. */
    public boolean takeVirtual(final int pe)
    {
        return take(virtual, pe);
    }

    /** Clears all marks. */
    void clear()
    {
        Arrays.fill(physical, 0);
        Arrays.fill(virtual, 0);
        marked = 0;
    }

    private void mark(final long[] words, final int pe)
    {
        final long bit = 1L << pe;
        if ((words[pe >>> 6] & bit) == 0)
        {
            words[pe >>> 6] |= bit;
            marked++;
        }
    }

    private boolean take(final long[] words, final int pe)
    {
        final long bit = 1L << pe;
        if ((words[pe >>> 6] & bit) == 0)
        {
            return false;
        }
        words[pe >>> 6] ^= bit;
        marked--;

        return true;
    }
}
