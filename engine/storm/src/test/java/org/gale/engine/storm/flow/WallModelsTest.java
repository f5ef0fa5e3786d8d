package org.gale.engine.storm.flow;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.trace.EventSort;
import org.gale.engine.trace.TraceVector;
import org.gale.engine.trace.TraceWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.gale.engine.storm.flow.Streams.BEGIN_NS;
import static org.gale.engine.storm.flow.Streams.MS;
import static org.gale.engine.storm.flow.Streams.closed;
import static org.gale.engine.storm.flow.Streams.config;
import static org.gale.engine.storm.flow.Streams.drives;
import static org.gale.engine.storm.flow.Streams.modelled;
import static org.gale.engine.storm.flow.Streams.open;
import static org.gale.engine.storm.flow.Streams.pause;
import static org.gale.engine.storm.flow.Streams.phase;
import static org.gale.engine.storm.flow.Streams.trace;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of devices with models on the wall clock, whose guests are slow or quick. */
class WallModelsTest
{
    private static final long US = 1_000;
    private static final int MANY = 40_000;

    /** Handles all events that were offered so far, the last of them first. */
    private static void handleFrom(final Streams streams, final int first)
    {
        for (int i = streams.events.size() - 1; i >= first; i--)
        {
            final Streams.Event event = streams.events.get(i);
            streams.traffic.feedback().handled(event.device(), event.event(), streams.clock.nanoTime());
        }
    }

    /** Moves the clock by steps, and handles all that is offered at each. */
    private static void run(final Streams streams, final long ns, final long stepNs)
    {
        for (long at = 0; at < ns; at += stepNs)
        {
            final int before = streams.events.size();
            streams.run(stepNs, stepNs);
            handleFrom(streams, before);
        }
    }

    @Test
    void shouldOfferAnEventAtTheTimeThatItsModelAskedFor()
    {
        try (Streams streams = new Streams(config(List.of(vms("a", 1, drives(1, 1, "500us"))))).begin())
        {
            run(streams, 2 * MS, 200 * US);

            // Served for 500us, noticed 100us later, and handled at once: the next one is due 500us after that.
            assertEquals(List.of(500 * US, 1_100 * US, 1_700 * US), streams.times());
            assertEquals(3, streams.traffic.feedback().counts().completions(0));
            assertEquals(3, streams.traffic.feedback().counts().interrupts(0));
            assertEquals(100, streams.traffic.lag().getMaxValue() / US);
        }
    }

    @Test
    void shouldLetAModelGoOnNoEarlierThanItsGuestHasDone()
    {
        try (Streams streams = new Streams(config(List.of(vms("a", 1, drives(1, 1, "500us"),
            drives(1, 1, "510us"))))).begin())
        {
            streams.run(505 * US, 505 * US);
            assertEquals(List.of(500 * US), streams.times());
            streams.clock.advance(95 * US);
            handleFrom(streams, 0);

            streams.offer();

            assertEquals(List.of(500 * US, 600 * US), streams.times());
        }
    }

    @Test
    void shouldKeepAnEventThatTheLaneRefuses()
    {
        try (Streams streams = new Streams(config(List.of(vms("a", 1, drives(1, MANY, "500us"))))).begin())
        {
            streams.clock.advance(MS);
            int refused = 0;
            for (int i = 0; i < MANY; i++)
            {
                refused += streams.traffic.offerPaced(streams.clock.nanoTime()) == 0 ? 1 : 0;
            }
            assertTrue(refused > 1, "a lane took " + MANY + " events");

            streams.drain();
            streams.complete();
            for (int i = 0; i < MANY && streams.events.size() < MANY; i++)
            {
                streams.traffic.offerPaced(streams.clock.nanoTime());
                streams.drain();
                streams.complete();
            }

            assertEquals(MANY, streams.events.stream().map(Streams.Event::event).distinct().count());
            assertEquals(MANY, streams.events.size());
            assertEquals(List.of(500 * US), streams.times().stream().distinct().toList());
        }
    }

