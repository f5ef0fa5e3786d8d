package org.gale.engine.storm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.support.Distributions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the notifications that a virtio device holds back, as vhost does; times are computed by hand. */
class VirtioCoalescingTest
{
    private static final long US = 1_000;
    private static final long MS = 1_000_000;

    private static LongStream seeds()
    {
        return LongStream.rangeClosed(1, 40);
    }

    /** Returns a queue whose device completes each request alone. */
    private static VirtioQueue queue(
        final int depth, final boolean hasEventIndex, final long eachNs, final int threshold, final long timeNs)
    {
        return new VirtioQueue(new VirtioShape(depth, Distribution.constant(0), Distribution.constant(eachNs),
            hasEventIndex, false, threshold, timeNs), () -> 0, () -> eachNs, 0);
    }

    private static String raised(final VirtioQueue queue, final long handlerNs, final long untilNs)
    {
        return new ModelLoop(new VectorModels(List.of(queue)), 1, handlerNs).run(untilNs).raisedNs().stream()
            .map(ns -> Long.toString(ns / US)).collect(Collectors.joining(" "));
    }

    @Test
    void shouldSendEach200UsWhatCompletedSinceTheLastInterrupt()
    {
        final VirtioQueue queue = queue(64, true, 13_333, 256, 200 * US);

        final List<Long> raisedNs = new ModelLoop(new VectorModels(List.of(queue)), 1, US).run(100 * MS).raisedNs();

        // The first one is sent at once. 15 requests of 13,333 ns take 5 ns less than 200 us.
        assertEquals(LongStream.range(0, 500).mapToObj(i -> 13_333 + i * 200 * US).toList(), raisedNs);
        assertEquals(1 + 499 * 15 + 14, queue.completions());
        assertEquals(LongStream.range(1, 500).map(i -> 186_662 + 5 * i).sum(), queue.heldNs(Hold.MODERATION));
        assertEquals(0, queue.heldNs(Hold.BATCH));
    }

    @ParameterizedTest(name = "depth {0}, each {1} us, threshold {2}, time {3} us, handler {4} us")
    @CsvSource({
        // Fewer than the threshold in a time that never passes.
        "16, 10, 4, 1000000, 1, 101, 10 50 90",
        "16, 10, 1, 1000000, 1, 41, 10 20 30 40",
        // The request of 20 us finds the driver in its handler, and counts for the threshold all the same.
        "3, 10, 2, 1000000, 15, 61, 10 30 50",
        // At 30 us a request completes, and the time is over: one interrupt.
        "8, 10, 256, 20, 1, 91, 10 30 50 70 90",
        // Services and handlers together are longer than the time.
        "1, 20, 256, 10, 2, 110, 20 42 64 86 108",
        "1, 20, 256, 22, 2, 110, 20 42 64 86 108",
        // They are shorter: each interrupt is the time behind the last one.
        "1, 20, 256, 23, 2, 110, 20 43 66 89",
        "1, 20, 256, 200, 2, 620, 20 220 420" })
    void shouldSendAtTheThresholdOrTheTimeSinceTheLastInterrupt(
        final int depth, final long eachUs, final int threshold, final long timeUs, final long handlerUs,
        final long untilUs, final String expected)
    {
        final VirtioQueue queue = queue(depth, true, eachUs * US, threshold, timeUs * US);

        assertEquals(expected, raised(queue, handlerUs * US, untilUs * US));
        assertNull(queue.brokenLaw());
    }

    @Test
    void shouldHoldBackAWholeBatch()
    {
        final VirtioQueue queue = new VirtioQueue(new VirtioShape(32, Distribution.constant(2 * US),
            Distribution.ZERO, true, true, VirtioShape.NO_THRESHOLD, 10 * US), () -> 2 * US, () -> 0, 0);

        // A batch takes 2 us and its handler 3 us: 5 us of 10.
        assertEquals("2 12 22 32", raised(queue, 3 * US, 40 * US));
        assertEquals(3 * 5 * US, queue.heldNs(Hold.MODERATION));
        assertEquals(4 * 2 * US, queue.heldNs(Hold.BATCH) - 2 * US, "the batch behind the last interrupt is held");
    }

    @Test
    void shouldTellOfNothingTwiceWhereTheDriverNeitherDrainsNorSwitchesOff()
    {
        final VirtioQueue queue = queue(2, false, 10, 256, 100);

        assertTrue(queue.fire(10));
        assertFalse(queue.fire(20), "held back until 110");
        assertEquals(110, queue.nextNs());
        assertFalse(queue.needsHandler());
        assertTrue(queue.fire(110));
        assertEquals(90, queue.heldNs(Hold.MODERATION));
        assertEquals(TrafficModel.NEVER, queue.nextNs(), "the driver knows of both");
        assertTrue(queue.needsHandler());
    }

