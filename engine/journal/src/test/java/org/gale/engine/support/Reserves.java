package org.gale.engine.support;

import org.gale.engine.journal.JournalConfig;

/** Reserves of small journals. */
public final class Reserves
{
    private Reserves()
    {
    }

    /** Returns a reserve with the default limit of waiting. */
    public static JournalConfig.Reserve of(final int stepBytes, final int aheadBytes)
    {
        return new JournalConfig.Reserve(stepBytes, aheadBytes, JournalConfig.DEFAULT.reserve().waitLimitNs());
    }

    /** Returns the reserve of a configuration with another limit of waiting. */
    public static JournalConfig.Reserve waiting(final JournalConfig config, final long limitNs)
    {
        return new JournalConfig.Reserve(config.reserve().stepBytes(), config.reserve().aheadBytes(), limitNs);
    }
}
