package org.gale.engine.script;

import org.agrona.DirectBuffer;

/** Takes the commands of a session before they are applied, to journal them. Owner: the thread of the session. */
public interface CommandLog extends AutoCloseable
{
    /** Keeps nothing. */
    CommandLog NONE = new CommandLog()
    {
        @Override
        public void append(final DirectBuffer buffer, final int offset, final int lengthBytes)
        {
            // Nobody asked for a journal.
        }

        @Override
        public void flush()
        {
            // Nothing was kept.
        }

        @Override
        public void close()
        {
            // Nothing was opened.
        }
    };

    /** Takes a command, which is applied when this returns. */
    void append(DirectBuffer buffer, int offset, int lengthBytes);

    /** Makes what was taken as durable as the journal promises; replies leave when this returns. */
    void flush();

    @Override
    void close();
}
