package org.gale.engine.support;

import java.util.ArrayList;
import java.util.List;
import org.gale.tables.memory.StateStream;

/** Words of a saved part of a state, kept in a list, and the stream that restores a part from them. */
public final class SavedWords implements StateStream
{
    private final List<Long> words = new ArrayList<>();

    @Override
    public long word(final long word)
    {
        words.add(word);

        return word;
    }

    @Override
    public boolean isRestoring()
    {
        return false;
    }

    /** Returns the words in the order in which they were saved. */
    public List<Long> words()
    {
        return List.copyOf(words);
    }

    /** Returns a stream that restores from these words, and fails behind the last one. */
    public StateStream restoring()
    {
        return restoring(words());
    }

    /** Returns a stream that restores from words, and fails behind the last one. */
    public static StateStream restoring(final List<Long> words)
    {
        return new StateStream()
        {
            private int next;

            @Override
            public long word(final long word)
            {
                return words.get(next++);
            }

            @Override
            public boolean isRestoring()
            {
                return true;
            }
        };
    }
}
