package org.gale.ringbuf;

import static org.gale.ringbuf.LaneLayout.SLOTS_OFFSET;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The slots of a lane by position, for its two ends. Both do plain loads and stores: tail and head hand slots over.
 * <p>
 * Addresses instead of the buffer, because each access through a buffer that might lie on the heap is a barrier to the
 * compiler (measured: offer and drain of one word 1.1 ns instead of 2.6). A position is masked, so no position, however
 * wrong, leads out of the slots. The buffer is held so that its memory stays.
 */
final class LaneSlots
{
    private final UnsafeBuffer buffer;
    private final long address;
    private final int mask;

    LaneSlots(final UnsafeBuffer buffer, final int capacityWords)
    {
        this.buffer = buffer;
        address = buffer.addressOffset() + SLOTS_OFFSET;
        mask = capacityWords - 1;
    }

    int capacityWords()
    {
        return mask + 1;
    }

    /** The lane's header, and what keeps the slots alive. */
    UnsafeBuffer buffer()
    {
        return buffer;
    }

    long loadPlain(final long position)
    {
        return UnsafeApi.getLong(address + ((position & mask) * Long.BYTES));
    }

    void storePlain(final long position, final long word)
    {
        UnsafeApi.putLong(address + ((position & mask) * Long.BYTES), word);
    }
}
