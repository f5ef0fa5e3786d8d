package org.gale.engine.gicv5;

import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.Outputs;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the VM table, virtual tables, VPEs and their residency (B-VMT, B-VPE, B-RES). */
class VmRulesTest
{
    private static final long L1_VMT = Rig.RAM + 0x20_0000;
    private static final long L2_VMT = Rig.RAM + 0x21_0000;
    private static final long VPET = Rig.RAM + 0x30_0000;
    private static final Ist LPIS = Ist.linear(Rig.RAM + 0x40_0000, 8);
    private static final Ist SPIS = Ist.linear(Rig.RAM + 0x41_0000, 5);
    private static final long VALID = 1;
    private static final int VM = 2;

    private final Rig rig = new Rig("pes=2 min_lpi_id_bits=4");

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.enableGuest(0, 31);
        rig.enableGuest(1, 31);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("B-VMT-1")
    @Tag("B-VMT-3")
    @Tag("B-VMT-5")
    @Test
    void shouldAddLevel2VmTablesToALiveOne()
    {
        for (int i = 0; i < 4; i++)
        {
            rig.store(L1_VMT + 8L * i, 8, L2_VMT + 0x1000L * i + (i == 3 ? 1 : 0));
        }
        rig.irs(Registers.IRS_VMT_CFGR, 9 | 1 << 16);
        rig.irsLong(Registers.IRS_VMT_BASER, L1_VMT | 1);

        rig.mapVm(130, false);
        assertEquals(0, rig.load(vmteOf(130), 8));
        rig.irsLong(Registers.IRS_VMAP_L2_VMTR, 1L << 63 | 255);
        assertEquals(L2_VMT + 0x1000 + VALID, rig.load(L1_VMT + 8, 8));
        rig.mapVm(130, false);
        assertEquals(VALID, rig.load(vmteOf(130), 8));

        rig.mapVm(511, false);
        assertEquals(VALID, rig.load(vmteOf(511), 8));
        rig.mapVm(5, false);
        assertEquals(0, rig.load(vmteOf(5), 8));
    }

    @Tag("B-VMT-5")
    @Tag("M-LIVE")
    @Test
    void shouldNotMoveALevel2VmTableThatIsValid()
    {
        rig.store(L1_VMT, 8, L2_VMT | 1);
        rig.irs(Registers.IRS_VMT_CFGR, 8 | 1 << 16);
        rig.irsLong(Registers.IRS_VMT_BASER, L1_VMT | 1);
        rig.store(L1_VMT, 8, L2_VMT + 0x1000);
        rig.irsLong(Registers.IRS_VMAP_L2_VMTR, 1L << 63 | 5);
        assertEquals(L2_VMT + 0x1000, rig.load(L1_VMT, 8));

        rig.mapVm(5, false);
        assertEquals(VALID, rig.load(vmteOf(5), 8));
    }

    @Tag("B-VMT-5")
    @Tag("B-VMT-12")
    @ParameterizedTest(name = "{0}")
    @ValueSource(longs = {5, 1L << 62 | 5, 1L << 63 | 1 << 9, 1L << 63 | 0xffff})
    void shouldAddNothingForAnythingElse(final long value)
    {
        rig.store(L1_VMT, 8, L2_VMT);
        rig.irs(Registers.IRS_VMT_CFGR, 8 | 1 << 16);
        rig.irsLong(Registers.IRS_VMT_BASER, L1_VMT | 1);
        rig.irsLong(Registers.IRS_VMAP_L2_VMTR, value);

        assertEquals(L2_VMT, rig.load(L1_VMT, 8));
        assertEquals(0, rig.load(L1_VMT + 8, 8));
    }

    @Tag("B-VMT-6")
    @Tag("B-VMT-7")
    @Tag("B-VMT-9")
    @Test
    void shouldSetValidBitsAsThingsBecomeValid()
    {
        rig.vmTable();
        rig.describeVm(VM, VPET, 2, LPIS, SPIS);
        assertWords(0, 0, 0);
        rig.mapVm(VM, false);
        assertWords(VALID, 0, 0);
        rig.mapVist(VM, Intid.TYPE_SPI, false);
        assertWords(VALID, 0, VALID);
        rig.mapVist(VM, Intid.TYPE_LPI, false);
        assertWords(VALID, VALID, VALID);
        rig.mapVist(VM, Intid.TYPE_LPI, true);
        assertWords(VALID, 0, VALID);
        rig.mapVm(VM, true);
        assertWords(0, 0, 0);
    }

