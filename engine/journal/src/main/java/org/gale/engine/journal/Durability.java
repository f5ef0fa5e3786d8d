package org.gale.engine.journal;

import java.util.Locale;

/** Condition under which a frame counts as acknowledged. */
public enum Durability
{
    /** A frame is acknowledged when it is appended: it survives the death of the process, not the loss of power. */
    PROCESS,
    /** A frame is acknowledged when it is forced to the device: it survives the loss of power. */
    FORCED;

    /** Returns the name in options, reports and {@code gale.journal}. */
    public String label()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the durability of a name.
     *
     * @throws IllegalArgumentException if there is no such durability
     */
    public static Durability ofLabel(final String label)
    {
        for (final Durability durability : values())
        {
            if (durability.label().equals(label))
            {
                return durability;
            }
        }
        throw new IllegalArgumentException("no such durability: " + label);
    }
}
