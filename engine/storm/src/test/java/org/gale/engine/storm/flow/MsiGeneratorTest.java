package org.gale.engine.storm.flow;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Generator and drain in turns on one thread, under a clock that the test moves. */
class MsiGeneratorTest
{
    private static final long PERIOD_NS = 1_000;

    private final DrainedLane lane = new DrainedLane();

    @AfterEach
    void close()
    {
        lane.close();
    }

    @Test
    void shouldOfferTheSetupInPartsWhenTheLaneIsSmall()
    {
        final StormConfig config = Storms.small(1);
        final MsiGenerator generator = lane.generator(config);
        final List<Long> expected = new ArrayList<>();
        Storms.emitAll(new ResidentWorkload(config).setUp((command, words) ->
        {
            for (int i = 0; i < words; i++)
            {
                expected.add(command.getLong(i << 3));
            }
        }));

        while (lane.drained().size() < expected.size())
        {
            assertTrue(generator.doWork() > 0);
            lane.drain();
        }

        assertEquals(expected, lane.drained());
        assertEquals(0, generator.firstOfferNs());
    }

    @Test
    void shouldOfferNothingBeforeTheSetupIsCompleted()
    {
        final MsiGenerator generator = lane.generator(Storms.small(1));
        lane.setUp(generator, false);

        assertEquals(0, generator.doWork());
        lane.complete();
        assertEquals(1, generator.doWork());
        assertEquals(0, generator.firstOfferNs());
        assertEquals(1, generator.doWork());
        assertEquals(DrainedLane.BEGIN_NS, generator.firstOfferNs());
    }

    @Test
    void shouldOfferAWindowAndNoMoreWhenNothingIsDelivered()
    {
        final MsiGenerator generator = lane.generator(window(8));
        lane.setUp(generator, true);

        assertEquals(8, generator.doWork());
        lane.drain();
        assertEquals(0, generator.doWork());
        lane.complete();
        assertEquals(8, generator.doWork());
        assertEquals(16, generator.offered());
    }

    @Test
    void shouldOfferWhatIsDueWhenTheClockMoves()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        lane.setUp(generator, true);

