package org.gale.engine.witness;

import org.gale.engine.accounting.OwnerId;

/** Answers of acknowledges on the physical side (B-INT-6, B-CPU-13). Owned by the machine's thread. */
final class Acknowledges
{
    private static final int TYPE_SHIFT = 29;
    private static final int PPI = 1;
    private static final long VALID = 1L << 32;
    private static final String FINDING = " was acknowledged though nothing had set it pending";

    private final WitnessBooks books;
    private final PpiLines ppis;
    private final InterruptSink sink;

    Acknowledges(final WitnessBooks books, final PpiLines ppis, final InterruptSink sink)
    {
        this.books = books;
        this.ppis = ppis;
        this.sink = sink;
    }

    /** Takes an answer. */
    void answered(final int pe, final long answer)
    {
        final int intid = (int)answer;
        final int id = Touched.id(intid);
        if ((answer & VALID) == 0)
        {
            return;
        }
        if (intid >>> TYPE_SHIFT != PPI)
        {
            acknowledged(intid, id);
        }
        else if (!ppis.acknowledge(pe, id))
        {
            sink.found(false, OwnerId.NONE, -1, "PE " + pe + " PPI " + id + FINDING);
        }
    }

    private void acknowledged(final int intid, final int id)
    {
        final PendingBook book = books.of(intid);
        final boolean isOpen = book.isDoubtful(id) || !books.isReachable(intid) ||
            books.isExcused(books.owner, intid) || (Touched.isLpi(intid) && books.lpis.isShared(id));
        if (!isOpen && !book.isPending(id))
        {
            book.forget(id);
            sink.found(false, books.owner, intid, FINDING);
        }
        else if (!isOpen)
        {
            book.pend(id, book.isLevel(id));
        }
        books.touched.add(intid);
    }
}
