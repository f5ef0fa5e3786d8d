package org.gale.tests.migration;

/**
 * Witness of two MSI-X vectors, one of each function: a shadow of every trigger. The function of vector 1 has an
 * eventfd. An event leaves as a message at once where nothing keeps it, else it is held, and leaves with the last of
 * what keeps it. It holds plain numbers and reads nothing of the machine. Owned by one thread.
 */
final class PlainVectors
{
    /** Vector that an eventfd carries. */
    static final int CARRIED = 1;

    private static final int COUNT = PlainGuest.INTERRUPTS;

    private final boolean[] masked = new boolean[COUNT];
    private final boolean[] functionMasked = new boolean[COUNT];
    private final boolean[] unrouted = new boolean[COUNT];
    private final boolean[] counted = new boolean[COUNT];
    private final boolean[] held = new boolean[COUNT];
    private final boolean[] retargeted = new boolean[COUNT];

    boolean isMasked(final int vector)
    {
        return masked[vector];
    }

    boolean isFunctionMasked(final int vector)
    {
        return functionMasked[vector];
    }

    boolean isRouted(final int vector)
    {
        return vector == CARRIED && !unrouted[vector];
    }

    /** Returns whether the eventfd of a vector has an event. */
    boolean isCounted(final int vector)
    {
        return counted[vector];
    }

    /** Returns whether the pending bit of a vector is set, by which a guest sees the eventfd, too. */
    boolean isHeld(final int vector)
    {
        return held[vector];
    }

    /** Returns whether a vector has its other message. */
    boolean isRetargeted(final int vector)
    {
        return retargeted[vector];
    }

    /** Takes a trigger of a vector. Returns whether a message leaves. */
    boolean trigger(final int vector)
    {
        if (vector == CARRIED)
        {
            counted[vector] = true;
        }
        else
        {
            held[vector] = true;
        }

        return leaves(vector);
    }

    /** Masks a vector, or not. Returns whether a message leaves. */
    boolean mask(final int vector, final boolean is)
    {
        masked[vector] = is;

        return leaves(vector);
    }

    /** Masks the function of a vector, or not. Returns whether a message leaves. */
    boolean maskFunction(final int vector, final boolean is)
    {
        functionMasked[vector] = is;

        return leaves(vector);
    }

    /** Makes the route of an eventfd, or drops it. Returns whether a message leaves. */
    boolean route(final int vector, final boolean is)
    {
        unrouted[vector] = !is;

        return leaves(vector);
    }

    /** Takes the event of an eventfd, which becomes the pending bit. */
    void take(final int vector)
    {
        held[vector] |= counted[vector];
        counted[vector] = false;
    }

    /** Gives a vector its other message. */
    void retarget(final int vector)
    {
        retargeted[vector] = !retargeted[vector];
    }

    private boolean leaves(final int vector)
    {
        final boolean isOpen = !masked[vector] && !functionMasked[vector] && !unrouted[vector];
        final boolean leaves = isOpen && (counted[vector] || held[vector]);
        counted[vector] &= !leaves;
        held[vector] &= !leaves;

        return leaves;
    }

    /** {@return the state as a number} */
    long key()
    {
        long key = 0;
        for (int vector = 0; vector < COUNT; vector++)
        {
            key = key << 6 | (masked[vector] ? 1 : 0) | (functionMasked[vector] ? 2 : 0) | (unrouted[vector] ? 4 : 0) |
                (counted[vector] ? 8 : 0) | (held[vector] ? 16 : 0) | (retargeted[vector] ? 32 : 0);
        }

        return key;
    }
}
