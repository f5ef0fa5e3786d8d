package org.gale.engine.machine;

/**
 * Interrupt that may be delivered, as one word that compares: the smaller word is the better candidate.
 * <pre>
 *  63            37 36      32 31  29 28    24 23                        0
 *  +---------------+----------+------+--------+---------------------------+
 *  |       0       | PRIORITY | TYPE |   0    |            ID             |
 *  +---------------+----------+------+--------+---------------------------+
 * </pre>
 * The priority decides. On a tie the type decides, PPI before LPI before SPI, then the lowest ID (M-TIE); the encodings
 * of TYPE have that order.
 */
public final class Candidate
{
    /** Word that stands for no interrupt, worse than every candidate. */
    public static final long NONE = Long.MAX_VALUE;

    private Candidate()
    {
    }

    /**
     * Encodes a candidate.
     *
     * @param priority 0 to 31
     * @param intid    TYPE and ID
     * @return the encoded candidate
     */
    public static long of(final int priority, final int intid)
    {
        return ((long)priority << 32) | intid;                                    // B-CPU-3, M-TIE
    }

    /**
     * Returns the priority of a candidate.
     *
     * @return 0 to 31, or above 31 for {@link #NONE}
     */
    public static int priority(final long candidate)
    {
        return (int)(candidate >>> 32);
    }

    /**
     * Returns the INTID of a candidate other than {@link #NONE}.
     *
     * @return TYPE and ID, encoded as in an {@code INTID}
     */
    public static int intid(final long candidate)
    {
        return (int)candidate;
    }
}
