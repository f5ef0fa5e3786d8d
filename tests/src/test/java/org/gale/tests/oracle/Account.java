package org.gale.tests.oracle;

/** Account of interrupts. Immutable. */
record Account(long offered, long delivered, long coalesced, long pending, long held)
{
    static final Account NOTHING = new Account(0, 0, 0, 0);

    Account(final long offered, final long delivered, final long coalesced, final long pending)
    {
        this(offered, delivered, coalesced, pending, 0);
    }

    /** Returns a change of what vectors hold. */
    static Account held(final long offered, final long coalesced, final long held)
    {
        return new Account(offered, 0, coalesced, 0, held);
    }

    Account plus(final Account other)
    {
        return new Account(offered + other.offered, delivered + other.delivered, coalesced + other.coalesced,
            pending + other.pending, held + other.held);
    }

    /** Returns the account since an earlier one; what was pending then is not subtracted. */
    Account since(final Account earlier)
    {
        return new Account(offered - earlier.offered, delivered - earlier.delivered, coalesced - earlier.coalesced,
            pending, held);
    }
}
