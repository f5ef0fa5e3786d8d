package org.gale.tables.vm;

import static org.gale.tables.vm.L2Vmte.LPI_IST_WORD;
import static org.gale.tables.vm.L2Vmte.SPI_IST_WORD;
import static org.gale.tables.vm.L2Vmte.VM_WORD;
import static org.gale.tables.vm.L2Vmte.VPET_WORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gale.tables.ist.IstShape;
import org.gale.tables.memory.PhysicalMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmTableTest
{
    private static final long RAM_BASE = 0x4000_0000L;
    private static final int RAM_BYTES = 1 << 16;
    private static final long TABLE = RAM_BASE + 0x1000;

    private PhysicalMemory memory;

    @BeforeEach
    void map()
    {
        memory = PhysicalMemory.anonymous(RAM_BASE, RAM_BYTES);
    }

    @AfterEach
    void unmap()
    {
        memory.close();
    }

    @Tag("B-VMT-3")
    @Test
    void shouldMatchTheExampleOfVm300()
    {
        final VmTableShape shape = VmTableShape.of(new VmIdBits(16), true);

        assertEquals(2, shape.l1Index(300));
        assertEquals(TABLE + 0x10, new L1VmTable(memory, TABLE, shape).entryAddress(300));
        assertEquals(44 * L2Vmte.LENGTH, shape.entryOffsetBytes(300));
        assertEquals(TABLE + 0x580, new L2VmTable(memory, TABLE, shape).entryAddress(300));
    }

    @Test
    void shouldMatchTheExampleOfALinearTable()
    {
        final VmTableShape shape = VmTableShape.of(new VmIdBits(8), false);

        assertEquals(TABLE + 0xa0, new L2VmTable(memory, TABLE, shape).entryAddress(5));
        assertEquals(8192, shape.rootBytes());
    }

    @Tag("B-VMT-3")
    @ParameterizedTest(name = "{0} bits: {1} entries, {2} bytes")
    @CsvSource({ "8, 2, 16", "16, 512, 4096", "7, 1, 8", "0, 1, 8", "9, 4, 32" })
    void shouldHaveALevel1EntryFor128Vms(final int bits, final int l1Entries, final long l1Bytes)
    {
        final VmTableShape shape = VmTableShape.of(new VmIdBits(bits), true);

        assertEquals(l1Entries, shape.l1Entries());
        assertEquals(l1Bytes, shape.rootBytes());
        assertEquals(4096, VmTableShape.L2_BYTES);
        assertEquals(l1Entries - 1, shape.l1Index(shape.entryCount() - 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void shouldContainItsVmsAndNoOthers(final boolean twoLevel)
    {
        final VmTableShape shape = VmTableShape.of(new VmIdBits(8), twoLevel);

        assertTrue(shape.contains(0) && shape.contains(255));
        assertFalse(shape.contains(256) || shape.contains(-1));
        assertTrue(new L2VmTable(memory, TABLE, shape).contains(255));
        assertFalse(new L2VmTable(memory, TABLE, shape).contains(256));
        assertTrue(new L1VmTable(memory, TABLE, shape).contains(255));
        assertFalse(new L1VmTable(memory, TABLE, shape).contains(256));
    }

    @Test
    void shouldContainTheEntriesInRamWhenATableLiesPartlyOutside()
    {
        final VmTableShape linear = VmTableShape.of(new VmIdBits(8), false);
        final VmTableShape twoLevel = VmTableShape.of(new VmIdBits(16), true);
        final long end = RAM_BASE + RAM_BYTES;

        assertTrue(new L2VmTable(memory, end - 40, linear).contains(0));
        assertFalse(new L2VmTable(memory, end - 40, linear).contains(1));
        assertTrue(new L1VmTable(memory, end - 8, twoLevel).contains(127));
        assertFalse(new L1VmTable(memory, end - 8, twoLevel).contains(128));
    }

    @Test
    void shouldStoreLevel1EntriesAtTheirAddresses()
    {
        final L1VmTable table = new L1VmTable(memory, TABLE, VmTableShape.of(new VmIdBits(16), true));
        final long entry = L1Vmte.withValid(L1Vmte.withL2Address(0, 0x4000_2fffL), true);

        table.storePlain(300, entry);

        assertEquals(0x4000_2001L, memory.loadLong(TABLE + 0x10));
        assertEquals(entry, table.loadPlain(256));
        assertEquals(0, table.loadPlain(128));
        assertEquals(0, table.loadPlain(384));
        assertTrue(L1Vmte.isValid(entry));
        assertFalse(L1Vmte.isValid(~1L));
        assertEquals(0x4000_2000L, L1Vmte.l2Address(entry));
        assertEquals(0x00ff_ffff_ffff_f000L, L1Vmte.l2Address(-1L));
    }

    @Test
    void shouldStoreTheFourWordsOfAVmAtTheirAddresses()
    {
        final L2VmTable table = new L2VmTable(memory, TABLE, VmTableShape.of(new VmIdBits(8), false));

        for (int word = 0; word < L2Vmte.WORD_COUNT; word++)
        {
            table.storePlain(5, word, 0x10 + word);
        }

        for (int word = 0; word < L2Vmte.WORD_COUNT; word++)
        {
            assertEquals(0x10 + word, memory.loadLong(TABLE + 0xa0 + (8L * word)));
            assertEquals(0x10 + word, table.loadPlain(5, word));
        }
        assertEquals(32, L2Vmte.LENGTH);
        assertEquals(0, table.loadPlain(4, SPI_IST_WORD));
        assertEquals(0, table.loadPlain(6, VM_WORD));
        assertEquals(0x11, table.loadPlain(5, VPET_WORD));
        assertEquals(0x12, table.loadPlain(5, LPI_IST_WORD));
    }

    @Test
    void shouldDescribeAVpe()
    {
        final long vpete = Vpete.VALID.with(Vpete.withVpedAddress(0, 0x4000_3007L), true);

        assertEquals(0x4000_3001L, vpete);
        assertTrue(Vpete.isValid(vpete));
        assertFalse(Vpete.isValid(~1L));
        assertEquals(0x4000_3000L, Vpete.vpedAddress(vpete));
    }

    @Test
    void shouldDescribeAVm()
    {
        assertTrue(L2Vmte.isValid(L2Vmte.withValid(0, true)));
        assertFalse(L2Vmte.isValid(L2Vmte.withValid(-1L, false)));
    }

    @Test
    void shouldDescribeAVpeTable()
    {
        final long word = L2Vmte.vpetWord(0x4000_5008L, new VpeIdBits(9));

        assertEquals(0x4800_0000_4000_5008L, word);
        assertEquals(0x4000_5008L, L2Vmte.vpetAddress(word));
        assertEquals(9, L2Vmte.VPE_ID_BITS.getInt(word));
    }

    @Test
    void shouldDescribeAnInterruptStateTable()
    {
        final long word = L2Vmte.istWord(0x4000_6040L, new IstShape(16, 2, 1, true));

        assertEquals(0x8600_0000_4000_6042L, word);
        assertFalse(L2Vmte.isIstValid(word));
        assertTrue(L2Vmte.isIstValid(L2Vmte.withIstValid(word, true)));
        assertEquals(word, L2Vmte.withIstValid(word | 1, false));
        assertEquals(0x4000_6040L, L2Vmte.istAddress(word));
        assertTrue(L2Vmte.STRUCTURE.isSet(word));
        assertFalse(L2Vmte.STRUCTURE.isSet(L2Vmte.istWord(0, new IstShape(5, 0, 0, false))));
        assertEquals(0x00ff_ffff_ffff_ffc0L, L2Vmte.istAddress(-1L));
    }
}
