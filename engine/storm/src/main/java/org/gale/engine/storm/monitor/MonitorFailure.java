package org.gale.engine.storm.monitor;

/** Failure of the monitor of a user, which ends the run with exit code 8: its sentence says what came in its place. */
public final class MonitorFailure extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    MonitorFailure(final String sentence)
    {
        super(sentence);
    }

    MonitorFailure(final String sentence, final Throwable cause)
    {
        super(sentence, cause);
    }
}
