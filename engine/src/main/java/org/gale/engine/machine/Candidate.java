package org.gale.engine.machine;

/**
 * An interrupt that may be delivered, as one word that compares: the smaller is the better.
 * <pre>
 *  63            37 36      32 31  29 28    24 23                        0
 *  +---------------+----------+------+--------+---------------------------+
 *  |       0       | PRIORITY | TYPE |   0    |            ID             |
 *  +---------------+----------+------+--------+---------------------------+
 * </pre>
 * The priority decides; on a tie the type, PPI before LPI before SPI, then the lowest ID (M-TIE): the encodings of TYPE
 * happen to be in that order.
 */
public final class Candidate
{
    /** No interrupt: worse than every other. */
    public static final long NONE = Long.MAX_VALUE;

    private Candidate()
    {
    }

    /** The candidate of that priority (0 to 31) and INTID. */
    public static long of(final int priority, final int intid)
    {
        return ((long)priority << 32) | intid;                                    // B-CPU-3, M-TIE
    }

    /** 0 to 31; above 31 for {@link #NONE}. */
    public static int priority(final long candidate)
    {
        return (int)(candidate >>> 32);
    }

    /** TYPE and ID. Not for {@link #NONE}. */
    public static int intid(final long candidate)
    {
        return (int)candidate;
    }
}
