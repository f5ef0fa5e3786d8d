package org.gale.engine.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.Lane;
import org.junit.jupiter.api.Test;

class LaneSetAllocationTest
{
    private static final int CAPACITY = 64;
    private static final int TURNS = 20;
    private static final int VISITS = 200;
    private static final int CYCLES = 4;

    private final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
    private final AttachPoint point = new AttachPoint(3, CAPACITY, () -> 0);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[CAPACITY * Long.BYTES]);
    private long allocated;

    @Test
    void shouldAllocateNothingWhenProducersAttachAndDetach()
    {
        try (Lane own = Lane.allocate(CAPACITY))
        {
            final LaneSet lanes = new LaneSet(1, List.of(point), own.consumer());
            lanes.marks(2);
            long least = Long.MAX_VALUE;
            for (int turn = 0; turn < TURNS; turn++)
            {
                allocated = 0;
                for (int visit = 0; visit < VISITS; visit++)
                {
                    visit(lanes);
                }
                least = Math.min(least, allocated);
            }

            // Compilation and class loading allocate on this thread too, but not in every turn.
            assertEquals(0, least);
            assertEquals(TURNS * VISITS, lanes.totals().closed().get("left"));
        }
    }

    /** Attaches, offers and detaches a producer, and counts the engine's part alone. */
    private void visit(final LaneSet lanes)
    {
        final Attachment attachment = point.attach();
        attachment.producer().offer(Commands.msi(0, 0, 0));
        attachment.producer().publish();
        attachment.detach();

        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int cycle = 0; cycle < CYCLES; cycle++)
        {
            lanes.poll();
            lanes.mark(cycle & 1);
            lanes.drain(frame, 0, CAPACITY);
            lanes.complete(cycle & 1);
        }
        allocated += threads.getCurrentThreadAllocatedBytes() - before;
    }
}
