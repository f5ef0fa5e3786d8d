package org.gale.engine.command;

/**
 * Version of the meaning of commands, and of the state of a machine that they lead to. Journals of this version alone
 * are read.
 */
public final class Semantics
{
    /** Version that is written and read. It rises with each change of a command's effect or of a saved state. */
    public static final int VERSION = 9;

    private Semantics()
    {
    }

    /** Returns the words that refuse another version, to follow what has it. */
    public static String refusal(final long version)
    {
        final boolean isOld = version >= 0 && version < VERSION;

        return " version " + Long.toUnsignedString(version) + ", too " + (isOld ? "old" : "new") +
            " for this gale, which reads version " + VERSION +
            ": replay it with the gale that wrote it" + (isOld ? "" : ", or with a later one");
    }
}
