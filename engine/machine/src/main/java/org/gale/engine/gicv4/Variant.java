package org.gale.engine.gicv4;

/**
 * Variant of a host with a deliberate mistake: a negative control for the checks that prove the protocol. Tests alone
 * hand a host another one than {@link #SHIPPED}.
 *
 * <p>This host covers some rules twice: ENABLE asks for a doorbell before its swaps, and a block asks the hardware even
 * for a vCPU that is not in the guest. The mistakes of V4-P-E6 leave both covers out, as {@link Mistake#NO_COVERS}
 * does, which is no mistake by itself.
 */
class Variant
{
    /** Mistakes, each of which loses or strands an interrupt (reference section 17.1). */
    enum Mistake
    {
        /** None. */
        NONE,
        /** None: only the covers beyond the protocol are left out. */
        NO_COVERS,
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
        /** ENABLE ends without {@code pending_last}. */
        NO_PENDING_LAST,
        /** ENABLE ends without a kick. */
        NO_KICK,
        /** A failed DISABLE returns at once. */
        FAILED_DISABLE_RETURNS,
        /** A failed ENABLE returns at once. */
        FAILED_ENABLE_RETURNS,
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
        MOVE_IN_GAP,
        /** A move of a direct event to a software-forwarded vCPU drops its pending state. */
        MOVE_DROPS_PENDING
    }

    /** Variant of a host that makes no mistake. */
    static final Variant SHIPPED = new Variant(Mistake.NONE);

    private final Mistake mistake;

    Variant(final Mistake mistake)
    {
        this.mistake = mistake;
    }

    /** Returns the mistake that the host makes now. */
    Mistake mistake()
    {
        return mistake;
    }

    /** Returns whether the host makes this mistake. */
    final boolean is(final Mistake asked)
    {
        return mistake() == asked;
    }

    /** Returns whether the host has the covers that the protocol does not ask for. */
    final boolean hasCovers()
    {
        return !is(Mistake.NO_COVERS) && !is(Mistake.NO_PENDING_LAST) && !is(Mistake.NO_KICK);
    }

    /** Returns whether commands book the differences that they find, which halves of commands must not. */
    boolean settles()
    {
        return true;
    }

    /** Reports that a vPE was made non-resident and its PendingLast is not stored yet. */
    void window()
    {
    }
}
