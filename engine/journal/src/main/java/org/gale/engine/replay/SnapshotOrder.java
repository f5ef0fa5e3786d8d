package org.gale.engine.replay;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Semantics;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.record.SnapshotPayload;

/**
 * Check that the parts of snapshots follow one another: a part is known by its number, command and version, or it is
 * refused. A snapshot that another one or a command interrupts is cut short, which is no damage. Owned by the thread of
 * the source.
 */
final class SnapshotOrder
{
    private static final long ANY = -1;

    private long nextPart = ANY;

    /** Begins anew at a place that may lie between two parts, because those before it are purged. */
    void begin()
    {
        nextPart = ANY;
    }

    /** Notes a frame that is no part of a snapshot. */
    void otherFrame()
    {
        nextPart = 0;
    }

    /**
     * Checks a part.
     *
     * @param reader that has read it
     * @param frame  payload of the part
     * @throws ReplayException if it is not one that the writer of snapshots appends there, or has another version
     */
    void part(final JournalReader reader, final DirectBuffer frame) throws ReplayException
    {
        final int length = reader.payloadLength();
        if (length < SnapshotPayload.STATE_OFFSET || (length & (Long.BYTES - 1)) != 0)
        {
            throw ReplayException.damaged(reader, "part of a snapshot: length " + length +
                ", expected a multiple of " + Long.BYTES + " and at least " + SnapshotPayload.STATE_OFFSET, null);
        }
        final long command = reader.firstSequence() - 1;
        final long version = SnapshotPayload.version(frame);
        if (version != Semantics.VERSION)
        {
            throw ReplayException.damaged(reader, "part of a snapshot of version " +
                Long.toUnsignedString(version) + ", expected " + Semantics.VERSION, null);
        }
        if (SnapshotPayload.sequence(frame) != command)
        {
            throw ReplayException.damaged(reader, "part of a snapshot of command " +
                Long.toUnsignedString(SnapshotPayload.sequence(frame)) + ", expected " + command, null);
        }
        final long part = SnapshotPayload.part(frame);
        if (nextPart != ANY && part != nextPart && part != 0)
        {
            throw ReplayException.damaged(reader, "part " + Long.toUnsignedString(part) +
                " of a snapshot, expected part " + nextPart +
                (nextPart == 0 ? "" : " or a new snapshot"), null);
        }
        nextPart = SnapshotPayload.isLast(frame) ? 0 : part + 1;
    }
}
