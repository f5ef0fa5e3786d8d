package org.gale.engine.gicv4;

import org.gale.tables.gicv4.ItsCommand;
import org.gale.tables.gicv4.PropertyByte;
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
 * Commands of the ITS and translation of messages, on the hardware of a host with two mapped vPEs, 0 and 1.
 */
class ItsRulesTest
{
    private static final int DEVICE = 5;
    private static final int EVENT = 3;
    private static final int VINTID = 8200;

    private final V4Rig rig = new V4Rig("vpeid_bits=2 cpus=2");
    private final Hardware hardware = rig.host().hardware;
    private final V4ItsDriver driver = hardware.driver();

    @BeforeEach
    void mapOneDirectEvent()
    {
        rig.line("create_vm 2");
        rig.lines("enable 0 0", "enable 0 1", "map 0 5 3 0 8200", "config 0 8200 128 1");
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("V4-SEM-2")
    @Tag("V4-SEM-14")
    @Tag("V4-TBL-10")
    @Test
    void shouldSetTheBitOfTheIntidWhenAnEventIsMadePending()
    {
        driver.interrupt(DEVICE, EVENT);

        final long table = rig.host().vm(0).vcpus[0].vpe.table;
        assertEquals(1 << VINTID % 8, rig.machine().memory().load(table + VINTID / 8, 1));
        assertTrue(vpe(0).isPending(VINTID));
        assertFalse(vpe(1).isPending(VINTID));
    }

    @Tag("V4-SEM-3")
    @Test
    void shouldClearPendingAndUnmapWhenAnEventIsDiscarded()
    {
        driver.interrupt(DEVICE, EVENT);

        driver.discard(DEVICE, EVENT);
        driver.interrupt(DEVICE, EVENT);

        assertFalse(vpe(0).isPending(VINTID));
    }

    @Tag("V4-SEM-6")
    @Tag("V4-SEM-10")
    @Test
    void shouldMoveTheEventAndItsPendingBitToAnotherVpe()
    {
        driver.interrupt(DEVICE, EVENT);

        driver.moveVirtual(DEVICE, EVENT, 0, 1, V4Its.NO_DOORBELL);

        assertFalse(vpe(0).isPending(VINTID));
        assertTrue(vpe(1).isPending(VINTID));
    }

    @Tag("V4-SEM-6")
    @Tag("V4-SEM-12")
    @Test
    void shouldIgnoreAMoveToAVpeThatIsNotMapped()
    {
        driver.interrupt(DEVICE, EVENT);

        driver.moveVirtual(DEVICE, EVENT, 0, 3, V4Its.NO_DOORBELL);

        assertTrue(vpe(0).isPending(VINTID));
    }

    @Tag("V4-SEM-9")
    @Test
    void shouldDropMessagesOfAVpeThatIsUnmapped()
    {
        driver.unmapVpe(0);

        assertNull(vpe(0));
        assertEquals(V4Its.DROPPED, hardware.its().message(DEVICE, EVENT));
    }

    @Tag("V4-ID-5")
    @Test
    void shouldDropAVintidBeyondThePendingTable()
    {
        driver.mapVirtual(DEVICE, EVENT, 1 << 16, 0, V4Its.NO_DOORBELL);

        assertEquals(V4Its.DROPPED, hardware.its().message(DEVICE, EVENT));

        driver.mapVirtual(DEVICE, EVENT, (1 << 16) - 1, 0, V4Its.NO_DOORBELL);

        assertTrue(V4Its.isVirtual(hardware.its().message(DEVICE, EVENT)));
    }

    @Tag("V4-REG-15")
    @Test
    void shouldIgnoreMessagesWhileTheItsIsDisabled()
    {
        hardware.its().enable(false);

        assertEquals(V4Its.DROPPED, hardware.its().message(DEVICE, EVENT));
        assertEquals(1, hardware.its().droppedCount());
    }

    @Tag("V4-TBL-4")
    @Test
    void shouldSeeAPropertyByteAfterTheInvalidateOnly()
    {
        rig.host().vm(0).property(VINTID, PropertyByte.of(64, false));
        rig.host().vm(0).writeVirtualProperty(VINTID);
        assertEquals(PropertyByte.of(128, true), vpe(0).property(VINTID));

        driver.invalidate(DEVICE, EVENT);

        assertEquals(PropertyByte.of(64, false), vpe(0).property(VINTID));
    }

    @Tag("V4-TBL-2")
    @Test
    void shouldShareTheVirtualPropertyTableAmongTheVpesOfAVm()
    {
        rig.line("create_vm 1");
        rig.lines("enable 1 0");

        assertTrue(vpe(0).properties() == vpe(1).properties());
        assertFalse(vpe(0).properties() == vpe(2).properties());
    }

    @Tag("V4-SEM-7")
    @Tag("V4-CMD-21")
    @Test
    void shouldMoveAVpeToAnotherRedistributor()
    {
        final int before = vpe(0).processor();

        driver.moveVpe(0, 1 - before);

        assertEquals(1 - before, vpe(0).processor());
    }

    @Tag("V4-SEM-5")
    @Tag("V4-CMD-1")
    @Test
    void shouldMovePhysicalLpisWithTheirPendingBits()
    {
        final int lpi = rig.host().lpis.allocate();
        driver.mapPhysical(DEVICE, EVENT, lpi, 0);
        hardware.its().message(DEVICE, EVENT);

        driver.issue(ItsCommand.MOVALL, 0, ItsCommand.DW2_RDBASE.set(0, 0), ItsCommand.DW2_RDBASE.set(0, 1));

        assertFalse(hardware.redistributor(0).isPending(lpi));
        assertTrue(hardware.redistributor(1).isPending(lpi));

        movePhysical(1);
        driver.interrupt(DEVICE, EVENT);
        movePhysical(0);

        assertTrue(hardware.redistributor(0).isPending(lpi));
    }

    @Tag("V4-SEM-12")
    @Test
    void shouldIgnoreCommandsOnEventsOfUnknownDevices()
    {
        driver.interrupt(DEVICE + 1, EVENT);
        driver.mapVirtual(1 << 20, EVENT, VINTID, 0, V4Its.NO_DOORBELL);

        assertFalse(vpe(0).isPending(VINTID));
        assertEquals(EventTables.NONE, hardware.events().entryOffset(1 << 20, EVENT));
    }

    @Tag("V4-LL-14")
    @Test
    void shouldNotTakeTheFirstKibibyteOfAPendingTableForVlpis()
    {
        rig.machine().memory().store(rig.host().vm(0).vcpus[0].vpe.table + 512, 8, -1L);

        vpe(0).rebuild();

        assertTrue(vpe(0).candidates().isEmpty());
    }

    @Tag("V4-P-SW1")
    @Test
    void shouldTakeThePendingBitWithAnAtomicSwap()
    {
        driver.interrupt(DEVICE, EVENT);
        final long entry = hardware.events().entry(hardware.events().entryOffset(DEVICE, EVENT));

        assertTrue(hardware.its().swap(DEVICE, EVENT, entry, V4Its.NO_DOORBELL));
        assertFalse(hardware.its().swap(DEVICE, EVENT, entry, V4Its.NO_DOORBELL));
        assertFalse(vpe(0).isPending(VINTID));
    }

    @Tag("V4-SGI-2")
    @Tag("V4-REG-10")
    @Tag("V4-REG-12")
    @Test
    void shouldConfigurePendAndQueryVsgis()
    {
        driver.configureSgi(0, 3, PendingList.SGI_PRIORITY, true);
        hardware.its().writeSgir(0, 3);
        hardware.redistributor(0).writeVsgir(0);
        assertEquals(1 << 3, hardware.redistributor(0).vsgipendr());
        assertEquals(PendingList.SGI_PRIORITY, vpe(0).candidates().bestPriority());

        driver.configureSgi(0, 3, PendingList.SGI_PRIORITY, false);
        assertTrue(vpe(0).candidates().isEmpty());
        assertEquals(1 << 3, vpe(0).pendingSgis());

        driver.issue(ItsCommand.VSGI | ItsCommand.DW0_VSGI_CLEAR.mask() | ItsCommand.DW0_VSGI_INTID.set(0, 3),
            ItsCommand.DW1_VPEID.set(0, 0), 0, 0);
        driver.vsync(0);
        assertEquals(0, vpe(0).pendingSgis());
    }

    @Tag("V4-TBL-20")
    @Tag("V4-TBL-21")
    @Test
    void shouldKeepMappedVpesInTheTableInRam()
    {
        final long offset = hardware.vpes().table().entryOffset(1);
        assertEquals(1, rig.machine().memory().longAt(offset) & 1);

        driver.unmapVpe(1);

        assertEquals(0, rig.machine().memory().longAt(offset));
    }

    @Tag("V4-RES-7")
    @Test
    void shouldNotUnmapAResidentVpe()
    {
        rig.lines("load 0 0 1");

        driver.unmapVpe(0);

        assertNotNull(vpe(0));
    }

    private MappedVpe vpe(final int vpeId)
    {
        return hardware.vpes().mapped(vpeId);
    }

    private void movePhysical(final int cpu)
    {
        driver.issue(ItsCommand.MOVI | (long)DEVICE << 32, EVENT, cpu, 0);
    }
}
