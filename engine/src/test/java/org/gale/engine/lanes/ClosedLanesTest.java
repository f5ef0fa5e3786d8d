package org.gale.engine.lanes;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CloseReason;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the accounts of lanes, one by one. {@link LaneSetTest} has their sums. */
class ClosedLanesTest
{
    private static final int CAPACITY = 64;
    private static final int POLLS = 100;                                       // until a detached producer is seen

    private final AttachPoint point = new AttachPoint(3, CAPACITY, () -> 77);
    private final LaneSet lanes = new LaneSet(true, List.of(point));
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
}
