package org.gale.ringbuf;

import static org.gale.ringbuf.LaneLayout.CLOSED_OFFSET;
import static org.gale.ringbuf.LaneLayout.COMPLETED_OFFSET;
import static org.gale.ringbuf.LaneLayout.HEAD_OFFSET;

import org.agrona.concurrent.UnsafeBuffer;

/** State of a {@link LaneConsumer}, padded on both sides. Owned by the thread that drains. */
abstract class LaneConsumerState extends LanePadding
{
    final LaneSlots slots;
    final UnsafeBuffer buffer;
    long head;                                                                  // position of the next word to drain
    long tail;                                                               // position last loaded, or that of a fault
    long time;                                                                  // the lane's last TIME, 0 before it
    long sendTime;
    long completed;
    int furtherWords;                                                           // of the last drain, behind the first
    int drainedCommands;
    boolean closed;
    LaneFault fault = LaneFault.NONE;

    LaneConsumerState(final LaneSlots slots)
    {
        this.slots = slots;
        buffer = slots.buffer();
        head = buffer.getLong(HEAD_OFFSET);
        tail = head;
        completed = buffer.getLong(COMPLETED_OFFSET);
        closed = buffer.getLong(CLOSED_OFFSET) != 0;
    }
}
