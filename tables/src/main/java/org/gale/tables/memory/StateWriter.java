package org.gale.tables.memory;

import org.agrona.MutableDirectBuffer;

/**
 * Stream that saves a state as 64-bit words into chunks of memory that a {@link Sink} provides. A state of any length
 * thus needs no memory of its own. The words depend on the state alone, not on its history. Owned by the thread that
 * owns the state.
 */
public final class StateWriter implements StateStream
{
    private final Sink sink;
    private MutableDirectBuffer buffer;
    private int start;
    private int at;
    private int end;

    /** Destination of the chunks. */
    public interface Sink
    {
        /** Returns the buffer of the chunk to be filled next. */
        MutableDirectBuffer buffer();

        /** Returns the offset of that chunk in the buffer, in bytes. */
        int offset();

        /** Returns the limit of a chunk's length in bytes, a positive multiple of 8. */
        int limitBytes();

        /**
         * Receives a filled chunk.
         *
         * @param lengthBytes a multiple of 8; 0 only if the state has no words
         * @param isLast      true to end the state with this chunk
         */
        void filled(int lengthBytes, boolean isLast);
    }

    /**
     * Makes a writer at the beginning of a state.
     *
     * @param sink receives the chunks, in order
     */
    public StateWriter(final Sink sink)
    {
        this.sink = sink;
        begin();
    }

    @Override
    public long word(final long word)
    {
        if (at == end)
        {
            sink.filled(at - start, false);
            begin();
        }
        buffer.putLong(at, word);
        at += Long.BYTES;

        return word;
    }

    /** Copies the words of a page: one by one, they take most of a snapshot, in code that is seldom run. */
    @Override
    public void page(final PhysicalMemory memory, final long offset)
    {
        int done = 0;
        while (done < PhysicalMemory.PAGE_SIZE)
        {
            if (at == end)
            {
                sink.filled(at - start, false);
                begin();
            }
            final int lengthBytes = Math.min(PhysicalMemory.PAGE_SIZE - done, end - at);
            memory.copyTo(buffer, at, offset + done, lengthBytes);
            at += lengthBytes;
            done += lengthBytes;
        }
    }

    @Override
    public boolean isRestoring()
    {
        return false;
    }

    /** Hands the last chunk to the sink. Nothing can be appended afterwards. */
    public void finish()
    {
        sink.filled(at - start, true);
        end = at;
    }

    private void begin()
    {
        buffer = sink.buffer();
        start = sink.offset();
        at = start;
        end = start + (sink.limitBytes() & -Long.BYTES);
    }
}
