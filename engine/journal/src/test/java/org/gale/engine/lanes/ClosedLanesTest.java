package org.gale.engine.lanes;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneFault;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the accounts of lanes, one by one. {@link LaneSetTest} has their sums. */
class ClosedLanesTest
{
    private static final int CAPACITY = 64;
    private static final int POLLS = 100;                                       // until a detached producer is seen

    private final AttachPoint point = new AttachPoint(3, CAPACITY, () -> 77);
    private final LaneSet lanes = new LaneSet(1, List.of(point));
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[CAPACITY * Long.BYTES]);

    private Attachment offering()
    {
        final Attachment attachment = point.attach();
        assertTrue(attachment.producer().offer(Commands.msi(0, 1, 0)));
        attachment.producer().publish();

        return attachment;
    }

    private void drain()
    {
        for (int i = 0; i < POLLS; i++)
        {
            lanes.poll();
            lanes.drain(frame, 0, CAPACITY);
        }
    }

    @Test
    void shouldKnowTheLanesInWhichSomethingWasPublished()
    {
        point.attach();
        offering();
        drain();
        lanes.close(CloseReason.FINISHED);

        final AttachTotals totals = lanes.totals();

        assertEquals(2, totals.lanes().size());
        assertEquals(List.of(new LaneWords(1, 1, 0)), totals.used().stream().map(LaneAccount::words).toList());
    }

    @Test
    void shouldHaveTheAccountsOfTheFirstOfManyLanes()
    {
        for (int i = 0; i < ClosedLanes.TOLD_LIMIT + 2; i++)
        {
            offering().detach();
            drain();
        }

        final AttachTotals totals = lanes.totals();

        assertEquals(ClosedLanes.TOLD_LIMIT, totals.used().size());
        assertEquals(2, totals.untold());
        assertEquals(ClosedLanes.TOLD_LIMIT + 2, totals.words().drained());
    }

    /** Lane of a producer whose memory may go. */
    private static final class OwnLane implements AttachedLane
    {
        private final Lane lane = Lane.allocate(CAPACITY);
        private boolean isLeaving;
        private boolean isLost;

        @Override
        public String name()
        {
            return "own";
        }

        @Override
        public LaneConsumer consumer()
        {
            return lane.consumer();
        }

        @Override
        public boolean isLeaving()
        {
            return isLeaving;
        }

        @Override
        public boolean isLost()
        {
            return isLost;
        }

        @Override
        public void release(final LaneFault fault)
        {
            lane.close();
        }
    }

    /** Source of lanes that attach one after the other. */
    private record Attaching(Queue<AttachedLane> waiting) implements LaneSource
    {
        @Override
        public int laneLimit()
        {
            return 1;
        }

        @Override
        public AttachedLane poll()
        {
            return waiting.poll();
        }

        @Override
        public void close(final CloseReason reason)
        {
            waiting.clear();
        }
    }

    @Test
    void shouldCountNoRefusalsOfTheLaneBeforeForOneWhoseMemoryIsGone()
    {
        final OwnLane full = new OwnLane();
        final OwnLane lost = new OwnLane();
        final Queue<AttachedLane> waiting = new ArrayDeque<>(List.of(full));
        final LaneSet own = new LaneSet(1, List.of(new Attaching(waiting)));
        int refused = 0;
        for (int i = 0; i < 2 * CAPACITY; i++)
        {
            refused += full.lane.producer().offer(Commands.msi(0, i, 0)) ? 0 : 1;
        }
        full.lane.producer().publish();
        own.poll();
        full.isLeaving = true;
        own.drain(frame, 0, CAPACITY);
        own.poll();
        lost.isLost = true;
        waiting.add(lost);

        own.poll();

        assertTrue(refused > 0);
        assertEquals(refused, own.totals().refused());
        assertEquals(List.of(LaneEnd.LEFT, LaneEnd.FILE_CUT),
            own.totals().lanes().stream().map(LaneAccount::end).toList());
    }
}
