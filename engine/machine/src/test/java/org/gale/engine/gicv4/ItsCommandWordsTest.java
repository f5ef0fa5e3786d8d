package org.gale.engine.gicv4;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Each ITS command by its words, written by hand from the tables of the reference into a queue of the test's own. The
 * host has two CPUs and two mapped vPEs; event 3 of device 5 is vLPI 8200 of vPE 0, event 4 physical LPI 9000.
 */
class ItsCommandWordsTest
{
    private static final long VALID = 1L << 63;
    private static final long EVENT = 5L << 32;
    private static final int QUEUE_BYTES = 4096;
    private static final int VINTID = 8200;
    private static final int LPI = 9000;
    private static final int NO_DOORBELL = 1023;

    private final V4Rig rig = new V4Rig("vpeid_bits=2 cpus=2 lpi_bits=14");
    private final Hardware hardware = rig.host().hardware;
    private final V4Its its = hardware.its();
    private final ItsCommandQueue commands = hardware.commands();
    private final long queue = rig.host().tables.allocate(QUEUE_BYTES);

    @BeforeEach
    void useAQueueOfItsOwn()
    {
        rig.line("create_vm 2");
        rig.lines("enable 0 0", "enable 0 1", "map 0 5 3 0 8200", "config 0 8200 128 1");
        commands.writeCbaser(queue, QUEUE_BYTES);
        issue(EVENT | 0x0a, 4 | (long)LPI << 32, 1, 0);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("V4-CMD-7")
    @Tag("V4-CMD-2")
    @Tag("V4-CMD-3")
    @Tag("V4-SEM-1")
    @Test
    void shouldMapPendAndClearAPhysicalLpi()
    {
        assertFalse(hardware.redistributor(1).isPending(LPI));

        issue(EVENT | 0x03, 4, 0, 0);
        assertTrue(hardware.redistributor(1).isPending(LPI));
        assertFalse(hardware.redistributor(0).isPending(LPI));

        issue(EVENT | 0x04, 4, 0, 0);
        assertFalse(hardware.redistributor(1).isPending(LPI));
    }

    @Tag("V4-CMD-1")
    @Test
    void shouldMoveAnLpiToAnotherCollection()
    {
        issue(EVENT | 0x03, 4, 0, 0);

        issue(EVENT | 0x01, 4, 0, 0);

        assertTrue(hardware.redistributor(0).isPending(LPI));
        assertFalse(hardware.redistributor(1).isPending(LPI));
    }

    @Tag("V4-CMD-5")
    @Tag("V4-CMD-8")
    @Tag("V4-CMD-19")
    @Test
    void shouldMapADeviceWhoseEventsAreIntids()
    {
        final long itt = rig.host().tables.allocate(1 << 18);
        issue(6L << 32 | 0x08, 13, VALID | itt, 0);
        issue(6L << 32 | 0x0b, 8300, 1, 0);
        issue(6L << 32 | 0x2b, 8301 | 1L << 32, (long)NO_DOORBELL << 32, 0);

        its.message(6, 8300);
        its.message(6, 8301);
        assertTrue(hardware.redistributor(1).isPending(8300));
        assertTrue(vpe(1).isPending(8301));

        issue(6L << 32 | 0x08, 0, 0, 0);
        assertEquals(V4Its.DROPPED, its.message(6, 8300));
    }

    @Tag("V4-CMD-6")
    @Tag("V4-T-15")
    @Test
    void shouldMapACollectionToTheProcessorNumberInBits51To16()
    {
        issue(0x09, 0, VALID | 1L << 16, 0);
        issue(EVENT | 0x01, 4, 0, 0);
        issue(EVENT | 0x03, 4, 0, 0);
        assertTrue(hardware.redistributor(1).isPending(LPI));

        issue(0x09, 0, 0, 0);
        assertEquals(V4Its.DROPPED, its.message(5, 4));
    }

    @Tag("V4-CMD-4")
    @Tag("V4-CMD-16")
    @Test
    void shouldEvaluateTheResidentVpeAtVsyncAndNotAtSync()
    {
        rig.lines("load 0 0 0");
        issue(EVENT | 0x03, 3, 0, 0);
        issue(EVENT | 0x04, 3, 0, 0);
        assertEquals(VINTID, hardware.redistributor(0).presented());

        issue(0x05, 0, 0, 0);
        issue(0x25, 1L << 32, 0, 0);
        assertEquals(VINTID, hardware.redistributor(0).presented());

        issue(0x25, 0, 0, 0);
        assertEquals(Redistributor.NONE, hardware.redistributor(0).presented());
    }

    @Tag("V4-CMD-9")
    @Tag("V4-CMD-20")
    @Tag("V4-SEM-11")
    @Test
    void shouldSeeAVirtualPropertyAfterInvOrVinvall()
    {
        final long table = rig.host().vm(0).virtualTable;
        rig.machine().memory().store(table + VINTID - 8192, 1, 0x41);
        assertEquals(0x81, vpe(0).property(VINTID) & 0xfd);

        issue(EVENT | 0x0c, 3, 0, 0);
        assertEquals(0x41, vpe(0).property(VINTID));

        rig.machine().memory().store(table + VINTID - 8192, 1, 0x21);
        issue(0x2d, 1L << 32, 0, 0);
        assertEquals(0x21, vpe(0).property(VINTID));
    }

    @Tag("V4-CMD-10")
    @Test
    void shouldSeePhysicalPropertiesAfterInvall()
    {
        rig.machine().memory().store(hardware.physicalPropertyTable() + LPI - 8192, 1, 0x61);
        assertEquals(0, hardware.physicalProperty(LPI));

        issue(0x0d, 0, 1, 0);

        assertEquals(0x61, hardware.physicalProperty(LPI));
    }

    @Tag("V4-CMD-11")
    @Test
    void shouldMoveAllPendingLpisOfARedistributor()
    {
        issue(EVENT | 0x03, 4, 0, 0);

        issue(0x0e, 0, 1L << 16, 0);

        assertTrue(hardware.redistributor(0).isPending(LPI));
        assertFalse(hardware.redistributor(1).isPending(LPI));
        issue(EVENT | 0x03, 4, 0, 0);
        assertTrue(hardware.redistributor(1).isPending(LPI));                   // the collection is as it was
    }

    @Tag("V4-CMD-12")
    @Tag("V4-LL-1")
    @Test
    void shouldDropThePendingBitOfADiscardedEvent()
    {
        issue(EVENT | 0x03, 3, 0, 0);

        issue(EVENT | 0x0f, 3, 0, 0);

        assertFalse(vpe(0).isPending(VINTID));
        assertEquals(V4Its.DROPPED, its.message(5, 3));
    }

    @Tag("V4-CMD-13")
    @Tag("V4-P-SW4")
    @Tag("V4-T-12")
    @Test
    void shouldMoveAVlpiWithItsBitAndRingTheDoorbellOfTheNewVpe()
    {
        rig.lines("block 0 1");
        issue(EVENT | 0x03, 3, 0, 0);

        issue(EVENT | 0x21, 3 | 1L << 32, (long)NO_DOORBELL << 32 | 1, 0);

        assertFalse(vpe(0).isPending(VINTID));
        assertTrue(vpe(1).isPending(VINTID));
        assertTrue(hardware.redistributor(1).isPending(vpe(1).doorbell()));
    }

    @Tag("V4-CMD-14")
    @Test
    void shouldMoveAVpeToARedistributor()
    {
        issue(0x22, 0, 1L << 16, 0);

        assertEquals(1, vpe(0).processor());
    }

    @Tag("V4-CMD-15")
    @Test
    void shouldConfigureAndClearAVsgi()
    {
        issue(0x23 | 1L << 8 | 0xaL << 20 | 3L << 32, 1L << 32, 0, 0);
        its.writeSgir(1, 3);
        assertEquals(1 << 3, vpe(1).pendingSgis());
        assertEquals(0xa0, vpe(1).candidates().bestPriority());

        issue(0x23 | 1L << 9 | 3L << 32, 1L << 32, 0, 0);
        assertEquals(0, vpe(1).pendingSgis());
    }

    @Tag("V4-CMD-17")
    @Tag("V4-SEM-8")
    @Test
    void shouldMapAndUnmapAVpe()
    {
        final long vconf = rig.host().vm(0).virtualTable;
        final long table = rig.host().tables.allocate(1 << 16);
        issue(0x29 | 1 << 8 | 1 << 9 | vconf, 8500 | 2L << 32, VALID | 1L << 16, table | 13);
        assertNotNull(vpe(2));
        assertEquals(table, vpe(2).tableAddress());
        assertEquals(1, vpe(2).processor());
        assertEquals(8500, vpe(2).doorbell());

        issue(0x29 | 1 << 8, 2L << 32, 0, 0);
        assertNull(vpe(2));
    }

    @Tag("V4-CMD-18")
    @Test
    void shouldMapAnEventToAVlpi()
    {
        issue(EVENT | 0x2a, 7 | 1L << 32, 8210 | (long)NO_DOORBELL << 32, 0);

        its.message(5, 7);

        assertTrue(vpe(1).isPending(8210));
    }

    @Tag("V4-CMD-21")
    @Test
    void shouldChangeNothingAtInvdbAndAtAnUnknownOpcode()
    {
        final long before = rig.machine().memory().load(hardware.vpes().table().entryOffset(0) + V4Rig.RAM, 8);

        issue(0x2e, 0, 0, 0);
        issue(EVENT | 0x7f, 3, 0, 0);

        assertEquals(before, rig.machine().memory().load(hardware.vpes().table().entryOffset(0) + V4Rig.RAM, 8));
        assertEquals(V4Its.isVirtual(its.message(5, 3)), vpe(0).isPending(VINTID));
    }

    @Tag("V4-REG-14")
    @Test
    void shouldExecuteUpToCwriterAndBeginAnewAtTheEndOfTheQueue()
    {
        for (int i = 0; i < QUEUE_BYTES / 32 * 2; i++)
        {
            issue(0x05, 0, 0, 0);
            assertEquals(commands.cwriter(), commands.creadr());
        }
        issue(EVENT | 0x03, 4, 0, 0);

        assertTrue(hardware.redistributor(1).isPending(LPI));
        assertEquals(64, commands.cwriter());
    }

    private void issue(final long dw0, final long dw1, final long dw2, final long dw3)
    {
        final long at = queue + commands.cwriter();
        rig.machine().memory().store(at, 8, dw0);
        rig.machine().memory().store(at + 8, 8, dw1);
        rig.machine().memory().store(at + 16, 8, dw2);
        rig.machine().memory().store(at + 24, 8, dw3);
        commands.writeCwriter((commands.cwriter() + 32) % QUEUE_BYTES);
    }

    private MappedVpe vpe(final int vpeId)
    {
        return hardware.vpes().mapped(vpeId);
    }
}
