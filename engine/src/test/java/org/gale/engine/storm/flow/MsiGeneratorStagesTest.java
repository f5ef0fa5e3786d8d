package org.gale.engine.storm.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.command.Commands;
import org.gale.engine.host.ThreadName;
import org.gale.engine.storm.run.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormThreads;
import org.gale.engine.support.StormConfigs;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of the stages of a generator, under a clock that the test moves: set-up, warm-up, resume, silence and end. */
class MsiGeneratorStagesTest
{
    private static final int CAPACITY = 64;
    private static final int CYCLES_LIMIT = 100_000;
    private static final long BEGIN_NS = 1_000;
    private static final long PERIOD_NS = 1_000;

    private Lane lane = Lane.allocate(CAPACITY);
    private final CachedNanoClock clock = new CachedNanoClock();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[CAPACITY * Long.BYTES]);
    private final List<Long> drained = new ArrayList<>();

    @AfterEach
    void close()
    {
        lane.close();
    }

    @Test
    void shouldStartItsClockAnewInTheWarmup()
    {
        final MsiGenerator generator = generator(rate(1e9 / PERIOD_NS, 1_000_000));
        setUp(generator, true);
        assertEquals(1, generator.doWork());
        drain();
        drained.clear();
        clock.advance(50 * PERIOD_NS);

        generator.restart();
        assertEquals(1, generator.doWork());
        drain();

        assertEquals(CommandWord.TIME, CommandWord.opcode(drained.get(0)));
        assertEquals(BEGIN_NS + 50 * PERIOD_NS, Commands.baseNs(drained.get(0)));
        assertEquals(List.of(0L), words().stream().map(MsiGeneratorStagesTest::timeNs).toList());
    }

    @Test
    void shouldLimitTheBacklogUntilTheWarmupEnds()
    {
        lane.close();
        lane = Lane.allocate(4 * OpenLoopTraffic.COLD_WORDS);
        final MsiGenerator generator = generator(rate(1e9, 1_000_000_000));
        generator.warmUp();
        setUp(generator, true);
        complete();
        final long before = generator.publishedWords();
        clock.advance(1_000_000);
        offerAll(generator);
        assertEquals(OpenLoopTraffic.COLD_WORDS, generator.publishedWords() - before);
        generator.restart();
        clock.advance(1_000_000);
        offerAll(generator);
        assertEquals(OpenLoopTraffic.COLD_WORDS, generator.publishedWords() - before);

        generator.measure();
        generator.doWork();
        clock.advance(1_000_000);
        offerAll(generator);

        assertEquals(4 * OpenLoopTraffic.COLD_WORDS, generator.publishedWords() - before);
    }

    @Test
    void shouldNotLimitTheBacklogWithoutAWarmup()
    {
        lane.close();
        lane = Lane.allocate(4 * OpenLoopTraffic.COLD_WORDS);
        final MsiGenerator generator = generator(rate(1e9, 1_000_000_000));
        setUp(generator, true);
        complete();
        final long before = generator.publishedWords();
        clock.advance(1_000_000);

        offerAll(generator);

        assertEquals(4 * OpenLoopTraffic.COLD_WORDS, generator.publishedWords() - before);
    }

    private static void offerAll(final MsiGenerator generator)
    {
        for (int i = 0; i < CYCLES_LIMIT && generator.doWork() > 0; i++)
        {
            assertFalse(generator.isFinished());
        }
    }

    @Test
    void shouldPaceTheEventsOfASequence()
    {
        final MsiGenerator generator = generator(rate(1e9 / PERIOD_NS, 1_000_000));
        setUp(generator, true);
        clock.advance(9 * PERIOD_NS);
        assertEquals(10, generator.doWork());
        clock.advance(PERIOD_NS);

        generator.onClose();

        assertEquals(1e9 / PERIOD_NS, generator.pace().result(0, 0).reachedPerS(), 1e-3);
    }

    @Test
    void shouldOfferNothingUntilTheDurationIsOverWhenItIsSilent()
    {
        final MsiGenerator generator = generator(rate(1e9 / PERIOD_NS, 10 * PERIOD_NS));
        generator.silence();
        setUp(generator, true);
        clock.advance(10 * PERIOD_NS - 1);
        assertEquals(0, generator.doWork());
        assertFalse(generator.isFinished());
        clock.advance(1);

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
        final MsiGenerator generator = generator(config);
        generator.resume(5, 7, ResumePosition.START);

        for (int i = 0; drained.size() < rest.size() && i < CYCLES_LIMIT; i++)
        {
            generator.doWork();
            drain();
        }

        assertTrue(first.size() >= 5);
        assertEquals(rest, drained);
        assertEquals(rest.size(), generator.publishedWords());
    }

    @Test
    void shouldGoOnWithTheNextEventAndTimeOfASequenceWhenItResumes()
    {
        final StormConfig config =
            StormConfigs.of(rate(1e9 / PERIOD_NS, 1_000_000_000)).poisson(true).build();
        final MsiGenerator whole = generator(config);
        setUp(whole, true);
        clock.advance(20 * PERIOD_NS);
        offerAll(whole);
        drain();
        final List<Long> words = words();
        assertTrue(words.size() > 10, "events=" + words.size());

        lane.close();
        lane = Lane.allocate(CAPACITY);
        final MsiGenerator rest = generator(config);
        rest.resume(0, 3, ResumePosition.START);
        setUp(rest, false);
        complete();
        rest.release();
        rest.doWork();
        rest.doWork();
        clock.advance(20 * PERIOD_NS);
        offerAll(rest);
        drain();

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
        final MsiGenerator generator = generator(rate(1e9 / PERIOD_NS, 1_000_000_000));
        generator.watch(watch);
        setUp(generator, true);
        generator.doWork();
        clock.advance(CycleWatch.SLOW_NS);
        generator.doWork();
        assertEquals(CycleWatch.SLOW_NS, watch.longestNs());

        generator.measure();
        generator.doWork();

        assertEquals(0, watch.longestNs());
    }

    @Test
    void shouldHaveTheNameAndTheThreadOfTheGenerator()
    {
        final MsiGenerator generator = generator(Storms.small(10));
        setUp(generator, true);

        assertEquals(StormThreads.GENERATOR, generator.roleName());
        assertEquals(ThreadName.id(), generator.threadId());
    }

    @Test
    void shouldPassFramesAndWiresOnToStreamsOfModels()
    {
        final StormConfig config = Streams.config(List.of(Streams.senders("a", 1, 2,
            Map.of("unicast", "1k", "broadcast", "0")),
            Streams.vms("b", 1, Streams.modelled("timer", 1, 1, Map.of("hz", "1k")))));
        final MsiGenerator generator = generator(config);
        final List<Integer> ticks = new ArrayList<>();
        generator.wires((device, event, ns) -> ticks.add(device));
        setUp(generator, true);
        generator.feedback().sending().entered(0, 0);
        clock.advance(1_000_000_000);

        generator.frame(CAPACITY, CAPACITY);
        offerAll(generator);
        assertEquals(List.of(2), ticks);
        assertEquals(1, generator.offered());
        generator.frame(CAPACITY, 0);
        offerAll(generator);

        assertTrue(generator.offered() > 1, "offered=" + generator.offered());
    }

    private MsiGenerator generator(final StormConfig config)
    {
        clock.update(BEGIN_NS);

        return new MsiGenerator(config, new ResidentWorkload(config), lane.producer(), clock);
    }

    /** Until all commands of the set-up are drained; then until the first event, unless it is to wait. */
    private void setUp(final MsiGenerator generator, final boolean begins)
    {
        int idle = 0;
        for (int i = 0; idle < 2 && i < CYCLES_LIMIT; i++)
        {
            idle = generator.doWork() > 0 ? 0 : idle + 1;
            drain();
        }
        if (begins)
        {
            complete();
            generator.doWork();
            generator.doWork();
        }
        drained.clear();
    }

    private void drain()
    {
        int words = lane.consumer().drain(frame, 0, CAPACITY);
        while (words > 0)
        {
            for (int i = 0; i < words; i++)
            {
                drained.add(frame.getLong(i << 3));
            }
            words = lane.consumer().drain(frame, 0, CAPACITY);
        }
    }

    private void complete()
    {
        lane.consumer().complete(lane.consumer().position());
    }

    /** Words of the events drained, of which the TIMEs are left out. */
    private List<Long> words()
    {
        final List<Long> words = new ArrayList<>();
        for (int at = 0; at < drained.size(); at += CommandWord.length(drained.get(at)))
        {
            final long word = drained.get(at);
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

    private static StormConfig rate(final double perS, final long durationNs)
    {
        return StormConfigs.of(Storms.small(1)).ratePerS(perS).poisson(false).durationNs(durationNs).uncounted()
            .latencyEvery(1).window(0).build();
    }
}
