package org.gale.engine.witness;

/** Comparison of the books of a witness with the entries of a machine. Owned by the machine's thread. */
final class WitnessComparison
{
    private static final String LOST = ", set pending, is neither pending nor acknowledged";
    private static final String INVENTED = " is pending though nothing had set it pending";

    private static final int PENDING = 1;
    private static final int LEVEL = 1 << 2;

    private final WitnessBooks books;
    private final PendingBook lpiBook;
    private final LpiTable lpis;
    private final EventClaims claims;
    private final InterruptSink sink;

    WitnessComparison(final WitnessBooks books, final EventClaims claims, final InterruptSink sink)
    {
        this.books = books;
        this.lpiBook = books.lpiBook;
        this.lpis = books.lpis;
        this.claims = claims;
        this.sink = sink;
    }

    /** Returns what is wrong with a lost interrupt, or with an invented one. */
    static String what(final boolean isLost)
    {
        return isLost ? LOST : INVENTED;
    }

    /** Compares all that must be pending, and all LPIs that are. From then on all LPIs are known. */
    void scan()
    {
        for (int id = lpiBook.nextPending(0); id >= 0; id = lpiBook.nextPending(id + 1))
        {
            ofLpi(id);
        }
        for (int id = lpis.nextUsed(0, lpis.endId()); id >= 0; id = lpis.nextUsed(id + 1L, lpis.endId()))
        {
            ofLpi(id);
        }
        lpiBook.settle();
        for (int id = books.spiBook.nextPending(0); id >= 0; id = books.spiBook.nextPending(id + 1))
        {
            ofSpi(id);
        }
    }

    /** Compares a physical interrupt with its entry, and returns whether they agree. */
    boolean ofInterrupt(final int intid)
    {
        return Touched.isLpi(intid) ? ofLpi(Touched.id(intid)) : ofSpi(Touched.id(intid));
    }

    /** Compares an LPI of a VM that an event has just made pending, as an edge or a level (B-INT-3, M-HM). */
    void ofVirtual(final int vm, final int intid, final boolean isLevel)
    {
        final long entry = books.queries.entry(vm, intid);
        if (entry < 0 || books.isExcused(vm, intid))
        {
            return;
        }
        if ((entry & PENDING) == 0)
        {
            sink.found(true, vm, intid, claims.lost(intid, LOST));
        }
        else if ((entry & LEVEL) != 0 != isLevel)
        {
            sink.found(isLevel, vm, intid, isLevel ?
                " is an edge, and an acknowledge ends it while its wire is high (M-HM)" :
                " is a level, and no acknowledge ends what was an edge (M-HM)");
        }
    }

    private boolean ofLpi(final int id)
    {
        final long at = lpis.locate(id);

        return at == LpiTable.NOWHERE || lpis.isShared(id) || compare(lpiBook, id, Touched.lpiOf(id), lpis.entry(at));
    }

    private boolean ofSpi(final int id)
    {
        final long entry = books.spis.isAway(id) ? -1 : books.queries.entry(books.owner, Touched.spiOf(id));

        return entry < 0 || compare(books.spiBook, id, Touched.spiOf(id), (int)entry);
    }

    private boolean compare(final PendingBook book, final int id, final int intid, final int entry)
    {
        if (book.isDoubtful(id))
        {
            book.adopt(id, entry);
            return true;
        }
        final boolean isPending = (entry & 1) != 0;
        if (book.isPending(id) == isPending)
        {
            return true;
        }
        final boolean isExcused = books.isExcused(books.owner, intid);
        book.adopt(id, entry);
        if (!isExcused)
        {
            sink.found(!isPending, books.owner, intid, isPending ? INVENTED : claims.lost(intid, LOST));
        }

        return isExcused;
    }
}
