package org.gale.engine.gicv5;

import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of who takes a 1ofN interrupt (M-1OFN), and of residency on one PE at a time. */
class OneOfNRulesTest
{
    private static final int VM = 2;
    private static final int OTHER_VM = 1;
    private static final int LPI = Rig.lpi(5);
    private static final int EL1 = 1;
    private static final int VIRQ = 4;
    private static final int IRQ = 1;
    private static final int DPS = 1;
    private static final int DOORBELL = 99;

    private final Rig rig = new Rig("pes=3 min_lpi_id_bits=4 one_n=1 virt_one_n=1");

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
        rig.vmTable();
        rig.simpleVm(OTHER_VM, 8);
        rig.simpleVm(VM, 8);
        for (int pe = 0; pe < 3; pe++)
        {
            rig.enableGuest(pe, 31);
            rig.enableCpu(pe, 31);
        }
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    @Tag("M-1OFN")
    void shouldOfferAVirtualInterruptToTheLowestResidentVpe()
    {
        rig.enter(0, OTHER_VM, 0);
        rig.enter(1, VM, 3);
        rig.enter(2, VM, 1);

        offerToAnyVpe();

        assertSignals(VIRQ, 0, 0, 1);
        exclude(1, true);
        assertSignals(VIRQ, 0, 1, 0);
        exclude(3, true);
        assertSignals(VIRQ, 0, 0, 0);
        exclude(1, false);
        assertSignals(VIRQ, 0, 0, 1);
    }

    @Test
    @Tag("M-1OFN")
    void shouldOfferAVirtualInterruptToALowerVpeThatIsEnteredLater()
    {
        rig.enter(0, VM, 3);
        offerToAnyVpe();
        assertSignals(VIRQ, 1, 0, 0);

        rig.enter(2, VM, 1);
        assertSignals(VIRQ, 0, 0, 1);

        rig.leave(2, -1);
        assertSignals(VIRQ, 1, 0, 0);
    }

    @Test
    @Tag("M-1OFN")
    void shouldOfferAPhysicalInterruptToTheLowestPeThatTakesIt()
    {
        rig.priority(0, EL1, LPI, 8);
        rig.target(0, EL1, LPI, 2, true);
        rig.enable(0, EL1, LPI, true);
        rig.pend(0, EL1, LPI, true);

        assertSignals(IRQ, 1, 0, 0);
        excludePe(0, true);
        assertSignals(IRQ, 0, 1, 0);
        excludePe(1, true);
        excludePe(2, true);
        assertSignals(IRQ, 0, 0, 0);
        excludePe(0, false);
        assertSignals(IRQ, 1, 0, 0);
    }

    @ParameterizedTest(name = "{0}")
    @Tag("M-IRM")
    @CsvSource({ "one_n=1, true", "one_n=0, false" })
    void shouldStoreIrmOnlyWithOneOfN(final String key, final boolean isStored)
    {
        try (Rig other = new Rig("pes=2 min_lpi_id_bits=4 " + key))
        {
            other.enableIrs();
            other.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
            other.target(0, EL1, LPI, 1, true);

            assertEquals(isStored, L2Iste.isOneOfN((int)other.entry(LPI)));
        }
    }

    @Test
    @Tag("M-RES2")
    void shouldRefuseAVpeThatIsResidentElsewhere()
    {
        assertTrue(rig.enter(0, VM, 1));

        assertFalse(rig.enter(1, VM, 1));

        rig.vd(GicInstruction.VDAFF, VM, LPI, 1L << 48);
        arm();
        assertSignals(VIRQ, 1, 0, 0);
    }

    @Test
    @Tag("B-VPE-9")
    void shouldRingForTheVpeOfTheVmDoorbellAlone()
    {
        vmDoorbell(1);
        offerToAnyVpe();

        rig.doorbell(VM, 2, DOORBELL, 31, true);
        assertEquals(0, rig.machine().outputs().doorbells());

        rig.doorbell(VM, 1, DOORBELL, 31, true);
        assertEquals(1, rig.machine().outputs().doorbells());
    }

    @Test
    @Tag("B-VPE-9")
    void shouldRingForTheVmOnceNoResidentVpeTakesTheInterrupt()
    {
        vmDoorbell(1);
        rig.enter(0, VM, 3);
        offerToAnyVpe();
        rig.doorbell(VM, 1, DOORBELL, 31, true);
        assertEquals(0, rig.machine().outputs().doorbells());

        rig.leave(0, -1);

        assertEquals(1, rig.machine().outputs().doorbells());
    }

    @ParameterizedTest(name = "{0}")
    @Tag("B-VPE-7")
    @CsvSource({ "virt_one_n=1, 1", "virt_one_n=0, 0" })
    void shouldStoreDpsOnlyWithOneOfN(final String key, final int dps)
    {
        try (Rig other = new Rig("pes=1 min_lpi_id_bits=4 " + key))
        {
            other.vmTable();
            other.simpleVm(VM, 8);
            other.selectVpe(VM, 1);

            other.irs(Registers.IRS_VPE_CR0, DPS);

            assertEquals(dps, other.irs(Registers.IRS_VPE_CR0));
        }
    }

    @Test
    @Tag("B-VPE-9")
    void shouldRingForTheVmOnlyWhileItsDoorbellIsEnabled()
    {
        offerToAnyVpe();
        rig.doorbell(VM, 0, DOORBELL, 31, true);
        assertEquals(0, rig.machine().outputs().doorbells());

        vmDoorbell(0);

        assertEquals(1, rig.machine().outputs().doorbells());
    }

    private void vmDoorbell(final int vpeId)
    {
        rig.irs(Registers.IRS_VM_SELR, VM);
        rig.irsLong(Registers.IRS_VM_DBR, 1L << 63 | vpeId);
    }

    private void offerToAnyVpe()
    {
        rig.vd(GicInstruction.VDAFF, VM, LPI, 1L << 28);
        arm();
    }

    private void arm()
    {
        rig.vd(GicInstruction.VDPRI, VM, LPI, 8L << 59);
        rig.vd(GicInstruction.VDEN, VM, LPI, 0);
        rig.virtualPend(VM, LPI, true);
    }

    private void exclude(final int vpeId, final boolean excluded)
    {
        rig.selectVpe(VM, vpeId);
        rig.irs(Registers.IRS_VPE_CR0, excluded ? DPS : 0);
    }

    private void excludePe(final int pe, final boolean excluded)
    {
        rig.irs(Registers.IRS_PE_SELR, pe);
        rig.irs(Registers.IRS_PE_CR0, excluded ? DPS : 0);
    }

    private void assertSignals(final int signal, final int... asserted)
    {
        for (int pe = 0; pe < asserted.length; pe++)
        {
            assertEquals(asserted[pe] * signal, rig.machine().signals(pe) & signal, "PE " + pe);
        }
    }
}
