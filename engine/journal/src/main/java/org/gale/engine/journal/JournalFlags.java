package org.gale.engine.journal;

import java.util.List;
import org.gale.engine.config.JvmFlags;

/** Flags of a JVM that writes or reads journals: those of the machine, and those of Chronicle Queue. Pure. */
public final class JournalFlags
{
    private static final JvmFlags FLAGS =
        JvmFlags.MACHINE.and(List.of("sun.nio.ch", "jdk.internal.ref"), List.of("java.lang.reflect"));

    private JournalFlags()
    {
    }

    /**
     * Checks that this JVM has the flags.
     *
     * @throws org.gale.engine.config.OutcomeException that lists the flags which are missing
     */
    public static void check()
    {
        FLAGS.check();
    }
}
