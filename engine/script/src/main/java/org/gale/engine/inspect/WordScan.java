package org.gale.engine.inspect;

import org.gale.tables.memory.PhysicalMemory;

/**
 * Search for the words of a table that are not zero, at any address of software's choice. Pages that were never written
 * are not read. Owned by the thread that owns the memory.
 */
final class WordScan
{
    private static final int WORD_LOG2 = 3;
    private static final int PAGE_WORDS = PhysicalMemory.PAGE_SIZE >>> WORD_LOG2;
    private static final int PAGES_A_STEP_LOG2 = 10;

    private final PhysicalMemory memory;
    private final ViewJson answer;

    WordScan(final PhysicalMemory memory, final ViewJson answer)
    {
        this.memory = memory;
        this.answer = answer;
    }

    /**
     * Returns the first index to show.
     *
     * @param address   address of the word of index 0, a multiple of 8; it may lie anywhere
     * @param fromIndex first index of the search
     * @param endIndex  end of the search, not included
     * @param all       true to find words that are zero, too, if they lie in RAM
     * @return the index, or −1 if there is none or the view's steps are consumed
     */
    long next(final long address, final long fromIndex, final long endIndex, final boolean all)
    {
        final long outside = memory.base() - address;
        long index = Math.max(fromIndex, outside >> WORD_LOG2);
        while (index < endIndex && memory.contains(wordAddress(address, index), Long.BYTES) && answer.takeSteps(1))
        {
            final long offset = memory.offsetOf(wordAddress(address, index));
            final int page = (int)(offset / PhysicalMemory.PAGE_SIZE);
            final int written = all ? page : memory.nextTouchedPage(page, memory.pageCount());
            if (written != page)
            {
                final int last = written < 0 ? memory.pageCount() : written;
                answer.takeSteps((last - page) >>> PAGES_A_STEP_LOG2);
                index += ((long)(last - page)) * PAGE_WORDS - (offset % PhysicalMemory.PAGE_SIZE >>> WORD_LOG2);
            }
            else if (all || memory.loadLong(wordAddress(address, index)) != 0)
            {
                return index;
            }
            else
            {
                index++;
            }
        }

        return -1;
    }

    /** {@return the encoded word that {@link #next} has found} */
    long word(final long address, final long index)
    {
        return memory.loadLong(wordAddress(address, index));
    }

    private static long wordAddress(final long address, final long index)
    {
        return address + (index << WORD_LOG2);
    }
}