        assertEquals(1, generator.doWork());
        assertEquals(0, generator.doWork());
        lane.clock().advance(3 * PERIOD_NS);
        assertEquals(3, generator.doWork());
        assertEquals(3, generator.lag().getCountAtValue(2 * PERIOD_NS));        // as late as the earliest of the batch
    }

    @Test
    void shouldKeepIntendedTimesWhenTheLaneWasFull()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        lane.setUp(generator, true);
        lane.drained().clear();
        lane.clock().advance(100 * PERIOD_NS);
        while (generator.doWork() > 0)
        {
            assertTrue(generator.offered() < 100);
        }
        assertEquals(2, generator.refused());

        for (int i = 0; generator.offered() <= 100 && i < DrainedLane.CYCLES_LIMIT; i++)
        {
            lane.drain();
            generator.doWork();
        }
        lane.drain();

        assertEquals(101, generator.offered());
        final List<Long> intended = intended();
        for (int i = 0; i <= 100; i++)
        {
            assertEquals(DrainedLane.BEGIN_NS + i * PERIOD_NS, intended.get(i));
        }
    }

    @Test
    void shouldSkipWhatIsDueWhenAsManyAreInFlightAsAllowed()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        generator.limitInFlight(4);
        lane.setUp(generator, true);
        lane.drained().clear();

        lane.clock().advance(3 * PERIOD_NS);
        assertEquals(4, generator.doWork());
        lane.clock().advance(2 * PERIOD_NS);
        assertEquals(0, generator.doWork());
        lane.drain();
        lane.complete();
        lane.clock().advance(PERIOD_NS);
        assertEquals(1, generator.doWork());
        lane.drain();

        assertEquals(2, generator.pace().result(0, 0).skipped());
        assertEquals(5, generator.offered());
        assertEquals(DrainedLane.BEGIN_NS + 6 * PERIOD_NS, intended().get(4));
    }

    @Test
    void shouldFillTheRoomInFlightAndNoMore()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        generator.limitInFlight(4);
        lane.setUp(generator, true);

        assertEquals(1, generator.doWork());
        lane.clock().advance(10 * PERIOD_NS);
        assertEquals(3, generator.doWork());
        assertEquals(0, generator.doWork());
        assertEquals(7, generator.pace().result(0, 0).skipped());
    }

    @Test
    void shouldCountEachBatchInFlight()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        generator.limitInFlight(3);
        lane.setUp(generator, true);

        for (int i = 0; i < 10; i++)
        {
            assertEquals(1, generator.doWork());
            lane.drain();
            final long first = lane.consumer().position();
            lane.clock().advance(PERIOD_NS);
            assertEquals(1, generator.doWork());
            lane.consumer().complete(first);
            lane.clock().advance(5 * PERIOD_NS);

            assertEquals(2, generator.doWork());
            assertEquals(0, generator.doWork());

            lane.drain();
            lane.complete();
            lane.clock().advance(PERIOD_NS);
        }
    }

    @Test
    void shouldForgetLagAndRefusalsOfTheWarmup()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        lane.setUp(generator, true);
        lane.clock().advance(100 * PERIOD_NS);
        generator.doWork();
        assertEquals(0, generator.doWork());
        assertEquals(generator.lag().highestEquivalentValue(100 * PERIOD_NS), generator.lag().getMaxValue());
        assertEquals(2, generator.refused());

        generator.measure();
        lane.drain();
        lane.clock().advance(PERIOD_NS);
        assertEquals(1, generator.doWork());

        assertTrue(generator.lag().getMaxValue() < 50 * PERIOD_NS, "lag=" + generator.lag().getMaxValue());
        assertEquals(0, generator.refused());
    }

    @Test
    void shouldKeepTheLagWhenItsClockStartsAnew()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        lane.setUp(generator, true);
        lane.clock().advance(50 * PERIOD_NS);
        generator.doWork();
        final long lagNs = generator.lag().getMaxValue();

        generator.restart();
        generator.doWork();

        assertEquals(lagNs, generator.lag().getMaxValue());
    }

    @Test
    void shouldStartItsClockAnewWhenItIsBehindAtTheEndOfTheWarmup()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        lane.setUp(generator, true);
        assertEquals(1, generator.doWork());
        lane.drain();
        lane.drained().clear();
        lane.clock().advance(50 * PERIOD_NS);

        generator.measure();
        assertEquals(1, generator.doWork());
        lane.clock().advance(2 * PERIOD_NS);
        assertEquals(2, generator.doWork());
        lane.drain();

        assertEquals(List.of(DrainedLane.BEGIN_NS + 50 * PERIOD_NS, DrainedLane.BEGIN_NS + 51 * PERIOD_NS,
            DrainedLane.BEGIN_NS + 52 * PERIOD_NS),
            intended());
        assertEquals(PERIOD_NS, generator.lag().getMaxValue());
    }

    @Test
    void shouldKeepItsClockWhenItIsNotBehindAtTheEndOfTheWarmup()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        lane.setUp(generator, true);
        assertEquals(1, generator.doWork());
        lane.drain();
        lane.drained().clear();
        lane.clock().advance(PERIOD_NS / 2);

        generator.measure();
        assertEquals(0, generator.doWork());
        lane.clock().advance(PERIOD_NS / 2);
        assertEquals(1, generator.doWork());
        lane.drain();

        assertEquals(List.of(DrainedLane.BEGIN_NS + PERIOD_NS), intended());
    }

    @Test
    void shouldGatherEventsWhileTheEngineIsBusy()
    {
        lane.replace(2 * Traffic.BATCH);
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000_000));
        lane.setUp(generator, true);
        assertEquals(1, generator.doWork());
        lane.drain();
        lane.complete();
        final int busy = OpenLoopTraffic.BUSY_WORDS - CommandWord.TIME_WORDS + 1;
        lane.clock().advance(busy * PERIOD_NS);
        assertEquals(busy, generator.doWork());

        lane.clock().advance(PERIOD_NS);
        assertEquals(0, generator.doWork());
        lane.clock().advance(OpenLoopTraffic.GATHER_NS - PERIOD_NS - 1);
        assertEquals(0, generator.doWork());
        lane.clock().advance(PERIOD_NS + 1);
        assertEquals(OpenLoopTraffic.GATHER_NS / PERIOD_NS + 1, generator.doWork());

        lane.drain();
        lane.complete();
        lane.clock().advance(PERIOD_NS);
        assertEquals(1, generator.doWork());
    }

    @Test
    void shouldGatherEventsForLongerBehindTheWordsOfACycle()
    {
        lane.replace(4 * DrainLimit.WORDS);
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000_000));
        lane.setUp(generator, true);
        lane.drain();
        lane.complete();
        lane.clock().advance(DrainLimit.WORDS * PERIOD_NS);
        while (lane.producer().position() - lane.producer().completed() <= DrainLimit.WORDS)
        {
            assertTrue(generator.doWork() > 0);
        }

        lane.clock().advance(OpenLoopTraffic.LONG_GATHER_NS - 1);
        assertEquals(0, generator.doWork());
        lane.clock().advance(1);
        assertTrue(generator.doWork() > 0);
    }

    @Test
    void shouldSayHowLongTheLaneWasFull()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        lane.setUp(generator, true);
        lane.clock().advance(100 * PERIOD_NS);
        while (generator.doWork() > 0)
        {
            assertTrue(generator.offered() < 100);
        }
        lane.clock().advance(30 * PERIOD_NS);
        lane.drain();
        generator.doWork();
        generator.onClose();

        assertEquals(30.0 / 130, generator.pace().result(0, 0).fullShare(), 1e-6);
    }

    @Test
    void shouldEndByItsCount()
    {
        final MsiGenerator generator = lane.generator(Storms.small(5));
        lane.setUp(generator, true);

        assertEquals(5, generator.doWork());
        assertFalse(generator.isFinished());
        lane.clock().advance(1);
        generator.doWork();

        assertTrue(generator.isFinished());
        assertEquals(0, generator.doWork());
    }

    @Test
    void shouldEndByItsDuration()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 2 * PERIOD_NS));
        lane.setUp(generator, true);

        assertEquals(1, generator.doWork());
        lane.clock().advance(2 * PERIOD_NS);
        assertEquals(1, generator.doWork());

        assertTrue(generator.isFinished());
        assertEquals(1, generator.offered());
    }

    @Test
    void shouldWaitForItsReleaseWhenItResumes()
    {
        final MsiGenerator generator = lane.generator(Storms.small(10));
        generator.resume(0, 7, ResumePosition.START);
        lane.setUp(generator, true);

        assertEquals(0, generator.doWork());
        generator.release();
        generator.doWork();

        assertEquals(3, generator.doWork());
        assertEquals(3, generator.offered());
    }

    @Test
    void shouldSetTheMachineUpWhenItIsStoppedBefore()
    {
        final MsiGenerator generator = lane.generator(Storms.small(10));
        generator.stop();

        lane.setUp(generator, false);
        generator.doWork();
        generator.doWork();
        generator.doWork();

        assertTrue(generator.isFinished());
        assertEquals(0, generator.offered());
        assertEquals(DrainedLane.BEGIN_NS, generator.firstOfferNs());
    }

    @Test
    void shouldFinishWhenTheEngineEnds()
    {
        final MsiGenerator generator = lane.generator(Storms.small(10));
        generator.doWork();
        lane.consumer().close(CloseReason.AGENT_FAILED);

        for (int i = 0; i < 4; i++)
        {
            generator.doWork();
        }

        assertTrue(generator.isFinished());
    }

    @Test
    void shouldFinishWhenItIsClosedEarly()
    {
        final MsiGenerator generator = lane.generator(Storms.small(10));
        generator.doWork();

        generator.onClose();

        assertTrue(generator.isFinished());
    }

    /** Intended times of the events lane.drained(), the repeated TIME in front of a drain included. */
    private List<Long> intended()
    {
        final List<Long> intended = new ArrayList<>();
        long baseNs = 0;
        for (int at = 0; at < lane.drained().size(); at += CommandWord.length(lane.drained().get(at)))
        {
            final long word = lane.drained().get(at);
            if (CommandWord.opcode(word) == CommandWord.TIME)
            {
                baseNs = word & (-1L >>> 4);
            }
            else
            {
                intended.add(baseNs + (word & Commands.TIME_MASK));
            }
        }

        return intended;
    }

    private static StormConfig window(final int window)
    {
        return StormConfigs.of(Storms.small(1)).untimed().uncounted().latencyEvery(1).window(window).build();
    }
}
