package org.gale.engine.gicv4;

/**
 * Deliberate mistake of a host, one at a time, and failures of single swaps: negative controls for the checks that
 * prove the protocol. Only tests choose another one than {@link Mistake#NONE}.
 */
final class Variant
{
    /** Mistakes, each of which loses or strands an interrupt (reference section 17.1). */
    enum Mistake
    {
        /** None. */
        NONE,
        /** The pending bit is not carried over to the latch. */
        BIT_NOT_CARRIED,
        /** Version 4.0: the event is not made pending after its gap. */
        NO_REPEND,
        /** An injection does not test whether the event is direct. */
        INJECTION_INTO_LATCH,
        /** A list register is folded into the latch after its event became direct. */
        FOLD_INTO_LATCH,
        /** Latched events are not queued at the end of DISABLE. */
        NO_QUEUE,
        /** ENABLE ends without a kick, and does not ask for a doorbell before. */
        NO_KICK,
        /** A failed transition returns at once. */
        FAILURE_RETURNS,
        /** The property byte is written without an invalidate. */
        NO_INVALIDATE,
        /** The pending bit of the host's LPI is asked for after the swap cleared it. */
        ASKED_TOO_LATE,
        /** The guest's enable bit is written into the host's LPI. */
        GUEST_ENABLE_IN_HOST,
        /** PendingLast is stored outside the vPE's lock. */
        PENDING_LAST_UNLOCKED,
        /** A guest that enables a pending vLPI wakes nobody. */
        NO_WAKE_ON_ENABLE,
        /** A move goes by the state of the old target, not by the event's route. */
        MOVE_BY_STATE,
        /** A move does not wait for the lock of an event in its gap. */
        MOVE_IN_GAP
    }

    private Mistake mistake = Mistake.NONE;
    private Runnable window;
    private int swapsUntilFailure;

    /**
     * Makes a mistake from now on.
     */
    void make(final Mistake chosen)
    {
        mistake = chosen;
    }

    boolean is(final Mistake asked)
    {
        return mistake == asked;
    }

    /**
     * Lets the swap of an event fail once.
     *
     * @param number of swaps from now, the failing one included; 0 for none
     */
    void failSwap(final int number)
    {
        swapsUntilFailure = number;
    }

    /**
     * Returns whether the swap that begins now fails.
     */
    boolean failsNow()
    {
        final boolean fails = swapsUntilFailure == 1;
        swapsUntilFailure -= swapsUntilFailure > 0 ? 1 : 0;

        return fails;
    }

    /**
     * Returns the number that {@link #failSwap} was given and that is left.
     */
    int swapsUntilFailure()
    {
        return swapsUntilFailure;
    }

    /**
     * Sets what happens once between the write that makes a vPE non-resident and the store of PendingLast.
     *
     * @param event to be run, or null for none
     */
    void inWindow(final Runnable event)
    {
        window = event;
    }

    /**
     * Runs what {@link #inWindow} was given, once.
     */
    void window()
    {
        final Runnable event = window;
        window = null;
        if (event != null)
        {
            event.run();
        }
    }
}
