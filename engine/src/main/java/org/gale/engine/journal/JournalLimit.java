package org.gale.engine.journal;

import java.util.List;

/**
 * Sizes of a journal that gives its oldest segments up to stay within a limit. Four segments have to fit: one that
 * holds the last whole snapshot, one in which the next may end, the one that is written, and one made ahead. Pure
 * functions.
 */
public final class JournalLimit
{
    private static final int SEGMENTS = 4;
    private static final long BLOCK_LEAST = 512 * 1024;
    /** What lies before a snapshot in its segment: frames that wait for a force, and the one that was in hand. */
    private static final long BEFORE_SNAPSHOT = 1 << 20;

    private JournalLimit()
    {
    }

    /**
     * The least limit in bytes that does, where a snapshot takes so many.
     *
     * @return {@link Long#MAX_VALUE} if no segment holds such a snapshot
     */
    public static long least(final long snapshotBytes)
    {
        long block = BLOCK_LEAST;
        while (block < snapshotBytes + BEFORE_SNAPSHOT)
        {
            block <<= 1;
        }

        return block > JournalConfig.BLOCK_MAX ? Long.MAX_VALUE : SEGMENTS * segmentBytes(block);
    }

    /**
     * A journal that stays within a limit, with segments as long as that allows.
     *
     * @param limitBytes of the segments' files; at least {@link #least}
     */
    public static JournalConfig apply(final JournalConfig config, final long limitBytes)
    {
        int block = JournalConfig.BLOCK_MAX;
        while (block > BLOCK_LEAST && SEGMENTS * segmentBytes(block) > limitBytes)
        {
            block >>= 1;
        }

        return config.withBlocks(config.frameLimitBytes(), List.of(block)).withLimit(limitBytes).purgingOldest();
    }

    /** What a segment takes while it is written. */
    static long segmentBytes(final long block)
    {
        return block + SegmentFormat.METADATA_LENGTH;
    }
}
