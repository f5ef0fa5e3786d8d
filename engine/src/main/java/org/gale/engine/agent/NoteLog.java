package org.gale.engine.agent;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Log of what a thread noted of its own slow moments, off-heap and of fixed length: a new note replaces the oldest.
 * Owned by one thread; read by others after it has ended.
 * <pre>
 *    0  kind     8  start, ns    16  end, ns    24  value
 * </pre>
 */
public final class NoteLog
{
    /** Number of notes that are kept. */
    public static final int CAPACITY = 8192;

    private static final int LENGTH = 4 * Long.BYTES;
    private static final int START = Long.BYTES;
    private static final int END = 2 * Long.BYTES;
    private static final int VALUE = 3 * Long.BYTES;

    private final int capacity;
    private final UnsafeBuffer buffer;
    private long count;

    /** Creates an empty log of the default capacity. */
    public NoteLog()
    {
        this(CAPACITY);
    }

    /**
     * Creates an empty log.
     *
     * @param capacity number of notes that are kept
     */
    NoteLog(final int capacity)
    {
        this.capacity = capacity;
        this.buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity * LENGTH));
    }

    /** Note of one moment. */
    public record Note(NoteKind kind, long startNs, long endNs, long value)
    {
    }

    /** Adds a note. */
    public void add(final NoteKind kind, final long startNs, final long endNs, final long value)
    {
        final int at = (int)(count % capacity) * LENGTH;
        buffer.putLong(at, kind.code());
        buffer.putLong(at + START, startNs);
        buffer.putLong(at + END, endNs);
        buffer.putLong(at + VALUE, value);
        count++;
    }

    /** Returns the number of notes that are kept. */
    public int size()
    {
        return (int)Math.min(count, capacity);
    }

    /**
     * Returns a note.
     *
     * @param index 0 is the oldest that is kept
     */
    public Note note(final int index)
    {
        final int at = (int)((count - size() + index) % capacity) * LENGTH;

        return new Note(NoteKind.of((int)buffer.getLong(at)), buffer.getLong(at + START), buffer.getLong(at + END),
            buffer.getLong(at + VALUE));
    }
}