    @Test
    void shouldSendNothingForWhatTheDriverFindsByItself()
    {
        final VirtioQueue queue = queue(3, true, 10, 256, 12);

        assertTrue(queue.fire(10));
        queue.acknowledged(15);
        assertFalse(queue.fire(20), "the driver did not ask");
        assertEquals(30, queue.nextNs(), "nothing is due at 22");
        queue.handled(24);

        assertEquals(30, queue.nextNs());
        assertTrue(queue.fire(30));
        assertEquals(0, queue.heldNs(Hold.MODERATION));
    }

    @Test
    void shouldForgetWhatItHeldBackWhereTheDriverDrainedIt()
    {
        final VirtioQueue queue = queue(4, false, 10, 256, 30);

        assertTrue(queue.fire(10));
        assertFalse(queue.fire(20));
        queue.acknowledged(25);
        assertEquals(30, queue.nextNs(), "a request");
        assertFalse(queue.fire(30));
        queue.handled(35);
        assertEquals(40, queue.nextNs(), "a request");
        assertTrue(queue.fire(40));

        assertEquals(0, queue.heldNs(Hold.MODERATION), "the time was over");
        assertNull(queue.brokenLaw());
    }

    /** Two interrupts are closer than the time only at the threshold, and nothing is held for longer. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldKeepTimeAndThreshold(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final int depth = 1 + random.nextInt(80);
        final int threshold = 1 + random.nextInt(20);
        final long timeNs = random.nextLong(1, 300) * US;
        final VirtioShape shape = new VirtioShape(depth, Distributions.of("{exponential: 3us}"),
            Distributions.of("{exponential: " + (1 + random.nextInt(20)) + "us}"), random.nextBoolean(),
            random.nextBoolean(), threshold, timeNs);
        final VirtioQueue queue = new VirtioQueue(
            shape, Draws.of(shape.fixed(), random.split()), Draws.of(shape.each(), random.split()), 0);
        final List<Long> completions = new ArrayList<>();

        final List<Long> raisedNs = new ModelLoop(new VectorModels(List.of(new Counted(queue, completions))), 1,
            random.nextLong(1, 40) * US).run(50 * MS).raisedNs();

        assertTrue(raisedNs.size() > 20, "raised " + raisedNs.size());
        for (int i = 1; i < raisedNs.size(); i++)
        {
            assertTrue(raisedNs.get(i) - raisedNs.get(i - 1) >= timeNs || completions.get(i) >= threshold,
                "interrupt " + i + " of " + completions.get(i) + " requests, " + shape);
        }
        assertTrue(queue.heldNs(Hold.MODERATION) <= timeNs * raisedNs.size(), shape.toString());
        assertNull(queue.brokenLaw());
    }

    /** Queue that counts the requests that were complete for each interrupt, with all before. */
    private static final class Counted implements VectorModel
    {
        private final VirtioQueue queue;
        private final List<Long> completions;
        private long before;

        Counted(final VirtioQueue queue, final List<Long> completions)
        {
            this.queue = queue;
            this.completions = completions;
        }

        @Override
        public boolean fire(final long nowNs)
        {
            final boolean isSent = queue.fire(nowNs);
            if (isSent)
            {
                completions.add(queue.completions() - before);
                before = queue.completions();
            }

            return isSent;
        }

        @Override
        public long nextNs()
        {
            return queue.nextNs();
        }

        @Override
        public void acknowledged(final long nowNs)
        {
            queue.acknowledged(nowNs);
        }

        @Override
        public long prolongedNs(final long nowNs)
        {
            return queue.prolongedNs(nowNs);
        }

        @Override
        public void handled(final long nowNs)
        {
            queue.handled(nowNs);
        }

        @Override
        public boolean staysHigh()
        {
            return queue.staysHigh();
        }

        @Override
        public long heldNs(final Hold reason)
        {
            return queue.heldNs(reason);
        }

        @Override
        public long completions()
        {
            return queue.completions();
        }

        @Override
        public long sent()
        {
            return queue.sent();
        }

        @Override
        public long ticksHigh()
        {
            return queue.ticksHigh();
        }

        @Override
        public long acted()
        {
            return queue.acted();
        }

        @Override
        public String brokenLaw()
        {
            return queue.brokenLaw();
        }

        @Override
        public boolean needsHandler()
        {
            return queue.needsHandler();
        }
    }
}
