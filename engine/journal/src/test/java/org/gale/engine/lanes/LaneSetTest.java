package org.gale.engine.lanes;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneLayout;
import org.gale.ringbuf.LaneProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LaneSetTest
{
    private static final int CAPACITY = 64;
    private static final int WORD_LIMIT = 64;
    private static final int LOOKS = 100;
    private static final long NOW = 77;

    private final Lane own = Lane.allocate(CAPACITY);
    private final AttachPoint point = new AttachPoint(3, CAPACITY, () -> NOW);
    private final LaneSet lanes = new LaneSet(1, List.of(point), own.consumer());
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[WORD_LIMIT * Long.BYTES]);

    @AfterEach
    void freeLane()
    {
        own.close();
    }

    @Test
    void shouldDrainAProducerThatAttaches()
    {
        final Attachment attachment = point.attach();
        offer(attachment.producer(), 1, 2);

        assertArrayEquals(new long[]{ 1, 2 }, events(cycle()));
        assertEquals(2, lanes.attachedEvents());
    }

    @Test
    void shouldSayWhetherCommandsWereNotDrained()
    {
        final Attachment attachment = point.attach();
        lanes.poll();
        assertFalse(lanes.hasPublished());
        offer(attachment.producer(), 1, 2);
        assertTrue(lanes.hasPublished());
        cycles(LOOKS);

        assertFalse(lanes.hasPublished());
    }

    @Test
    void shouldReturnTheTotalsOfProducersThatAttached()
    {
        final Attachment left = point.attach();
        final Attachment hostile = point.attach();
        final Attachment late = point.attach();
        offer(left.producer(), 1, 2);
        for (int i = 0; i < 2 * CAPACITY; i++)
        {
            late.producer().offer(Commands.msi(0, i, 0));
        }
        late.producer().publish();
        hostile.producer().offer(Commands.turn(0, 1));
        hostile.producer().publish();
        left.detach();
        cycles(LOOKS);
        lanes.close(CloseReason.FINISHED);
        lanes.close(CloseReason.AGENT_FAILED);

        final AttachTotals totals = lanes.totals();

        assertEquals(2 + CAPACITY, totals.events());
        assertTrue(totals.commands() > totals.events(), "with times");
        assertEquals(CAPACITY, totals.refused());
        assertEquals(new LaneWords(2 + 1 + CAPACITY, 2 + CAPACITY, 1), totals.words(), "the turn was not admitted");
        assertEquals(Map.of("left", 1L, "not-admitted", 1L, "run-ended", 1L), totals.closed());
        final String thread = Thread.currentThread().getName();
        assertEquals(Set.of(new LaneAccount(thread, LaneEnd.LEFT, new LaneWords(2, 2, 0)),
            new LaneAccount(thread, LaneEnd.NOT_ADMITTED, new LaneWords(1, 0, 1)),
            new LaneAccount(thread, LaneEnd.RUN_ENDED, new LaneWords(CAPACITY, CAPACITY, 0))),
            Set.copyOf(totals.lanes()));
        assertEquals(3, totals.lanes().size());
        assertEquals(0, totals.untold());
        assertEquals(totals.lanes(), totals.used());
    }

    @Test
    void shouldCountNoWordsOfTheLaneThatHadItsPlaceBefore()
    {
        final Attachment hostile = point.attach();
        hostile.producer().offer(Commands.turn(0, 1));
        hostile.producer().publish();
        cycles(LOOKS);
        final Attachment next = point.attach();
        offer(next.producer(), 1, 2);
        next.detach();
        cycles(LOOKS);

        assertEquals(List.of(new LaneWords(1, 0, 1), new LaneWords(2, 2, 0)),
            lanes.totals().lanes().stream().map(LaneAccount::words).toList());
    }

    @Test
    void shouldAccountForTheWordsBehindTheLastDrain()
    {
        final Attachment attachment = point.attach();
        offer(attachment.producer(), 1, 2);
        cycle();
        lanes.finishAttached();
        offer(attachment.producer(), 3, 4, 5);
        cycle();
        assertEquals(LaneWords.NONE, lanes.totals().words());

        lanes.close(CloseReason.FINISHED);

        assertEquals(new LaneWords(5, 2, 3), lanes.totals().words());
    }

    @Test
    void shouldGiveCommandsATimeWhenTheProducerSendsNone()
    {
        offer(point.attach().producer(), 1);

        assertArrayEquals(new long[]{ Commands.timeWord(NOW), NOW, msi(1) }, cycle());
    }

    @Test
    void shouldRefuseWhenNoLaneIsLeft()
    {
        point.attach();
        point.attach();
        point.attach();

        assertNull(point.attach());
        assertEquals(1, point.refusedCount());
        assertEquals(3, point.attachedCount());
    }

    @Test
    void shouldGiveALaneBackWhenItsProducerDetachedAndAllIsTaken()
    {
        final Attachment first = fill();
        offer(first.producer(), 1);
        first.detach();

        assertNull(point.attach());
        assertArrayEquals(new long[]{ 1 }, events(cycle()));
        cycle();
        assertNotNull(point.attach());
        assertEquals(1, point.givenBackCount());
    }

    @Test
    void shouldKeepALaneWhenItsProducerOnlyIdles()
    {
        fill();

        cycles(LOOKS);

        assertNull(point.attach());
    }

    @Test
    void shouldTakeOnlyPublishedWordsWhenAProducerDetaches()
    {
        final Attachment first = fill();
        offer(first.producer(), 1);
        assertTrue(first.producer().offer(msi(2)));
        first.detach();
        first.producer().publish();

        assertArrayEquals(new long[]{ 1 }, events(cycle()));
        cycle();
        offer(point.attach().producer(), 3);
        assertArrayEquals(new long[]{ 3 }, events(cycle()));
    }

    @Test
    void shouldRefuseOffersWhenTheProducerHasDetached()
    {
        final Attachment attachment = point.attach();
        attachment.detach();

        assertFalse(attachment.producer().offer(msi(1)));
        assertTrue(attachment.producer().isClosed());
        assertEquals(0, attachment.producer().refusedCount());
    }

    @Test
    void shouldGiveALaneBackWhenItsThreadEndedWithoutDetaching() throws InterruptedException
    {
        final AtomicReference<Attachment> attached = new AtomicReference<>();
        final Thread thread = new Thread(() ->
        {
            attached.set(point.attach());
            offer(attached.get().producer(), 1);
            attached.get().producer().offer(msi(2));
        });
        thread.start();
        thread.join();

        assertArrayEquals(new long[]{ 1 }, events(cycle()));
        cycles(LOOKS);

        assertEquals(1, point.givenBackCount());
        assertEquals(1, lanes.count());
    }

    @Test
    void shouldServeEachLaneInItsTurnWhenOneIsAlwaysFull()
    {
        final LaneProducer greedy = point.attach().producer();
        final LaneProducer modest = point.attach().producer();
        cycles(2);
        for (int i = 0; i < 10; i++)
        {
            offer(greedy, LongStream.range(0, 40).toArray());
            offer(own.producer(), LongStream.range(0, 40).toArray());
            offer(modest, 1_000);

            final List<Long> taken = new ArrayList<>();
            for (int visit = 0; visit < 3; visit++)
            {
                LongStream.of(events(cycle(20))).forEach(taken::add);
            }

            assertTrue(taken.contains(1_000L), "round " + i + ": " + taken);
            cycles(6);
        }
    }

    @Test
    void shouldGoOnWithItsTurnWhenALaneBehindItLeaves()
    {
        final Attachment before = point.attach();
        final Attachment next = point.attach();
        final Attachment leaving = point.attach();
        cycles(3);
        offer(before.producer(), 1);
        assertArrayEquals(new long[]{ 1 }, events(cycle()));
        leaving.detach();
        assertEquals(0, cycle().length);
        assertEquals(3, lanes.count());

        offer(own.producer(), 2);
        offer(before.producer(), 3);
        offer(next.producer(), 4);

        assertArrayEquals(new long[]{ 4, 2, 3 }, events(cycle()));
    }

    @Test
    void shouldCountTheFaultOfALaneThatIsStillThereWhenItCloses()
    {
        final Attachment hostile = point.attach();
        hostile.producer().offer(Commands.turn(0, 1));
        hostile.producer().publish();
        assertEquals(0, events(cycle()).length);
        assertEquals(2, lanes.count());

        lanes.close(CloseReason.FINISHED);

        assertEquals(Map.of("not-admitted", 1L), lanes.totals().closed());
    }

    @Test
    void shouldCloseALaneAloneWhenItsProducerOffersACommandOfSoftware()
    {
        final Attachment hostile = point.attach();
        final Attachment other = point.attach();
        hostile.producer().offer(msi(1));
        hostile.producer().offer(Commands.turn(0, 1));
        hostile.producer().offer(msi(2));
        hostile.producer().publish();
        offer(other.producer(), 3);

        assertArrayEquals(new long[]{ 1 }, events(cycle()));
        assertArrayEquals(new long[]{ 3 }, events(cycle()));
        assertEquals(CloseReason.LANE_FAULT, hostile.producer().closeReason());
        assertFalse(other.producer().isClosed());
        assertEquals(Map.of("not-admitted", 1L), lanes.totals().closed());
    }

    @ParameterizedTest(name = "ITS {0}")
    @ValueSource(longs = { 1, 255 })
    void shouldCloseALaneWhenAMessageIsForAnItsThatIsNotThere(final long its)
    {
        final Attachment hostile = point.attach();
        hostile.producer().offer(((long)CommandWord.MSI_LONG << 60) | (its << 52), 0);
        hostile.producer().publish();

        cycles(2);

        assertEquals(CloseReason.LANE_FAULT, hostile.producer().closeReason());
    }

    @Test
    void shouldTakeLongMessages()
    {
        final Attachment attachment = point.attach();
        attachment.producer().offer((long)CommandWord.MSI_LONG << 60, 5);
        attachment.producer().publish();

        assertEquals(4, cycle().length);
        assertEquals(1, lanes.attachedEvents());
    }

    @Test
    void shouldKeepAFaultyLaneFromOthersUntilItsProducerIsGone()
    {
        final Attachment hostile = fill();
        hostile.producer().offer(Commands.turn(0, 1));
        hostile.producer().publish();
        cycles(4);
        assertNull(point.attach());

        hostile.detach();
        cycles(2);

        assertNotNull(point.attach());
    }

    @Test
    void shouldFailWhenALaneOfItsOwnIsAtFault()
    {
        final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(Lane.lengthBytes(CAPACITY)));
        try (Lane broken = Lane.create(memory, CAPACITY))
        {
            memory.putLong(LaneLayout.TAIL_OFFSET, 1);
            final LaneSet set = new LaneSet(0, List.of(), broken.consumer());

            assertThrows(IllegalStateException.class, () -> set.drain(frame, 0, WORD_LIMIT));
        }
    }

    @Test
    void shouldCompleteCommandsDrainedBeforeTheMark()
    {
        final Attachment attachment = point.attach();
        offer(attachment.producer(), 1, 2);
        cycle();
        lanes.complete(0);
        assertEquals(0, attachment.producer().completed());

        lanes.mark(0);
        lanes.complete(0);

        assertEquals(2, attachment.producer().completed());
    }

    /** Keeps the place of each of two waiting marks in the lane that moves into a gap. */
    @Test
    void shouldCompleteALaneThatTookThePlaceOfARemovedOne()
    {
        lanes.marks(2);
        final Attachment leaving = point.attach();
        final Attachment staying = point.attach();
        cycle();
        offer(staying.producer(), 1, 2);
        cycle();
        lanes.mark(0);
        offer(staying.producer(), 3);
        offer(leaving.producer(), 4, 5, 6, 7);
        cycle();
        lanes.mark(1);
        leaving.detach();
        cycles(LOOKS);
        assertEquals(1, point.givenBackCount());

        lanes.complete(0);
        assertEquals(2, staying.producer().completed());
        lanes.complete(1);
        assertEquals(3, staying.producer().completed());
    }

    @Test
    void shouldTakePublishedWordsAndNoLaterOnesWhenItFinishes()
    {
        final Attachment attachment = point.attach();
        cycle();
        offer(attachment.producer(), 1, 2);
        lanes.finishAttached();
        assertFalse(lanes.isAttachedDrained());

        assertArrayEquals(new long[]{ 1, 2 }, events(cycle()));
        assertTrue(lanes.isAttachedDrained());
        offer(attachment.producer(), 3);
        assertEquals(0, cycle().length);
        assertNull(point.attach());
        lanes.close(CloseReason.FINISHED);
        assertEquals(CloseReason.FINISHED, attachment.producer().closeReason());
    }

    @Test
    void shouldCloseLanesThatWereNotPolledWhenItCloses()
    {
        final Attachment unseen = point.attach();

        lanes.close(CloseReason.AGENT_FAILED);

        assertEquals(CloseReason.AGENT_FAILED, unseen.producer().closeReason());
        assertEquals(CloseReason.AGENT_FAILED, own.producer().closeReason());
        assertNull(point.attach());
    }

    @Test
    void shouldAdmitNoLaneWhileItHolds()
    {
        lanes.hold();
        offer(point.attach().producer(), 1);
        assertEquals(0, cycle().length);

        lanes.admit();

        assertArrayEquals(new long[]{ 1 }, events(cycle()));
    }

    /** Attaches to every lane and returns the first. */
    private Attachment fill()
    {
        final Attachment first = point.attach();
        point.attach();
        point.attach();
        cycles(3);                                                              // each lets in one

        return first;
    }

    private void cycles(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            cycle();
        }
    }

    private long[] cycle()
    {
        return cycle(WORD_LIMIT);
    }

    private long[] cycle(final int wordLimit)
    {
        lanes.poll();
        final int end = lanes.drain(frame, 0, wordLimit);

        return LongStream.iterate(0, at -> at < end, at -> at + Long.BYTES).map(at -> frame.getLong((int)at)).toArray();
    }

    private static long[] events(final long[] words)
    {
        final LongStream.Builder events = LongStream.builder();
        for (int i = 0; i < words.length; i += CommandWord.length(words[i]))
        {
            if (CommandWord.opcode(words[i]) == CommandWord.MSI)
            {
                events.add((words[i] >>> 24) & 0xffff);
            }
        }

        return events.build().toArray();
    }

    private static void offer(final LaneProducer producer, final long... eventIds)
    {
        for (final long eventId : eventIds)
        {
            assertTrue(producer.offer(msi(eventId)));
        }
        producer.publish();
    }

    private static long msi(final long eventId)
    {
        return Commands.msi(0, (int)eventId, 0);
    }
}
