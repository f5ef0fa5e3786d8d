package org.gale.engine.gicv5;

import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of what becomes valid and invalid with a VM, and of entries that lie outside RAM (B-VMT, B-VPE, M-SWERR). */
class VmValidityRulesTest
{
    private static final long RAM_END = Rig.RAM + 0x400_0000;
    private static final long VPET = Rig.RAM + 0x30_0000;
    private static final Ist LPIS = Ist.linear(Rig.RAM + 0x40_0000, 8);
    private static final Ist SPIS = Ist.linear(Rig.RAM + 0x41_0000, 5);
    private static final int VM = 2;
    private static final int VIRQ = 4;
    /** V, S0V and S1V of IRS_SWERR_STATUSR. */
    private static final int LATCHED = 7;
    private static final int EC_SHIFT = 16;
    private static final int VPETE_ACCESS = 0x82;

    private final Rig rig = new Rig("pes=1 ram=0x40000000:0x4000000 min_lpi_id_bits=4 vpe_id_bits=3");

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.vmTable();
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("B-VMT-6")
    @Test
    void shouldKeepAVmThatIsMadeValidAgain()
    {
        rig.enableGuest(0, 31);
        rig.vm(VM, VPET, 2, LPIS, null);
        rig.vd(GicInstruction.VDEN, VM, Rig.lpi(5), 0);
        rig.virtualPend(VM, Rig.lpi(5), true);
        rig.enter(0, VM, 0);

        rig.mapVm(VM, false);

        assertEquals(9, rig.entry(VM, Rig.lpi(5)));
        assertEquals(VIRQ, rig.machine().signals(0));
        rig.selectVpe(VM, 1);
        assertEquals(3, rig.irs(Registers.IRS_VPE_STATUSR));
    }

    /** Describes a VM of more VPE ids than the machine has: the machine's limit holds. */
    @Tag("B-VPE-1")
    @ParameterizedTest(name = "{0} bits, VPE {1}: {2}")
    @CsvSource({"3, 7, 1", "3, 8, 0", "4, 7, 1", "4, 8, 0", "16, 8, 0"})
    void shouldHaveNoMoreVpesThanTheMachine(final int vpeIdBits, final int vpeId, final int valid)
    {
        rig.describeVm(VM, VPET, vpeIdBits, null, null);
        rig.mapVm(VM, false);

        rig.mapVpe(VM, vpeId);

        assertEquals(valid, rig.load(VPET + 8L * vpeId, 8));
    }

    @Tag("M-VMINV")
    @ParameterizedTest(name = "type {0}")
    @ValueSource(ints = {Intid.TYPE_LPI, Intid.TYPE_SPI})
    void shouldClearTheValidBitOfATableWhenItsVmBecomesInvalid(final int type)
    {
        rig.vm(VM, VPET, 1, LPIS, SPIS);
        final long word = Rig.VMT + 32 * VM + 8L * type;
        assertEquals(1, rig.load(word, 8) & 1);

        rig.mapVm(VM, true);

        assertEquals(0, rig.load(word, 8) & 1);
        assertEquals(0, rig.irs(Registers.IRS_SWERR_STATUSR));
    }

    /** Maps the two VPEs on both sides of the end of RAM. */
    @Tag("M-SWERR")
    @Tag("B-VPE-1")
    @Test
    void shouldReportAVpeteOutsideRam()
    {
        rig.describeVm(VM, RAM_END - 64, 3, null, null);
        rig.describeVm(VM + 1, RAM_END, 3, null, null);
        rig.mapVm(VM, false);
        rig.mapVm(VM + 1, false);
        rig.mapVpe(VM, 7);
        assertEquals(1, rig.load(RAM_END - 8, 8));
        assertEquals(0, rig.irs(Registers.IRS_SWERR_STATUSR));

        rig.mapVpe(VM + 1, 0);

        assertEquals(VPETE_ACCESS << EC_SHIFT | LATCHED, rig.irs(Registers.IRS_SWERR_STATUSR));
        assertEquals(1L << 63 | VM + 1, rig.irsLong(Registers.IRS_SWERR_SYNDROMER0));
        assertEquals(RAM_END, rig.irsLong(Registers.IRS_SWERR_SYNDROMER1));
        rig.selectVpe(VM + 1, 0);
        assertEquals(1, rig.irs(Registers.IRS_VPE_STATUSR));
    }

