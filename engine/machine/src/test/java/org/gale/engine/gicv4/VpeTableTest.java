package org.gale.engine.gicv4;

import org.gale.tables.bitmap.PagePool;
import org.gale.tables.gicv4.VpeEntry;
import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a vPE table of four pages, of which the first and the third are there. */
class VpeTableTest
{
    private static final long RAM = 0x4000_0000L;
    private static final int PAGE = IndirectTable.PAGE_BYTES;
    private static final int ENTRIES = PAGE / VpeEntry.LENGTH;
    private static final int ID_BITS = 14;
    private static final long FIRST_PAGE = RAM + PAGE;
    private static final long THIRD_PAGE = RAM + 2 * PAGE;
    private static final long VCONF = RAM + 3 * PAGE;
    private static final long FIRST_TABLE = RAM + 4 * PAGE;
    private static final long SECOND_TABLE = RAM + 5 * PAGE;
    private static final int DOORBELL = 8300;
    private static final int VINTID = 8200;

    private final PhysicalMemory memory = PhysicalMemory.anonymous(RAM, 8 * PAGE);
    private final PagePool pool = new PagePool(1 << 20);
    private final VpeTable vpes = new VpeTable(memory, pool, RAM, 4 * ENTRIES, ID_BITS);

    @BeforeEach
    void addPages()
    {
        vpes.table().addPage(0, FIRST_PAGE);
        vpes.table().addPage(2 * ENTRIES, THIRD_PAGE);
    }

    @AfterEach
    void close()
    {
        pool.close();
        memory.close();
    }

    @Tag("V4-SEM-12")
    @Test
    void shouldIgnoreAVpeWhosePendingTableIsInUse()
    {
        map(0, FIRST_TABLE);
        map(1, FIRST_TABLE);

        assertNull(vpes.mapped(1));
        assertEquals(0, vpes.mappedAt(FIRST_TABLE).vpeId());
        assertFalse(VpeEntry.VALID.isSet(memory.loadLong(FIRST_PAGE + VpeEntry.LENGTH)));

        vpes.unmap(0);
        map(1, FIRST_TABLE);
        assertEquals(1, vpes.mappedAt(FIRST_TABLE).vpeId());
    }

    @Tag("V4-SEM-12")
    @Test
    void shouldIgnoreAVpeWithoutAPageOrBeyondTheTable()
    {
        map(ENTRIES, FIRST_TABLE);
        map(4 * ENTRIES, FIRST_TABLE);

        assertNull(vpes.mapped(ENTRIES));
        assertNull(vpes.mapped(4 * ENTRIES));
        assertNull(vpes.mappedAt(FIRST_TABLE));
    }

    @Test
    void shouldFindEachVpeAgainBehindAPageThatIsAbsent()
    {
        map(ENTRIES - 1, FIRST_TABLE);
        map(2 * ENTRIES, SECOND_TABLE);
        vpes.mapped(2 * ENTRIES).pend(VINTID);

        vpes.rebuild();

        assertNotNull(vpes.mapped(ENTRIES - 1));
        assertNotNull(vpes.mapped(2 * ENTRIES));
        assertTrue(vpes.mapped(2 * ENTRIES).isPending(VINTID));
        assertEquals(DOORBELL, vpes.mapped(2 * ENTRIES).doorbell());
        assertEquals(ENTRIES - 1, vpes.mappedAt(FIRST_TABLE).vpeId());
        assertEquals(2 * ENTRIES, vpes.mappedAt(SECOND_TABLE).vpeId());
    }

    private void map(final int vpeId, final long table)
    {
        vpes.map(vpeId, VpeEntry.of(table, ID_BITS - 1, 0), VCONF, DOORBELL);
    }
}