    @Tag("B-VMT-4")
    @Tag("B-VMT-7")
    @Test
    void shouldTakeTablesThatAreValidBeforeTheirVm()
    {
        rig.vmTable();
        rig.describeVm(VM, VPET, 2, LPIS, SPIS);
        rig.store(Rig.VMT + 32 * VM + 16, 8, LPIS.descriptor() | 1);
        rig.mapVm(VM, false);

        assertEquals(0, rig.entry(VM, Rig.lpi(5)));
        assertEquals(-1, rig.entry(VM, Rig.spi(5)));
    }

    @Tag("B-VMT-9")
    @ParameterizedTest(name = "type {0}")
    @ValueSource(ints = {0, 1, 4, 7})
    void shouldMapNoTableOfAnotherType(final int type)
    {
        rig.vmTable();
        rig.describeVm(VM, VPET, 2, LPIS, SPIS);
        rig.mapVm(VM, false);
        rig.mapVist(VM, type, false);
        rig.mapVist(VM, type, true);

        assertWords(VALID, 0, 0);
    }

    @Tag("B-VMT-11")
    @Test
    void shouldAddLevel2TablesToALiveVirtualTable()
    {
        final Ist wide = new Ist(LPIS.base(), 12, 0, 0, true, Rig.RAM + 0x50_0000);
        rig.vmTable();
        rig.describeVm(VM, VPET, 2, wide, null);
        rig.writeL1(wide, false);
        rig.mapVm(VM, false);
        rig.mapVist(VM, Intid.TYPE_LPI, false);
        assertEquals(-1, rig.entry(VM, Rig.lpi(1024)));

        rig.mapL2Vist(VM, Rig.lpi(2047));
        assertEquals(0, rig.entry(VM, Rig.lpi(1024)));
        assertEquals(-1, rig.entry(VM, Rig.lpi(1023)));
        assertEquals(-1, rig.entry(VM, Rig.lpi(2048)));
        assertEquals(wide.l2Address(1) | 1, rig.load(wide.base() + 8, 8));
        rig.mapL2Vist(VM, Rig.lpi(4096));
        rig.mapL2Vist(VM, Rig.spi(0));
        rig.mapL2Vist(VM, Rig.ppi(0));
        rig.mapL2Vist(VM + 1, Rig.lpi(0));
        assertEquals(wide.l2Address(0), rig.load(wide.base(), 8));
        assertEquals(0, rig.load(wide.base() + 32, 8));
    }

    /** Adds a level 2 table: its pending interrupts are delivered, or ring (M-PENDIMG, B-DB-2). */
    @Tag("B-VMT-11")
    @Tag("M-PENDIMG")
    @ParameterizedTest(name = "resident {0}")
    @ValueSource(booleans = {false, true})
    void shouldForwardPendingInterruptsOfAnAddedLevel2Table(final boolean resident)
    {
        final Ist wide = new Ist(LPIS.base(), 11, 0, 0, true, Rig.RAM + 0x50_0000);
        rig.store(wide.entryAddress(1030), 4, 9);
        rig.vmTable();
        rig.describeVm(VM, VPET, 2, wide, null);
        rig.writeL1(wide, false);
        rig.mapVm(VM, false);
        rig.mapVpe(VM, 0);
        rig.mapVist(VM, Intid.TYPE_LPI, false);
        rig.doorbell(VM, 0, 99, 31, true);
        if (resident)
        {
            rig.enter(0, VM, 0);
        }
        rig.mapL2Vist(VM, Rig.lpi(1024));

        assertEquals(resident ? 4 : 0, rig.machine().signals(0));
        assertEquals(resident ? 0 : 1, rig.machine().outputs().doorbells());
    }

