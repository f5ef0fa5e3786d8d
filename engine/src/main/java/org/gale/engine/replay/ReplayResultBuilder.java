package org.gale.engine.replay;

import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalEnd;

/** Builder of a {@link ReplayResult}. Each method sets the component of its name. Owned by one thread. */
final class ReplayResultBuilder
{
    private RunConfiguration configuration;
    private long commands;
    private long firstCommand;
    private long beginNs;
    private long elapsedNs;
    private long digest;
    private long stateDigest;
    private long comparisons;
    private long comparedTo;
    private Divergence divergence;
    private JournalEnd end;

    ReplayResultBuilder configuration(final RunConfiguration value)
    {
        configuration = value;

        return this;
    }

    ReplayResultBuilder commands(final long value)
    {
        commands = value;

        return this;
    }

    ReplayResultBuilder firstCommand(final long value)
    {
        firstCommand = value;

        return this;
    }

    ReplayResultBuilder beginNs(final long value)
    {
        beginNs = value;

        return this;
    }

    ReplayResultBuilder elapsedNs(final long value)
    {
        elapsedNs = value;

        return this;
    }

    ReplayResultBuilder digest(final long value)
    {
        digest = value;

        return this;
    }

    ReplayResultBuilder stateDigest(final long value)
    {
        stateDigest = value;

        return this;
    }

    ReplayResultBuilder comparisons(final long value)
    {
        comparisons = value;

        return this;
    }

    ReplayResultBuilder comparedTo(final long value)
    {
        comparedTo = value;

        return this;
    }

    ReplayResultBuilder divergence(final Divergence value)
    {
        divergence = value;

        return this;
    }

    ReplayResultBuilder end(final JournalEnd value)
    {
        end = value;

        return this;
    }

    /** Returns the replay result. */
    ReplayResult build()
    {
        return new ReplayResult(
            configuration,
            commands,
            firstCommand,
            beginNs,
            elapsedNs,
            digest,
            stateDigest,
            comparisons,
            comparedTo,
            divergence,
            end);
    }
}
