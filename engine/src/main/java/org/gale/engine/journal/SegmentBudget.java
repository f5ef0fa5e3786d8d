package org.gale.engine.journal;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the files of a journal's segments take, where its writer gives the oldest up to stay within a limit; without
 * one there is always room. The maker counts up, the sealer down; the appender tells where snapshots lie.
 */
final class SegmentBudget
{
    private final long limitBytes;
    private final AtomicLong bytes;
    private final Queue<WholeSnapshots.Found> reported = new ConcurrentLinkedQueue<>();

    // The sealer's.
    private final ArrayDeque<WholeSnapshots.Found> snapshots = new ArrayDeque<>();

    // The appender's.
    private final WholeSnapshots whole;

    /**
     * @param config       without a limit to give segments up for, nothing is counted
     * @param keptBytes    what the segments take that are there
     * @param known        snapshots in them
     * @param firstSegment that the writer begins with
     */
    SegmentBudget(
        final JournalConfig config,
        final long keptBytes,
        final List<WholeSnapshots.Found> known,
        final int firstSegment)
    {
        this.limitBytes = config.purgesOldest() ? config.limitBytes() : Long.MAX_VALUE;
        this.bytes = new AtomicLong(keptBytes);
        this.whole = new WholeSnapshots(firstSegment == 0 ? 0 : -1);
        snapshots.addAll(known);
    }

    /** Is there a limit to give segments up for? */
    boolean isLimited()
    {
        return limitBytes != Long.MAX_VALUE;
    }

    /** Is there room for one more segment? */
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

    /** For the appender: a frame of a kind was appended to a segment. */
    void appended(final int kind, final boolean isFirstPart, final int segment)
    {
        final WholeSnapshots.Found found = whole.add(kind, isFirstPart, segment);
        if (found != null)
        {
            reported.add(found);
        }
    }

    /** For the appender: does the segment that it appends to hold no whole snapshot that begins there? */
    boolean wantsSnapshot(final int segment)
    {
        return isLimited() && segment > whole.lastSegment();
    }

    /**
     * For the sealer: up to which segment the oldest may be given up so that there is room for another, in the smallest
     * step. All that the snapshot at its beginning needs is sealed.
     *
     * @param sealed number of the last segment that is sealed
     * @return the first segment to keep, or -1
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

        return Faults.purgesNeeded ? snapshots.removeLast().segment() + 1 : snapshots.remove().segment();
    }
}