    @Tag("B-VMT-8")
    @Test
    void shouldEndResidencyAndVpesWithTheirVm()
    {
        rig.vmTable();
        rig.vm(VM, VPET, 3, LPIS, SPIS);
        makeCandidate(5, 0);
        assertTrue(rig.enter(0, VM, 0));
        assertTrue(rig.enter(1, VM, 1));
        assertEquals(4, rig.machine().signals(0));

        rig.mapVm(VM, true);
        assertEquals(0, rig.machine().signals(0));
        assertEquals(0, rig.acknowledge(0, Rig.VEL1));
        rig.leave(0, 31);
        rig.mapVm(VM, false);
        assertFalse(rig.enter(0, VM, 0));
        assertEquals(0, rig.load(VPET, 8) | rig.load(VPET + 8, 8) | rig.load(VPET + 16, 8));
        rig.mapVpe(VM, 0);
        rig.mapVist(VM, Intid.TYPE_LPI, false);
        assertTrue(rig.enter(0, VM, 0));
        assertEquals(Rig.lpi(5), rig.acknowledge(0, Rig.VEL1));
    }

    @Tag("B-VMT-8")
    @Test
    void shouldEndAllWithTheVmTable()
    {
        rig.vmTable();
        rig.vm(VM, VPET, 1, LPIS, null);
        makeCandidate(5, 0);
        rig.enter(0, VM, 0);
        rig.irsLong(Registers.IRS_VMT_BASER, 0);

        assertEquals(0, rig.machine().signals(0));
        assertEquals(0, rig.machine().candidate(0, CandidateKind.OF_RESIDENT));
        assertEquals(-1, rig.entry(VM, Rig.lpi(5)));
        assertEquals(9, rig.load(LPIS.entryAddress(5), 4));
    }

    @Tag("B-VPE-1")
    @Tag("B-VPE-4")
    @ParameterizedTest(name = "VPE {0}: {1}")
    @CsvSource({"0, true", "7, true", "8, false", "65535, false"})
    void shouldMakeVpesValidInsideTheirTable(final int vpeId, final boolean valid)
    {
        rig.vmTable();
        rig.describeVm(VM, VPET, 3, null, null);
        rig.mapVm(VM, false);
        rig.selectVpe(VM, vpeId);
        assertEquals(1, rig.irs(Registers.IRS_VPE_STATUSR));
        rig.mapVpe(VM, vpeId);
        rig.selectVpe(VM, vpeId);

        assertEquals(valid ? 3 : 1, rig.irs(Registers.IRS_VPE_STATUSR));
        assertEquals(valid ? 1 : 0, rig.load(VPET + 8L * vpeId, 8));
    }

    @Tag("B-VPE-5")
    @Test
    void shouldSampleTheDoorbellWhenAVpeIsSelected()
    {
        rig.vmTable();
        rig.vm(VM, VPET, 2, LPIS, null);
        rig.doorbell(VM, 1, 99, 7, false);
        rig.selectVpe(VM, 0);
        assertEquals(0, rig.irsLong(Registers.IRS_VPE_DBR));
        rig.selectVpe(VM, 1);
        assertEquals(1L << 63 | 7L << 32 | 99, rig.irsLong(Registers.IRS_VPE_DBR));

        rig.enter(0, VM, 1);
        rig.leave(0, 3);
        assertEquals(1L << 63 | 7L << 32 | 99, rig.irsLong(Registers.IRS_VPE_DBR));
        rig.selectVpe(VM, 1);
        assertEquals(3L << 62 | 3L << 32 | 99, rig.irsLong(Registers.IRS_VPE_DBR));
    }

    @Tag("B-VPE-8")
    @Test
    void shouldShowTheCandidateOfAVpeWhateverTheMasksSay()
    {
        rig.vmTable();
        rig.vm(VM, VPET, 2, LPIS, null);
        rig.selectVpe(VM, 1);
        assertEquals(0, rig.irsLong(Registers.IRS_VPE_HPPIR));
        makeCandidate(5, 1);
        assertEquals(Rig.VALID | Rig.lpi(5), rig.irsLong(Registers.IRS_VPE_HPPIR));
        rig.enter(0, VM, 1);
        rig.enableGuest(0, 0);
        rig.vd(GicInstruction.VDPRI, VM, Rig.lpi(5), 9L << 59);
        assertEquals(Rig.VALID | Rig.lpi(5), rig.irsLong(Registers.IRS_VPE_HPPIR));
        rig.selectVpe(VM, 3);
        assertEquals(0, rig.irsLong(Registers.IRS_VPE_HPPIR));
    }

