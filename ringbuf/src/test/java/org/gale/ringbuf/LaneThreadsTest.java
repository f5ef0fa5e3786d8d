package org.gale.ringbuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Test of two threads: one offers, another drains and checks every word; the sums must agree at the end. */
class LaneThreadsTest
{
    private static final int DRAIN_WORDS = 1024;

    private final UnsafeBuffer dst = new UnsafeBuffer(new byte[DRAIN_WORDS * Long.BYTES]);
    private long[] time = {};

    /** Carries fewer words through the short lane: on a busy machine each wait for its other end takes a time slice. */
    @ParameterizedTest(name = "seed {0}, capacity {1}, {2} words")
    @CsvSource({ "11, 16, 400000", "12, 1024, 4000000", "13, 65536, 4000000" })
    void shouldCarryEveryWordWhenEachEndHasItsThread(final long seed, final int capacityWords, final long words)
        throws InterruptedException, ExecutionException
    {
        try (Lane lane = Lane.allocate(capacityWords))
        {
            final FutureTask<Long> produced = new FutureTask<>(() -> produce(lane.producer(), seed, words));
            final Thread thread = new Thread(produced, "producer");
            thread.start();

            try
            {
                final long sum = consume(lane, produced, seed);

                assertEquals(produced.get(), sum, "seed=" + seed);
                assertTrue(lane.drainedPosition() >= words, "seed=" + seed);
                assertEquals(lane.drainedPosition(), lane.producer().completed(), "seed=" + seed);
            }
            finally
            {
                lane.consumer().close(CloseReason.FINISHED);                    // a producer that still offers ends
                thread.join();
            }
        }
    }

    private static long produce(final LaneProducer producer, final long seed, final long words)
    {
        final RandomGenerator random = new SplittableRandom(~seed);
        final CommandStream stream = new CommandStream(seed);
        final IdleStrategy idle = AgentIdle.newStrategy();
        long sum = 0;

        while (producer.position() < words && !producer.isClosed())
        {
            for (long batch = random.nextLong() & 63; batch >= 0; batch--)
            {
                if (!stream.offerTo(producer))
                {
                    producer.publish();
                    idle.idle();
                    break;
                }

                idle.reset();
                for (int i = 0; i < stream.length(); i++)
                {
                    sum += stream.word(i);
                }
                stream.next();
            }

            producer.publish();
        }

        return sum;
    }

    /** Drains to the last word. The last batch may exceed the wanted number of words. */
    private long consume(final Lane lane, final Future<Long> produced, final long seed)
    {
        final LaneConsumer consumer = lane.consumer();
        final CommandStream stream = new CommandStream(seed);
        final IdleStrategy idle = AgentIdle.newStrategy();
        final String context = "seed=" + seed;
        long sum = 0;

        while (!produced.isDone() || lane.backlogWords() > 0)
        {
            final int written = consumer.drain(dst, 0, DRAIN_WORDS);

            assertTrue(written >= 0, context);
            idle.idle(written);
            sum += check(stream, written, context);
            consumer.complete(consumer.position());
        }

        return sum;
    }

    private long check(final CommandStream stream, final int written, final String context)
    {
        int index = 0;
        long sum = 0;

        if (written > 0 && time.length > 0 && !stream.isTime())
        {
            assertEquals(time[0], dst.getLong(0), context);
            assertEquals(time[1], dst.getLong(Long.BYTES), context);
            index = 2;
        }

        while (index < written)
        {
            for (int i = 0; i < stream.length(); i++)
            {
                final long word = dst.getLong(index++ * Long.BYTES);

                if (word != stream.word(i))
                {
                    assertEquals(stream.word(i), word, context);                // boxed only when it is wrong
                }
                sum += word;
            }

            if (stream.isTime())
            {
                time = new long[]{ stream.word(0), stream.word(1) };
            }
            stream.next();
        }

        return sum;
    }
}
