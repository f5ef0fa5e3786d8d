package org.gale.ringbuf;

import static org.gale.ringbuf.LaneSupport.CAPACITY;
import static org.gale.ringbuf.LaneSupport.drain;
import static org.gale.ringbuf.LaneSupport.load;
import static org.gale.ringbuf.LaneSupport.msi;
import static org.gale.ringbuf.LaneSupport.store;
import static org.gale.ringbuf.LaneSupport.time;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneConsumerTest
{
    private static final long[] NOTHING = {};

    private final Lane lane = Lane.allocate(CAPACITY);
    private final LaneProducer producer = lane.producer();
    private final LaneConsumer consumer = lane.consumer();

    @AfterEach
    void freeLane()
    {
        lane.close();
    }

    @Test
    void shouldDrainNothingWhenEmpty()
    {
        assertArrayEquals(NOTHING, drain(consumer, CAPACITY));
        assertEquals(0, consumer.position());
        assertEquals(LaneFault.NONE, consumer.fault());
    }

    @Test
    void shouldDrainWholeCommandsOnlyWhenTheLimitCutsOne()
    {
        producer.offer(msi(1));
        producer.offer(store(2), 3, 4);
        producer.publish();

        assertArrayEquals(new long[]{ msi(1) }, drain(consumer, 3));
        assertArrayEquals(NOTHING, drain(consumer, 2));
        assertArrayEquals(new long[]{ store(2), 3, 4 }, drain(consumer, 3));
        assertEquals(4, consumer.position());
        assertEquals(4, lane.drainedPosition());
    }

    @ParameterizedTest(name = "limit {0}")
    @ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
    void shouldDrainNothingWhenThereIsNoRoom(final int wordLimit)
    {
        producer.offer(msi(1));
        producer.publish();

        assertEquals(0, consumer.drain(LaneSupport.memory(CAPACITY), 0, wordLimit));
        assertEquals(0, consumer.position());
    }

    @Test
    void shouldCountTheCommandsOfADrain()
    {
        producer.offer(time(10), 11);
        producer.offer(msi(1));
        producer.offer(store(2), 3, 4);
        producer.offer(msi(5));
        producer.publish();

        drain(consumer, 3);
        assertEquals(2, consumer.drainedCommands());                            // a TIME, an MSI
        drain(consumer, CAPACITY);
        assertEquals(3, consumer.drainedCommands());                            // the TIME repeated, a STORE, an MSI
        assertArrayEquals(NOTHING, drain(consumer, CAPACITY));
        assertEquals(7, consumer.position());
    }

    @Test
    void shouldRepeatTheTimeWhenADrainEndedInsideABatch()
    {
        producer.offer(time(10), 11);
        producer.offer(msi(1));
        producer.offer(msi(2));
        producer.offer(msi(3));
        producer.publish();

        assertArrayEquals(new long[]{ time(10), 11, msi(1) }, drain(consumer, 3));
        assertEquals(3, consumer.position());
        assertArrayEquals(new long[]{ time(10), 11, msi(2) }, drain(consumer, 3));
        assertEquals(4, consumer.position());
        assertArrayEquals(new long[]{ time(10), 11, msi(3) }, drain(consumer, 4));
        assertEquals(5, consumer.position());
    }

    @Test
    void shouldNotRepeatTheTimeWhenADrainBeginsWithOne()
    {
        producer.offer(time(10), 11);
        producer.publish();
        drain(consumer, CAPACITY);

        producer.offer(time(20), 21);
        producer.offer(msi(1));
        producer.publish();

        assertArrayEquals(new long[]{ time(20), 21, msi(1) }, drain(consumer, CAPACITY));
    }

    @Test
    void shouldRepeatTheLastTimeWhenADrainPassedSeveral()
    {
        producer.offer(time(10), 11);
        producer.offer(msi(1));
        producer.offer(time(20), 21);
        producer.offer(msi(2));
        producer.publish();

        assertArrayEquals(new long[]{ time(10), 11, msi(1), time(20), 21 }, drain(consumer, 5));
        assertArrayEquals(new long[]{ time(20), 21, msi(2) }, drain(consumer, 5));
    }

    @Test
    void shouldRepeatTheOldTimeWhenANewOneFollowsInTheSameDrain()
    {
        producer.offer(time(10), 11);
        producer.publish();
        drain(consumer, CAPACITY);
        producer.offer(msi(1));
        producer.offer(time(20), 21);
        producer.offer(msi(2));
        producer.publish();

        assertArrayEquals(new long[]{ time(10), 11, msi(1), time(20), 21, msi(2) }, drain(consumer, CAPACITY));
    }

    @Test
    void shouldGiveTheAssumedTimeWhenTheProducerOmitsIt()
    {
        consumer.assumeTime(time(5), 6);
        producer.offer(msi(1));
        producer.publish();
        assertArrayEquals(new long[]{time(5), 6, msi(1)}, drain(consumer, CAPACITY));

        producer.offer(time(7), 8);
        producer.offer(msi(2));
        producer.publish();
        assertArrayEquals(new long[]{time(7), 8, msi(2)}, drain(consumer, CAPACITY));
    }

    @Test
    void shouldRefuseToAssumeATimeThatIsNone()
    {
        assertEquals("no TIME: word=2000000000000001",
            assertThrows(IllegalArgumentException.class, () -> consumer.assumeTime(msi(1), 6)).getMessage());
    }

    @Test
    void shouldTellUpToWhereItCanDrain()
    {
        producer.offer(msi(1));
        assertEquals(0, consumer.publishedPosition());

        producer.publish();
        assertEquals(1, consumer.publishedPosition());
        assertEquals(1, lane.publishedPosition());
        assertEquals(0, consumer.position());

        drain(consumer, CAPACITY);
        assertEquals(1, consumer.position());
        assertEquals(1, lane.drainedPosition());
    }

    @Test
    void shouldCountTheRefusalsOfItsProducer()
    {
        for (int i = 0; i < CAPACITY + 3; i++)
        {
            producer.offer(msi(i));
        }

        assertEquals(3, consumer.refusedCount());
        assertEquals(3, lane.refusedCount());
    }

    @Test
    void shouldRepeatNoTimeWhenTheLaneHadNone()
    {
        producer.offer(msi(1));
        producer.offer(msi(2));
        producer.publish();

        assertArrayEquals(new long[]{ msi(1) }, drain(consumer, 1));
        assertArrayEquals(new long[]{ msi(2) }, drain(consumer, CAPACITY));
    }

    @Test
    void shouldRepeatNoTimeWhenNoCommandFitsBehindIt()
    {
        producer.offer(time(10), 11);
        producer.publish();
        drain(consumer, CAPACITY);
        producer.offer(load(1), 2);
        producer.publish();

        assertArrayEquals(NOTHING, drain(consumer, 1));
        assertArrayEquals(NOTHING, drain(consumer, 2));
        assertArrayEquals(NOTHING, drain(consumer, 3));
        assertArrayEquals(new long[]{ time(10), 11, load(1), 2 }, drain(consumer, 4));
    }

    @Test
    void shouldRepeatNoTimeWhenThereIsRoomForNothingElse()
    {
        producer.offer(time(10), 11);
        producer.publish();
        drain(consumer, CAPACITY);
        producer.offer(msi(1));
        producer.publish();

        assertArrayEquals(NOTHING, drain(consumer, 2));
        assertArrayEquals(new long[]{ time(10), 11, msi(1) }, drain(consumer, 3));
    }

    @Test
    void shouldRepeatNoTimeWhenNothingFollows()
    {
        producer.offer(time(10), 11);
        producer.publish();
        drain(consumer, CAPACITY);

        assertArrayEquals(NOTHING, drain(consumer, CAPACITY));
    }

    @Test
    void shouldAlwaysMakeProgressWhenThereIsRoomForIt()
    {
        producer.offer(time(10), 11);
        producer.publish();
        drain(consumer, CAPACITY);
        final long[] longest = { LaneSupport.ram(8), 1, 2, 3, 4, 5, 6, 7 };
        final UnsafeBuffer src = LaneSupport.memory(CAPACITY);
        for (int i = 0; i < longest.length; i++)
        {
            src.putLong(i * Long.BYTES, longest[i]);
        }
        assertTrue(producer.offer(src, 0, longest.length));
        producer.publish();

        assertEquals(LaneConsumer.PROGRESS_WORDS, drain(consumer, LaneConsumer.PROGRESS_WORDS).length);
    }

    @Test
    void shouldDrainAFullLaneAtOnceWhenATimeIsRepeated()
    {
        producer.offer(time(10), 11);
        producer.publish();
        drain(consumer, CAPACITY);
        for (int i = 0; i < CAPACITY; i++)
        {
            assertTrue(producer.offer(msi(i)));
        }
        producer.publish();

        final long[] drained = drain(consumer, 2 * CAPACITY);

        assertEquals(CAPACITY + 2, drained.length);
        assertEquals(time(10), drained[0]);
        assertEquals(msi(CAPACITY - 1), drained[CAPACITY + 1]);
    }

    @Test
    void shouldThrowAndKeepTheCommandsWhenTheDestinationIsTooShort()
    {
        final UnsafeBuffer dst = new UnsafeBuffer(new byte[4 * Long.BYTES]);
        producer.offer(msi(1));
        producer.offer(msi(2));
        producer.publish();

        assertThrows(IndexOutOfBoundsException.class, () -> consumer.drain(dst, 3 * Long.BYTES, CAPACITY));
        assertThrows(IndexOutOfBoundsException.class, () -> consumer.drain(dst, -Long.BYTES, CAPACITY));
        assertThrows(IndexOutOfBoundsException.class, () -> consumer.drain(dst, Integer.MAX_VALUE, CAPACITY));

        assertEquals(0, consumer.position());
        assertEquals(2, consumer.drain(dst, 2 * Long.BYTES, Integer.MAX_VALUE));
        assertEquals(msi(1), dst.getLong(2 * Long.BYTES));
        assertEquals(msi(2), dst.getLong(3 * Long.BYTES));
    }

    @Test
    void shouldDrainTheSameWordsOnAndOffTheHeap()
    {
        final ExpandableArrayBuffer onHeap = new ExpandableArrayBuffer();
        final UnsafeBuffer offHeap = LaneSupport.memory(CAPACITY);
        producer.offer(time(1), 2);
        producer.offer(msi(3));
        producer.offer(msi(4));
        producer.publish();

        assertEquals(3, consumer.drain(onHeap, Long.BYTES, 3));
        assertEquals(3, consumer.drain(offHeap, Long.BYTES, 3));

        assertEquals(0, onHeap.getLong(0));
        assertEquals(time(1), onHeap.getLong(Long.BYTES));
        assertEquals(msi(3), onHeap.getLong(3 * Long.BYTES));
        assertEquals(0, offHeap.getLong(0));
        assertEquals(time(1), offHeap.getLong(Long.BYTES));
        assertEquals(2, offHeap.getLong(2 * Long.BYTES));
        assertEquals(msi(4), offHeap.getLong(3 * Long.BYTES));
    }

    @Test
    void shouldAssertWhenCompletingBackwardsOrAhead()
    {
        producer.offer(msi(1));
        producer.publish();
        drain(consumer, CAPACITY);
        consumer.complete(1);

        assertThrows(AssertionError.class, () -> consumer.complete(0));
        assertThrows(AssertionError.class, () -> consumer.complete(2));
    }
}
