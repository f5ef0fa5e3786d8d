package org.gale.engine.storm.result;

import java.util.Locale;

/** Reasons for which a device holds work back from its guest, in front of an interrupt or within its handler. */
public enum Hold
{
    /** Work that is complete waits for more of it, or for a time. */
    MODERATION,
    /** Work waits for the batch that it is served with. */
    BATCH,
    /** The vector is masked in the device while its handler polls. */
    MASK;

    /** Returns the word of reports. */
    public String label()
    {
        return name().toLowerCase(Locale.ROOT);
    }
}
