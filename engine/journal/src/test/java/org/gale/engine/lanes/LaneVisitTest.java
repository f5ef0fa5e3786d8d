package org.gale.engine.lanes;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CloseReason;
import org.gale.ringbuf.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Visits of a set of lanes: how many words each lane gives, in which order, and when all is taken. */
class LaneVisitTest
{
    private static final int CAPACITY = 64;
    private static final int OFFSET = 16;
    private static final int POLLS = 100;                                       // until a detached producer is seen

    private final Lane first = Lane.allocate(CAPACITY);
    private final Lane second = Lane.allocate(CAPACITY);
    private final Lane third = Lane.allocate(CAPACITY);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[4 * CAPACITY * Long.BYTES]);
    private LaneSet lanes = new LaneSet(0, List.of(), first.consumer(), second.consumer(), third.consumer());

    @AfterEach
    void close()
    {
        first.close();
        second.close();
        third.close();
    }

    @Test
    void shouldTakeNoMoreThanTheLimitAndBeginBehindTheLaneThatWasFirst()
    {
        offer(first, 1, 12);
        offer(second, 2, 12);
        offer(third, 3, 12);

        assertVisit(22, "1x12 2x10");
        assertVisit(22, "2x2 3x12");
        assertVisit(22, "");
        assertEquals(0, lanes.drainedCommands());
    }

    @Test
    void shouldLeaveALaneForTheNextVisitWhenTheRestIsTooSmallForAnyCommand()
    {
        offer(first, 1, 13);
        offer(second, 2, 12);
        offer(third, 3, 1);

        assertVisit(22, "1x13");
        assertVisit(22, "2x12 3x1");
    }

    @Test
    void shouldBeginWithTheFirstLaneWhenTheLastOneWasFirst()
    {
        offer(third, 3, 1);
        assertVisit(60, "3x1");

        offer(first, 1, 2);
        offer(third, 3, 2);
        assertVisit(60, "1x2 3x2");
    }

    @Test
    void shouldNotMoveItsTurnWhenNothingIsPublished()
    {
        offer(first, 1, 1);
        assertVisit(60, "1x1");
        assertVisit(60, "");

        offer(first, 1, 1);
        offer(second, 2, 1);
        assertVisit(60, "2x1 1x1");
    }

    @Test
    void shouldTakeAllOfAPointWhoseLanesAreAllAttached()
    {
        final AttachPoint point = new AttachPoint(2, CAPACITY, () -> 7);
        lanes = new LaneSet(0, List.of(point));
        assertFalse(lanes.isAttachedDrained());
        final Attachment one = attach(point);
        final Attachment other = attach(point);
        assertFalse(lanes.poll());

        lanes.finishAttached();
        assertFalse(lanes.isAttachedDrained());
        drain(200);
        assertTrue(lanes.isAttachedDrained());
        assertFalse(lanes.poll());

        lanes.complete(0);
        lanes.close(CloseReason.FINISHED);
        assertEquals(CloseReason.FINISHED, one.producer().closeReason());
        assertEquals(CloseReason.FINISHED, other.producer().closeReason());
    }

    @Test
    void shouldCountTheCommandsThatWereAdmitted()
    {
        final AttachPoint point = new AttachPoint(1, CAPACITY, () -> 7);
        lanes = new LaneSet(0, List.of(point), first.consumer());
        offer(first, 1, 3);
        final Attachment attachment = attach(point);
        attachment.producer().offer(Commands.turn(0, 1));
        attachment.producer().publish();

        final int end = drain(200);

        assertEquals(OFFSET + (3 + 2 + 2) * Long.BYTES, end, "three, a TIME that is repeated, and two");
        assertEquals(3 + 1 + 2, lanes.drainedCommands());
        assertEquals(2, lanes.attachedEvents());
    }

    @Test
    void shouldCompleteNothingByAMarkBehindTheLaneBefore()
    {
        final AttachPoint point = new AttachPoint(1, CAPACITY, () -> 7);
        lanes = new LaneSet(0, List.of(point));
        final Attachment before = attach(point);
        drain(200);
        lanes.mark(0);
        before.detach();
        for (int i = 0; i < POLLS; i++)
        {
            lanes.poll();
        }
        final Attachment next = attach(point);
        drain(200);

        lanes.complete(0);
        assertEquals(0, next.producer().completed());

        lanes.mark(0);
        lanes.complete(0);
        assertEquals(2, next.producer().completed());
    }

    @Test
    void shouldTakeNothingBehindAFault()
    {
        final AttachPoint point = new AttachPoint(1, CAPACITY, () -> 7);
        lanes = new LaneSet(0, List.of(point));
        final Attachment attachment = attach(point);
        attachment.producer().offer(Commands.turn(0, 1));
        attachment.producer().publish();
        drain(200);
        attachment.producer().offer(Commands.msi(1, 3, 0));
        attachment.producer().publish();

        assertFalse(lanes.hasPublished());
        assertEquals(OFFSET, drain(200));
        assertEquals(2, lanes.attachedEvents());
    }

    @Test
    void shouldHaveTakenAllWhenNobodyCanAttach()
    {
        assertTrue(lanes.isAttachedDrained());
    }

    private Attachment attach(final AttachPoint point)
    {
        final Attachment attachment = point.attach();
        assertNotNull(attachment);
        attachment.producer().offer(Commands.msi(1, 1, 0));
        attachment.producer().offer(Commands.msi(1, 2, 0));
        attachment.producer().publish();
        assertTrue(lanes.poll());

        return attachment;
    }

    private int drain(final int wordLimit)
    {
        return lanes.drain(frame, OFFSET, wordLimit);
    }

    /** Compares the words of a visit, as runs of MSIs of a device. */
    private void assertVisit(final int wordLimit, final String expected)
    {
        final int end = drain(wordLimit);
        final StringBuilder visit = new StringBuilder();
        int at = OFFSET;
        while (at < end)
        {
            final int device = Commands.msiDeviceId(frame.getLong(at));
            int count = 0;
            while (at < end && Commands.msiDeviceId(frame.getLong(at)) == device)
            {
                count++;
                at += Long.BYTES;
            }
            visit.append(visit.isEmpty() ? "" : " ").append(device).append('x').append(count);
        }

        assertEquals(expected, visit.toString());
        assertEquals((end - OFFSET) / Long.BYTES, lanes.drainedCommands());
    }

    private static void offer(final Lane lane, final int device, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            assertTrue(lane.producer().offer(Commands.msi(device, i, 0)));
        }
        lane.producer().publish();
    }
}
