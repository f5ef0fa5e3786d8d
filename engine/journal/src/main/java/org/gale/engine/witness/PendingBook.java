package org.gale.engine.witness;

import java.util.Arrays;

/**
 * Book of what must be pending, by ID, and of the handling mode, which says whether an acknowledge ends it. An ID in
 * doubt is one of which nothing is known. Pages are made where something is noted. Owned by the thread that owns the
 * machine.
 */
final class PendingBook
{
    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_IDS = 1 << PAGE_SHIFT;
    private static final int WORD_SHIFT = 6;
    private static final int ID_BITS = 24;
    private static final int WORDS = PAGE_IDS >>> WORD_SHIFT;
    private static final int PENDING = 1;
    private static final int LEVEL = 1 << 2;

    private final Page[] pages = new Page[1 << (ID_BITS - PAGE_SHIFT)];
    /** Age of what is known: a page of an older one is in doubt as a whole. */
    private int age;
    private boolean isDoubtfulByDefault;

    /** IDs that follow one another. */
    private static final class Page
    {
        private final long[] pending = new long[WORDS];
        private final long[] level = new long[WORDS];
        private final long[] doubt = new long[WORDS];
        private int age;
    }

    /** Notes that nothing is pending. */
    void clear()
    {
        Arrays.fill(pages, null);
        isDoubtfulByDefault = false;
    }

    /** Notes that nothing is known any more. */
    void forget()
    {
        age++;
        isDoubtfulByDefault = true;
    }

    /** Notes that nothing is known of an ID. */
    void forget(final int id)
    {
        final Page page = page(id);
        page.doubt[word(id)] |= 1L << id;
    }

    /** Notes that all IDs that are still in doubt are not pending: each other one was adopted. */
    void settle()
    {
        for (final Page page : pages)
        {
            for (int i = 0; page != null && i < WORDS; i++)
            {
                final long known = page.age == age ? ~page.doubt[i] : 0;
                page.pending[i] &= known;
                page.level[i] &= known;
                page.doubt[i] = 0;
            }
            if (page != null)
            {
                page.age = age;
            }
        }
        isDoubtfulByDefault = false;
    }

    boolean isDoubtful(final int id)
    {
        final Page page = pages[id >>> PAGE_SHIFT];

        return page == null ? isDoubtfulByDefault : page.age != age || isSet(page.doubt, id);
    }

    boolean isPending(final int id)
    {
        final Page page = pages[id >>> PAGE_SHIFT];

        return page != null && isSet(page.pending, id);
    }

    boolean isLevel(final int id)
    {
        final Page page = pages[id >>> PAGE_SHIFT];

        return page != null && isSet(page.level, id);
    }

    /** Notes what an event, which writes the handling mode, makes of an ID (M-HM). */
    void raise(final int id, final boolean level)
    {
        final Page page = page(id);
        page.doubt[word(id)] &= ~(1L << id);
        page.pending[word(id)] |= 1L << id;
        put(page.level, id, level);
    }

    /** Notes that an ID is pending or not, whatever its handling mode is. */
    void pend(final int id, final boolean pending)
    {
        put(page(id).pending, id, pending);
    }

    /** Notes the handling mode. */
    void handle(final int id, final boolean level)
    {
        put(page(id).level, id, level);
    }

    /** Takes over an entry as it stands in memory. */
    void adopt(final int id, final int entry)
    {
        final Page page = page(id);
        page.doubt[word(id)] &= ~(1L << id);
        put(page.pending, id, (entry & PENDING) != 0);
        put(page.level, id, (entry & LEVEL) != 0);
    }

    /**
     * Returns the first ID from one on that must be pending.
     *
     * @return the ID, or −1 if there is none
     */
    int nextPending(final int fromId)
    {
        int id = fromId;
        while (id < 1 << ID_BITS)
        {
            final Page page = pages[id >>> PAGE_SHIFT];
            if (page == null || page.age != age)
            {
                id = (id | PAGE_IDS - 1) + 1;
                continue;
            }
            final long left = (page.pending[word(id)] & ~page.doubt[word(id)]) >>> id;
            if (left != 0)
            {
                return id + Long.numberOfTrailingZeros(left);
            }
            id = (id | Long.SIZE - 1) + 1;
        }

        return -1;
    }

    private Page page(final int id)
    {
        Page page = pages[id >>> PAGE_SHIFT];
        if (page == null)
        {
            page = new Page();
            page.age = isDoubtfulByDefault ? age - 1 : age;
            pages[id >>> PAGE_SHIFT] = page;
        }
        if (page.age != age)
        {
            page.age = age;
            Arrays.fill(page.doubt, -1L);
        }

        return page;
    }

    private static boolean isSet(final long[] bits, final int id)
    {
        return (bits[word(id)] >>> id & 1) != 0;
    }

    private static void put(final long[] bits, final int id, final boolean set)
    {
        bits[word(id)] = set ? bits[word(id)] | 1L << id : bits[word(id)] & ~(1L << id);
    }

    private static int word(final int id)
    {
        return (id & PAGE_IDS - 1) >>> WORD_SHIFT;
    }
}
