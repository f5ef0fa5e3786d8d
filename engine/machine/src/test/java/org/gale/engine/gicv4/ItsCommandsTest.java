package org.gale.engine.gicv4;

import org.gale.tables.gicv4.ItsCommand;
import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.gicv4.TranslationEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of ITS commands at the edges of their parameters, and of what a command makes the hardware evaluate. vPEs 0 and
 * 1 are mapped to the CPUs of their numbers. Event 3 of device 5 is vLPI 8200 of vPE 0. Event 4 is physical LPI 9000 of
 * collection 1.
 */
class ItsCommandsTest
{
    private static final int DEVICE = 5;
    private static final int DIRECT_EVENT = 3;
    private static final int LPI_EVENT = 4;
    private static final int VINTID = 8200;
    private static final int LPI = 9000;
    private static final int VINTID_LIMIT = 1 << 14;
    private static final int CPUS = 2;

    @Tag("V4-SEM-12")
    @Test
    void shouldIgnoreAVintidOfMoreThan24Bits()
    {
        try (V4Rig rig = rig("4.1"))
        {
            final long before = entry(rig, DIRECT_EVENT);

            onEvent(rig, ItsCommand.VMAPTI, DIRECT_EVENT, 1, 1 << 24);
            assertEquals(before, entry(rig, DIRECT_EVENT));

            onEvent(rig, ItsCommand.VMAPTI, DIRECT_EVENT, 1, (1 << 24) - 1);
            assertEquals(TranslationEntry.virtual((1 << 24) - 1, 1), entry(rig, DIRECT_EVENT));
        }
    }

    @Tag("V4-SEM-6")
    @Tag("V4-SEM-12")
    @ParameterizedTest(name = "vINTID {0}: moved {1}")
    @CsvSource({"8191, false", "8192, true", "16383, true", "16384, false"})
    void shouldMoveVlpisThatBothVpesHave(final int vintid, final boolean isMoved)
    {
        try (V4Rig rig = rig("4.1"))
        {
            onEvent(rig, ItsCommand.VMAPTI, DIRECT_EVENT, 0, vintid);

            onEvent(rig, ItsCommand.VMOVI, DIRECT_EVENT, 1, 0);

            assertEquals(TranslationEntry.virtual(vintid, isMoved ? 1 : 0), entry(rig, DIRECT_EVENT));
        }
    }

    @Tag("V4-SEM-6")
    @Test
    void shouldKeepAPendingVlpiThatIsMovedToItsOwnVpe()
    {
        try (V4Rig rig = rig("4.0"))
        {
            onEvent(rig, ItsCommand.INT, DIRECT_EVENT, 0, 0);
            assertTrue(vpe(rig, 0).isPending(VINTID));

            onEvent(rig, ItsCommand.VMOVI, DIRECT_EVENT, 0, 1 | 8300L << 32);

            assertTrue(vpe(rig, 0).isPending(VINTID));
            assertEquals(8300, doorbell(rig, DIRECT_EVENT));
        }
    }

    @Tag("V4-SEM-6")
    @Test
    void shouldChangeTheDoorbellOfAMovedVlpiOnRequestOnly()
    {
        try (V4Rig rig = rig("4.0"))
        {
            final int before = doorbell(rig, DIRECT_EVENT);
            assertEquals(rig.host().vm(0).vcpus[0].vpe.doorbell, before);

            onEvent(rig, ItsCommand.VMOVI, DIRECT_EVENT, 1, 8300L << 32);
            assertEquals(TranslationEntry.virtual(VINTID, 1), entry(rig, DIRECT_EVENT));
            assertEquals(before, doorbell(rig, DIRECT_EVENT));

            onEvent(rig, ItsCommand.VMOVI, DIRECT_EVENT, 0, 1 | 8300L << 32);
            assertEquals(8300, doorbell(rig, DIRECT_EVENT));
        }
    }

    @Tag("V4-SEM-6")
    @Test
    void shouldNotMoveAPhysicalLpiToAVpe()
    {
        try (V4Rig rig = rig("4.1"))
        {
            onEvent(rig, ItsCommand.VMOVI, LPI_EVENT, 1, 0);

            assertEquals(TranslationEntry.physical(LPI, 1), entry(rig, LPI_EVENT));
        }
    }

    @Tag("V4-SEM-5")
    @Tag("V4-SEM-12")
    @Test
    void shouldNotMoveToACollectionThatIsNotMappedNorAVlpi()
    {
        try (V4Rig rig = rig("4.1"))
        {
            onEvent(rig, ItsCommand.INT, LPI_EVENT, 0, 0);

            onEvent(rig, ItsCommand.MOVI, LPI_EVENT, 0, CPUS);
            onEvent(rig, ItsCommand.MOVI, DIRECT_EVENT, 0, 0);

            assertEquals(TranslationEntry.physical(LPI, 1), entry(rig, LPI_EVENT));
            assertTrue(rig.host().hardware.redistributor(1).isPending(LPI));
            assertEquals(TranslationEntry.virtual(VINTID, 0), entry(rig, DIRECT_EVENT));
        }
    }

