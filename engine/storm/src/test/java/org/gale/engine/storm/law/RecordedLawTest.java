package org.gale.engine.storm.law;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.storm.model.TraceCourse;
import org.gale.engine.storm.model.TraceTraffic;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.trace.EventSort;
import org.gale.engine.trace.TraceVector;
import org.gale.engine.trace.TraceVector.VectorKind;
import org.gale.engine.trace.TraceWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Tests of the law of recorded events: a turn of 1,250 ns with two vectors and a timer. */
@Tag("P13")
class RecordedLawTest
{
    /** Time, CPU, vector and service. */
    private static final long[][] EVENTS =
        {{0, 2, 0, 10}, {100, 5, 1, -1}, {100, 2, 2, 5}, {700, 5, 0, 30}, {1000, 2, 0, 40}};

    @TempDir
    private Path directory;
    private TraceCourse trace;
    private RecordedCourse course;
    private final QueueLaw.Call call = new QueueLaw.Call();
    private final RecordedLaw[] laws = new RecordedLaw[4];

    @BeforeEach
    void writeTrace() throws IOException
    {
        final Path path = directory.resolve("t");
        try (EventSort sort = new EventSort(); OutputStream out = Files.newOutputStream(path))
        {
            for (int i = 0; i < EVENTS.length; i++)
            {
                sort.add(EVENTS[i][0], i, (int)EVENTS[i][2], (int)EVENTS[i][1], EVENTS[i][3]);
            }
            sort.sort();
            TraceWriter.write(List.of(new TraceVector("a", VectorKind.MSI), new TraceVector("b", VectorKind.MSI),
                new TraceVector("local_timer", VectorKind.TIMER)), sort, out);
        }
        trace = TraceCourse.of(path, "*", true, true);
        begin(1, 0, 0);
    }

    private void begin(final double speed, final long asked, final long phaseNs)
    {
        course = new RecordedCourse(trace, speed, asked, laws.length);
        for (int event = 0; event < laws.length; event++)
        {
            laws[event] = new RecordedLaw(call, course, event);
        }
        laws[0].seeded(0, phaseNs);
    }

    /** Takes an event, which is raised or finds its wire high; returns how the law of its number is broken. */
    private String fire(final long nowNs, final int index, final int number, final boolean isRaised)
    {
        call.begin(nowNs, null);
        laws[number].expired(index);
        if (isRaised)
        {
            laws[number].raised();
        }
        laws[number].acted();

        return laws[number].broken();
    }

    private void fireFour()
    {
        assertNull(fire(0, 0, 0, true));
        assertNull(fire(100, 1, 1, true));
        assertNull(fire(100, 2, 2, true));
        assertNull(fire(700, 3, 0, true));
    }

    @Test
    void shouldGoAroundTheTrace()
    {
        fireFour();
        assertEquals(1_000, laws[1].dueNs());
        assertNull(fire(1_000, 4, 0, true));
        assertEquals(1_250, laws[1].dueNs());
        assertNull(fire(1_250, 0, 0, true));
        assertNull(fire(1_350, 1, 1, true));
        assertNull(fire(1_350, 2, 2, false));                       // its wire is high

        assertEquals(1, course.merged());
        assertNull(course.fault(kind -> kind == RecordedKind.MSI ? 6 : kind == RecordedKind.TIMER ? 2 : 0));
        assertEquals("it counts 7 MSIs, and its trace has 6", course.fault(kind -> kind == RecordedKind.MSI ? 7 : 2));
    }

    @Test
    void shouldFindAnEventThatIsEarlyLeftOutOrOfAnotherNumber()
    {
        fireFour();
        assertEquals("event 4 of its trace is due at 1000 ns, and comes at 999", fire(999, 4, 0, true));
        begin(1, 0, 0);
        assertEquals("event 1 of its trace comes first, as number 1, with a phase of 0 ns", fire(100, 1, 1, true));
        begin(1, 0, 0);
        fire(0, 0, 0, true);
        assertEquals("event 2 of its trace comes after event 0", fire(100, 2, 2, true));
        begin(1, 0, 0);
        fireFour();
        assertEquals("event 4 of its trace has number 1, and another of the same source 0, or another source has that" +
            " number", fire(1_000, 4, 1, true));
    }

    @Test
    void shouldFindATimerWithTheNumberOfAVector()
    {
        fire(0, 0, 0, true);
        fire(100, 1, 3, true);

        assertEquals("event 1 of its trace has number 3, and another of the same source -1, or another source has " +
            "that number", laws[3].broken());
    }

    @Test
    void shouldMoveEventsByAPhaseAndDivideTimesByASpeed()
    {
        begin(1, 550, 550);
        assertNull(fire(0, 3, 0, true));
        assertNull(fire(300, 4, 0, true));
        assertNull(fire(550, 0, 0, true));
        begin(2, TraceTraffic.SPREAD, 275);
        assertNull(fire(0, 3, 0, true));
        assertNull(fire(150, 4, 0, true));
        assertEquals(275, laws[0].dueNs());
        begin(1, 550, 549);
        assertEquals("its phase is 549 ns, and a turn takes 1250", laws[0].broken());
        begin(1, TraceTraffic.SPREAD, 1_250);
        assertEquals("its phase is 1250 ns, and a turn takes 1250", laws[0].broken());
    }

    @Test
    void shouldFindAnEventThatIsNotRaisedAndOneThatIsNotRecorded()
    {
        assertEquals("a recorded event was due, and is not raised", fire(0, 0, 0, false));
        laws[1].raised();
        assertEquals("it raises an event that is not recorded", laws[1].broken());
        begin(1, 0, 0);
        fireFour();
        fire(1_000, 4, 0, true);
        fire(1_250, 0, 0, true);
        fire(1_350, 1, 1, true);
        assertEquals("it raises a wire that is high", fire(1_350, 2, 2, true));
    }

    @Test
    void shouldProlongTheHandlerByTheServiceOfTheLastEventOnce()
    {
        fireFour();
        laws[0].begun();
        fire(1_000, 4, 0, true);
        laws[0].prolonged(30);
        laws[0].prolonged(0);
        laws[0].ended();
        laws[0].begun();
        laws[0].prolonged(40);
        assertNull(laws[0].broken());
        laws[0].begun();
        laws[0].prolonged(41);
        assertEquals("its handler runs for 41 ns more, and its service takes 40", laws[0].broken());
    }
}
