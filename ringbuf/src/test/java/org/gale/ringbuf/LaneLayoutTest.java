package org.gale.ringbuf;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LaneLayoutTest
{
    @Test
    void shouldKeepTwoCacheLinesBetweenWordsWhenThreadsDiffer()
    {
        final List<Integer> offsets = List.of(
            LaneLayout.MAGIC_OFFSET,
            LaneLayout.TAIL_OFFSET,
            LaneLayout.REFUSED_OFFSET,
            LaneLayout.HEAD_OFFSET,
            LaneLayout.COMPLETED_OFFSET,
            LaneLayout.CLOSED_OFFSET,
            LaneLayout.SLOTS_OFFSET);

        for (int i = 1; i < offsets.size(); i++)
        {
            assertTrue(offsets.get(i) - offsets.get(i - 1) >= 2 * BitUtil.CACHE_LINE_LENGTH, "word " + i);
            assertEquals(0, offsets.get(i) % Long.BYTES, "word " + i);
        }
    }

    @Test
    void shouldStandWhereOtherProcessesExpectItWhenTheVersionIsOne()
    {
        assertEquals(1, LaneLayout.VERSION);
        assertEquals(8, LaneLayout.VERSION_OFFSET);
        assertEquals(12, LaneLayout.CAPACITY_OFFSET);
        assertEquals(128, LaneLayout.TAIL_OFFSET);
        assertEquals(256, LaneLayout.REFUSED_OFFSET);
        assertEquals(384, LaneLayout.HEAD_OFFSET);
        assertEquals(512, LaneLayout.COMPLETED_OFFSET);
        assertEquals(640, LaneLayout.CLOSED_OFFSET);
        assertEquals(768, LaneLayout.SLOTS_OFFSET);
    }

    @Test
    void shouldReadAsTextWhenTheMagicIsDumped()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);
        final byte[] bytes = new byte[8];

        buffer.putLong(0, LaneLayout.MAGIC);
        buffer.getBytes(0, bytes);

        assertEquals("GALELANE", new String(bytes, US_ASCII));
    }
}
