package org.gale.engine.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.agrona.DirectBuffer;
import org.gale.engine.record.SnapshotPayload;
import org.gale.tables.memory.StateReader;

/**
 * Parts of one snapshot, read from the journal on demand; {@link SnapshotOrder} has checked each. A snapshot whose
 * writer died between two parts is cut short, which is no damage. Owned by the thread of the source.
 */
final class SnapshotParts implements StateReader.Source
{
    private final JournalSource source;
    private long part = -1;
    private boolean isCut;

    /**
     * Begins with the snapshot frame at which the source stands.
     *
     * @param source has just read a snapshot frame
     */
    SnapshotParts(final JournalSource source)
    {
        this.source = source;
    }

    /** Returns whether the current frame is the first part of a snapshot. */
    boolean isFirst()
    {
        return isPart(0);
    }

    /** Returns whether another frame follows before the last part of the snapshot. */
    boolean isCut()
    {
        return isCut;
    }

    @Override
    public boolean next()
    {
        if (isCut || (part >= 0 && SnapshotPayload.isLast(source.frame())))
        {
            return false;
        }
        if (part >= 0 && !readNext())
        {
            isCut = true;
            return false;
        }
        part++;

        return true;
    }

    @Override
    public DirectBuffer buffer()
    {
        return source.frame();
    }

    @Override
    public int offset()
    {
        return SnapshotPayload.STATE_OFFSET;
    }

    @Override
    public int lengthBytes()
    {
        return source.length() - SnapshotPayload.STATE_OFFSET;
    }

    private boolean readNext()
    {
        try
        {
            if (!source.next())
            {
                return false;
            }
            final boolean follows = isPart(part + 1);
            if (!follows)
            {
                source.unread();
            }

            return follows;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private boolean isPart(final long number)
    {
        return source.isSnapshot() && SnapshotPayload.part(source.frame()) == number;
    }
}
