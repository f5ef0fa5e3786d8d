package org.gale.ringbuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Test of a lane against a trivially correct queue of words, over thousands of laps. */
class LaneWrapAroundTest
{
    private static final int LAPS = 5_000;

    private final Deque<Long> published = new ArrayDeque<>();
    private final Deque<Long> offered = new ArrayDeque<>();
    private long[] time = {};
    private long refused;

    @ParameterizedTest(name = "seed {0}, capacity {1}")
    @CsvSource({ "1, 16", "2, 16", "3, 32", "4, 64", "5, 256" })
    void shouldCarryEveryWordOnceAndInOrderWhenLengthsAreMixed(final long seed, final int capacityWords)
    {
        final RandomGenerator random = new SplittableRandom(seed);
        final CommandStream stream = new CommandStream(seed);

        try (Lane lane = Lane.allocate(capacityWords))
        {
            while (lane.drainedPosition() < (long)LAPS * capacityWords)
            {
                final String context = "seed=" + seed + ", position=" + lane.producer().position();

                switch ((int)random.nextLong() & 3)
                {
                    case 0 -> publish(lane, context);
                    case 1 -> drain(lane, (int)random.nextLong() & 31, context);
                    default -> offer(lane, stream, context);
                }
            }
        }
    }

    private void offer(final Lane lane, final CommandStream stream, final String context)
    {
        final int length = stream.length();
        final boolean fits = offered.size() + published.size() + length <= lane.capacityWords();
        final long before = lane.producer().position();

        assertEquals(fits, stream.offerTo(lane.producer()), context);

        if (fits)
        {
            for (int i = 0; i < length; i++)
            {
                offered.add(stream.word(i));
            }
            stream.next();
        }
        else
        {
            refused++;
        }

        assertEquals(before + (fits ? length : 0), lane.producer().position(), context);
        assertEquals(refused, lane.refusedCount(), context);
    }

    private void publish(final Lane lane, final String context)
    {
        lane.producer().publish();
        published.addAll(offered);
        offered.clear();

        assertEquals(published.size(), lane.backlogWords(), context);
    }

    private void drain(final Lane lane, final int wordLimit, final String context)
    {
        final long[] drained = LaneSupport.drain(lane.consumer(), wordLimit);
        int index = 0;

        assertTrue(drained.length > 0 || published.isEmpty() || wordLimit < LaneConsumer.PROGRESS_WORDS, context);
        if (drained.length > 0 && time.length > 0 && CommandWord.opcode(published.element()) != CommandWord.TIME)
        {
            assertEquals(time[0], drained[index++], context);
            assertEquals(time[1], drained[index++], context);
        }

        while (index < drained.length)
        {
            final int length = CommandWord.length(drained[index]);

            if (CommandWord.opcode(drained[index]) == CommandWord.TIME)
            {
                time = new long[]{ drained[index], drained[index + 1] };
            }

            for (int i = 0; i < length; i++)
            {
                assertEquals(published.remove(), drained[index++], context);
            }
        }

        assertEquals(published.size(), lane.backlogWords(), context);
        assertNothingFittedBehind(drained.length, wordLimit, context);
    }

    /** Checks that a drain is greedy: it stops where nothing is left or the next command does not fit. */
    private void assertNothingFittedBehind(final int written, final int wordLimit, final String context)
    {
        if (!published.isEmpty())
        {
            final boolean repeats = written == 0 && time.length > 0 &&
                CommandWord.opcode(published.element()) != CommandWord.TIME;
            final int least = CommandWord.length(published.element()) + (repeats ? 2 : 0);

            assertTrue(written + least > wordLimit, context);
        }
    }
}
