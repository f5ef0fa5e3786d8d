package org.gale.tests.drawn.plain;

/**
 * Account of the messages of a plain model, under the terms of the identity: offered = delivered + coalesced + pending
 * + rejected. Owned by one thread.
 */
public final class PlainAccount
{
    long offered;
    long delivered;
    long redelivered;
    long coalesced;
    long cleared;
    long unmapped;
    private long untranslated;
    private long unreachable;

    /** Counts a message that no table of an ITS translates. */
    public void untranslated()
    {
        offered++;
        untranslated++;
    }

    /** Counts a translated message whose interrupt has no table. */
    public void unreachable()
    {
        offered++;
        unreachable++;
    }

    long unreachableCount()
    {
        return unreachable;
    }

    /**
     * Returns the account as {@code stats} writes it, without what is pending.
     *
     * @param pending number of interrupts that owe an acknowledge
     */
    public String text(final long pending)
    {
        return "\"offered\":" + offered + ",\"delivered\":" + delivered + ",\"coalesced\":" + coalesced +
            ",\"pending\":" + pending + ",\"untranslated\":" + untranslated + ",\"unreachable\":" + unreachable +
            ",\"withdrawn-cleared\":" + cleared + ",\"withdrawn-unmapped\":" + unmapped + ",\"redelivered\":" +
            redelivered;
    }
}
