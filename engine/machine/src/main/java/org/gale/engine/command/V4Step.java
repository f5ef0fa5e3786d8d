package org.gale.engine.command;

/**
 * Code of a step of a transition between software-forwarded and direct injection, as BEGIN and STEP answer it.
 * <pre>
 *  63       41 40 39      32 31                    0
 *  +----------+--+----------+-----------------------+
 *  |    0     |E |  stage   |  vINTID of the event  |
 *  +----------+--+----------+-----------------------+
 *   E = a step of ENABLE, else of DISABLE   vINTID 0: the step concerns no single event
 * </pre>
 */
public final class V4Step
{
    /** The transition has ended, or none is open. */
    public static final long ENDED = 0;

    private static final long ENABLE = 1L << 40;
    private static final int STAGE_SHIFT = 32;
    private static final int STAGE_MASK = 0xff;

    private V4Step()
    {
    }

    /**
     * Makes a code.
     *
     * @param enable true for a step of ENABLE
     * @param stage  number of the step in its protocol, at least 1
     * @param vintid of the event, or 0
     * @return the encoded step
     */
    public static long of(final boolean enable, final int stage, final int vintid)
    {
        return (enable ? ENABLE : 0) | (long)stage << STAGE_SHIFT | vintid;
    }

    /**
     * Returns the name of a step as a script shows it: the rule's id without {@code V4-P-}, then the event.
     */
    public static String name(final long code)
    {
        if (code == ENDED)
        {
            return "0";
        }
        final String rule = ((code & ENABLE) != 0 ? "E" : "D") + ((int)(code >>> STAGE_SHIFT) & STAGE_MASK);

        return (int)code == 0 ? rule : rule + " " + (int)code;
    }
}
