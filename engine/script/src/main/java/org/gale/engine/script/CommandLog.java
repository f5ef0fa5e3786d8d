package org.gale.engine.script;

import org.agrona.DirectBuffer;
import org.gale.engine.journal.ClosingPayload;

/** Log that journals the commands of a session before they are applied. Owned by the thread of the session. */
public interface CommandLog extends AutoCloseable
{
    /** Log that keeps nothing. */
    CommandLog NONE = new CommandLog()
    {
        @Override
        public void append(final DirectBuffer command, final int lengthBytes)
        {
            // There is no journal.
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

    /** Appends a command, which lies at the start of a buffer and is applied when this returns. */
    void append(DirectBuffer command, int lengthBytes);

    /** Makes the appended commands as durable as the journal promises; replies leave when this returns. */
    void flush();

    @Override
    void close();

    /** Ends the log with the verdict of its session, after the last check. A log that keeps no verdict just ends. */
    default void close(final ClosingPayload verdict)
    {
        close();
    }
}
