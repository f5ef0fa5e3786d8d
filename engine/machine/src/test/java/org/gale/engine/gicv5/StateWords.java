package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.gale.tables.memory.StateStream;

/** Words of the state of a part of a machine, saved and restored alone. */
public final class StateWords
{
    private StateWords()
    {
    }

    /** Returns the words that a part saves. */
    public static List<Long> of(final Consumer<StateStream> part)
    {
        final List<Long> words = new ArrayList<>();
        part.accept(new StateStream()
        {
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
        });

        return words;
    }

    /** Restores a part from words, and returns whether it has taken all of them. */
    public static boolean restore(final List<Long> words, final Consumer<StateStream> part)
    {
        final Iterator<Long> rest = words.iterator();
        part.accept(new StateStream()
        {
            @Override
            public long word(final long word)
            {
                return rest.next();
            }

            @Override
            public boolean isRestoring()
            {
                return true;
            }
        });

        return !rest.hasNext();
    }
}
