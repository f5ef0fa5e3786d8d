package org.gale.engine.gicv4;

/**
 * Order in which a swap changes an event's route. Version 4.1 swaps atomically, in one phase. Version 4.0 uses
 * architected commands and makes the event pending in a last phase; the lossy order lacks that phase (V4-SW-5).
 */
final class SwapOrder
{
    private static final int ATOMIC_PHASES = 1;
    private static final int LOSSY_PHASES = 2;
    private static final int REPEND_PHASES = 3;

    private final boolean isVersion41;
    private boolean lossy;

    SwapOrder(final boolean isVersion41)
    {
        this.isVersion41 = isVersion41;
    }

    boolean isLossy()
    {
        return lossy;
    }

    /** Chooses the posted, lossy order of the swap, as a negative control. */
    void lossy(final boolean isLossy)
    {
        lossy = isLossy;
    }

    /** Returns whether a swap has no gap. */
    boolean isAtomic()
    {
        return isVersion41 && !lossy;
    }

    /** Returns whether a swap makes the event pending in its last phase, to be on the safe side (V4-LL-2, V4-LL-8). */
    boolean isRepended()
    {
        return !isVersion41 && !lossy;
    }

    /** Returns the number of phases of a swap. All phases lie inside one section of the event's lock. */
    int phases()
    {
        return lossy ? LOSSY_PHASES : isVersion41 ? ATOMIC_PHASES : REPEND_PHASES;
    }
}
