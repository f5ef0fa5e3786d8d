package org.gale.engine.storm.flow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.gale.engine.storm.flow.Streams.BEGIN_NS;
import static org.gale.engine.storm.flow.Streams.MS;
import static org.gale.engine.storm.flow.Streams.closed;
import static org.gale.engine.storm.flow.Streams.config;
import static org.gale.engine.storm.flow.Streams.drives;
import static org.gale.engine.storm.flow.Streams.modelled;
import static org.gale.engine.storm.flow.Streams.open;
import static org.gale.engine.storm.flow.Streams.phase;
import static org.gale.engine.storm.flow.Streams.poisson;
import static org.gale.engine.storm.flow.Streams.senders;
import static org.gale.engine.storm.flow.Streams.trace;
import static org.gale.engine.storm.flow.Streams.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of batches of streams and models: their limits, their lag, and what a lane without room leaves for later. */
class StreamTrafficTest
{
    private static final long US = 1_000;
    private static final int LANE_WORDS = 64;
    private static final int CALLS_LIMIT = 100_000;
    private static final double PER_NS = 1e9;

    private final List<Streams> made = new ArrayList<>();

    @AfterEach
    void close()
    {
        made.forEach(Streams::close);
    }

    private Streams begun(final StormConfig config)
    {
        return made(new Streams(config)).begin();
    }

    private Streams made(final Streams streams)
    {
        made.add(streams);
        return streams;
    }

    private static int offer(final Streams streams)
    {
        return streams.traffic.offerPaced(streams.clock.nanoTime());
    }

    /** Offers without a drain until the lane is full, or nothing is due. */
    private static void fill(final Streams streams)
    {
        for (int i = 0; i < CALLS_LIMIT && offer(streams) > 0; i++)
        {
            assertTrue(streams.lane.producer().position() > 0);
        }
    }

    private static long words(final Streams streams)
    {
        return streams.lane.producer().position();
    }

