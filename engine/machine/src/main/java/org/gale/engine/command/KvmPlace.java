package org.gale.engine.command;

/**
 * Place of a vCPU, as the query {@link KvmVerb#PLACE} answers it in one word.
 * <pre>
 *  63         21    20       19     18      17     16   15               0
 *  +------------+--------+------+-------+-------+-----+------------------+
 *  |     0      |disabled|exists| loaded|blocked|woken|        PE        |
 *  +------------+--------+------+-------+-------+-----+------------------+
 *   woken: a doorbell or a kick came since the vCPU blocked
 *   disabled: IRSEN of its VM is 0
 * </pre>
 * 0 is the place of a vCPU that does not exist.
 */
public final class KvmPlace
{
    private static final int PE_MASK = 0xffff;
    private static final int WOKEN = 1 << 16;
    private static final int BLOCKED = 1 << 17;
    private static final int LOADED = 1 << 18;
    private static final int EXISTS = 1 << 19;
    private static final int DISABLED = 1 << 20;

    private KvmPlace()
    {
    }

    /**
     * Encodes the place of a vCPU that is loaded on a PE.
     *
     * @param isEnabled true if IRSEN of its VM is 1
     * @return the encoded place
     */
    public static long loaded(final boolean isEnabled, final int pe)
    {
        return EXISTS | LOADED | (isEnabled ? 0 : DISABLED) | pe;
    }

    /**
     * Encodes the place of a vCPU that is not loaded.
     *
     * @param isEnabled true if IRSEN of its VM is 1
     * @param isBlocked true for one that waits for an interrupt
     * @param isWoken   true for one whose wait is over
     * @return the encoded place
     */
    public static long out(final boolean isEnabled, final boolean isBlocked, final boolean isWoken)
    {
        return EXISTS | (isEnabled ? 0 : DISABLED) | (isBlocked ? BLOCKED : 0) | (isWoken ? WOKEN : 0);
    }

    /** Returns whether the vCPU is loaded. */
    public static boolean isLoaded(final long place)
    {
        return (place & LOADED) != 0;
    }

    /** Returns whether the vCPU waits for an interrupt and nothing has woken it. */
    public static boolean isAsleep(final long place)
    {
        return (place & (BLOCKED | WOKEN)) == BLOCKED;
    }

    /** Returns whether the vCPU is blocked and was woken. */
    public static boolean isWoken(final long place)
    {
        return (place & (BLOCKED | WOKEN)) == (BLOCKED | WOKEN);
    }

    /** Returns whether IRSEN of the vCPU's VM is 0, so that nothing but a PPI is delivered to it. */
    public static boolean isDisabled(final long place)
    {
        return (place & DISABLED) != 0;
    }

    /** Returns the PE of a vCPU that is loaded. */
    public static int pe(final long place)
    {
        return (int)place & PE_MASK;
    }
}
