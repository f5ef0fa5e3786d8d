package org.gale.engine.replay;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.machine.Machine;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;

/** Comparison of a snapshot with the machine at that place, word by word. Owned by the machine's thread. */
final class SnapshotCheck implements StateWriter.Sink
{
    /** Result of a comparison in which all words are equal. */
    static final long SAME = -1;

    private static final int CHUNK_BYTES = 32 * 1024;

    private final UnsafeBuffer chunk = new UnsafeBuffer(new byte[CHUNK_BYTES]);
    private StateReader snapshot;
    private long difference;

    /**
     * Compares a snapshot with a machine.
     *
     * @return index of the first word that differs, from 0, or {@link #SAME}; {@code SAME} also if the snapshot is cut
     *     short
     */
    long firstDifference(final Machine machine, final SnapshotParts parts)
    {
        snapshot = new StateReader(parts);
        difference = SAME;
        try
        {
            machine.save(new StateWriter(this));
        }
        catch (final StateException ex)
        {
            return parts.isCut() ? SAME : snapshot.wordCount();
        }

        return difference;
    }

    @Override
    public MutableDirectBuffer buffer()
    {
        return chunk;
    }

    @Override
    public int offset()
    {
        return 0;
    }

    @Override
    public int limitBytes()
    {
        return CHUNK_BYTES;
    }

    @Override
    public void filled(final int lengthBytes, final boolean isLast)
    {
        for (int at = 0; at < lengthBytes && difference == SAME; at += Long.BYTES)
        {
            if (snapshot.word() != chunk.getLong(at))
            {
                difference = snapshot.wordCount() - 1;
            }
        }
        if (isLast && difference == SAME)
        {
            snapshot.end();
        }
    }
}
