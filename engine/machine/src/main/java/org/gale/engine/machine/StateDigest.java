package org.gale.engine.machine;

import java.util.Arrays;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Digest of a memory, kept page by page: only pages that were written since the last time are read again. A page of
 * zeros counts as one that was never written. Owned by the machine's thread.
 */
public final class StateDigest
{
    private static final int CHUNK_SHIFT = 9;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final long[] ZEROS = new long[CHUNK];

    private final PhysicalMemory memory;
    private final long[][] hashes;
    private long sum;
    private int readPages;

    public StateDigest(final PhysicalMemory memory)
    {
        this.memory = memory;
        this.hashes = new long[(memory.pageCount() + CHUNK - 1) >>> CHUNK_SHIFT][];
        Arrays.fill(hashes, ZEROS);
    }

    /** Returns whether this is the digest of a memory. */
    public boolean isOf(final PhysicalMemory other)
    {
        return memory == other;
    }

    /** Returns the digest of the memory as it is now. */
    public long value()
    {
        readPages = 0;
        for (int page = memory.nextDirtyPage(0); page >= 0; page = memory.nextDirtyPage(page + 1))
        {
            final long hash = memory.pageHash(page);
            sum += share(page, hash) - share(page, hashes[page >>> CHUNK_SHIFT][page & (CHUNK - 1)]);
            if (hash != 0 && hashes[page >>> CHUNK_SHIFT] == ZEROS)
            {
                hashes[page >>> CHUNK_SHIFT] = new long[CHUNK];
            }
            if (hashes[page >>> CHUNK_SHIFT] != ZEROS)
            {
                hashes[page >>> CHUNK_SHIFT][page & (CHUNK - 1)] = hash;
            }
            memory.cleanPage(page);
            readPages++;
        }

        return sum;
    }

    /** Returns the number of pages that the last {@link #value} read. */
    public int readPages()
    {
        return readPages;
    }

    private static long share(final int page, final long hash)
    {
        return hash == 0 ? 0 : Mix.of(page + 1L, hash);
    }
}