    @Test
    void shouldOfferNoMoreThanTheCount()
    {
        final StormConfig config = config(List.of(vms("a", 1, drives(1, 8, "500us"))))
            .with(StormSettings.COUNT, 5L);
        try (Streams streams = new Streams(config).begin())
        {
            streams.run(2 * MS, MS);

            assertEquals(5, streams.events.size());
            assertTrue(streams.traffic.isDone(streams.clock.nanoTime()));
        }
    }

    @Test
    void shouldStopTheClockOfAModelThatPauses()
    {
        try (Streams streams = new Streams(config(
            List.of(vms("a", 1, drives(1, 1, "400us")), vms("b", 1, open(1, 1, 1000), closed(1, 1, 1))),
            phase(1), phase(2, pause(0)), phase(1))).begin())
        {
            run(streams, 4 * MS, 50 * US);

            assertEquals(List.of(400 * US, 800 * US, 3 * MS + 200 * US, 3 * MS + 600 * US),
                streams.of(0).stream().map(Streams.Event::ns).toList());
            assertEquals(4, streams.of(1, 0).size());
            assertTrue(streams.of(1, 1).size() > 0);
        }
    }

    @Test
    void shouldOfferWhatWasDueInAPhaseBehindItsEnd()
    {
        try (Streams streams = new Streams(config(List.of(vms("a", 1, drives(1, 1, "900us"))), phase(1), phase(1)))
            .begin())
        {
            streams.clock.advance(1_500 * US);
            streams.offer();

            assertEquals(List.of(900 * US), streams.times());
            assertEquals(List.of(0L, 900 * US, MS), streams.bases);
        }
    }

    @Test
    void shouldBeginAnewWhereAStormIsResumed()
    {
        try (Streams streams = new Streams(config(List.of(vms("a", 1, drives(1, 1, "500us"))), phase(4, pause(0)),
            phase(20))))
        {
            streams.traffic.resume(7, new ResumePosition(7 * MS, ResumePosition.NO_EVENT, new long[]{ 7 }));
            streams.traffic.feedback().handled(0, 0, BEGIN_NS);               // what was pending, before the begin
            streams.begin();

            streams.run(MS, 100 * US);

            // The base of times is the begin of the phases, 7ms before that of this part.
            assertEquals(List.of(500 * US), streams.times());
            assertEquals(8, streams.traffic.sent());
        }
    }

    @Test
    void shouldOfferEachEventOfATraceHoweverLateTheGeneratorIs(@TempDir final Path directory) throws IOException
    {
        final StormConfig config = config(List.of(vms("a", 1, trace(traceOf(directory, MANY, 1), 1))))
            .with(StormSettings.DURATION, MANY * US);
        try (Streams streams = new Streams(config).begin())
        {
            streams.run(US, US);
            streams.clock.advance(MANY * US + 2 * StreamTraffic.LATE_NS);
            assertFalse(streams.traffic.isDone(streams.clock.nanoTime()));

            for (int i = 0; i < MANY && !streams.traffic.isDone(streams.clock.nanoTime()); i++)
            {
                streams.offer();
                streams.complete();
            }

            assertEquals(MANY, streams.events.size());
            assertEquals((MANY - 1) * US, streams.times().get(MANY - 1));
            assertTrue(streams.traffic.isDone(streams.clock.nanoTime()));
        }
    }

    @Test
    void shouldOfferMsisAndIpisOfATraceInOneBatchEachAtItsTime(@TempDir final Path directory) throws IOException
    {
        final Path trace = traceOf(directory, 8, 2);
        try (Streams streams = new Streams(config(List.of(vms("b", 1, open(1, 2, 1)), vms("a", 1, trace(trace, 2)))))
            .begin())
        {
            streams.clock.advance(7 * US);

            streams.traffic.offerPaced(streams.clock.nanoTime());
            streams.drain();

            assertEquals(List.of(0 * US, US, 2 * US, 3 * US, 4 * US, 5 * US, 6 * US, 7 * US), streams.times());
            assertEquals(List.of(0, 1, 0, 1, 0, 1, 0, 1),
                streams.events.stream().map(Streams.Event::event).toList());
            assertEquals(8, streams.of(1).size());
            assertEquals(8, streams.traffic.sent());
        }
    }

