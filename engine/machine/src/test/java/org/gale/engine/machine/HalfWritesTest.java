package org.gale.engine.machine;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of the merge of a half with the rest of any register. */
@Tag("M-HALF")
@Tag("B-IRS-12")
class HalfWritesTest
{
    private static final long VALUE = 0x1111_2222_3333_4444L;

    @Test
    void shouldTakeAWholeValueAsItIs()
    {
        assertEquals(VALUE, HalfWrites.merged(0x240, 8, VALUE, -1));
        assertEquals(-1, HalfWrites.written(0x240, 8));
    }

    @Test
    void shouldMergeALowHalf()
    {
        assertEquals(0x1111_2222_0000_0005L, HalfWrites.merged(0x240, 4, 0xffff_ffff_0000_0005L, VALUE));
        assertEquals(0xffff_ffffL, HalfWrites.written(0x240, 4));
    }

    @Test
    void shouldMergeAHighHalf()
    {
        assertEquals(0x0000_0006_3333_4444L, HalfWrites.merged(0x244, 4, 0xffff_ffff_0000_0006L, VALUE));
        assertEquals(0xffff_ffff_0000_0000L, HalfWrites.written(0x244, 4));
    }

    @Test
    void shouldSelectTheBitsThatALoadSees()
    {
        assertEquals(VALUE, HalfWrites.selected(0x240, 8, VALUE));
        assertEquals(0x3333_4444L, HalfWrites.selected(0x240, 4, VALUE));
        assertEquals(0xffff_ffffL, HalfWrites.selected(0x244, 4, 0xffff_ffff_0000_0000L));
    }

    @Test
    void shouldRememberEachRegisterByItself()
    {
        final HalfWrites halves = new HalfWrites();
        final long digest = DigestStream.of(halves::state);
        assertEquals(0, halves.lastWritten(0x248));

        halves.record(0x248, VALUE);

        assertEquals(VALUE, halves.lastWritten(0x248));
        assertEquals(0, halves.lastWritten(0x240));
        assertEquals(0, halves.lastWritten(0x250));
        assertNotEquals(digest, DigestStream.of(halves::state));
    }
}
