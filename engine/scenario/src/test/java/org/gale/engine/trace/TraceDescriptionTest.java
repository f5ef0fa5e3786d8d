package org.gale.engine.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.trace.TraceVector.VectorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the description of a trace, and of its text. */
class TraceDescriptionTest
{
    private static final List<TraceVector> VECTORS = List.of(
        new TraceVector(",a", VectorKind.MSI), new TraceVector("\"b", VectorKind.TIMER), new TraceVector(" c",
        VectorKind.OTHER),
        new TraceVector("d d", VectorKind.IPI));
    /** Time, vector, CPU and service. */
    private static final long[][] EVENTS = {
        {5000, 0, 1, 5}, {5100, 1, 0, -1}, {5300, 0, 1, 7}, {5350, 1, 3, 20}, {5400, 0, 2, -1}, {5700, 3, 9, 0},
        {6000, 1, 3, 40}};

    @TempDir
    private Path directory;

    @Test
    void shouldHoldTheFiguresOfEachVector() throws IOException
    {
        final Path trace = directory.resolve("t");
        try (EventSort events = events(); OutputStream out = Files.newOutputStream(trace))
        {
            TraceWriter.write(VECTORS, events, out);
        }

        final TraceDescription description = TraceDescription.of(trace);

        assertEquals(7, description.events());
        assertEquals(1000, description.durationNs());
        assertEquals(VECTORS, description.vectors().stream().map(VectorFigures::vector).toList());
        final VectorFigures first = description.vectors().get(0);
        assertEquals(List.of(3L, 100L, 300L, 5L, 7L, 400L), counts(first));
        assertEquals(List.of(5e6, 0.5, 0.5, 2.0), rates(first));
        final VectorFigures second = description.vectors().get(1);
        assertEquals(List.of(3L, 250L, 650L, 20L, 40L, 1000L), counts(second));
        assertEquals(List.of(2e9 / 900, 200 / 450.0, 200 / 450.0, 2.0), rates(second));
        assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 0L), counts(description.vectors().get(2)));
        assertEquals(List.of(0.0, 0.0, 0.0, 0.0), rates(description.vectors().get(2)));
        assertEquals(List.of(1L, 0L, 0L, 0L, 0L, 700L), counts(description.vectors().get(3)));
        assertEquals(List.of(0.0, 0.0, 0.0, 1.0), rates(description.vectors().get(3)));
    }

    @Test
    void shouldQuoteNamesInItsText() throws IOException
    {
        final StringWriter csv = new StringWriter();
        final StringWriter times = new StringWriter();
        try (EventSort events = events(); EventSort again = events())
        {
            TraceCsv.write(VECTORS, events, csv);
            TraceCsv.writeTimes(VECTORS, again, times);
        }

        assertEquals("""
            time,cpu,vector,service
            5000,1,",a",5
            5100,0,"\""b",
            5300,1,",a",7
            5350,3,"\""b",20
            5400,2,",a",
            5700,9,d d,0
            6000,3,"\""b",40
            """, csv.toString());
        assertEquals("""
            time,cpu,vector
            5000,1,",a"
            5100,0,"\""b"
            5300,1,",a"
            5350,3,"\""b"
            5400,2,",a"
            5700,9,d d
            6000,3,"\""b"
            """, times.toString());
    }

    private static EventSort events()
    {
        final EventSort events = new EventSort();
        for (int i = 0; i < EVENTS.length; i++)
        {
            events.add(EVENTS[i][0], i, (int)EVENTS[i][1], (int)EVENTS[i][2], EVENTS[i][3]);
        }
        events.sort();

        return events;
    }

    private static List<Long> counts(final VectorFigures figures)
    {
        return List.of(figures.events(), figures.gapNs(50), figures.gapNs(90), figures.serviceNs(50),
            figures.serviceNs(99), figures.lastNs());
    }

    private static List<Double> rates(final VectorFigures figures)
    {
        return List.of(figures.perSecond(), figures.cv(), figures.cvWithoutLongest(), (double)figures.cpus());
    }
}