    @Test
    void shouldBeginADeviceBesideOthersWhereAStormIsResumed()
    {
        try (Streams streams = new Streams(
            config(List.of(vms("b", 1, open(1, 1, 1)), vms("a", 1, drives(1, 1, "500us"))))))
        {
            streams.traffic.resume(7, new ResumePosition(7 * MS, 7 * MS, new long[]{ 1, 6 }));
            streams.begin();

            streams.run(MS, 100 * US);

            assertEquals(List.of(500 * US), streams.of(1).stream().map(Streams.Event::ns).toList());
        }
    }

    /** Events of a trace at the boundary belong to the next phase: the phase in hand does not wait for them. */
    @Test
    void shouldLeaveOutWhatIsTooLateBesideATraceThatIsNotBehind(@TempDir final Path directory) throws IOException
    {
        final StormConfig config = config(List.of(vms("b", 1, open(1, 1, 1000)),
            vms("a", 1, trace(traceOf(directory, 1001, 1), 1))), phase(1), phase(200));
        try (Streams streams = new Streams(config).begin())
        {
            streams.run(MS + StreamTraffic.LATE_NS, MS + StreamTraffic.LATE_NS);

            assertEquals(MS, streams.of(0).get(0).ns());
            assertEquals(List.of(999 * US, MS),
                streams.of(1).stream().map(Streams.Event::ns).toList().subList(999, 1001));
        }
    }

    @Test
    void shouldCountWhatTracesOfferAndDrivesHoldBack(@TempDir final Path directory) throws IOException
    {
        final DeviceShape drive = modelled("io", 1, 1,
            Map.of("service", "500us", "depth", "1", "coalesce.threshold", "2", "coalesce.time", "200us"));
        try (Streams streams = new Streams(config(List.of(vms("b", 1, drive),
            vms("a", 1, trace(traceOf(directory, 701, 2), 2))))).begin())
        {
            run(streams, 700 * US, 100 * US);                               // MSIs at even times, IPIs between

            final ModelCounts counts = streams.traffic.feedback().counts();
            assertEquals(200 * US, counts.heldNs(0, Hold.MODERATION));
            assertEquals(0, counts.heldNs(1, Hold.MODERATION));
            assertEquals(List.of(0L, 351L, 350L), List.of(counts.recorded(0, RecordedKind.MSI),
                counts.recorded(1, RecordedKind.MSI), counts.recorded(1, RecordedKind.IPI)));
        }
    }

    @Test
    void shouldPollADeviceUntilItsHandlerFindsNoMore()
    {
        try (Streams streams = new Streams(config(List.of(vms("a", 1, modelled("packets", 1, 1,
            Map.of("rate", "1k", "arrivals", "constant", "moderation", "none", "budget", "2")))))).begin())
        {
            run(streams, 10 * MS, 100 * US);

            // A packet each millisecond, each an interrupt whose handler takes it.
            assertEquals(streams.events.size(), streams.traffic.feedback().counts().completions(0));
            assertEquals(10, streams.events.size(), 1);
        }
    }

    /** Writes a trace with an event each microsecond: MSIs alone, or MSIs and IPIs in turns. */
    static Path traceOf(final Path directory, final int count, final int vectors) throws IOException
    {
        return traceOf(directory, count, vectors, EventSort.NO_SERVICE);
    }

    /** Writes a trace with an event each microsecond, whose handlers have a service time. */
    static Path traceOf(final Path directory, final int count, final int vectors, final long serviceNs)
        throws IOException
    {
        final Path trace = directory.resolve("t");
        try (EventSort sort = new EventSort(); OutputStream out = Files.newOutputStream(trace))
        {
            for (int i = 0; i < count; i++)
            {
                sort.add(i * US, i, i % vectors, 0, serviceNs);
            }
            sort.sort();
            TraceWriter.write(List.of(new TraceVector("net", TraceVector.VectorKind.MSI),
                new TraceVector("IPI", TraceVector.VectorKind.IPI)), sort, out);
        }

        return trace;
    }

    @Test
    void shouldHaveNoFeedbackWithoutModels()
    {
        try (Streams streams = new Streams(config(List.of(vms("a", 1, closed(1, 1, 1))))))
        {
            assertNull(streams.traffic.feedback());
        }
    }
}
