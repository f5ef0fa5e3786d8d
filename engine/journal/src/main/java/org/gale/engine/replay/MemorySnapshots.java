package org.gale.engine.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.journal.JournalPosition;
import org.gale.engine.machine.Machine;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;

/**
 * Snapshots of the machine of a journal in memory, evenly spaced over its commands. At the limit of their bytes, every
 * other one is dropped and the space between them doubles. One more snapshot lies near the place of the last search, so
 * that a step back applies few commands. Owned by one thread.
 */
public final class MemorySnapshots
{
    /** Limit of the commands between the last search and the snapshot before it. */
    public static final long NEAR_COMMANDS = 1 << 14;

    private static final long FIRST_SPACE = 1 << 16;
    private static final int CHUNK_BYTES = 1 << 16;

    private final NavigableMap<Long, Kept> spaced = new TreeMap<>();
    private final long limitBytes;
    private long bytes;
    private long space = FIRST_SPACE;
    private Kept near;
    /** Command from which a snapshot near the target is due. */
    private long nearFrom = Long.MAX_VALUE;

    /**
     * Creates the snapshots of a journal.
     *
     * @param limitBytes limit of their bytes; the one near the last search comes on top
     */
    public MemorySnapshots(final long limitBytes)
    {
        this.limitBytes = limitBytes;
    }

    /**
     * Snapshot in memory.
     *
     * @param sequence number of the last command in the state
     * @param position behind the frame of that command
     * @param chunks   of the state
     * @param bytes    length of the state
     */
    record Kept(long sequence, JournalPosition position, List<UnsafeBuffer> chunks, long bytes)
    {
        /** Returns a reader of the state. */
        StateReader reader()
        {
            return new StateReader(new Chunks(chunks));
        }
    }

    /** Returns the number of the snapshots. */
    public int count()
    {
        return spaced.size();
    }

    /** Returns the bytes of the snapshots. */
    public long bytes()
    {
        return bytes + (near == null ? 0 : near.bytes());
    }

    /** Returns the least number of commands between two snapshots. */
    public long space()
    {
        return space;
    }

    /** Asks for one more snapshot near a command that a search moves to. */
    void near(final long target)
    {
        nearFrom = Math.max(0, target - NEAR_COMMANDS);
    }

    /**
     * Takes a snapshot of a machine that stands between two frames, if one is due there.
     *
     * @param target command to which the machine moves
     */
    void passed(final Machine machine, final long sequence, final long target, final JournalPosition position)
    {
        final Map.Entry<Long, Kept> before = spaced.floorEntry(sequence);
        if (before == null || sequence - before.getKey() >= space)
        {
            final Kept kept = take(machine, sequence, position);
            bytes += kept.bytes();
            spaced.put(sequence, kept);
            thin();
        }
        else if (sequence >= nearFrom && sequence <= target && sequence - before.getKey() > NEAR_COMMANDS)
        {
            near = take(machine, sequence, position);
            nearFrom = Long.MAX_VALUE;
        }
    }

    /**
     * Returns the last snapshot up to a command.
     *
     * @return the snapshot, or null if there is none
     */
    Kept upTo(final long sequence)
    {
        final Map.Entry<Long, Kept> found = spaced.floorEntry(sequence);
        final Kept kept = found == null ? null : found.getValue();

        return near != null && near.sequence() <= sequence && (kept == null || near.sequence() > kept.sequence()) ?
            near : kept;
    }

    private static Kept take(final Machine machine, final long sequence, final JournalPosition position)
    {
        final Taken taken = new Taken();
        machine.save(new StateWriter(taken));

        return new Kept(sequence, position, List.copyOf(taken.chunks), taken.bytes);
    }

    private void thin()
    {
        while (bytes > limitBytes && spaced.size() > 1)
        {
            space *= 2;
            final List<Long> sequences = new ArrayList<>(spaced.keySet());
            long last = sequences.get(0);
            for (final long sequence : sequences.subList(1, sequences.size()))
            {
                if (sequence - last < space)
                {
                    bytes -= spaced.remove(sequence).bytes();
                }
                else
                {
                    last = sequence;
                }
            }
        }
    }

    /** Chunks of a state that is saved. */
    private static final class Taken implements StateWriter.Sink
    {
        final List<UnsafeBuffer> chunks = new ArrayList<>();
        long bytes;
        private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[CHUNK_BYTES]);

        @Override
        public MutableDirectBuffer buffer()
        {
            return scratch;
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
            final byte[] chunk = new byte[lengthBytes];
            scratch.getBytes(0, chunk);
            chunks.add(new UnsafeBuffer(chunk));
            bytes += lengthBytes;
        }
    }

    /** Chunks of a state that is restored. */
    private static final class Chunks implements StateReader.Source
    {
        private final List<UnsafeBuffer> chunks;
        private int index = -1;

        Chunks(final List<UnsafeBuffer> chunks)
        {
            this.chunks = chunks;
        }

        @Override
        public boolean next()
        {
            if (index + 1 >= chunks.size())
            {
                return false;
            }
            index++;

            return true;
        }

        @Override
        public DirectBuffer buffer()
        {
            return chunks.get(index);
        }

        @Override
        public int offset()
        {
            return 0;
        }

        @Override
        public int lengthBytes()
        {
            return chunks.get(index).capacity();
        }
    }
}
