package org.gale.engine.machine;

import java.util.Arrays;
import org.gale.tables.memory.StateStream;

/** Growing list of words, for images of VMs. Owned by the thread that owns the machine. */
public final class WordList
{
    private static final int LENGTH_MIN = 64;

    private long[] words = new long[LENGTH_MIN];
    private int size;

    /** Returns the number of words. */
    public int size()
    {
        return size;
    }

    /** Returns a word. */
    public long word(final int index)
    {
        return words[index];
    }

    /** Adds a word at the end. */
    public void add(final long word)
    {
        set(size, word);
    }

    /** Sets a word; words between the end and it become zero. */
    public void set(final int index, final long word)
    {
        if (index >= words.length)
        {
            words = Arrays.copyOf(words, Math.max(2 * words.length, index + 1));
        }
        words[index] = word;
        size = Math.max(size, index + 1);
    }

    /** Removes all words. */
    public void clear()
    {
        Arrays.fill(words, 0, size, 0);
        size = 0;
    }

    /**
     * Passes the words through a stream.
     *
     * @param limit the most words that the list may have
     */
    public void state(final StateStream stream, final int limit)
    {
        final int count = stream.number("words of an image", size, 0, limit);
        if (stream.isRestoring())
        {
            clear();
        }
        for (int i = 0; i < count; i++)
        {
            set(i, stream.word(words.length > i ? words[i] : 0));
        }
    }
}
