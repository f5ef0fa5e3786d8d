package org.gale.engine.gicv4;

import org.gale.tables.bitmap.PagePool;
import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.gicv4.VpeEntry;
import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a vPE's tables: what is pending, and the index of what is enabled of it. */
class MappedVpeTest
{
    private static final long RAM = 0x4000_0000L;
    private static final int PAGE = IndirectTable.PAGE_BYTES;
    private static final int ID_BITS = 18;
    private static final int LAST = (1 << ID_BITS) - 1;
    private static final long ENTRIES = RAM + PAGE;
    private static final long VCONF = RAM + 2 * PAGE;
    private static final long TABLE = RAM + 8 * PAGE;
    private static final int FIRST = PropertyCache.FIRST_LPI;
    private static final int ENABLED = PropertyByte.of(64, true);
    private static final int DISABLED = PropertyByte.of(64, false);
    private static final int DOORBELL = 8300;

    private final PhysicalMemory memory = PhysicalMemory.anonymous(RAM, 10 * PAGE);
    private final PagePool pool = new PagePool(1 << 20);
    private final VpeTable vpes = new VpeTable(memory, pool, RAM, 16, ID_BITS);
    private MappedVpe vpe;

    @BeforeEach
    void map()
    {
        vpes.table().addPage(0, ENTRIES);
        vpes.map(0, VpeEntry.of(TABLE, ID_BITS - 1, 0), VCONF, DOORBELL);
        vpe = vpes.mapped(0);
    }

    @AfterEach
    void close()
    {
        pool.close();
        memory.close();
    }

