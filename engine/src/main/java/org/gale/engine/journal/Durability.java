package org.gale.engine.journal;

import java.util.Locale;

/** When a frame counts as acknowledged. */
public enum Durability
{
    /** As soon as it is appended: it survives the death of the process, not the loss of power. */
    PROCESS(1),
    /** Once it is forced to the device: it survives the loss of power. */
    FORCED(2);

    private final int code;

    Durability(final int code)
    {
        this.code = code;
    }

    /** The number that stands for it. */
    public int code()
    {
        return code;
    }

    /** The name as it is written in options, reports and {@code gale.journal}. */
    public String label()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The durability of a name.
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
