package org.gale.engine.journal;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Budget for the files of a journal's segments, where its writer purges the oldest to stay within a limit; without one
 * there is always room.
 *
 * <p><b>Threads.</b> The maker counts up, the sealer counts down, and the appender reports where snapshots lie.
 *
 * <p><b>Guarantees.</b> The count is never below the bytes of the files: a segment counts from before it is made until
 * after it is deleted.
 *
 * <p><b>Assumptions.</b> One thread makes, one seals and one appends.
 *
 * <p><b>Progress.</b> No method waits.
 */
final class SegmentBudget
{
    private final long limitBytes;
    private final JournalMistake mistake;
    private final AtomicLong bytes;
    private final Queue<WholeSnapshots.Found> reported = new ConcurrentLinkedQueue<>();

    // The sealer's.
    private final ArrayDeque<WholeSnapshots.Found> snapshots = new ArrayDeque<>();

    // The appender's.
    private final WholeSnapshots whole;

    /**
     * Creates the budget.
     *
     * @param config       without a limit to purge segments for, nothing is counted
     * @param keptBytes    bytes of the segments that are there
     * @param known        snapshots in them
     * @param firstSegment that the writer begins with
     * @param mistake      deliberate mistake of the writer, for tests
     */
    SegmentBudget(
        final JournalConfig config,
        final long keptBytes,
        final List<WholeSnapshots.Found> known,
        final int firstSegment,
        final JournalMistake mistake)
    {
        this.mistake = mistake;
        this.limitBytes = config.purgesOldest() ? config.limitBytes() : Long.MAX_VALUE;
        this.bytes = new AtomicLong(keptBytes);
        this.whole = new WholeSnapshots(firstSegment == 0 ? 0 : -1);
        snapshots.addAll(known);
    }

    /** Returns whether there is a limit to purge segments for. */
    boolean isLimited()
    {
        return limitBytes != Long.MAX_VALUE;
    }

    /** Returns whether there is room for one more segment. */
    boolean hasRoom(final int block)
    {
        return !isLimited() || bytes.get() + JournalLimit.segmentBytes(block) <= limitBytes;
    }

    void made(final int block)
    {
        bytes.addAndGet(JournalLimit.segmentBytes(block));
    }

    void sealed(final int block, final SealedSegment segment)
    {
        bytes.addAndGet(sealedBytes(segment) - JournalLimit.segmentBytes(block));
    }

    void purged(final SealedSegment segment)
    {
        bytes.addAndGet(-sealedBytes(segment));
    }

    static long sealedBytes(final SealedSegment segment)
    {
        return SegmentFormat.cutLength(segment.end()) + SegmentFormat.METADATA_LENGTH;
    }

    /**
     * Notes that a frame was appended to a segment. For the appender.
     *
     * @param isFirstPart true for a frame that begins a snapshot
     */
    void appended(final int kind, final boolean isFirstPart, final int segment)
    {
        final WholeSnapshots.Found found = whole.add(kind, isFirstPart, segment);
        if (found != null)
        {
            reported.add(found);
        }
    }

    /** Returns whether no whole snapshot begins in the segment that is appended to. For the appender. */
    boolean wantsSnapshot(final int segment)
    {
        return isLimited() && segment > whole.lastSegment();
    }

    /**
     * Returns the segment up to which the oldest may be purged to make room for another, in the smallest step.
     * Everything that the snapshot at its beginning needs is sealed. For the sealer.
     *
     * @param sealed number of the last segment that is sealed
     * @return the first segment to keep, or −1 if nothing is to be purged
     */
    int next(final int sealed, final int block)
    {
        for (WholeSnapshots.Found snapshot = reported.poll(); snapshot != null; snapshot = reported.poll())
        {
            snapshots.add(snapshot);
        }
        final WholeSnapshots.Found oldest = snapshots.peek();
        if (hasRoom(block) || oldest == null || oldest.lastSegment() > sealed)
        {
            return -1;
        }

        return mistake == JournalMistake.PURGE_OF_NEEDED_SEGMENT ?
            snapshots.removeLast().segment() + 1 : snapshots.remove().segment();
    }
}