    @Tag("V4-ID-5")
    @Test
    void shouldHoldTheLpisOfItsTable()
    {
        assertFalse(vpe.contains(FIRST - 1));
        assertTrue(vpe.contains(FIRST));
        assertTrue(vpe.contains(LAST));
        assertFalse(vpe.contains(LAST + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, FIRST, FIRST + 1, FIRST + 63, FIRST + 64, 40_000, 65_535, 65_536, LAST - 64, LAST})
    void shouldFindTheOnlyPendingInterrupt(final int intid)
    {
        assertEquals(PropertyByte.priority(vpe.property(intid)), PropertyByte.priority(vpe.pend(intid)));

        assertTrue(vpe.isPending(intid));
        assertEquals(intid, vpe.nextPending(0));
        assertEquals(intid, vpe.nextPending(intid));
        assertEquals(-1, vpe.nextPending(intid + 1));
        assertTrue(vpe.clear(intid));
        assertFalse(vpe.clear(intid));
        assertEquals(-1, vpe.nextPending(0));
    }

    @Test
    void shouldFindPendingInterruptsInOrder()
    {
        final int[] pending = {3, 15, FIRST, FIRST + 1, FIRST + 64, 65_536, LAST};
        for (final int intid : pending)
        {
            vpe.pend(intid);
        }

        int from = 0;
        for (final int intid : pending)
        {
            assertEquals(intid, vpe.nextPending(from));
            from = intid + 1;
        }
        assertEquals(-1, vpe.nextPending(from));
    }

    @Tag("V4-LL-14")
    @Test
    void shouldPassOverBitsThatAreNoInterruptsAndWordsBehindTheTable()
    {
        memory.storeLong(TABLE, -1L << MappedVpe.SGI_COUNT);
        memory.storeLong(TABLE + FIRST / Byte.SIZE - Long.BYTES, -1);
        memory.storeLong(TABLE + (LAST + 1) / Byte.SIZE, -1);

        assertEquals(-1, vpe.nextPending(0));
        assertEquals(-1, vpe.nextPending(LAST));
        assertEquals(-1, vpe.nextPending(LAST + 1));
    }

    @Test
    void shouldIndexWhatIsEnabledAndMergeWhatIsPending()
    {
        property(FIRST, ENABLED);
        property(FIRST + 1, DISABLED);

        assertEquals(ENABLED, vpe.pend(FIRST));
        assertEquals(DISABLED, vpe.pend(FIRST + 1));
        assertEquals(MappedVpe.MERGED, vpe.pend(FIRST));
        assertEquals(1, vpe.candidates().count());
        assertTrue(vpe.candidates().contains(64, FIRST));
        assertTrue(vpe.isIndexSound());

        vpe.clear(FIRST);
        assertTrue(vpe.candidates().isEmpty());
    }

    @Test
    void shouldMoveAPendingInterruptThatChanges()
    {
        property(FIRST, ENABLED);
        assertFalse(vpe.changing(FIRST));
        vpe.pend(FIRST);

        assertTrue(vpe.changing(FIRST));
        assertTrue(vpe.candidates().isEmpty());
        property(FIRST, PropertyByte.of(32, true));
        vpe.changed(FIRST);
        assertEquals(32, vpe.candidates().bestPriority());

        assertTrue(vpe.changing(FIRST));
        property(FIRST, DISABLED);
        vpe.changed(FIRST);
        assertTrue(vpe.candidates().isEmpty());
    }

    @Test
    void shouldMakeItsIndexAgainFromWhatIsPending()
    {
        property(FIRST, ENABLED);
        property(LAST, PropertyByte.of(32, true));
        vpe.pend(FIRST);
        vpe.pend(LAST);
        vpe.pend(FIRST + 1);
        vpe.candidates().clear();
        vpe.candidates().add(0, FIRST + 2);

        vpe.rebuild();

        assertEquals(2, vpe.candidates().count());
        assertEquals(LAST, vpe.candidates().bestIntid());
        assertTrue(vpe.isIndexSound());
    }

    @Tag("P4")
    @Test
    void shouldSeeAnIndexThatMissesOrInventsAnInterrupt()
    {
        property(FIRST, ENABLED);
        vpe.pend(FIRST);
        vpe.pend(FIRST + 1);                                                    // disabled
        assertTrue(vpe.isIndexSound());

        vpe.candidates().add(0, FIRST + 1);
        assertFalse(vpe.isIndexSound(), "a disabled one is there");
        vpe.candidates().clear();
        assertFalse(vpe.isIndexSound(), "an enabled one is missing");
        vpe.candidates().add(0, FIRST + 1);
        assertFalse(vpe.isIndexSound(), "as many, and others");
        vpe.candidates().clear();
        vpe.candidates().add(32, FIRST);
        assertFalse(vpe.isIndexSound(), "another priority");
        vpe.rebuild();
        vpe.candidates().add(0, FIRST + 2);
        assertFalse(vpe.isIndexSound(), "one is there that is not pending");
    }

    @Tag("V4-LL-14")
    @Test
    void shouldKeepTheConfigurationOfAnSgiAndWhetherItIsPending()
    {
        vpe.configureSgi(15, PropertyByte.of(32, true));
        vpe.configureSgi(0, ENABLED);
        assertEquals(PropertyByte.of(32, true), vpe.property(15));
        assertFalse(vpe.isPending(15));
        assertEquals(0, vpe.pendingSgis());

        vpe.pend(15);
        vpe.pend(0);
        assertEquals(0x8001, vpe.pendingSgis());
        vpe.configureSgi(15, PropertyByte.of(96, true));

        assertTrue(vpe.isPending(15));
        assertTrue(vpe.candidates().contains(96, 15));
        assertEquals(0, vpe.candidates().bestIntid());
        assertTrue(vpe.isIndexSound());
    }

    @Test
    void shouldKeepDoorbellRequestAndProcessorInItsEntry()
    {
        assertFalse(vpe.isDoorbellRequested());
        assertEquals(DOORBELL, vpe.doorbell());

        vpe.requestDoorbell(true);
        vpe.doorbell(8400);
        vpe.processor(3);
        assertTrue(vpe.isDoorbellRequested());
        vpes.rebuild();

        final MappedVpe again = vpes.mapped(0);
        assertTrue(again.isDoorbellRequested());
        assertEquals(8400, again.doorbell());
        assertEquals(3, again.processor());
        assertEquals(TABLE, again.tableAddress());
        again.requestDoorbell(false);
        assertFalse(again.isDoorbellRequested());
        assertEquals(8400, VpeEntry.DOORBELL.getInt(memory.loadLong(ENTRIES + VpeEntry.DOORBELL_OFFSET)));
    }

    private void property(final int vintid, final int property)
    {
        memory.store(VCONF + vintid - FIRST, 1, property);
        vpe.properties().reload(vintid);
    }
}
