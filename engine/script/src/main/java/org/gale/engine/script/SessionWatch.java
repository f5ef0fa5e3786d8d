package org.gale.engine.script;

import org.gale.engine.record.InvariantBrokenException;

/** Watch of the promises that sessions break, apart from their clients. Called from the thread of each session. */
public interface SessionWatch
{
    /** Watch that ignores everything. */
    SessionWatch NONE = new SessionWatch()
    {
        @Override
        public void notice(final String line)
        {
            // Nobody reads it.
        }

        @Override
        public void broken(final InvariantBrokenException first)
        {
            // Nobody asks for it.
        }
    };

    /**
     * Takes a broken promise, for which the client did not ask.
     *
     * @param line promise and sentence
     */
    void notice(String line);

    /**
     * Takes the first promise that a session broke, once, at its end.
     *
     * @param first with its commands
     */
    void broken(InvariantBrokenException first);
}
