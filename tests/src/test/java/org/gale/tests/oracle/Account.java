package org.gale.tests.oracle;

/** Account of interrupts. Immutable. */
record Account(long offered, long delivered, long coalesced, long pending)
{
    static final Account NOTHING = new Account(0, 0, 0, 0);

    Account plus(final Account other)
    {
        return new Account(offered + other.offered, delivered + other.delivered, coalesced + other.coalesced,
            pending + other.pending);
    }

    /** Returns the account since an earlier one; what was pending then is not subtracted. */
    Account since(final Account earlier)
    {
        return new Account(offered - earlier.offered, delivered - earlier.delivered, coalesced - earlier.coalesced,
            pending);
    }
}
