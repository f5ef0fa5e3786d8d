package org.gale.engine.storm.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.command.Commands;
import org.gale.engine.host.ThreadName;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormThreads;
import org.gale.engine.support.StormConfigs;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the stages of a generator, under a clock that the test moves: set-up, warm-up, resume, silence and end. */
class MsiGeneratorStagesTest
{
    private static final long PERIOD_NS = 1_000;

    private final DrainedLane lane = new DrainedLane();

    @AfterEach
    void close()
    {
        lane.close();
    }

    @Test
    void shouldStartItsClockAnewInTheWarmup()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        lane.setUp(generator, true);
        assertEquals(1, generator.doWork());
        lane.drain();
        lane.drained().clear();
        lane.clock().advance(50 * PERIOD_NS);

        generator.restart();
        assertEquals(1, generator.doWork());
        lane.drain();

        assertEquals(CommandWord.TIME, CommandWord.opcode(lane.drained().get(0)));
        assertEquals(DrainedLane.BEGIN_NS + 50 * PERIOD_NS, Commands.baseNs(lane.drained().get(0)));
        assertEquals(List.of(0L), words().stream().map(MsiGeneratorStagesTest::timeNs).toList());
    }

    @Test
    void shouldKeepTheLagWhenTheClockStartsAnewBehindTheWarmup()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        lane.setUp(generator, true);
        generator.measure();
        final int first = generator.doWork();
        lane.clock().advance(3 * PERIOD_NS);
        final int later = generator.doWork();
        assertEquals(first + later, generator.lag().getTotalCount());

        generator.restart();
        lane.clock().advance(PERIOD_NS);
        final int last = generator.doWork();

        assertEquals(first + later + last, generator.lag().getTotalCount());
    }

    @Test
    void shouldLimitTheBacklogUntilTheWarmupEnds()
    {
        lane.replace(4 * OpenLoopTraffic.COLD_WORDS);
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9, 1_000_000_000));
        generator.warmUp();
        lane.setUp(generator, true);
        lane.complete();
        final long before = generator.publishedWords();
        lane.clock().advance(1_000_000);
        offerAll(generator);
        assertEquals(OpenLoopTraffic.COLD_WORDS, generator.publishedWords() - before);
        generator.restart();
        lane.clock().advance(1_000_000);
        offerAll(generator);
        assertEquals(OpenLoopTraffic.COLD_WORDS, generator.publishedWords() - before);

        generator.measure();
        generator.doWork();
        lane.clock().advance(1_000_000);
        offerAll(generator);

        assertEquals(4 * OpenLoopTraffic.COLD_WORDS, generator.publishedWords() - before);
    }

    @Test
    void shouldNotLimitTheBacklogWithoutAWarmup()
    {
        lane.replace(4 * OpenLoopTraffic.COLD_WORDS);
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9, 1_000_000_000));
        lane.setUp(generator, true);
        lane.complete();
        final long before = generator.publishedWords();
        lane.clock().advance(1_000_000);

        offerAll(generator);

        assertEquals(4 * OpenLoopTraffic.COLD_WORDS, generator.publishedWords() - before);
    }

    private static void offerAll(final MsiGenerator generator)
    {
        for (int i = 0; i < DrainedLane.CYCLES_LIMIT && generator.doWork() > 0; i++)
        {
            assertFalse(generator.isFinished());
        }
    }

    @Test
    void shouldPaceTheEventsOfASequence()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000));
        lane.setUp(generator, true);
        lane.clock().advance(9 * PERIOD_NS);
        assertEquals(10, generator.doWork());
        lane.clock().advance(PERIOD_NS);

        generator.onClose();

        assertEquals(1e9 / PERIOD_NS, generator.pace().result(0, 0).reachedPerS(), 1e-3);
    }

    @Test
    void shouldOfferNothingUntilTheDurationIsOverWhenItIsSilent()
    {
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 10 * PERIOD_NS));
        generator.silence();
        lane.setUp(generator, true);
        lane.clock().advance(10 * PERIOD_NS - 1);
        assertEquals(0, generator.doWork());
        assertFalse(generator.isFinished());
        lane.clock().advance(1);

        assertEquals(1, generator.doWork());

        assertTrue(generator.isFinished());
        assertEquals(0, generator.offered());
    }

    @Test
    void shouldLeaveOutTheCommandsThatWereAppliedBefore()
    {
        final StormConfig config = Storms.small(10);
        final List<Long> first = new ArrayList<>();
        final List<Long> rest = new ArrayList<>();
        final int[] count = new int[1];
        Storms.emitAll(new ResidentWorkload(config).setUp((command, words) ->
        {
            final List<Long> taken = count[0]++ < 5 ? first : rest;
            for (int i = 0; i < words; i++)
            {
                taken.add(command.getLong(i << 3));
            }
        }));
        final MsiGenerator generator = lane.generator(config);
        generator.resume(5, 7, ResumePosition.START);

        for (int i = 0; lane.drained().size() < rest.size() && i < DrainedLane.CYCLES_LIMIT; i++)
        {
            generator.doWork();
            lane.drain();
        }

        assertTrue(first.size() >= 5);
        assertEquals(rest, lane.drained());
        assertEquals(rest.size(), generator.publishedWords());
    }

    @Test
    void shouldGoOnWithTheNextEventAndTimeOfASequenceWhenItResumes()
    {
        final StormConfig config =
            StormConfigs.of(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000_000)).poisson(true).build();
        final MsiGenerator whole = lane.generator(config);
        lane.setUp(whole, true);
        lane.clock().advance(20 * PERIOD_NS);
        offerAll(whole);
        lane.drain();
        final List<Long> words = words();
        assertTrue(words.size() > 10, "events=" + words.size());

        lane.replace(DrainedLane.CAPACITY);
        final MsiGenerator rest = lane.generator(config);
        rest.resume(0, 3, ResumePosition.START);
        lane.setUp(rest, false);
        lane.complete();
        rest.release();
        rest.doWork();
        rest.doWork();
        lane.clock().advance(20 * PERIOD_NS);
        offerAll(rest);
        lane.drain();

        assertEquals(words.subList(3, 8).stream().map(MsiGeneratorStagesTest::event).toList(),
            words().subList(0, 5).stream().map(MsiGeneratorStagesTest::event).toList());
        final long gapNs = timeNs(words.get(4)) - timeNs(words.get(3));
        final long restNs = timeNs(words().get(1)) - timeNs(words().get(0));
        assertTrue(Math.abs(gapNs - restNs) <= 1, gapNs + " and " + restNs);  // times are cut to a whole number of ns
    }

    @Test
    void shouldNoteAStallBetweenItsCycles()
    {
        final CycleWatch watch = CycleWatch.unread();
        final MsiGenerator generator = lane.generator(DrainedLane.rate(1e9 / PERIOD_NS, 1_000_000_000));
        generator.watch(watch);
        lane.setUp(generator, true);
        generator.doWork();
        lane.clock().advance(CycleWatch.SLOW_NS);
        generator.doWork();
        assertEquals(CycleWatch.SLOW_NS, watch.longestNs());

        generator.measure();
        generator.doWork();

        assertEquals(0, watch.longestNs());
    }

    @Test
    void shouldHaveTheNameAndTheThreadOfTheGenerator()
    {
        final MsiGenerator generator = lane.generator(Storms.small(10));
        lane.setUp(generator, true);

        assertEquals(StormThreads.GENERATOR, generator.roleName());
        assertEquals(ThreadName.id(), generator.threadId());
    }

    @Test
    void shouldPassFramesAndWiresOnToStreamsOfModels()
    {
        final StormConfig config = Streams.config(List.of(Streams.senders("a", 1, 2,
            Map.of("unicast", "1k", "broadcast", "0")),
            Streams.vms("b", 1, Streams.modelled("timer", 1, 1, Map.of("hz", "1k")))));
        final MsiGenerator generator = lane.generator(config);
        final List<Integer> ticks = new ArrayList<>();
        generator.wires((device, event, ns) -> ticks.add(device));
        lane.setUp(generator, true);
        generator.feedback().sending().entered(0, 0);
        lane.clock().advance(1_000_000_000);

        generator.frame(DrainedLane.CAPACITY, DrainedLane.CAPACITY);
        offerAll(generator);
        assertEquals(List.of(2), ticks);
        assertEquals(1, generator.offered());
        generator.frame(DrainedLane.CAPACITY, 0);
        offerAll(generator);

        assertTrue(generator.offered() > 1, "offered=" + generator.offered());
    }

    /** Words of the events lane.drained(), of which the TIMEs are left out. */
    private List<Long> words()
    {
        final List<Long> words = new ArrayList<>();
        for (int at = 0; at < lane.drained().size(); at += CommandWord.length(lane.drained().get(at)))
        {
            final long word = lane.drained().get(at);
            if (CommandWord.opcode(word) != CommandWord.TIME)
            {
                words.add(word);
            }
        }

        return words;
    }

    private static long event(final long word)
    {
        return word & ~Commands.TIME_MASK;
    }

    private static long timeNs(final long word)
    {
        return word & Commands.TIME_MASK;
    }
}