    @Test
    void shouldRecordTheLagOfABatchAsThatOfItsEarliestEvent()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 1000)))));
        streams.clock.advance(MS);
        assertEquals(2, offer(streams));
        streams.clock.advance(2500 * US);

        assertEquals(2, offer(streams));                                    // due at 2 ms and 3 ms, offered at 3.5 ms

        assertEquals(4, streams.traffic.lag().getTotalCount());
        assertEquals(2, streams.traffic.lag().getCountAtValue(1500 * US));
        assertEquals(2, streams.traffic.lag().getCountAtValue(MS));
    }

    @Test
    void shouldRecordTheLagOfAModelFromItsIntendedTime()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, drives(1, 3, "500us")))));
        streams.clock.advance(700 * US);

        assertEquals(3, offer(streams));

        assertEquals(3, streams.traffic.lag().getTotalCount());
        assertEquals(3, streams.traffic.lag().getCountAtValue(200 * US));
    }

    @Test
    void shouldRecordNoLagOfClosedStreamsBesideOpenOnes()
    {
        final Streams closed = begun(config(List.of(vms("a", 1, closed(1, 8, 5)))));
        final Streams both = begun(config(List.of(vms("a", 1, closed(1, 8, 5), open(1, 8, 1000)))));

        closed.offer();
        both.offer();

        assertEquals(5, closed.traffic.lag().getTotalCount());
        assertEquals(0, closed.traffic.lag().getMaxValue());
        assertEquals(6, both.events.size());
        assertEquals(1, both.traffic.lag().getTotalCount());
    }

    @Test
    void shouldForgetTheLagWhenTheWarmupEnds()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 1000)))));
        streams.run(5 * MS, MS);
        assertNotEquals(0, streams.traffic.lag().getTotalCount());

        streams.traffic.measure(streams.clock.nanoTime());

        assertEquals(0, streams.traffic.lag().getTotalCount());
    }

    @Test
    void shouldPaceTheEventsOfOpenStreamsAlone()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 1000), closed(1, 8, 8))))).offer();
        streams.run(1000 * MS - US, 1000 * MS - US);
        streams.traffic.pace().end(BEGIN_NS + 1000 * MS);

        assertEquals(1000, streams.traffic.pace().result(0, 0).reachedPerS());
        assertTrue(streams.of(0, 1).size() > 0);
    }

    @Test
    void shouldPaceAllEventsWithoutOpenStreams()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, closed(1, 8, 5), drives(1, 3, "500us")))));
        streams.run(MS, MS);
        streams.traffic.pace().end(BEGIN_NS + 1000 * MS);

        assertEquals(8, streams.traffic.pace().result(0, 0).reachedPerS());
    }

    @Test
    void shouldCountThePaceFromTheBegin()
    {
        final Streams streams = made(new Streams(config(List.of(vms("a", 1, open(1, 8, 1000))))));
        streams.traffic.begin(BEGIN_NS);
        streams.offer().run(999 * MS, MS).run(100 * US, 100 * US);
        streams.traffic.pace().end(BEGIN_NS + 1000 * MS);

        final GeneratorPace pace = streams.traffic.pace().result(0, 0);
        assertEquals(1000, pace.reachedPerS());
        assertEquals(1000, pace.leastPerS());
        assertEquals(0, pace.shortSeconds());
    }

    @Test
    void shouldOfferNoMoreClosedEventsThanTheCount()
    {
        final StormConfig config = config(List.of(vms("a", 1, closed(1, 1000, 1000))))
            .with(StormSettings.COUNT, Traffic.BATCH + 44L);
        final Streams streams = begun(config);

        assertEquals(Traffic.BATCH, offer(streams));
        assertEquals(44, offer(streams));                                   // a run of 32, and one of 12

        assertEquals(Traffic.BATCH + 44, streams.traffic.sent());
        assertTrue(streams.traffic.isDone(BEGIN_NS));
    }

    @Test
    void shouldKeepABacklogOfOneMoreClosedBatch()
    {
        final int batch = Traffic.BATCH + CommandWord.TIME_WORDS;
        final int most = (OpenLoopTraffic.COLD_WORDS - 2 * CommandWord.TIME_WORDS) / batch;
        assertEquals(254, most);
        // Two boundaries and 254 batches are 65,536 words; a boundary and an open batch are one word more than two.
        final Streams fits = begun(config(List.of(vms("a", 1, closed(1, 65_536, 65_536))), phase(1), phase(9)));
        final Streams doesNot = begun(config(List.of(vms("a", 1, closed(1, 65_536, 65_536), open(1, 1, 1)))));
        fits.traffic.warmUp();
        doesNot.traffic.warmUp();
        fits.clock.advance(MS);

        fill(fits);
        fill(doesNot);

        assertEquals(OpenLoopTraffic.COLD_WORDS, words(fits));
        assertEquals(2 + 3 + (most - 1) * batch, words(doesNot));
    }

    @Test
    void shouldLimitTheBacklogOfAWarmupAlone()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, PER_NS)))));
        streams.traffic.warmUp();
        streams.clock.advance(MS);
        fill(streams);
        final long cold = words(streams);
        assertTrue(cold <= OpenLoopTraffic.COLD_WORDS, "words=" + cold);
        assertTrue(cold > OpenLoopTraffic.COLD_WORDS - CommandWord.TIME_WORDS - 1, "words=" + cold);

        streams.traffic.measure(streams.clock.nanoTime());
        streams.clock.advance(MS);
        fill(streams);

        assertTrue(words(streams) > 4 * OpenLoopTraffic.COLD_WORDS, "words=" + words(streams));
    }

    @Test
    void shouldAnnounceAPhaseOnceTheLaneHasRoomForItsTime()
    {
        final StormConfig config = config(List.of(vms("a", 1, closed(1, 128, LANE_WORDS))), phase(1), phase(1));
        final Streams streams = made(new Streams(config, LANE_WORDS));
        streams.begin();
        fill(streams);
        final long room = LANE_WORDS - words(streams);
        assertTrue(room < CommandWord.TIME_WORDS + 1, "room=" + room);
        streams.clock.advance(MS + US);
        assertEquals(0, offer(streams));
        assertEquals(0, offer(streams));

        drainAll(streams);

        assertEquals(List.of(0L, MS, MS + US), streams.bases.stream().distinct().toList());
    }

    @Test
    void shouldLeaveOutWhatIsDueWhenTheClockStartsAnew()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, PER_NS)))));
        streams.clock.advance(10 * MS);

        streams.traffic.restart(streams.clock.nanoTime());
        streams.offer();

        assertEquals(List.of(10 * MS), streams.times());
        streams.clock.advance(MS);
        final long before = words(streams);
        fill(streams);
        assertTrue(words(streams) - before <= OpenLoopTraffic.COLD_WORDS, "words=" + words(streams));
    }

    @Test
    void shouldSkipABatchAtATimeUpToTheBoundary()
    {
        final Streams streams =
            made(new Streams(config(List.of(vms("a", 1, open(1, 8, 100_000))), phase(5), phase(5))));
        streams.traffic.limitInFlight(1);
        streams.begin();
        streams.clock.advance(6 * MS);
        assertEquals(1, offer(streams));                                    // 499 of the phase are left

        assertEquals(0, offer(streams));
        assertEquals(Traffic.BATCH, streams.traffic.pace().result(0, 0).skipped());
        assertEquals(0, offer(streams));
        assertEquals(499, streams.traffic.pace().result(0, 0).skipped());
        streams.drain();
        streams.complete();
        assertEquals(1, offer(streams));
        streams.drain();

        assertEquals(List.of(0L, 5 * MS), streams.times());
    }

    @Test
    void shouldOfferWhatIsLateForTheWholeTimeAfterALongPhase()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 10_000))), phase(120), phase(1000)));

        streams.run(120 * MS + StreamTraffic.LATE_NS - 1, 120 * MS + StreamTraffic.LATE_NS - 1);

        assertEquals(LongStream.range(0, 1200).mapToObj(i -> i * 100 * US).toList(),
            streams.times().subList(0, 1200));
    }

    @Test
    void shouldLeaveOutWhatIsTooLateBesideModels()
    {
        final Streams streams = begun(
            config(List.of(vms("a", 1, open(1, 8, 1000), drives(1, 1, "50ms"))), phase(10), phase(1000)));

        streams.run(10 * MS + StreamTraffic.LATE_NS, 10 * MS + StreamTraffic.LATE_NS);

        assertEquals(List.of(10 * MS, 11 * MS),
            streams.of(0, 0).stream().map(Streams.Event::ns).limit(2).toList());
        assertEquals(List.of(50 * MS), streams.of(0, 1).stream().map(Streams.Event::ns).toList());
    }

    @Test
    void shouldOfferClosedEventsInThePhaseInHandAlone()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, open(1, 8, 100_000), closed(1, 8, 8))),
            phase(10), phase(10)));

        streams.run(10 * MS, 10 * MS);

        // At the boundary the open stream is behind by 1,000 events, and the closed one waits for the next phase.
        assertEquals(1000, IntStream.range(0, streams.events.size())
            .filter(i -> streams.events.get(i).group() == 1).findFirst().orElseThrow());
    }

    @Test
    void shouldOfferAnEventAtABoundaryInThePhaseThatBegins()
    {
        final Streams streams = begun(config(List.of(senders("a", 1, 2, Map.of("unicast", "1M", "broadcast", "0")),
            vms("b", 1, drives(1, 1, "2ms"))), phase(2), phase(2)));
        streams.traffic.frame(LANE_WORDS, 0);

        streams.run(3 * MS, 3 * MS);                                        // the vCPUs ask for a PE in front of that

        assertEquals(List.of(2 * MS), streams.times());
        assertEquals(List.of(0L, 2 * MS, 2 * MS), streams.bases);
    }

    @Test
    void shouldReturnTheEventsOfAModelThatTheLaneHasTaken()
    {
        final Streams streams = begun(config(List.of(vms("a", 1, drives(1, Traffic.BATCH + 3, "500us")))));
        streams.clock.advance(MS);

        assertEquals(Traffic.BATCH, offer(streams));
        assertEquals(3, offer(streams));
        assertEquals(0, offer(streams));
    }

    @Test
    void shouldKeepAMessageOfAModelForWhichTheLaneHasNoRoom()
    {
        final Streams streams = made(new Streams(config(List.of(vms("a", 1, drives(1, 100, "500us")))), LANE_WORDS));
        streams.begin();
        streams.clock.advance(MS);

        assertEquals(LANE_WORDS - 2 * CommandWord.TIME_WORDS, offer(streams));  // behind the first TIME, and its own
        drainAll(streams);

        assertEquals(100, streams.traffic.sent());
        assertEquals(100, streams.events.stream().map(Streams.Event::event).distinct().count());
        assertEquals(100, streams.events.size());
    }

    @Test
    void shouldKeepAnInjectedIpiForWhichTheLaneHasNoRoom(@TempDir final Path directory) throws IOException
    {
        final Streams streams = made(new Streams(config(List.of(vms("b", 1, open(1, 2, 1)),
            vms("a", 1, trace(WallModelsTest.traceOf(directory, 100, 2), 2)))), LANE_WORDS));
        streams.begin();
        streams.clock.advance(99 * US);

        // A message takes a word, and an IPI two: of 60 words 40 events, and no more than that.
        assertEquals(40, offer(streams));
        drainAll(streams);

        assertEquals(LongStream.range(0, 100).mapToObj(i -> i * US).toList(),
            streams.of(1).stream().map(Streams.Event::ns).toList());
        assertEquals(101, streams.traffic.sent());
        assertEquals(IntStream.range(0, 50).mapToObj(i -> 1).toList(),
            streams.instructed.stream().map(Streams.Event::event).toList());
    }

    private static void drainAll(final Streams streams)
    {
        for (int i = 0; i < LANE_WORDS; i++)
        {
            streams.drain();
            streams.complete();
            offer(streams);
        }
    }

    @Test
    void shouldKeepAnOpenEventForWhichTheLaneHasRoomForItsTimeAlone()
    {
        final Streams streams = made(new Streams(config(List.of(vms("a", 1, open(1, 8, 1e6)))), LANE_WORDS));
        streams.traffic.limitInFlight(1000);
        streams.begin();
        final int room = LANE_WORDS - 3 * CommandWord.TIME_WORDS;           // between three TIMEs
        streams.clock.advance((room - 1) * US);
        assertEquals(room, offer(streams));
        streams.clock.advance(US);

        assertEquals(0, offer(streams));
        streams.drain();
        streams.complete();
        assertEquals(1, offer(streams));
        streams.drain();

        assertEquals(LongStream.rangeClosed(0, room).mapToObj(i -> i * US).toList(), streams.times());
    }

    @Test
    void shouldTimeInjectedIpisFromTheBaseOfTheirBatch(@TempDir final Path directory) throws IOException
    {
        final Streams streams =
            begun(config(List.of(vms("a", 1, trace(WallModelsTest.traceOf(directory, 8, 2), 2)))));
        streams.run(2 * US, 2 * US);

        streams.run(5 * US, 5 * US);

        assertEquals(List.of(0L, 0L, 3 * US), streams.bases);
        assertEquals(LongStream.range(0, 8).mapToObj(i -> i * US).toList(), streams.times());
        assertEquals(List.of(US, 3 * US, 5 * US, 7 * US), streams.instructed.stream().map(Streams.Event::ns).toList());
    }

    /** Tick of a timer on its wire. */
    private record Tick(int device, int event, long ns)
    {
    }

    @Test
    void shouldOfferTicksOfTimersByTheirWires()
    {
        final List<Tick> ticks = new ArrayList<>();
        final Streams streams = made(new Streams(
            config(List.of(vms("b", 1, drives(1, 1, "1s")),
            vms("a", 1, modelled("timer", 1, 1, Map.of("hz", "1k")))))));
        streams.traffic.wires((device, event, ns) -> ticks.add(new Tick(device, event, ns)));
        streams.begin();

        for (int i = 0; i < 30; i++)
        {
            streams.run(100 * US, 100 * US);
            streams.traffic.feedback().handled(1, 0, streams.clock.nanoTime());
        }

        assertEquals(3, ticks.size());
        assertTrue(ticks.get(0).ns >= BEGIN_NS && ticks.get(0).ns < BEGIN_NS + MS, ticks::toString);
        final long firstNs = ticks.get(0).ns;
        assertEquals(List.of(new Tick(1, 0, firstNs), new Tick(1, 0, firstNs + MS), new Tick(1, 0, firstNs + 2 * MS)),
            ticks);
        assertEquals(3, streams.traffic.sent());
        assertEquals(List.of(), streams.events);
    }

    @Test
    void shouldLimitTheStepsOfAModelThatRaisesNothing()
    {
        final Streams streams = made(new Streams(
            config(List.of(vms("a", 1, modelled("timer", 1, 1, Map.of("hz", "100k")))))));
        streams.traffic.wires((device, event, ns) -> assertEquals(0, event));
        streams.begin();
        streams.clock.advance(1000 * MS);
        assertEquals(1, offer(streams));                                    // its wire is high from now on
        final long before = streams.traffic.feedback().counts().completions(0);

        assertEquals(0, offer(streams));

        assertEquals(4096, streams.traffic.feedback().counts().completions(0) - before);
    }

    @Test
    void shouldGoOnBehindAnEventInTheMiddleOfItsOrder()
    {
        final StormConfig config = config(List.of(vms("a", 1, closed(2, 8, 4))));
        final Streams whole = begun(config);
        for (int i = 0; i < 4; i++)
        {
            whole.offer();
            whole.complete();
        }
        for (int index = 0; index < 15; index++)
        {
            final Streams.Event last = whole.events.get(index);
            final Streams rest = made(new Streams(config));
            rest.traffic.resume(23, new ResumePosition(0, 0, new long[]{ 99 }).behind(
                new long[]{ Commands.msi(last.device(), last.event(), 0) }));
            rest.begin().offer();

            final Streams.Event next = whole.events.get(index + 1);
            assertEquals(next.device() + "." + next.event(),
                rest.events.get(0).device() + "." + rest.events.get(0).event());
        }
    }

    @Test
    void shouldDrawOtherTimesBehindAnEarlierPart()
    {
        final StormConfig config = config(List.of(vms("a", 1, poisson(1, 8, 1000))));
        final Streams whole = begun(config).run(10 * MS, MS);
        final Streams rest = made(new Streams(config));
        rest.traffic.resume(8, new ResumePosition(0, ResumePosition.NO_EVENT, new long[]{ 8 }));
        rest.begin().run(10 * MS, MS);

        assertFalse(whole.times().isEmpty() || rest.times().isEmpty());
        assertTrue(whole.times().stream().noneMatch(rest.times()::contains));
    }
}
