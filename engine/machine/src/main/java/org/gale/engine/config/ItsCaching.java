package org.gale.engine.config;

/** Behaviour of an ITS that may keep table entries until they are invalidated: the machine key {@code its.cache}. */
public enum ItsCaching
{
    /** Nothing is kept: a changed entry counts at once. */
    NONE("0"),
    /** Walks that an event made are kept, failed ones as well. */
    LAZY("1"),
    /** Level 1 entries are kept, too, and the ITS walks again after an invalidation. */
    EAGER("eager"),
    /** Level 1 entries are kept if they are valid; else as {@link #EAGER}. */
    EAGER_VALID("eager-valid"),
    /** Results are kept as with {@link #EAGER_VALID}, or dropped, as the delays of operations say (M-ORD-9). */
    SEEDED("seeded");

    private final String key;

    ItsCaching(final String key)
    {
        this.key = key;
    }

    /** Returns whether level 1 entries are kept, and the ITS walks again after an invalidation. */
    public boolean isEager()
    {
        return this == EAGER || this == EAGER_VALID || this == SEEDED;
    }

    /** Returns the value of the key. */
    public String key()
    {
        return key;
    }
}
