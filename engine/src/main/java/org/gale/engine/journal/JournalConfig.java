package org.gale.engine.journal;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a journal is written. Immutable; begin with {@link #DEFAULT}.
 *
 * @param durability       when a frame is acknowledged
 * @param forceEveryFrames with {@link Durability#FORCED}: force when so many frames wait for it, 1 to 64
 * @param forceEveryNs     with {@link Durability#FORCED}: force when the first waiting frame is so old, at least 0
 * @param blocks           lengths in bytes of the segments' blocks, the last one for all others; powers of two
 *                         from 64 KiB to 256 MiB
 * @param frameLimitBytes  the longest frame, at most {@link Frame#LENGTH_LIMIT}
 * @param reserveStepBytes how much space the helper reserves and faults in at a time, a multiple of 4 KiB
 * @param reserveAheadBytes how far ahead of the appender the helper reserves, at least a step
 * @param limitBytes       the journal refuses to grow beyond so many bytes; 0 for no limit
 * @param givesUp          are at that limit, which then is that of the segments' files, the oldest segments given up
 *                         that lie before a snapshot, rather than frames refused?
 * @param waitLimitNs      how long an append waits for the helper before it gives up
 * @param semanticsVersion what the commands mean; stamped on every frame
 * @param id               the journal's id; 0 for a random one
 */
public record JournalConfig(
    Durability durability,
    int forceEveryFrames,
    long forceEveryNs,
    List<Integer> blocks,
    int frameLimitBytes,
    int reserveStepBytes,
    int reserveAheadBytes,
    long limitBytes,
    boolean givesUp,
    long waitLimitNs,
    int semanticsVersion,
    long id)
{
    /** Acknowledged when appended; segments of 1, 4, 16, 64, then 256 MiB. */
    public static final JournalConfig DEFAULT = new JournalConfig(
        Durability.PROCESS,
        1,
        TimeUnit.MILLISECONDS.toNanos(10),
        List.of(1 << 20, 4 << 20, 16 << 20, 64 << 20, 256 << 20),
        Frame.LENGTH_LIMIT,
        1 << 20,
        8 << 20,
        0,
        false,
        TimeUnit.SECONDS.toNanos(60),
        1,
        0);

    static final int FORCE_FRAMES_LIMIT = 64;
    static final int BLOCK_MIN = 64 * 1024;
    static final int BLOCK_MAX = 256 * 1024 * 1024;
    static final int BLOCKS_LIMIT = 64;
    static final int FRAME_LIMIT_MIN = 4096 - Integer.BYTES;
    /** Beside the longest frame a block holds the prefix, the opening frame and room for a closing frame. */
    static final int BLOCK_OVERHEAD = 8192;

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
        check(reserveStepBytes >= 4096 && (reserveStepBytes & 4095) == 0, "reserveStepBytes", reserveStepBytes);
        check(reserveAheadBytes >= reserveStepBytes && reserveAheadBytes <= BLOCK_MAX, "reserveAheadBytes",
            reserveAheadBytes);
        check(givesUp ? limitBytes > 0 : limitBytes >= 0, "limitBytes", limitBytes);
        check(waitLimitNs > 0, "waitLimitNs", waitLimitNs);
        check(semanticsVersion >= 0, "semanticsVersion", semanticsVersion);
    }

    /** Acknowledge frames when they are forced: every so many frames, or when one has waited so long. */
    public JournalConfig forced(final int everyFrames, final long everyNs)
    {
        return new JournalConfig(Durability.FORCED, everyFrames, everyNs, blocks, frameLimitBytes, reserveStepBytes,
            reserveAheadBytes, limitBytes, givesUp, waitLimitNs, semanticsVersion, id);
    }

    /** Other lengths of blocks, and of the longest frame. */
    public JournalConfig withBlocks(final int newFrameLimitBytes, final List<Integer> newBlocks)
    {
        return new JournalConfig(durability, forceEveryFrames, forceEveryNs, newBlocks, newFrameLimitBytes,
            reserveStepBytes, reserveAheadBytes, limitBytes, givesUp, waitLimitNs, semanticsVersion, id);
    }

    /** Reserve in other steps, and so far ahead. */
    public JournalConfig withReserve(final int stepBytes, final int aheadBytes)
    {
        return new JournalConfig(durability, forceEveryFrames, forceEveryNs, blocks, frameLimitBytes, stepBytes,
            aheadBytes, limitBytes, givesUp, waitLimitNs, semanticsVersion, id);
    }

    /** Let the journal not grow beyond so many bytes. */
    public JournalConfig withLimit(final long bytes)
    {
        return new JournalConfig(durability, forceEveryFrames, forceEveryNs, blocks, frameLimitBytes, reserveStepBytes,
            reserveAheadBytes, bytes, givesUp, waitLimitNs, semanticsVersion, id);
    }

    /** Give the oldest segments up where the limit is reached. See {@link JournalLimit} for sizes that do. */
    public JournalConfig givingUp()
    {
        return new JournalConfig(durability, forceEveryFrames, forceEveryNs, blocks, frameLimitBytes, reserveStepBytes,
            reserveAheadBytes, limitBytes, true, waitLimitNs, semanticsVersion, id);
    }

    /** Wait so long for the helper. */
    public JournalConfig withWaitLimit(final long ns)
    {
        return new JournalConfig(durability, forceEveryFrames, forceEveryNs, blocks, frameLimitBytes, reserveStepBytes,
            reserveAheadBytes, limitBytes, givesUp, ns, semanticsVersion, id);
    }

    /** Stamp this version on the frames, and give the journal this id. */
    public JournalConfig withIdentity(final int newSemanticsVersion, final long newId)
    {
        return new JournalConfig(durability, forceEveryFrames, forceEveryNs, blocks, frameLimitBytes, reserveStepBytes,
            reserveAheadBytes, limitBytes, givesUp, waitLimitNs, newSemanticsVersion, newId);
    }

    static boolean isFrameLimit(final int bytes)
    {
        return bytes >= FRAME_LIMIT_MIN && Frame.isLength(bytes);
    }

    static boolean isBlock(final int bytes, final int frameLimitBytes)
    {
        return bytes >= BLOCK_MIN && bytes <= BLOCK_MAX && Integer.bitCount(bytes) == 1 &&
            bytes - frameLimitBytes >= BLOCK_OVERHEAD;
    }

    private static void check(final boolean isRight, final String name, final long value)
    {
        if (!isRight)
        {
            throw new IllegalArgumentException("out of range: " + name + "=" + value);
        }
    }
}
