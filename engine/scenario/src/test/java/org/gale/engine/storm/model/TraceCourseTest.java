package org.gale.engine.storm.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.trace.EventSort;
import org.gale.engine.trace.TraceVector;
import org.gale.engine.trace.TraceVector.VectorKind;
import org.gale.engine.trace.TraceWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the second reading of a trace. */
class TraceCourseTest
{
    private static final List<TraceVector> VECTORS = List.of(new TraceVector("a0", VectorKind.MSI),
        new TraceVector("b0", VectorKind.MSI), new TraceVector("t", VectorKind.TIMER),
        new TraceVector("i", VectorKind.IPI), new TraceVector("o", VectorKind.OTHER));

    @TempDir
    private Path directory;

    /** Writes events: time, CPU, vector and service of each. */
    private Path trace(final long[]... events) throws IOException
    {
        final Path trace = directory.resolve("t");
        try (EventSort sort = new EventSort(); OutputStream out = Files.newOutputStream(trace))
        {
            for (int i = 0; i < events.length; i++)
            {
                sort.add(events[i][0], i, (int)events[i][2], (int)events[i][1], events[i][3]);
            }
            sort.sort();
            TraceWriter.write(VECTORS, sort, out);
        }

        return trace;
    }

    @Test
    void shouldReadWhatIsChosenAndTheSpanOfAll() throws IOException
    {
        final Path trace = trace(new long[]{0, 1, 1, 7}, new long[]{10, 1, 2, 8}, new long[]{20, 1, 3, -1},
            new long[]{30, 2, 3, 9}, new long[]{40, 2, 0, 5}, new long[]{50, 2, 4, 6});
        final TraceCourse all = TraceCourse.of(trace, "*", true, true);
        final TraceCourse few = TraceCourse.of(trace, "b?", false, false);

        assertEquals(5, all.count());
        assertEquals(List.of(6L, 50L), List.of(all.events(), all.lastNs()));
        assertEquals(40, all.chosenLastNs());
        assertEquals(List.of(0L, 8L, 0L), List.of(all.timeNs(0), all.serviceNs(1), all.serviceNs(2)));
        assertEquals(5, all.sources());
        assertEquals(RecordedKind.TIMER, all.kind(all.source(1)));
        assertEquals(List.of(RecordedKind.MSI, RecordedKind.IPI, RecordedKind.IPI, RecordedKind.TIMER), List.of(
            all.kindOfNumber(1), all.kindOfNumber(2), all.kindOfNumber(3), all.kindOfNumber(4)));
        assertEquals(1, few.count());
        assertEquals(List.of(6L, 50L), List.of(few.events(), few.lastNs()));
        assertEquals(0, few.chosenLastNs());
    }

    @Test
    void shouldKeepOneEventInSomeOfALongTrace() throws IOException
    {
        final Path trace = directory.resolve("t");
        final int count = TraceCourse.KEPT_LIMIT + 3;
        try (EventSort sort = new EventSort(); OutputStream out = Files.newOutputStream(trace))
        {
            for (int i = 0; i < count; i++)
            {
                sort.add(10L * i, i, 0, 0, i);
            }
            sort.sort();
            TraceWriter.write(VECTORS, sort, out);
        }
        final TraceCourse course = TraceCourse.of(trace, "*", false, false);

        assertEquals(count, course.count());
        assertFalse(course.isWhole());
        assertTrue(course.isKept(count - 1));
        assertFalse(course.isKept(1));
        assertEquals(10L * (count - 1), course.timeNs(count - 1));
        assertEquals(2, course.serviceNs(2));
    }

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource({
        "*, '', true", "*, abc, true", "a*, abc, true", "a*, bc, false", "*c, abc, true", "*b*, abc, true",
        "a?c, abc, true", "a?c, ac, false", "abc, abc, true", "abc, abcd, false", "a*b*c, aXbYbc, true", "?, '', false",
        "a.c, abc, false", "[ab], a, false",
    })
    void shouldMatchNames(final String form, final String name, final boolean isMatch)
    {
        assertEquals(isMatch, TraceCourse.matches(form, name));
    }
}