    @Tag("V4-SEM-5")
    @Test
    void shouldNotMakeAnIdleLpiPendingWhenItMoves()
    {
        try (V4Rig rig = rig("4.1"))
        {
            onEvent(rig, ItsCommand.MOVI, LPI_EVENT, 0, 0);

            assertEquals(TranslationEntry.physical(LPI, 0), entry(rig, LPI_EVENT));
            assertFalse(rig.host().hardware.redistributor(0).isPending(LPI));
        }
    }

    /** Moves three pending LPIs, two of which are neighbours, and keeps what is pending at the target. */
    @Tag("V4-SEM-5")
    @Test
    void shouldOrAllPendingLpisIntoAnotherRedistributor()
    {
        try (V4Rig rig = rig("4.1"))
        {
            final Redistributor from = rig.host().hardware.redistributor(1);
            final Redistributor to = rig.host().hardware.redistributor(0);
            from.pend(8192);
            from.pend(9000);
            from.pend(9001);
            to.pend(9002);

            issue(rig, ItsCommand.MOVALL, 0, ItsCommand.DW2_RDBASE.set(0, 1), 0);

            assertEquals(-1, from.nextPending(0));
            assertEquals(8192, to.nextPending(0));
            assertEquals(9000, to.nextPending(8193));
            assertEquals(9001, to.nextPending(9001));
            assertEquals(9002, to.nextPending(9002));
            assertEquals(-1, to.nextPending(9003));
        }
    }

    @Tag("V4-SEM-12")
    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({"1, 1", "1, 2", "1, 0xffffffff", "2, 1"})
    void shouldMoveNoLpisToTheSameOrFromOrToNoRedistributor(final String from, final String to)
    {
        try (V4Rig rig = rig("4.1"))
        {
            final Redistributor redistributor = rig.host().hardware.redistributor(1);
            redistributor.pend(LPI);

            issue(rig, ItsCommand.MOVALL, 0, ItsCommand.DW2_RDBASE.set(0, Long.decode(from)),
                ItsCommand.DW3_RDBASE.set(0, Long.decode(to)));

            assertTrue(redistributor.isPending(LPI));
            assertFalse(rig.host().hardware.redistributor(0).isPending(LPI));
        }
    }

    @Tag("V4-SEM-7")
    @Tag("V4-SEM-12")
    @ParameterizedTest(name = "processor {0}: {1}")
    @CsvSource({"0, 0", "1, 1", "2, 0", "0xffffffff, 0"})
    void shouldMoveAVpeToARedistributorThatThereIs(final String processor, final int expected)
    {
        try (V4Rig rig = rig("4.1"))
        {
            issue(rig, ItsCommand.VMOVP, 0, ItsCommand.DW2_RDBASE.set(0, Long.decode(processor)), 0);
            issue(rig, ItsCommand.VMOVP, ItsCommand.DW1_VPEID.set(0, 3), 0, 0);

            assertEquals(expected, vpe(rig, 0).processor());
            assertEquals(1, vpe(rig, 1).processor());
            assertNull(vpe(rig, 3));
        }
    }

    @Tag("V4-CMD-15")
    @ParameterizedTest(name = "version {0}: {1}")
    @CsvSource({"4.1, 0x53", "4.0, 0"})
    void shouldConfigureVsgisOfVersion41Alone(final String version, final String property)
    {
        try (V4Rig rig = rig(version))
        {
            final long configure = ItsCommand.VSGI | ItsCommand.DW0_VSGI_ENABLE.mask() |
                ItsCommand.DW0_VSGI_PRIORITY.set(0, 5) | ItsCommand.DW0_VSGI_INTID.set(0, 15);

            issue(rig, configure, 0, 0, 0);
            issue(rig, configure, ItsCommand.DW1_VPEID.set(0, 3), 0, 0);

            assertEquals(Integer.decode(property), vpe(rig, 0).property(15));
            assertEquals(0, vpe(rig, 0).property(14));
            assertEquals(0, vpe(rig, 1).property(15));
        }
    }

