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
    EAGER_VALID("eager-valid");

    private final String key;

    ItsCaching(final String key)
    {
        this.key = key;
    }

    /** Returns whether level 1 entries are kept, and the ITS walks again after an invalidation. */
    public boolean isEager()
    {
        return this == EAGER || this == EAGER_VALID;
    }

    /** Returns the value of the key. */
    public String key()
    {
        return key;
    }

    /**
     * Finds the behaviour that a machine's key asks for.
     *
     * @throws IllegalArgumentException if the key has no such value
     */
    static ItsCaching of(final MachineKeys keys, final String key)
    {
        final String text = keys.text(key, NONE.key);
        if (text.equals(EAGER.key))
        {
            return EAGER;
        }
        if (text.equals(EAGER_VALID.key))
        {
            return EAGER_VALID;
        }
        final long number =
            Character.isDigit(text.charAt(0)) ? keys.number(key, 0, Long.MIN_VALUE, Long.MAX_VALUE) : -1;
        if (number != 0 && number != 1)
        {
            throw new IllegalArgumentException(
                key + "=" + text + " is not 0, 1, " + EAGER.key + " or " + EAGER_VALID.key);
        }

        return number == 1 ? LAZY : NONE;
    }
}
