package org.gale.engine.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

/**
 * Description of a whole trace.
 *
 * @param vectors    in the order of the file
 * @param events     of all vectors
 * @param durationNs from the first event to the last
 */
public record TraceDescription(List<VectorFigures> vectors, long events, long durationNs)
{
    /** Reads a trace to its end. */
    public static TraceDescription of(final Path path) throws IOException
    {
        try (TraceReader reader = TraceReader.open(path))
        {
            final List<VectorFigures> figures = reader.vectors().stream().map(VectorFigures::new).toList();
            long events = 0;
            while (reader.next())
            {
                if (++events > TraceEvents.LIMIT)
                {
                    throw new OutcomeException(Outcome.RESOURCES, path + ": has more than " +
                        NumberText.counted(TraceEvents.LIMIT, "event") + " (import a part of the text)");
                }
                figures.get(reader.vector()).add(reader.timeNs(), reader.serviceNs(), reader.cpu());
            }
            figures.forEach(VectorFigures::end);

            return new TraceDescription(figures, events, reader.timeNs());
        }
    }
}
