package org.gale.engine.journal;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Lengths and names of segments. */
class SegmentFormatTest
{
    @Test
    void shouldCutASegmentToWholePages()
    {
        assertEquals(4096, SegmentFormat.cutLength(480));
        assertEquals(4096, SegmentFormat.cutLength(4088));
        assertEquals(8192, SegmentFormat.cutLength(4089));
        assertEquals(1L << 31, SegmentFormat.cutLength(Integer.MAX_VALUE - 8));
    }

    @Test
    void shouldKnowTheNamesOfSegments()
    {
        assertEquals(0, SegmentFormat.segmentOf("000000"));
        assertEquals(123_456, SegmentFormat.segmentOf("123456"));
        assertEquals(999_999, SegmentFormat.segmentOf("999999"));
        for (final String name : new String[]{ "", "12345", "1234567", "00000/", "00000:", "-00001", "mark" })
        {
            assertEquals(-1, SegmentFormat.segmentOf(name), name);
        }
    }
}
