package org.gale.engine.journal;

import java.util.List;

/**
 * Sizes of a journal that purges its oldest segments to stay within a limit. Four segments have to fit. One holds the
 * last whole snapshot, the next snapshot may end in another, one is written, and one is made ahead. Pure functions.
 */
public final class JournalLimit
{
    private static final int SEGMENTS = 4;
    private static final long BLOCK_LEAST = 512 * 1024;
    /** Bytes before a snapshot in its segment: frames that wait for a force, and the frame in hand. */
    private static final long BEFORE_SNAPSHOT = 1 << 20;

    private JournalLimit()
    {
    }

    /**
     * Returns the least sufficient limit in bytes for snapshots of a length.
     *
     * @return the limit, or {@link Long#MAX_VALUE} if no segment holds such a snapshot
     */
    public static long least(final long snapshotBytes)
    {
        long block = BLOCK_LEAST;
        while (block < snapshotBytes + BEFORE_SNAPSHOT)
        {
            block <<= 1;
        }

        return block > SegmentFormat.BLOCK_MAX ? Long.MAX_VALUE : SEGMENTS * segmentBytes(block);
    }

    /**
     * Returns the configuration of a journal that stays within a limit, with segments as long as the limit allows.
     *
     * @param limitBytes of the segments' files; at least {@link #least}
     */
    public static JournalConfig apply(final JournalConfig config, final long limitBytes)
    {
        int block = SegmentFormat.BLOCK_MAX;
        while (block > BLOCK_LEAST && SEGMENTS * segmentBytes(block) > limitBytes)
        {
            block >>= 1;
        }

        return config.withBlocks(config.frameLimitBytes(), List.of(block)).withLimit(limitBytes).purgingOldest();
    }

    /** Returns the bytes of a segment while it is written. */
    static long segmentBytes(final long block)
    {
        return block + SegmentFormat.METADATA_LENGTH;
    }
}
