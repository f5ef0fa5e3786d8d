package org.gale.engine.agent;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Log of the slow moments of a thread, off-heap and of fixed length: a new note replaces the oldest. Moments
 * that follow each other closely may be joined to one note, so that frequent kinds do not replace the others.
 * <pre>
 *    0  kind     8  start, ns    16  end, ns    24  value      behind the last note: number of notes added
 * </pre>
 *
 * <h2>Threads</h2> One thread adds notes; any other may read them.
 * <h2>Guarantees</h2> A reader sees each note that was added before its read, unless it was replaced. A note that is
 * joined meanwhile has its old end or its new one.
 * <h2>Assumptions</h2> Replaced notes are found by the number of notes added, which the writer publishes behind each.
 * <h2>Progress</h2> Neither side waits.
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
    private final long[] lastOfKind = new long[NoteKind.count()];
    private final LongestNotes longest = new LongestNotes();
    private long count;

    /** Creates an empty log of the default capacity. */
    public NoteLog()
    {
        this(CAPACITY);
    }

    /**
     * Creates an empty log.
     *
     * @param capacity number of notes that are kept, at least 1; {@link #since} tells of one less
     */
    public NoteLog(final int capacity)
    {
        this.capacity = capacity;
        this.buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity * LENGTH + Long.BYTES));
    }

    /** Adds a note. */
    public void add(final NoteKind kind, final long startNs, final long endNs, final long value)
    {
        longest.add(kind, startNs, endNs, value);
        final int at = offset(count);
        buffer.putLong(at, kind.code());
        buffer.putLong(at + START, startNs);
        buffer.putLong(at + END, endNs);
        buffer.putLong(at + VALUE, value);
        count++;
        lastOfKind[kind.code()] = count;
        buffer.putLongRelease(capacity * LENGTH, count);                        // pairs with since()
    }

    /**
     * Adds a moment to the last note of its kind, if that ended at most {@code gapNs} before; else as a note. The
     * values are added up.
     */
    void join(final NoteKind kind, final long startNs, final long endNs, final long value, final long gapNs)
    {
        final long last = lastOfKind[kind.code()];
        final int at = offset(Math.max(0, last - 1));
        if (last > 0 && count - last < capacity && startNs - buffer.getLong(at + END) <= gapNs)
        {
            longest.add(kind, startNs, endNs, value);
            buffer.putLong(at + VALUE, buffer.getLong(at + VALUE) + value);
            buffer.putLong(at + END, endNs);
        }
        else
        {
            add(kind, startNs, endNs, value);
        }
    }

    /** Returns the number of notes added, the replaced ones included. For the writing thread. */
    public long added()
    {
        return count;
    }

    /** Returns the longest moments of each kind, the earliest first. After the end of the writing thread. */
    public List<Note> longest()
    {
        return longest.list();
    }

    /** Forgets the longest moments. */
    void forgetLongest()
    {
        longest.clear();
    }

    /** Returns the notes of moments that ended at or after a time, the oldest first. From any thread. */
    public List<Note> since(final long fromNs)
    {
        final long before = published();
        final List<Note> notes = new ArrayList<>();
        final List<Long> places = new ArrayList<>();
        for (long place = Math.max(0, before - capacity); place < before; place++)
        {
            if (buffer.getLong(offset(place) + END) - fromNs >= 0)
            {
                notes.add(at(place));
                places.add(place);
            }
        }
        VarHandle.loadLoadFence();                                              // notes above, then the count of add()
        final long newestReplaced = published() - capacity;                     // or about to be
        int replaced = 0;
        while (replaced < places.size() && places.get(replaced) <= newestReplaced)
        {
            replaced++;
        }

        return notes.subList(replaced, notes.size());
    }

    /** Returns the number of notes that are kept. For the writing thread. */
    int size()
    {
        return (int)Math.min(count, capacity);
    }

    /**
     * Returns a note. For the writing thread.
     *
     * @param index 0 is the oldest that is kept
     */
    Note note(final int index)
    {
        return at(count - size() + index);
    }

    private long published()
    {
        return buffer.getLongAcquire(capacity * LENGTH);                        // pairs with add()
    }

    private Note at(final long place)
    {
        final int at = offset(place);

        return new Note(NoteKind.of((int)buffer.getLong(at)), buffer.getLong(at + START), buffer.getLong(at + END),
            buffer.getLong(at + VALUE));
    }

    private int offset(final long place)
    {
        return (int)(place % capacity) * LENGTH;
    }
}
