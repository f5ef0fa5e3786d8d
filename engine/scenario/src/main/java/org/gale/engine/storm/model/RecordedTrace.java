package org.gale.engine.storm.model;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;

/**
 * Trace that a job names. It is read when its events are needed first, so that what a journal records of it can be
 * shown without the file. Two are equal if they have the same path. Owned by one thread.
 */
public final class RecordedTrace
{
    private final Path path;
    private TraceChoice choice;
    private TracePart part;
    private TraceCourse course;

    /** Makes the trace of a file. */
    public RecordedTrace(final Path path)
    {
        this.path = path;
    }

    /** Returns the path of the file. */
    public Path path()
    {
        return path;
    }

    /**
     * Returns a part of the trace, which is read if it was not the last one that was asked for.
     *
     * @throws OutcomeException if the file cannot be read, is no trace, or is damaged
     */
    TracePart part(final TraceChoice asked)
    {
        if (!asked.equals(choice))
        {
            try
            {
                part = TracePart.of(path, asked);
                course = TraceCourse.of(path, asked.names(), asked.withTimers(), asked.withIpis());
                if (!course.isRing(part.ringNs()))
                {
                    throw new OutcomeException(Outcome.INVARIANT_BROKEN, "P14 broken: a turn of " + path + " takes " +
                        part.ringNs() + " ns, and its events do not");
                }
                choice = asked;
            }
            catch (final NoSuchFileException ex)
            {
                throw new OutcomeException(
                    Outcome.USAGE, path + ": no such trace ('gale import' makes one of a text)", ex);
            }
            catch (final IOException ex)
            {
                throw new OutcomeException(Outcome.USAGE, path + ": cannot be read: " + FileFailure.reason(ex), ex);
            }
        }

        return part;
    }

    /** Returns the course of a part, by another reading than that of the part. */
    TraceCourse course(final TraceChoice asked)
    {
        part(asked);

        return course;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof RecordedTrace trace && path.equals(trace.path);
    }

    @Override
    public int hashCode()
    {
        return path.hashCode();
    }
}
