package org.gale.engine.journal;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gale.engine.command.Semantics;

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
 * @param reserveStepBytes  space that the helper reserves and faults in at a time, a multiple of 4 KiB
 * @param reserveAheadBytes distance that the helper reserves ahead of the appender, at least a step
 * @param limitBytes        limit of the journal's bytes; 0 for no limit
 * @param purgesOldest      true to purge the oldest segments at {@code limitBytes}, which then limits the segments'
 *                          files; false to refuse further frames
 * @param waitLimitNs       limit of the time that an append waits for the helper, ns
 * @param semanticsVersion  meaning of the commands; stamped on every frame
 * @param id                the journal's id; 0 for a random one
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
    boolean purgesOldest,
    long waitLimitNs,
    int semanticsVersion,
    long id)
{
    /** Configuration that acknowledges appended frames; segments of 1, 4, 16, 64, then 256 MiB. */
    public static final JournalConfig DEFAULT = new Builder().build();

    static final int FORCE_FRAMES_LIMIT = 64;
    static final int BLOCK_MIN = 64 * 1024;
    static final int BLOCK_MAX = 256 * 1024 * 1024;
    static final int BLOCKS_LIMIT = 64;
    static final int FRAME_LIMIT_MIN = 4096 - Integer.BYTES;
    /** Bytes of a block beside the longest frame: the prefix, the opening frame and room for a closing frame. */
    static final int BLOCK_OVERHEAD = 8192;

    static
    {
        assert Integer.bitCount(BLOCK_MIN) == 1 && Integer.bitCount(BLOCK_MAX) == 1 && BLOCK_MIN <= BLOCK_MAX;
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
        check(reserveStepBytes >= 4096 && (reserveStepBytes & 4095) == 0, "reserveStepBytes", reserveStepBytes);
        check(reserveAheadBytes >= reserveStepBytes && reserveAheadBytes <= BLOCK_MAX, "reserveAheadBytes",
            reserveAheadBytes);
        // Less would never make space for the longest frame: the maker stops that far ahead of the appender.
        check(reserveAheadBytes >= frameLimitBytes + BLOCK_OVERHEAD, "reserveAheadBytes", reserveAheadBytes);
        check(purgesOldest ? limitBytes > 0 : limitBytes >= 0, "limitBytes", limitBytes);
        check(waitLimitNs > 0, "waitLimitNs", waitLimitNs);
        check(semanticsVersion >= 0, "semanticsVersion", semanticsVersion);
    }

    /** Acknowledges frames when they are forced: at a number of waiting frames, or at the age of the first one. */
    public JournalConfig forced(final int everyFrames, final long everyNs)
    {
        final Builder builder = new Builder(this);
        builder.durability = Durability.FORCED;
        builder.forceEveryFrames = everyFrames;
        builder.forceEveryNs = everyNs;

        return builder.build();
    }

    /** Sets the lengths of blocks, and of the longest frame. */
    public JournalConfig withBlocks(final int newFrameLimitBytes, final List<Integer> newBlocks)
    {
        final Builder builder = new Builder(this);
        builder.frameLimitBytes = newFrameLimitBytes;
        builder.blocks = newBlocks;

        return builder.build();
    }

    /** Sets the step in which space is reserved, and how far ahead. */
    public JournalConfig withReserve(final int stepBytes, final int aheadBytes)
    {
        final Builder builder = new Builder(this);
        builder.reserveStepBytes = stepBytes;
        builder.reserveAheadBytes = aheadBytes;

        return builder.build();
    }

    /** Limits the bytes of the journal. */
    public JournalConfig withLimit(final long bytes)
    {
        final Builder builder = new Builder(this);
        builder.limitBytes = bytes;

        return builder.build();
    }

    /** Purges the oldest segments at the limit. See {@link JournalLimit} for suitable sizes. */
    public JournalConfig purgingOldest()
    {
        final Builder builder = new Builder(this);
        builder.purgesOldest = true;

        return builder.build();
    }

    /** Sets the limit of the time that an append waits for the helper. */
    public JournalConfig withWaitLimit(final long ns)
    {
        final Builder builder = new Builder(this);
        builder.waitLimitNs = ns;

        return builder.build();
    }

    /** Sets the version that is stamped on the frames, and the id of the journal. */
    public JournalConfig withIdentity(final int newSemanticsVersion, final long newId)
    {
        final Builder builder = new Builder(this);
        builder.semanticsVersion = newSemanticsVersion;
        builder.id = newId;

        return builder.build();
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

    /** Values of a configuration by name; those of {@link #DEFAULT} unless they are set. */
    private static final class Builder
    {
        private Durability durability = Durability.PROCESS;
        private int forceEveryFrames = 1;
        private long forceEveryNs = TimeUnit.MILLISECONDS.toNanos(10);
        private List<Integer> blocks = List.of(1 << 20, 4 << 20, 16 << 20, 64 << 20, 256 << 20);
        private int frameLimitBytes = Frame.LENGTH_LIMIT;
        private int reserveStepBytes = 1 << 20;
        private int reserveAheadBytes = 24 << 20;   // 140 ms at 22 M MSIs a second: a host may take a core so long
        private long limitBytes;
        private boolean purgesOldest;
        private long waitLimitNs = TimeUnit.SECONDS.toNanos(60);
        private int semanticsVersion = Semantics.VERSION;
        private long id;

        Builder()
        {
        }

        Builder(final JournalConfig config)
        {
            durability = config.durability;
            forceEveryFrames = config.forceEveryFrames;
            forceEveryNs = config.forceEveryNs;
            blocks = config.blocks;
            frameLimitBytes = config.frameLimitBytes;
            reserveStepBytes = config.reserveStepBytes;
            reserveAheadBytes = config.reserveAheadBytes;
            limitBytes = config.limitBytes;
            purgesOldest = config.purgesOldest;
            waitLimitNs = config.waitLimitNs;
            semanticsVersion = config.semanticsVersion;
            id = config.id;
        }

        JournalConfig build()
        {
            return new JournalConfig(durability, forceEveryFrames, forceEveryNs, blocks, frameLimitBytes,
                reserveStepBytes, reserveAheadBytes, limitBytes, purgesOldest, waitLimitNs, semanticsVersion, id);
        }
    }
}