    @Tag("V4-CMD-15")
    @Tag("V4-SGI-2")
    @Test
    void shouldClearAVsgiWithoutConfiguringIt()
    {
        try (V4Rig rig = rig("4.1"))
        {
            issue(rig, ItsCommand.VSGI | ItsCommand.DW0_VSGI_ENABLE.mask() |
                ItsCommand.DW0_VSGI_INTID.set(0, 2), 0, 0, 0);
            rig.host().hardware.its().writeSgir(0, 2);
            rig.host().hardware.its().writeSgir(0, 3);

            issue(rig, ItsCommand.VSGI | ItsCommand.DW0_VSGI_CLEAR.mask() |
                ItsCommand.DW0_VSGI_INTID.set(0, 2), 0, 0, 0);

            assertEquals(1 << 3, vpe(rig, 0).pendingSgis());
            assertEquals(PropertyByte.of(0, true), vpe(rig, 0).property(2));
        }
    }

    /** Has no default doorbell in version 4.0, in which each event names its own. */
    @Tag("V4-DB-1")
    @Tag("V4-DB-2")
    @ParameterizedTest(name = "version {0}: doorbell {1}")
    @CsvSource({"4.1, 8500", "4.0, 1023"})
    void shouldGiveAVpeItsDefaultDoorbellInVersion41Alone(final String version, final int doorbell)
    {
        try (V4Rig rig = rig(version))
        {
            final long table = rig.host().tables.allocate(HostMemory.GRANULE);

            issue(rig, ItsCommand.VMAPP | rig.host().vm(0).virtualTable, ItsCommand.DW1_VPEID.set(8500, 2),
                ItsCommand.DW2_VALID.mask() | ItsCommand.DW2_RDBASE.set(0, 1), table | 13);

            assertEquals(doorbell, vpe(rig, 2).doorbell());
            assertEquals(1, vpe(rig, 2).processor());
        }
    }

    @Tag("V4-SEM-11")
    @Test
    void shouldSignalAPendingLpiThatAnInvEnables()
    {
        try (V4Rig rig = rig("4.1"))
        {
            onEvent(rig, ItsCommand.INT, LPI_EVENT, 0, 0);
            rig.host().lpis.configure(LPI, true);
            assertEquals(0, rig.host().interrupts.waiting());

            onEvent(rig, ItsCommand.INV, LPI_EVENT, 0, 0);

            assertEquals(1, rig.host().interrupts.waiting());
            assertEquals(LPI, rig.host().interrupts.waiting(0));
            assertEquals(1, rig.host().interrupts.waitingCpu(0));
            assertTrue(PropertyByte.isEnabled(rig.host().hardware.physicalProperty(LPI)));
        }
    }

    @Tag("V4-SEM-12")
    @Test
    void shouldIgnoreAnInvOfNoLpiAndOfNoCollection()
    {
        try (V4Rig rig = rig("4.1"))
        {
            onEvent(rig, ItsCommand.MAPTI, 8191L << 32 | LPI_EVENT, 1);
            onEvent(rig, ItsCommand.INV, LPI_EVENT, 0, 0);
            onEvent(rig, ItsCommand.MAPTI, (1L << 20) << 32 | LPI_EVENT, 1);
            onEvent(rig, ItsCommand.INV, LPI_EVENT, 0, 0);
            onEvent(rig, ItsCommand.MAPTI, (long)LPI << 32 | LPI_EVENT, CPUS);
            rig.host().lpis.configure(LPI, true);
            rig.host().hardware.redistributor(1).pend(LPI);

            onEvent(rig, ItsCommand.INV, LPI_EVENT, 0, 0);

            assertEquals(0, rig.host().interrupts.waiting());
            assertTrue(PropertyByte.isEnabled(rig.host().hardware.physicalProperty(LPI)));
        }
    }

    @Tag("V4-SEM-11")
    @ParameterizedTest(name = "enabled {0}")
    @ValueSource(booleans = {true, false})
    void shouldChangeThePriorityOfAPendingVlpiAtInv(final boolean isEnabled)
    {
        try (V4Rig rig = rig("4.1"))
        {
            onEvent(rig, ItsCommand.INT, DIRECT_EVENT, 0, 0);
            assertEquals(128, vpe(rig, 0).candidates().bestPriority());
            rig.host().vm(0).property(VINTID, PropertyByte.of(64, isEnabled));
            rig.host().vm(0).writeVirtualProperty(VINTID);

            onEvent(rig, ItsCommand.INV, DIRECT_EVENT, 0, 0);

            assertEquals(!isEnabled, vpe(rig, 0).candidates().isEmpty());
            assertEquals(isEnabled, vpe(rig, 0).candidates().contains(64, VINTID));
            assertTrue(vpe(rig, 0).isIndexSound());
        }
    }

    @Tag("V4-SEM-11")
    @Test
    void shouldNotMakeAnIdleVlpiACandidateAtInv()
    {
        try (V4Rig rig = rig("4.1"))
        {
            onEvent(rig, ItsCommand.INV, DIRECT_EVENT, 0, 0);

            assertTrue(vpe(rig, 0).candidates().isEmpty());
        }
    }

