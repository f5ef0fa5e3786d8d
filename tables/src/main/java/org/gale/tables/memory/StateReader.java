package org.gale.tables.memory;

import org.agrona.DirectBuffer;

/**
 * Stream that restores a state from the chunks of a {@link Source}, which a {@link StateWriter} wrote. Owned by the
 * thread that owns the state.
 */
public final class StateReader implements StateStream
{
    private final Source source;
    private DirectBuffer buffer;
    private int at;
    private int end;
    private long words;

    /** Source of the chunks. */
    public interface Source
    {
        /**
         * Moves to the next chunk.
         *
         * @return false if there is none
         */
        boolean next();

        /** Returns the buffer that holds the chunk, valid until the next move. */
        DirectBuffer buffer();

        /** Returns the offset of the chunk in the buffer, in bytes. */
        int offset();

        /** Returns the length of the chunk, a multiple of 8. */
        int lengthBytes();
    }

    public StateReader(final Source source)
    {
        this.source = source;
    }

    @Override
    public boolean isRestoring()
    {
        return true;
    }

    /** Returns the next word in place of the current one. */
    @Override
    public long word(final long current)
    {
        return word();
    }

    /**
     * Reads the next word.
     *
     * @return the word
     * @throws StateException if there is none
     */
    public long word()
    {
        while (at >= end)
        {
            if (!source.next())
            {
                throw new StateException("it ends after " + words + " words");
            }
            buffer = source.buffer();
            at = source.offset();
            end = at + (source.lengthBytes() & -Long.BYTES);
        }
        final long word = buffer.getLong(at);
        at += Long.BYTES;
        words++;

        return word;
    }

    /** Returns the number of words read so far. */
    public long wordCount()
    {
        return words;
    }

    /** Checks that all words have been read. */
    public void end()
    {
        if (at < end || source.next())
        {
            throw new StateException("it goes on after " + words + " words");
        }
    }
}
