package org.gale.tests.concurrency;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneLayout;

/**
 * Memory for the lanes of a stress run. The harness makes a lane per sample, millions in all, of which some ten
 * thousand live at a time. The slices of one block are reused in turn, since a block for each costs more than the
 * sample.
 */
final class StressMemory
{
    static final int CAPACITY_WORDS = Lane.CAPACITY_WORDS_MIN;

    private static final int SLICE_LENGTH = Lane.lengthBytes(CAPACITY_WORDS);
    private static final int SLICE_COUNT = 1 << 16;
    private static final ByteBuffer BLOCK =
        BufferUtil.allocateDirectAligned(SLICE_LENGTH * SLICE_COUNT, LaneLayout.GAP);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private StressMemory()
    {
    }

    /** Returns a zeroed slice: words of the previous sample would hide that this one's are missing. */
    static UnsafeBuffer slice()
    {
        final int index = NEXT.getAndIncrement() & (SLICE_COUNT - 1);
        final UnsafeBuffer slice = new UnsafeBuffer(BLOCK, index * SLICE_LENGTH, SLICE_LENGTH);

        slice.setMemory(0, SLICE_LENGTH, (byte)0);

        return slice;
    }
}