    @Tag("B-RES-3")
    @Tag("B-RES-8")
    @Tag("B-RES-9")
    @Test
    void shouldForwardPendingInterruptsToThePeWhereTheVpeIsResident()
    {
        rig.vmTable();
        rig.vm(VM, VPET, 2, LPIS, null);
        makeCandidate(5, 1);
        rig.enter(0, VM, 1);
        assertEquals(1, rig.outputs(Outputs.VALUE).size());
        assertEquals(4, rig.machine().signals(0));
        assertEquals(1, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_IAFFIDR_EL1));

        rig.leave(0, -1);
        assertEquals(0, rig.machine().signals(0));
        rig.enter(1, VM, 1);
        assertEquals(4, rig.machine().signals(1));
        assertEquals(Rig.lpi(5), rig.acknowledge(1, Rig.VEL1));
    }

    @Tag("B-RES-7")
    @Test
    void shouldKeepAcknowledgedInterruptsActiveAndOthersPending()
    {
        rig.vmTable();
        rig.vm(VM, VPET, 2, LPIS, null);
        makeCandidate(5, 0);
        makeCandidate(6, 0);
        rig.enter(0, VM, 0);
        assertEquals(Rig.lpi(5), rig.acknowledge(0, Rig.VEL1));
        rig.leave(0, -1);
        assertEquals(10, rig.entry(VM, Rig.lpi(5)));
        assertEquals(9, rig.entry(VM, Rig.lpi(6)));

        rig.enter(1, VM, 1);
        rig.deactivate(1, Rig.VEL1, Rig.lpi(5));
        assertEquals(8, rig.entry(VM, Rig.lpi(5)));
        rig.leave(1, -1);
        rig.enter(0, VM, 0);
        rig.drop(0, Rig.VEL1);
        assertEquals(Rig.lpi(6), rig.acknowledge(0, Rig.VEL1));
    }

    @Tag("B-RES-4")
    @Tag("B-RES-5")
    @Test
    void shouldIgnoreTheIrsWhereIrichppidisIsSet()
    {
        rig.vmTable();
        rig.vm(VM, VPET, 2, LPIS, null);
        makeCandidate(5, 0);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_CONTEXTR_EL2, 1L << 63 | 1L << 61 | VM);
        assertEquals(0, rig.machine().signals(0));
        assertEquals(0, rig.acknowledge(0, Rig.VEL1));
        rig.virtualPend(VM, Rig.lpi(5), false);
        rig.virtualPend(VM, Rig.lpi(5), true);
        assertEquals(0, rig.machine().signals(0));
        rig.turn(0, 5);
        assertEquals(0, rig.outputs(Outputs.ACK).size());

        rig.enter(0, VM, 0);
        assertEquals(4, rig.machine().signals(0));
        rig.leave(0, -1);
        assertEquals(0, rig.acknowledge(0, Rig.VEL1));
    }

    private long vmteOf(final int vmId)
    {
        return L2_VMT + 0x1000L * (vmId >>> 7) + 32L * (vmId & 127);
    }

    private void makeCandidate(final int id, final int vpeId)
    {
        rig.vd(GicInstruction.VDEN, VM, Rig.lpi(id), 0);
        rig.vd(GicInstruction.VDAFF, VM, Rig.lpi(id), (long)vpeId << 48);
        rig.virtualPend(VM, Rig.lpi(id), true);
    }

    private void assertWords(final long vm, final long lpis, final long spis)
    {
        final long vmte = Rig.VMT + 32 * VM;
        assertEquals(vm, rig.load(vmte, 8));
        assertEquals(VPET | 2L << 59, rig.load(vmte + 8, 8));
        assertEquals(LPIS.descriptor() | lpis, rig.load(vmte + 16, 8));
        assertEquals(SPIS.descriptor() | spis, rig.load(vmte + 24, 8));
    }
}
