package org.gale.tables.ist;

import java.util.ArrayList;
import java.util.List;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tables that are saved as they were latched, and restored so, whatever RAM says by then. */
class LatchedTableStateTest
{
    private static final long BASE = 0x4000_0000L;
    private static final int PAGE = PhysicalMemory.PAGE_SIZE;
    private static final IstShape TWO_LEVELS = new IstShape(12, 0, 0, true);
    private static final long VALID = 1;

    private final PhysicalMemory memory = PhysicalMemory.anonymous(BASE, 16 * PAGE);
    private final List<Long> saved = new ArrayList<>();

    @AfterEach
    void close()
    {
        memory.close();
    }

    @Test
    void shouldRestoreNoTableWhenThereWasNone()
    {
        save(null);

        assertEquals(List.of(0L), saved);
        assertNull(restored(24));
    }

    @Test
    void shouldRestoreALinearTable()
    {
        final InterruptStateTable table =
            new InterruptStateTable(memory, new IstShape(10, 1, 0, false), BASE + 3 * PAGE);
        save(table);
        table.release();

        final InterruptStateTable restored = restored(10);

        assertEquals(List.of(1L, 10L, 1L, 0L, 0L, BASE + 3 * PAGE), saved);
        assertEquals(table.shape(), restored.shape());
        assertEquals(BASE + 3 * PAGE, restored.baseAddress());
        assertEquals(table.locate(1023), restored.locate(1023));
        assertTrue(memory.holdsLiveTable(4 * PAGE));
        assertFalse(memory.holdsLiveTable(5 * PAGE));
    }

    @Tag("M-LIVE")
    @Test
    void shouldRestoreTheLevel2TablesThatWereLatched()
    {
        memory.storeLong(BASE + 8, BASE + 5 * PAGE | VALID);
        memory.storeLong(BASE + 24, BASE + 7 * PAGE | VALID);
        final InterruptStateTable table = new InterruptStateTable(memory, TWO_LEVELS, BASE);
        save(table);
        table.release();
        memory.storeLong(BASE, BASE + 9 * PAGE | VALID);                        // not latched
        memory.storeLong(BASE + 8, 0);                                          // latched as it was

        final InterruptStateTable restored = restored(12);

        assertEquals(List.of(1L, 12L, 0L, 0L, 1L, BASE, 1L, 5L * PAGE, 3L, 7L * PAGE, 4L), saved);
        assertFalse(restored.contains(0));
        assertEquals(table.locate(1024), restored.locate(1024));
        assertFalse(restored.contains(2048));
        assertEquals(table.locate(4095), restored.locate(4095));
        assertTrue(memory.holdsLiveTable(5 * PAGE));
        assertTrue(memory.holdsLiveTable(7 * PAGE));
        assertFalse(memory.holdsLiveTable(9 * PAGE));
    }

    @Test
    void shouldKeepTheTableThatIsSaved()
    {
        final InterruptStateTable table = new InterruptStateTable(memory, TWO_LEVELS, BASE);

        assertSame(table, save(table));
    }

    @ParameterizedTest(name = "word {0} is {1}")
    @CsvSource({
        "1, 13, 'idBits is not in 0 to 12: 13'", "2, 3, 'ISTSZ is not in 0 to 2: 3'",
        "3, -1, 'L2SZ is not in 0 to 2: -1'",
        "5, -1, 'address of a table is not in 0 to 72057594037927935: -1'",
        "5, 72057594037927936, 'address of a table is not in 0 to 72057594037927935: 72057594037927936'",
        "6, 5, 'level 1 index is not in 0 to 4: 5'", "8, 1, 'level 1 index is not in 2 to 4: 1'",
        "7, 72057594037927937, "
            + "'offset of a level 2 table is not in -72057594037927936 to 72057594037927936: 72057594037927937'" })
    void shouldRefuseATableThatCannotBe(final int index, final long word, final String message)
    {
        memory.storeLong(BASE + 8, BASE + 5 * PAGE | VALID);
        save(new InterruptStateTable(memory, TWO_LEVELS, BASE));
        saved.set(index, word);

        assertEquals(message, assertThrows(StateException.class, () -> restored(12)).getMessage());
    }

    private InterruptStateTable save(final InterruptStateTable table)
    {
        return LatchedTableState.passed(new StateStream()
        {
            @Override
            public long word(final long word)
            {
                saved.add(word);

                return word;
            }

            @Override
            public boolean isRestoring()
            {
                return false;
            }
        }, memory, 24, table);
    }

    private InterruptStateTable restored(final int idBitsMax)
    {
        return LatchedTableState.passed(new StateStream()
        {
            private int next;

            @Override
            public long word(final long word)
            {
                return saved.get(next++);
            }

            @Override
            public boolean isRestoring()
            {
                return true;
            }
        }, memory, idBitsMax, null);
    }
}