    @Tag("B-VPE-9")
    @Test
    void shouldSelectOnlyAVmThatIsValid()
    {
        rig.describeVm(VM, VPET, 2, null, null);
        rig.irs(Registers.IRS_VM_SELR, VM);
        assertEquals(1, rig.irs(Registers.IRS_VM_STATUSR));
        rig.mapVm(VM, false);
        rig.irs(Registers.IRS_VM_SELR, VM);
        assertEquals(3, rig.irs(Registers.IRS_VM_STATUSR));

        rig.mapVm(VM, true);
        rig.irsLong(Registers.IRS_VM_DBR, 1L << 63 | 1);

        assertEquals(1, rig.irs(Registers.IRS_VM_STATUSR));
        assertEquals(0, rig.irsLong(Registers.IRS_VM_DBR));
    }

    /** Adds level 2 tables by the last level 1 entry that lies in RAM, and by the first that does not. */
    @Tag("B-SWE-3")
    @Tag("M-SWERR")
    @Test
    void shouldReportALevel1EntryOutsideRamThatCannotBeMadeValid()
    {
        final Ist lpis = new Ist(RAM_END - 64, 14, 0, 0, true, Rig.RAM + 0x10_0000);
        rig.irs(Registers.IRS_IST_CFGR, lpis.cfgr());
        rig.irsLong(Registers.IRS_IST_BASER, lpis.base() | 1);
        rig.store(RAM_END - 8, 8, lpis.l2Address(7));
        rig.irs(Registers.IRS_MAP_L2_ISTR, 7 << 10);
        assertEquals(0, rig.entry(Rig.lpi(7 << 10)));
        assertEquals(0, rig.irs(Registers.IRS_SWERR_STATUSR));

        rig.irs(Registers.IRS_MAP_L2_ISTR, 8 << 10);

        assertEquals(LATCHED, rig.irs(Registers.IRS_SWERR_STATUSR));
        assertEquals((long)Intid.TYPE_LPI << 60 | 8L << 42, rig.irsLong(Registers.IRS_SWERR_SYNDROMER0));
        assertEquals(RAM_END, rig.irsLong(Registers.IRS_SWERR_SYNDROMER1));
    }

    /** Pends LPIs of a level 2 table outside RAM, of a level 1 entry outside RAM, and of one that is not valid. */
    @Tag("B-SWE-3")
    @Tag("M-SWERR")
    @ParameterizedTest(name = "LPI {0}: code {1}")
    @CsvSource({"1024, 2, 1", "8192, 1, 1", "2048, 0, 0"})
    void shouldReportAnEntryOutsideRam(final int id, final int code, final int reported)
    {
        final Ist lpis = new Ist(RAM_END - 64, 14, 0, 0, true, Rig.RAM + 0x10_0000);
        rig.store(RAM_END - 64, 8, lpis.l2Address(0) | 1);
        rig.store(RAM_END - 56, 8, RAM_END | 1);
        rig.store(RAM_END - 48, 8, lpis.l2Address(2));
        rig.irs(Registers.IRS_IST_CFGR, lpis.cfgr());
        rig.irsLong(Registers.IRS_IST_BASER, lpis.base() | 1);
        rig.pend(0, Rig.EL1, Rig.lpi(3), true);
        assertEquals(0, rig.irs(Registers.IRS_SWERR_STATUSR));

        rig.pend(0, Rig.EL1, Rig.lpi(id), true);

        assertEquals(reported * (code << EC_SHIFT | LATCHED), rig.irs(Registers.IRS_SWERR_STATUSR));
        assertEquals(reported * ((long)Intid.TYPE_LPI << 60 | (long)id << 32),
            rig.irsLong(Registers.IRS_SWERR_SYNDROMER0));
        assertEquals(reported * RAM_END, rig.irsLong(Registers.IRS_SWERR_SYNDROMER1));
    }
}
