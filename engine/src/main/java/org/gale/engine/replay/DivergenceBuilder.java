package org.gale.engine.replay;

/** Builder of a {@link Divergence}. Each method sets the component of its name. Owned by one thread. */
final class DivergenceBuilder
{
    private long soundSequence;
    private long sequence;
    private long journalState;
    private long replayState;
    private long journalRun;
    private long replayRun;
    private long journalCommands;
    private long replayCommands;
    private String finding;

    DivergenceBuilder soundSequence(final long value)
    {
        soundSequence = value;

        return this;
    }

    DivergenceBuilder sequence(final long value)
    {
        sequence = value;

        return this;
    }

    DivergenceBuilder journalState(final long value)
    {
        journalState = value;

        return this;
    }

    DivergenceBuilder replayState(final long value)
    {
        replayState = value;

        return this;
    }

    DivergenceBuilder journalRun(final long value)
    {
        journalRun = value;

        return this;
    }

    DivergenceBuilder replayRun(final long value)
    {
        replayRun = value;

        return this;
    }

    DivergenceBuilder journalCommands(final long value)
    {
        journalCommands = value;

        return this;
    }

    DivergenceBuilder replayCommands(final long value)
    {
        replayCommands = value;

        return this;
    }

    DivergenceBuilder finding(final String value)
    {
        finding = value;

        return this;
    }

    /** Returns the divergence. */
    Divergence build()
    {
        return new Divergence(
            soundSequence,
            sequence,
            journalState,
            replayState,
            journalRun,
            replayRun,
            journalCommands,
            replayCommands,
            finding);
    }
}
