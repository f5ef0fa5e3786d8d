package org.gale.engine.storm.result;

import java.util.Locale;

/** Reasons for which a device holds work back from its guest, before an interrupt or within its handler. */
public enum Hold
{
    /** Work that is complete waits for more of it, or for a time. */
    MODERATION,
    /** Work waits for the batch that it is served with. */
    BATCH,
    /** The vector is masked in the device while its handler polls. */
    MASK;

    /** Returns the number of this reason among all, from 0. */
    @SuppressWarnings("EnumOrdinal")                        // for sums that a hot path adds to, and nothing stores
    public int index()
    {
        return ordinal();
    }

    /** Returns the word of reports. */
    public String label()
    {
        return name().toLowerCase(Locale.ROOT);
    }
}
