package org.gale.engine.storm.run;

import java.util.BitSet;

/** Function as its last save had it, by its commands: a bit for each vector. Owned by the thread of the machine. */
final class SavedVectors
{
    private final BitSet held = new BitSet();
    private final BitSet masked = new BitSet();
    private boolean isEnabled;
    private boolean isFunctionMasked;

    /** Notes a vector. */
    void vector(final int vector, final boolean isHeld, final boolean isMasked)
    {
        held.set(vector, isHeld);
        masked.set(vector, isMasked);
    }

    /** Notes the controls of the function. */
    void function(final boolean enabled, final boolean maskedAsAWhole)
    {
        isEnabled = enabled;
        isFunctionMasked = maskedAsAWhole;
    }

    boolean isHeld(final int vector)
    {
        return held.get(vector);
    }

    boolean isMasked(final int vector)
    {
        return masked.get(vector);
    }

    boolean isEnabled()
    {
        return isEnabled;
    }

    boolean isFunctionMasked()
    {
        return isFunctionMasked;
    }
}
