package org.gale.ringbuf;

import static org.gale.ringbuf.LaneSupport.CAPACITY;
import static org.gale.ringbuf.LaneSupport.drain;
import static org.gale.ringbuf.LaneSupport.load;
import static org.gale.ringbuf.LaneSupport.msi;
import static org.gale.ringbuf.LaneSupport.ram;
import static org.gale.ringbuf.LaneSupport.store;
import static org.gale.ringbuf.LaneSupport.time;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaneProducerTest
{
    private final Lane lane = Lane.allocate(CAPACITY);
    private final LaneProducer producer = lane.producer();
    private final LaneConsumer consumer = lane.consumer();

    @AfterEach
    void freeLane()
    {
        lane.close();
    }

    @Test
    void shouldShowNothingWhenOfferedButNotPublished()
    {
        assertTrue(producer.offer(msi(1)));

        assertEquals(0, drain(consumer, CAPACITY).length);
        assertEquals(0, lane.backlogWords());
        assertEquals(1, producer.position());
    }

    @Test
    void shouldShowEverythingOfferedWhenPublished()
    {
        producer.offer(time(1), 2);
        producer.offer(msi(3));
        producer.offer(store(4), 5, 6);
        producer.publish();

        assertEquals(6, lane.backlogWords());
        assertArrayEquals(new long[]{ time(1), 2, msi(3), store(4), 5, 6 }, drain(consumer, CAPACITY));
    }

    @Test
    void shouldBeClosedWhenRetiredWhileTheLaneStaysOpen()
    {
        assertEquals(CloseReason.OPEN, producer.closeReason());

        producer.retire();

        assertEquals(CloseReason.FINISHED, producer.closeReason());
        assertTrue(producer.isClosed());
        assertFalse(producer.offer(msi(1)));
        assertEquals(0, producer.refusedCount());
    }

    @Test
    void shouldRefuseAndCountWhenFull()
    {
        fill(CAPACITY);

        assertFalse(producer.offer(msi(0)));
        assertFalse(producer.offer(msi(0)));

        assertEquals(2, producer.refusedCount());
        assertEquals(2, lane.refusedCount());
        assertEquals(CAPACITY, producer.position());
        assertFalse(producer.isClosed());
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 5, CAPACITY - 1, CAPACITY, CAPACITY + 1, 2 * CAPACITY })
    void shouldAcceptOfManyCommandsWhatFitsAndRefuseTheRestOnce(final int count)
    {
        final int begin = 5;
        fill(begin);
        assertEquals(begin, drain(consumer, begin).length);
        final long[] words = LongStream.range(0, count).map(LaneSupport::msi).toArray();
        final int expected = Math.min(count, CAPACITY);

        assertEquals(expected, producer.offer(words, count));

        assertEquals(begin + expected, producer.position());
        assertEquals(count > CAPACITY ? 1 : 0, producer.refusedCount());
        producer.publish();
        assertArrayEquals(Arrays.copyOf(words, expected), drain(consumer, 2 * CAPACITY));
    }

    @Test
    void shouldAcceptNoneOfManyCommandsWhenClosedOrBeyondTheLimitOfItsBacklog()
    {
        final long[] words = {msi(0), msi(1), msi(2)};
        assertEquals(3, producer.offer(words, 3));
        producer.limitBacklog(2);

        assertEquals(0, producer.offer(words, 3));
        assertEquals(1, producer.refusedCount());

        consumer.close(CloseReason.FINISHED);

        assertEquals(0, producer.offer(words, 3));
        assertEquals(1, producer.refusedCount());
        assertEquals(3, producer.position());
    }

    @Test
    void shouldRefuseWhenFullOfWordsThatAreNotPublished()
    {
        for (int i = 0; i < CAPACITY; i++)
        {
            assertTrue(producer.offer(msi(i)));
        }

        assertFalse(producer.offer(msi(0)));
        assertEquals(0, drain(consumer, CAPACITY).length);
    }

    @Test
    void shouldAcceptAgainWhenTheConsumerReleasedSlots()
    {
        fill(CAPACITY);
        assertFalse(producer.offer(msi(0)));

        assertEquals(1, drain(consumer, 1).length);

        assertTrue(producer.offer(msi(0)));
        assertFalse(producer.offer(msi(0)));
        assertEquals(2, lane.refusedCount());
    }

    @Test
    void shouldRefuseBeyondTheLimitOfItsBacklog()
    {
        assertTrue(producer.offer(msi(0)));
        producer.limitBacklog(2);

        assertTrue(producer.offer(msi(1)));
        assertFalse(producer.offer(msi(2)));

        assertEquals(1, lane.refusedCount());
        assertEquals(2, producer.position());
        producer.publish();
        assertEquals(1, drain(consumer, 1).length);
        assertTrue(producer.offer(msi(2)));
        assertFalse(producer.offer(msi(3)));
    }

    @Test
    void shouldUseTheWholeLaneAgainWhenTheLimitIsLifted()
    {
        producer.limitBacklog(1);
        fill(1);
        assertFalse(producer.offer(msi(0)));

        producer.limitBacklog(CAPACITY + 1);
        fill(CAPACITY - 1);

        assertFalse(producer.offer(msi(0)));
        assertEquals(CAPACITY, lane.backlogWords());
    }

    @ParameterizedTest
    @ValueSource(ints = { Integer.MIN_VALUE, -1, 0 })
    void shouldThrowWhenTheLimitOfTheBacklogIsOutOfRange(final int words)
    {
        assertThrows(IllegalArgumentException.class, () -> producer.limitBacklog(words));
    }

    @Test
    void shouldStayClosedWhenTheBacklogIsLimited()
    {
        producer.retire();

        producer.limitBacklog(CAPACITY);

        assertFalse(producer.offer(msi(0)));
        assertEquals(0, producer.refusedCount());
    }

    @Test
    void shouldWriteNothingOfACommandWhenOnlyAPartFits()
    {
        final UnsafeBuffer src = ramCommand(8);

        fill(CAPACITY - 1);
        assertFalse(producer.offer(load(0), 1));
        assertFalse(producer.offer(store(0), 1, 2));
        assertFalse(producer.offer(src, 0, 8));
        producer.publish();

        assertEquals(3, lane.refusedCount());
        assertEquals(CAPACITY - 1, lane.backlogWords());
        assertTrue(producer.offer(msi(0)));
    }

    @ParameterizedTest(name = "{0} words")
    @ValueSource(ints = { 3, 4, 5, 6, 7, 8 })
    void shouldOfferACommandFromABufferWhenItFits(final int words)
    {
        final UnsafeBuffer src = ramCommand(words);

        assertTrue(producer.offer(src, 0, words));
        producer.publish();

        final long[] drained = drain(consumer, CAPACITY);
        assertEquals(words, drained.length);
        assertEquals(ram(words), drained[0]);
        for (int i = 1; i < words; i++)
        {
            assertEquals(i, drained[i]);
        }
    }

    @ParameterizedTest(name = "from slot {0}")
    @ValueSource(ints = { 8, 9, 10, 11, 12, 13, 14, 15 })
    void shouldKeepACommandWholeWhenItWrapsAround(final int slotIndex)
    {
        fill(slotIndex);
        assertEquals(slotIndex, drain(consumer, CAPACITY).length);

        assertTrue(producer.offer(ramCommand(8), 0, 8));
        assertTrue(producer.offer(store(1), 2, 3));
        assertTrue(producer.offer(load(4), 5));
        producer.publish();

        assertArrayEquals(
            new long[]{ ram(8), 1, 2, 3, 4, 5, 6, 7, store(1), 2, 3, load(4), 5 }, drain(consumer, CAPACITY));
    }

    @Test
    void shouldRefuseWithoutCountingWhenPublishFoundTheLaneClosed()
    {
        consumer.close(CloseReason.AGENT_FAILED);
        producer.publish();

        assertFalse(producer.offer(msi(0)));
        assertFalse(producer.offer(load(0), 1));
        assertFalse(producer.offer(store(0), 1, 2));
        assertFalse(producer.offer(ramCommand(3), 0, 3));

        assertEquals(CloseReason.AGENT_FAILED, lane.closeReason());
        assertEquals(0, lane.refusedCount());
        assertEquals(0, producer.position());
    }

    @Test
    void shouldRefuseWithoutCountingWhenClosedAndFull()
    {
        fill(CAPACITY);
        consumer.close(CloseReason.FINISHED);

        assertFalse(producer.offer(msi(0)));
        assertFalse(producer.offer(msi(0)));

        assertEquals(0, lane.refusedCount());
    }

    @Test
    void shouldRefuseASmallOfferWhenALargerOneFoundTheLaneClosed()
    {
        fill(CAPACITY - 1);
        consumer.close(CloseReason.FINISHED);
        assertFalse(producer.offer(load(0), 1));

        assertFalse(producer.offer(msi(0)));

        assertEquals(CAPACITY - 1, producer.position());
    }

    @Test
    void shouldStayClosedWhenTheConsumerStillDrains()
    {
        fill(CAPACITY);
        consumer.close(CloseReason.FINISHED);
        assertFalse(producer.offer(msi(0)));

        assertEquals(CAPACITY, drain(consumer, CAPACITY).length);

        assertFalse(producer.offer(msi(0)));
    }

    @Test
    void shouldReportThatItIsClosedWhenNothingWasOfferedSince()
    {
        assertFalse(producer.isClosed());

        consumer.close(CloseReason.AGENT_FAILED);

        assertTrue(producer.isClosed());
        assertEquals(CloseReason.AGENT_FAILED, producer.closeReason());
    }

    @Test
    void shouldKeepTheFirstReasonWhenClosedTwice()
    {
        consumer.close(CloseReason.LANE_FAULT);
        consumer.close(CloseReason.FINISHED);

        assertEquals(CloseReason.LANE_FAULT, producer.closeReason());
    }

    @Test
    void shouldRefuseToCloseWhenTheReasonIsNone()
    {
        assertThrows(IllegalArgumentException.class, () -> consumer.close(CloseReason.OPEN));
        assertThrows(IllegalArgumentException.class, () -> consumer.close(CloseReason.UNKNOWN));

        assertFalse(producer.isClosed());
    }

    @Test
    void shouldSeeTheCompletedPositionWhenTheConsumerCompletes()
    {
        fill(4);
        assertEquals(0, producer.completed());

        drain(consumer, CAPACITY);
        assertEquals(0, producer.completed());

        consumer.complete(consumer.position());
        assertEquals(4, producer.completed());
    }

    @Test
    void shouldAssertWhenAWordBeginsNoCommandOfThatLength()
    {
        assertThrows(AssertionError.class, () -> producer.offer(0));
        assertThrows(AssertionError.class, () -> producer.offer(load(0)));
        assertThrows(AssertionError.class, () -> producer.offer(msi(0), 0));
        assertThrows(AssertionError.class, () -> producer.offer(load(0), 0, 0));
        assertThrows(AssertionError.class, () -> producer.offer(ramCommand(4), 0, 5));
    }

    private void fill(final int words)
    {
        for (int i = 0; i < words; i++)
        {
            assertTrue(producer.offer(msi(i)));
        }

        producer.publish();
    }

    private static UnsafeBuffer ramCommand(final int words)
    {
        final UnsafeBuffer src = new UnsafeBuffer(new byte[words * Long.BYTES]);
        src.putLong(0, ram(words));
        for (int i = 1; i < words; i++)
        {
            src.putLong(i * Long.BYTES, i);
        }

        return src;
    }
}
