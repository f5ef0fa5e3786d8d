package org.gale.engine.counters;

import org.agrona.concurrent.UnsafeBuffer;

/** Header by which a run hands its counters to another process, without a file. */
public final class CountersHandOver
{
    private final UnsafeBuffer memory;

    /**
     * Creates the header.
     *
     * @param memory zeroed
     */
    public CountersHandOver(final UnsafeBuffer memory)
    {
        this.memory = memory;
    }

    /** Stores the header. For the run. */
    public void begin(final String journal)
    {
        CountersHeader.storeRelease(memory, 1, 1, "default", journal);
    }

    /** Returns whether the header is ready. For a reader. */
    public boolean isReady()
    {
        return memory.getLongAcquire(CountersLayout.MAGIC_OFFSET) == CountersLayout.MAGIC;
    }

    /** Returns the length of the journal's name in a header that is ready. For a reader. */
    public int journalLength()
    {
        return memory.getInt(CountersLayout.JOURNAL_OFFSET);
    }

    /** Stores the header with its magic first. */
    public void beginTooEarly(final String journal)
    {
        memory.putLongRelease(CountersLayout.MAGIC_OFFSET, CountersLayout.MAGIC);
        begin(journal);
    }
}
