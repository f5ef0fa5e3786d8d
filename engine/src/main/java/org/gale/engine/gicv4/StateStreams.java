package org.gale.engine.gicv4;

import org.gale.engine.accounting.Mix;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateStream;
import org.gale.tables.memory.StateWriter;

/**
 * Sinks of a state: one that saves, one that restores, one that digests.
 */
final class StateStreams
{
    private StateStreams()
    {
    }

    static StateStream saving(final StateWriter writer)
    {
        return new StateStream()
        {
            @Override
            public long word(final long word)
            {
                writer.word(word);

                return word;
            }

            @Override
            public boolean isRestoring()
            {
                return false;
            }
        };
    }

    static StateStream restoring(final StateReader reader)
    {
        return new StateStream()
        {
            @Override
            public long word(final long word)
            {
                return reader.word();
            }

            @Override
            public boolean isRestoring()
            {
                return true;
            }
        };
    }

    /** Sink whose value is the digest of all words in order. */
    static final class Digest implements StateStream
    {
        private long value;

        @Override
        public long word(final long word)
        {
            value = Mix.of(value, word);

            return word;
        }

        @Override
        public boolean isRestoring()
        {
            return false;
        }

        long value()
        {
            return value;
        }
    }
}
