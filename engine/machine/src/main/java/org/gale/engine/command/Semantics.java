package org.gale.engine.command;

/**
 * Version of the meaning of commands, and of the state of a machine that they lead to; with the range of versions that
 * can be read. A version enters the range only with a committed journal of that version that replays to its digest.
 */
public final class Semantics
{
    /** Version that is written. It rises with each change of a command's effect or of the stream of a saved state. */
    public static final int VERSION = 9;
    /** First version whose accounts book what is lost and what is invented, and whose saved state holds that. */
    public static final int FIRST_TO_SETTLE = 9;
    /** Oldest version that can be read. */
    public static final int OLDEST = 7;

    static
    {
        assert 0 < OLDEST && OLDEST <= VERSION;
    }

    private Semantics()
    {
    }

    /** Returns whether commands, or a state, of a version can be read. */
    public static boolean isReadable(final long version)
    {
        return version >= OLDEST && version <= VERSION;
    }

    /** Returns the words that refuse a version which cannot be read, to follow what has it. */
    public static String refusal(final long version)
    {
        final boolean isOld = version >= 0 && version < OLDEST;

        return " version " + Long.toUnsignedString(version) + ", too " + (isOld ? "old" : "new") +
            " for this gale, which reads versions " + OLDEST + " to " + VERSION +
            ": replay it with the gale that wrote it" + (isOld ? "" : ", or with a later one");
    }
}
