package org.gale.engine.gicv4;

import org.gale.tables.memory.Mix;
import org.gale.tables.memory.StateStream;

/**
 * Sinks of a state beside those of {@code tables.memory}, which save and restore.
 */
final class StateStreams
{
    private StateStreams()
    {
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
