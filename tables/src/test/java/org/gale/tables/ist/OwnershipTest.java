package org.gale.tables.ist;

import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Ranges of RAM that belong to a live table, so that a store of software there violates its ownership. */
class OwnershipTest
{
    private static final long BASE = 0x4000_0000L;
    private static final int PAGE = PhysicalMemory.PAGE_SIZE;
    private static final long VALID = 1;

    private final PhysicalMemory memory = PhysicalMemory.anonymous(BASE, 16 * PAGE);

    @AfterEach
    void close()
    {
        memory.close();
    }

    @Tag("M-LIVE")
    @ParameterizedTest(name = "{1} bytes at {0}: {2}")
    @CsvSource({
        "0xffc, 4, false", "0xffc, 8, true", "0xfff, 1, false", "0xfff, 2, true", "0x1000, 1, true", "0x1fff, 1, true",
        "0x1ffe, 8, true", "0x2000, 1, false", "0x2000, 8, false" })
    void shouldHoldEachByteOfALinearTable(final long offset, final int lengthBytes, final boolean expected)
    {
        final InterruptStateTable table =
            new InterruptStateTable(memory, new IstShape(10, 0, 0, false), BASE + PAGE);

        assertEquals(expected, table.holdsEntry(BASE + offset, lengthBytes));
        assertFalse(table.holdsValidL1(BASE + offset, lengthBytes));
    }

    @Test
    void shouldSeeAnEntryInTheMiddleOfARange()
    {
        final InterruptStateTable table = new InterruptStateTable(memory, new IstShape(0, 0, 0, false), BASE + 0x40);

        assertTrue(table.holdsEntry(BASE + 0x38, 24));
        assertFalse(table.holdsEntry(BASE + 0x38, 8));
        assertFalse(table.holdsEntry(BASE + 0x44, 24));
    }

    @Test
    void shouldHoldTheEntriesOfEachLevel2Table()
    {
        memory.storeLong(BASE + 8, BASE + 5 * PAGE | VALID);
        memory.storeLong(BASE + 24, BASE + 2 * PAGE | VALID);
        final InterruptStateTable table = new InterruptStateTable(memory, new IstShape(12, 0, 0, true), BASE);

        assertEquals(1024, table.idAt(5 * PAGE));
        assertEquals(2047, table.idAt(6 * PAGE - 1));
        assertEquals(-1, table.idAt(6 * PAGE));
        assertEquals(3072, table.idAt(2 * PAGE));
        assertEquals(4095, table.idAt(3 * PAGE - 4));
        assertEquals(-1, table.idAt(2 * PAGE - 1));
        assertEquals(-1, table.idAt(0));
        assertTrue(table.holdsEntry(BASE + 5 * PAGE + 100, 8));
        assertFalse(table.holdsEntry(BASE + 4 * PAGE + 100, 8));
    }

    /** Ends the ids inside the level 2 table, which is a whole page all the same. */
    @Test
    void shouldHoldNoEntryBehindTheLastId()
    {
        memory.storeLong(BASE, BASE + 5 * PAGE | VALID);
        final InterruptStateTable table = new InterruptStateTable(memory, new IstShape(4, 0, 0, true), BASE);

        assertEquals(15, table.idAt(5 * PAGE + 63));
        assertEquals(-1, table.idAt(5 * PAGE + 64));
    }

    @Tag("M-LIVE")
    @ParameterizedTest(name = "{1} bytes at {0}: {2}")
    @CsvSource({
        "0, 8, false", "7, 1, false", "7, 2, true", "8, 8, true", "4, 8, true", "15, 1, true", "16, 8, false",
        "20, 4, false", "20, 8, true", "24, 1, true", "31, 8, true", "32, 8, false", "-8, 16, false", "-8, 17, true",
        "-8, 40, true" })
    void shouldHoldTheLevel1EntriesThatAreValid(final long offset, final int lengthBytes, final boolean expected)
    {
        memory.storeLong(BASE + PAGE + 8, BASE + 5 * PAGE | VALID);
        memory.storeLong(BASE + PAGE + 24, BASE + 2 * PAGE | VALID);
        final InterruptStateTable table = new InterruptStateTable(memory, new IstShape(12, 0, 0, true), BASE + PAGE);

        assertEquals(expected, table.holdsValidL1(BASE + PAGE + offset, lengthBytes));
        assertEquals(BASE + PAGE, table.baseAddress());
    }
}
