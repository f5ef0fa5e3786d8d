package org.gale.engine.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    private static final int WIDTH = 2;

    /**
     * Reads a trace to its end. Memory does not grow with the events: temporary files sort gaps and service times.
     *
     * @throws OutcomeException if it is no trace, or is damaged
     */
    public static TraceDescription of(final Path path) throws IOException
    {
        try (TraceReader reader = TraceReader.open(path); RowSort values = new RowSort(WIDTH, RowSort.CHUNK_LIMIT))
        {
            final List<VectorFigures> figures = reader.vectors().stream().map(VectorFigures::new).toList();
            final long[] row = new long[WIDTH];
            long events = 0;
            while (reader.next())
            {
                events++;
                final VectorFigures vector = figures.get(reader.vector());
                if (vector.events() > 0)
                {
                    row[0] = 2L * reader.vector();
                    row[1] = reader.timeNs() - vector.lastNs();
                    values.add(row);
                }
                if (reader.serviceNs() != TraceEvents.NO_SERVICE)
                {
                    row[0] = 2L * reader.vector() + 1;
                    row[1] = reader.serviceNs();
                    values.add(row);
                }
                vector.add(reader.timeNs(), reader.serviceNs(), reader.cpu());
            }
            values.sort();
            while (values.next())
            {
                final VectorFigures vector = figures.get((int)(values.column(0) / 2));
                if (values.column(0) % 2 == 0)
                {
                    vector.nextGap(values.column(1));
                }
                else
                {
                    vector.nextService(values.column(1));
                }
            }

            return new TraceDescription(figures, events, reader.timeNs());
        }
    }
}