    @Tag("V4-SEM-12")
    @ParameterizedTest
    @ValueSource(ints = {8191, VINTID_LIMIT})
    void shouldIgnoreAnInvOfAVintidThatTheVpeDoesNotHave(final int vintid)
    {
        try (V4Rig rig = rig("4.1"))
        {
            onEvent(rig, ItsCommand.VMAPTI, DIRECT_EVENT, 0, vintid);
            onEvent(rig, ItsCommand.INV, DIRECT_EVENT, 0, 0);
            onEvent(rig, ItsCommand.VMAPTI, DIRECT_EVENT, 3, VINTID);
            onEvent(rig, ItsCommand.INV, DIRECT_EVENT, 0, 0);

            assertEquals(PropertyByte.of(128, true), vpe(rig, 0).property(VINTID));
            assertTrue(vpe(rig, 0).candidates().isEmpty());
        }
    }

    /** Shares the cached properties among the vPEs of a VM: each resident one is evaluated, whichever is named. */
    @Tag("V4-TBL-2")
    @Tag("V4-SEM-11")
    @ParameterizedTest(name = "named vPE {0}")
    @ValueSource(ints = {0, 1})
    void shouldEvaluateEachResidentVpeOfTheVmAtVinvall(final int named)
    {
        try (V4Rig rig = rig("4.1"))
        {
            rig.lines("load 0 0 0");
            onEvent(rig, ItsCommand.INT, DIRECT_EVENT, 0, 0);
            assertEquals(VINTID, rig.host().hardware.redistributor(0).presented());
            rig.host().vm(0).property(VINTID, PropertyByte.of(128, false));
            rig.host().vm(0).writeVirtualProperty(VINTID);

            issue(rig, ItsCommand.VINVALL, ItsCommand.DW1_VPEID.set(0, 3), 0, 0);
            assertEquals(VINTID, rig.host().hardware.redistributor(0).presented());
            assertFalse(vpe(rig, 0).candidates().isEmpty());

            issue(rig, ItsCommand.VINVALL, ItsCommand.DW1_VPEID.set(0, named), 0, 0);
            assertEquals(Redistributor.NONE, rig.host().hardware.redistributor(0).presented());
            assertTrue(vpe(rig, 0).candidates().isEmpty());
        }
    }

    @Tag("V4-SEM-11")
    @Test
    void shouldNotInvalidateWhatBelongsToAnotherVm()
    {
        try (V4Rig rig = rig("4.1"))
        {
            rig.line("create_vm 1");
            rig.lines("enable 1 0");
            rig.host().vm(0).property(VINTID, PropertyByte.of(64, true));
            rig.host().vm(0).writeVirtualProperty(VINTID);

            issue(rig, ItsCommand.VINVALL, ItsCommand.DW1_VPEID.set(0, 2), 0, 0);

            assertEquals(PropertyByte.of(128, true), vpe(rig, 0).property(VINTID));
        }
    }

    private static V4Rig rig(final String version)
    {
        final V4Rig rig = new V4Rig("version=" + version + " lpi_bits=14 cpus=" + CPUS);
        rig.line("create_vm 2");
        rig.lines("enable 0 0", "enable 0 1", "map 0 5 3 0 8200", "config 0 8200 128 1");
        onEvent(rig, ItsCommand.MAPTI, (long)LPI << 32 | LPI_EVENT, 1);

        return rig;
    }

    private static void onEvent(
        final V4Rig rig, final int opcode, final int eventId, final int vpeId, final long dw2)
    {
        onEvent(rig, opcode, ItsCommand.DW1_VPEID.set(eventId, vpeId), dw2);
    }

    private static void onEvent(final V4Rig rig, final int opcode, final long dw1, final long dw2)
    {
        issue(rig, ItsCommand.DW0_DEVICE_ID.set(opcode, DEVICE), dw1, dw2, 0);
    }

    private static void issue(final V4Rig rig, final long dw0, final long dw1, final long dw2, final long dw3)
    {
        rig.host().hardware.driver().issue(dw0, dw1, dw2, dw3);
    }

    private static long entry(final V4Rig rig, final int eventId)
    {
        final EventTables events = rig.host().hardware.events();

        return events.entry(events.entryOffset(DEVICE, eventId));
    }

    private static int doorbell(final V4Rig rig, final int eventId)
    {
        final EventTables events = rig.host().hardware.events();

        return events.doorbell(events.entryOffset(DEVICE, eventId));
    }

    private static MappedVpe vpe(final V4Rig rig, final int vpeId)
    {
        return rig.host().hardware.vpes().mapped(vpeId);
    }
}
