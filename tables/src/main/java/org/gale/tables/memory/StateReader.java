package org.gale.tables.memory;

import org.agrona.DirectBuffer;

/**
 * Reads what a {@link StateWriter} wrote, from chunks that a {@link Source} provides. What is read may be anything:
 * every number that counts or names something is read with its range, and one outside of it is a {@link
 * StateException}. Owned by the thread that owns the state.
 */
public final class StateReader
{
    private final Source source;
    private DirectBuffer buffer;
    private int at;
    private int end;
    private long words;

    /** Where the chunks come from. */
    public interface Source
    {
        /** Goes on to the next chunk. False if there is none. */
        boolean next();

        /** Holds the chunk, until the next one is asked for. */
        DirectBuffer buffer();

        /** Where the chunk begins in the buffer, bytes. */
        int offset();

        /** Length of the chunk, a multiple of 8. */
        int lengthBytes();
    }

    public StateReader(final Source source)
    {
        this.source = source;
    }

    /** The next word, whatever it is. */
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

    /** The next word, a number from {@code min} to {@code max}. */
    public long longIn(final String name, final long min, final long max)
    {
        final long word = word();
        check(name, word, min, max);

        return word;
    }

    /** The next word, a number from {@code min} to {@code max}. */
    public int intIn(final String name, final int min, final int max)
    {
        return (int)longIn(name, min, max);
    }

    /** A number that follows from what was read must be from {@code min} to {@code max}. */
    public int checked(final String name, final int number, final int min, final int max)
    {
        check(name, number, min, max);

        return number;
    }

    /** The next word, 0 or 1. */
    public boolean flag(final String name)
    {
        return longIn(name, 0, 1) != 0;
    }

    /** The next words, as many as the array is long. */
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

    /** Words read so far. */
    public long wordCount()
    {
        return words;
    }

    /** All words must have been read. */
    public void end()
    {
        if (at < end || source.next())
        {
            throw new StateException("it goes on after " + words + " words");
        }
    }
}
