package org.gale.tables.memory;

import org.agrona.DirectBuffer;

/**
 * Reader of the words of a {@link StateWriter}, from the chunks of a {@link Source}. The words may be hostile: every
 * count and every index is read with its range, and a number out of range is a {@link StateException}. Owned by the
 * thread that owns the state.
 */
public final class StateReader
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

    /**
     * Reads a word of any value.
     *
     * @return the word
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

    /**
     * Reads a number from {@code min} to {@code max}.
     *
     * @return the number
     */
    public long longIn(final String name, final long min, final long max)
    {
        final long word = word();
        check(name, word, min, max);

        return word;
    }

    /**
     * Reads a number from {@code min} to {@code max}.
     *
     * @return the number
     */
    public int intIn(final String name, final int min, final int max)
    {
        return (int)longIn(name, min, max);
    }

    /**
     * Checks that a number derived from the words lies from {@code min} to {@code max}.
     *
     * @return the number
     */
    public int checked(final String name, final int number, final int min, final int max)
    {
        check(name, number, min, max);

        return number;
    }

    /** Reads a word that is 0 or 1. */
    public boolean flag(final String name)
    {
        return longIn(name, 0, 1) != 0;
    }

    /** Reads words into an array, until it is full. */
    public void words(final long[] into)
    {
        for (int i = 0; i < into.length; i++)
        {
            into[i] = word();
        }
    }

    private void check(final String name, final long number, final long min, final long max)
    {
        if (number < min || number > max)
        {
            throw new StateException(name + " is not in " + min + " to " + max + ": " + number + ", word " + words);
        }
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
