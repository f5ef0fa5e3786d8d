package org.gale.engine.journal;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Configuration of a journal's writer. Immutable; begin with {@link #DEFAULT}.
 *
 * @param durability        condition under which a frame is acknowledged
 * @param forceEveryFrames  with {@link Durability#FORCED}: number of waiting frames that are forced, 1 to 64
 * @param forceEveryNs      with {@link Durability#FORCED}: age at which the first waiting frame is forced, ns, at least
 *                          0
 * @param blocks            lengths in bytes of the segments' blocks, the last one for all others; powers of two from 64
 *                          KiB to 256 MiB
 * @param frameLimitBytes   the longest frame, at most {@link Frame#LENGTH_LIMIT}
 * @param reserve           space that is reserved ahead
 * @param limitBytes        limit of the journal's bytes; 0 for no limit
 * @param purgesOldest      true to purge the oldest segments at {@code limitBytes}, which then limits the segments'
 *                          files; false to refuse further frames
 * @param id                of a new journal; 0 for a random one
 */
public record JournalConfig(
    Durability durability,
    int forceEveryFrames,
    long forceEveryNs,
    List<Integer> blocks,
    int frameLimitBytes,
    Reserve reserve,
    long limitBytes,
    boolean purgesOldest,
    long id)
{
    /** Configuration that acknowledges appended frames; segments of 1, 4, 16, 64, then 256 MiB. */
    public static final JournalConfig DEFAULT = new JournalConfig(
        Durability.PROCESS, 1, TimeUnit.MILLISECONDS.toNanos(10),
        List.of(1 << 20, 4 << 20, 16 << 20, 64 << 20, 256 << 20), Frame.LENGTH_LIMIT,
        new Reserve(1 << 20, 24 << 20, TimeUnit.SECONDS.toNanos(60)),   // 140 ms at 22 M MSIs a second
        0, false, 0);

    static final int FORCE_FRAMES_LIMIT = 64;
    static final int BLOCK_MIN = 64 * 1024;
    static final int BLOCKS_LIMIT = 64;
    static final int FRAME_LIMIT_MIN = 4096 - Integer.BYTES;
    /** Bytes of a block beside the longest frame: the prefix, the opening frame and room for a closing frame. */
    static final int BLOCK_OVERHEAD = 8192;

    static
    {
        assert Integer.bitCount(BLOCK_MIN) == 1 && Integer.bitCount(SegmentFormat.BLOCK_MAX) == 1 &&
            BLOCK_MIN <= SegmentFormat.BLOCK_MAX;
        assert SegmentFormat.FIRST_CHAIN_OFFSET + SegmentFormat.CLOSING_RESERVE + SegmentFormat.ZEROED_AFTER <=
            BLOCK_OVERHEAD : "the longest frame does not fit in a block";
    }

    public JournalConfig
    {
        blocks = List.copyOf(blocks);
        check(forceEveryFrames >= 1 && forceEveryFrames <= FORCE_FRAMES_LIMIT, "forceEveryFrames", forceEveryFrames);
        check(forceEveryNs >= 0, "forceEveryNs", forceEveryNs);
        check(isFrameLimit(frameLimitBytes), "frameLimitBytes", frameLimitBytes);
        check(!blocks.isEmpty() && blocks.size() <= BLOCKS_LIMIT, "blocks", blocks.size());
        for (final int block : blocks)
        {
            check(isBlock(block, frameLimitBytes), "block", block);
        }
        // Less would never make space for the longest frame: the maker stops that far ahead of the appender.
        check(reserve.aheadBytes >= frameLimitBytes + BLOCK_OVERHEAD, "reserveAheadBytes", reserve.aheadBytes);
        check(purgesOldest ? limitBytes > 0 : limitBytes >= 0, "limitBytes", limitBytes);
    }

    /** Acknowledges frames when they are forced: at a number of waiting frames, or at the age of the first one. */
    public JournalConfig forced(final int everyFrames, final long everyNs)
    {
        return new JournalConfig(Durability.FORCED, everyFrames, everyNs, blocks, frameLimitBytes, reserve, limitBytes,
            purgesOldest, id);
    }

    /** Sets the lengths of blocks, and of the longest frame. */
    public JournalConfig withBlocks(final int newFrameLimitBytes, final List<Integer> newBlocks)
    {
        return new JournalConfig(durability, forceEveryFrames, forceEveryNs, newBlocks, newFrameLimitBytes, reserve,
            limitBytes, purgesOldest, id);
    }

    /** Sets the space that is reserved ahead. */
    public JournalConfig with(final Reserve newReserve)
    {
        return new JournalConfig(durability, forceEveryFrames, forceEveryNs, blocks, frameLimitBytes, newReserve,
            limitBytes, purgesOldest, id);
    }

    /** Sets the id of a new journal. */
    public JournalConfig withId(final long newId)
    {
        return new JournalConfig(durability, forceEveryFrames, forceEveryNs, blocks, frameLimitBytes, reserve,
            limitBytes, purgesOldest, newId);
    }

    /** Limits the bytes of the journal. */
    public JournalConfig withLimit(final long bytes)
    {
        return new JournalConfig(durability, forceEveryFrames, forceEveryNs, blocks, frameLimitBytes, reserve, bytes,
            purgesOldest, id);
    }

    /** Purges the oldest segments at the limit. See {@link JournalLimit} for suitable sizes. */
    public JournalConfig purgingOldest()
    {
        return new JournalConfig(durability, forceEveryFrames, forceEveryNs, blocks, frameLimitBytes, reserve,
            limitBytes, true, id);
    }

    static boolean isFrameLimit(final int bytes)
    {
        return bytes >= FRAME_LIMIT_MIN && Frame.isLength(bytes);
    }

    static boolean isBlock(final int bytes, final int frameLimitBytes)
    {
        return bytes >= BLOCK_MIN && bytes <= SegmentFormat.BLOCK_MAX && Integer.bitCount(bytes) == 1 &&
            bytes - frameLimitBytes >= BLOCK_OVERHEAD;
    }

    private static void check(final boolean isRight, final String name, final long value)
    {
        if (!isRight)
        {
            throw new IllegalArgumentException("out of range: " + name + "=" + value);
        }
    }

    /**
     * Space that is reserved ahead of the appender.
     *
     * @param stepBytes   space that the helper reserves and faults in at a time, a multiple of 4 KiB
     * @param aheadBytes  distance that the helper reserves ahead, at least a step; a host may take a core for a while
     * @param waitLimitNs limit of the time that an append waits for the helper, ns
     */
    public record Reserve(int stepBytes, int aheadBytes, long waitLimitNs)
    {
        public Reserve
        {
            check(stepBytes >= 4096 && (stepBytes & 4095) == 0, "reserveStepBytes", stepBytes);
            check(aheadBytes >= stepBytes && aheadBytes <= SegmentFormat.BLOCK_MAX, "reserveAheadBytes", aheadBytes);
            check(waitLimitNs > 0, "waitLimitNs", waitLimitNs);
        }
    }
}
