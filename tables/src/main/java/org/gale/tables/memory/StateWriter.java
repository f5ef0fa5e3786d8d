package org.gale.tables.memory;

import org.agrona.MutableDirectBuffer;

/**
 * Writes a state as a stream of 64-bit words into chunks of memory that a {@link Sink} provides, so that a state of any
 * length takes no memory of its own. What is written depends on the state alone, not on how it came about. Owned by the
 * thread that owns the state.
 */
public final class StateWriter
{
    private final Sink sink;
    private MutableDirectBuffer buffer;
    private int start;
    private int at;
    private int end;

    /** Where the chunks go. */
    public interface Sink
    {
        /** The chunk to be filled next. */
        MutableDirectBuffer buffer();

        /** Where it begins in the buffer, bytes. */
        int offset();

        /** The most bytes of a chunk, a positive multiple of 8. */
        int limitBytes();

        /**
         * The chunk is filled.
         *
         * @param lengthBytes a multiple of 8; 0 only if the state has no words
         * @param isLast      is it the last one?
         */
        void filled(int lengthBytes, boolean isLast);
    }

    /** @param sink takes the chunks, in order */
    public StateWriter(final Sink sink)
    {
        this.sink = sink;
        begin();
    }

    /** Appends a word. */
    public void word(final long word)
    {
        if (at == end)
        {
            sink.filled(at - start, false);
            begin();
        }
        buffer.putLong(at, word);
        at += Long.BYTES;
    }

    /** Appends 0 or 1. */
    public void flag(final boolean flag)
    {
        word(flag ? 1 : 0);
    }

    /** Appends all words of an array whose length the reader knows. */
    public void words(final long[] words)
    {
        for (final long word : words)
        {
            word(word);
        }
    }

    /** Hands the last chunk over. Nothing can be appended afterwards. */
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
