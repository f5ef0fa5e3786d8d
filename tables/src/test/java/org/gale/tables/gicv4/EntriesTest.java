package org.gale.tables.gicv4;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Entries of the tables that an ITS keeps, as words written down from their drawings. */
class EntriesTest
{
    @Test
    void shouldHoldTheTableOfADevice()
    {
        final long entry = DeviceEntry.of(0x000f_edcb_a987_6500L, 7);

        assertEquals(0x0003_fb72_ea61_d94fL, entry);
        assertEquals(0x000f_edcb_a987_6500L, DeviceEntry.ittAddress(entry));
    }

    @ParameterizedTest(name = "{0} bits and one, event {1}")
    @CsvSource({
        "0, 0, true", "0, 1, true", "0, 2, false", "7, 255, true", "7, 256, false", "15, 65535, true",
        "15, 65536, false", "30, 2147483647, true", "30, -1, false" })
    void shouldCoverTheEventsOfADevice(final int sizeBits, final int eventId, final boolean expected)
    {
        final long entry = DeviceEntry.of(0x4000_0000L, sizeBits);

        assertEquals(expected, DeviceEntry.covers(entry, eventId));
        assertFalse(DeviceEntry.covers(entry & ~DeviceEntry.VALID.mask(), eventId));
    }

    @Test
    void shouldMapAnEventToAPhysicalLpi()
    {
        final long entry = TranslationEntry.physical(0x89_abcd, 0x1234);

        assertEquals(0x0000_1234_0226_af37L, entry);
        assertTrue(TranslationEntry.isPhysical(entry));
        assertFalse(TranslationEntry.isVirtual(entry));
    }

    @Test
    void shouldMapAnEventToAVlpi()
    {
        final long entry = TranslationEntry.virtual(0x89_abcd, 0x1234);

        assertEquals(0x1234_0000_0226_af35L, entry);
        assertTrue(TranslationEntry.isVirtual(entry));
        assertFalse(TranslationEntry.isPhysical(entry));
    }

    @ParameterizedTest(name = "0x{0}")
    @CsvSource({"0", "2"})
    void shouldMapAnEventToNothingWhenTheEntryIsNotValid(final long entry)
    {
        assertFalse(TranslationEntry.isVirtual(entry));
        assertFalse(TranslationEntry.isPhysical(entry));
    }

    @Test
    void shouldHoldThePendingTableAndTheRedistributorOfAVpe()
    {
        final long entry = VpeEntry.of(0x000f_edcb_a987_0000L, 15, 0x1234);

        assertEquals(0x0048_d3fb_72ea_61dfL, entry);
        assertEquals(0x000f_edcb_a987_0000L, VpeEntry.vptAddress(entry));
    }

    @Tag("V4-TBL-1")
    @ParameterizedTest(name = "priority {0}, enabled {1}")
    @CsvSource({"0, false, 0x02, 0x00", "0, true, 0x03, 0x00", "0xff, true, 0xff, 0xfc", "0xa3, false, 0xa2, 0xa0"})
    void shouldHoldThePriorityAndTheEnableOfAnLpi(
        final int priority, final boolean isEnabled, final int property, final int kept)
    {
        assertEquals(property, PropertyByte.of(priority, isEnabled));
        assertEquals(kept, PropertyByte.priority(property));
        assertEquals(isEnabled, PropertyByte.isEnabled(property));
    }
}
