package org.gale.ringbuf;

import static org.gale.ringbuf.LaneLayout.HEAD_OFFSET;
import static org.gale.ringbuf.LaneLayout.REFUSED_OFFSET;
import static org.gale.ringbuf.LaneLayout.TAIL_OFFSET;

import org.agrona.concurrent.UnsafeBuffer;

/** State of a {@link LaneProducer}, padded on both sides. Owned by the thread that offers. */
abstract class LaneProducerState extends LanePadding
{
    final LaneSlots slots;
    final UnsafeBuffer buffer;
    long tail;                                                                  // position of the next word offered
    long limit;                                                                 // position that no offer may pass
    long usableWords;                                                           // words beyond the head that may wait
    long refused;
    boolean retired;

    LaneProducerState(final LaneSlots slots)
    {
        this.slots = slots;
        buffer = slots.buffer();
        tail = buffer.getLong(TAIL_OFFSET);
        usableWords = slots.capacityWords();
        limit = buffer.getLongAcquire(HEAD_OFFSET) + usableWords;
        refused = buffer.getLong(REFUSED_OFFSET);
    }
}
