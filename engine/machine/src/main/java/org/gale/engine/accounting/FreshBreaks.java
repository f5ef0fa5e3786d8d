package org.gale.engine.accounting;

/**
 * Promises that were broken since the last take: the sentence of the first, and how many. It is outside of the state:
 * neither saved nor digested. Owned by the machine's thread.
 */
public final class FreshBreaks
{
    private String first;
    private long count;

    /**
     * Adds broken promises.
     *
     * @param sentence finding, without promise and end
     * @param added    number of events concerned, at least 1
     */
    public void add(final String sentence, final long added)
    {
        first = count == 0 ? sentence : first;
        count += added;
    }

    /** Returns the sentence of the first one since the last take, or null. */
    public String first()
    {
        return count == 0 ? null : first;
    }

    /** Returns the number of events concerned since the last take. */
    public long count()
    {
        return count;
    }

    /** Takes the broken promises: it is fresh no more. */
    public void take()
    {
        count = 0;
    }
}
