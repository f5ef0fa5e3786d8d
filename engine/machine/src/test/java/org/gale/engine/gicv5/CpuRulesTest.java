package org.gale.engine.gicv5;

import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.Outputs;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.IccCr0El1;
import org.gale.tables.register.IccIdr0El1;
import org.gale.tables.register.IrsIdr1;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the CPU interface (B-CPU), physical and virtual. */
class CpuRulesTest
{
    private static final long PPI_27 = 1L << 27;
    private static final int PRIORITY_27 = 24;

    private final Rig rig = new Rig("pes=2 min_lpi_id_bits=4");

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
        rig.enableCpu(0, 31);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("B-CPU-1")
    @Tag("B-CPU-2")
    @ParameterizedTest(name = "PPI {0}, LPI {1}: {2}")
    @CsvSource({"5, 6, true", "5, 5, true", "6, 5, false"})
    void shouldTakeTheBetterOfPpiAndIrsCandidate(final int ofPpi, final int ofLpi, final boolean ppiFirst)
    {
        makeCandidate(7, ofLpi);
        rig.sysw(0, Rig.EL1, SystemRegister.ICC_PPI_PRIORITYR3_EL1, (long)ofPpi << PRIORITY_27);
        rig.sysw(0, Rig.EL1, SystemRegister.ICC_PPI_ENABLER0_EL1, PPI_27);
        rig.ppi(0, 27, true);

        final int first = ppiFirst ? Rig.ppi(27) : Rig.lpi(7);
        assertEquals(Rig.VALID | first, rig.sysr(0, Rig.EL1, SystemRegister.ICC_HPPIR_EL1));
        assertEquals(first, rig.acknowledge(0, Rig.EL1));
    }

    @Tag("B-CPU-4")
    @Tag("B-INT-12")
    @ParameterizedTest(name = "pri_bits={0}")
    @CsvSource({"1, 0x10, 3, 0x1e", "2, 0x18, 3, 0x1e", "3, 0x1c, 3, 0x1e", "4, 0x1e, 3, 0x1e", "5, 0x1f, 4, 0x1f"})
    void shouldKeepFourBitsOfPriorityWhenTheIrsKeepsFewer(
        final int priBits, final int ofIrs, final int encoded, final int ofCpu)
    {
        try (Rig other = new Rig("pes=1 min_lpi_id_bits=4 pri_bits=" + priBits))
        {
            other.enableIrs();
            other.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, 8));
            other.enableCpu(0, 31);
            other.priority(0, Rig.EL1, Rig.lpi(7), 31);
            other.sysw(0, Rig.EL1, SystemRegister.ICC_PPI_PRIORITYR3_EL1, 31L << PRIORITY_27);
            other.sysw(0, Rig.EL2, SystemRegister.ICH_VMCR_EL2, 0xf800_0001L);

            assertEquals(encoded, IccIdr0El1.PRI_BITS.getInt(other.sysr(0, Rig.EL1, SystemRegister.ICC_IDR0_EL1)));
            assertEquals(priBits - 1, IrsIdr1.PRI_BITS.get(other.irs(IrsIdr1.OFFSET)));
            assertEquals(ofIrs, L2Iste.priority((int)other.entry(Rig.lpi(7))));
            assertEquals(ofCpu, other.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_PRIORITYR3_EL1) >>> PRIORITY_27);
            assertEquals(ofCpu, other.sysr(0, Rig.EL1, SystemRegister.ICC_PCR_EL1));
            assertEquals(ofCpu, other.sysr(0, Rig.EL2, SystemRegister.ICH_VMCR_EL2) >>> 27);

            other.sysw(0, Rig.EL1, SystemRegister.ICC_PPI_ENABLER0_EL1, PPI_27);
            other.ppi(0, 27, true);
            assertEquals(Rig.ppi(27), other.acknowledge(0, Rig.EL1));
            assertEquals(1L << ofCpu, other.sysr(0, Rig.EL1, SystemRegister.ICC_APR_EL1));
        }
    }

    @Tag("B-CPU-3")
    @Test
    void shouldTakeLpisBeforeSpisAndLowIdsFirst()
    {
        for (final int intid : new int[]{Rig.spi(2), Rig.spi(1), Rig.lpi(9), Rig.lpi(8)})
        {
            rig.enable(0, Rig.EL1, intid, true);
            rig.pend(0, Rig.EL1, intid, true);
        }
        for (final int intid : new int[]{Rig.lpi(8), Rig.lpi(9), Rig.spi(1), Rig.spi(2), 0})
        {
            assertEquals(intid, rig.acknowledge(0, Rig.EL1));
            rig.drop(0, Rig.EL1);
        }
    }

    @Tag("B-CPU-12")
    @Test
    void shouldShowTheHppiWithoutTakingIt()
    {
        makeCandidate(7, 9);
        assertEquals(Rig.VALID | Rig.lpi(7), rig.sysr(0, Rig.EL1, SystemRegister.ICC_HPPIR_EL1));
        assertEquals(Rig.VALID | Rig.lpi(7), rig.sysr(0, Rig.EL1, SystemRegister.ICC_HPPIR_EL1));
        assertEquals(9, rig.entry(Rig.lpi(7)) & 11);

        rig.sysw(0, Rig.EL1, SystemRegister.ICC_PCR_EL1, 8);
        assertEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_HPPIR_EL1));
    }

    @Tag("B-CPU-13")
    @Tag("B-CPU-16")
    @ParameterizedTest
    @EnumSource
    void shouldAcknowledgeNothingWhenItWentAway(final Subject subject)
    {
        try (Rig two = Subject.rig(""))
        {
            subject.enable(two);
            subject.pend(two, true);
            assertTrue(subject.isSignalled(two, 0));
            subject.pend(two, false);
            assertEquals(0, two.insn(0, subject.el(), GicInstruction.CDIA, 0));
            assertEquals(0, two.sysr(0, subject.el(), SystemRegister.ICC_APR_EL1));

            subject.pend(two, true);
            assertEquals(Rig.VALID | Integer.toUnsignedLong(subject.intid()),
                two.insn(0, subject.el(), GicInstruction.CDIA, 0));
        }
    }

    @Tag("B-CPU-14")
    @Tag("B-CPU-15")
    @ParameterizedTest
    @EnumSource
    void shouldAcknowledgeNmisByTheirOwnInstruction(final Subject subject)
    {
        try (Rig nmi = Subject.rig("nmi=1"))
        {
            subject.enable(nmi);
            subject.pend(nmi, true);
            assertTrue(subject.isSignalled(nmi, 0));
            assertEquals(0, subject.acknowledge(nmi, 0));
            assertFalse(subject.isActive(nmi));
            assertEquals(Rig.VALID | subject.intid(), nmi.insn(0, subject.el(), GicInstruction.CDNMIA, 0));
            subject.drop(nmi, 0);
            subject.deactivate(nmi, 0);

            subject.priority(nmi, 1);
            subject.pend(nmi, true);
            assertEquals(0, nmi.insn(0, subject.el(), GicInstruction.CDNMIA, 0));
            assertEquals(subject.intid(), subject.acknowledge(nmi, 0));
        }
    }

    @Tag("B-CPU-14")
    @Tag("B-CPU-15")
    @ParameterizedTest
    @EnumSource
    void shouldTakePriority0AsAnyOtherWithoutNmi(final Subject subject)
    {
        try (Rig plain = Subject.rig(""))
        {
            subject.enable(plain);
            subject.pend(plain, true);
            assertEquals(0, plain.insn(0, subject.el(), GicInstruction.CDNMIA, 0));
            assertEquals(subject.intid(), subject.acknowledge(plain, 0));
        }
    }

    @Tag("B-CPU-17")
    @Tag("B-CPU-18")
    @Test
    void shouldSignalEachDomainByItsOwnLine()
    {
        try (Rig two = Subject.rig(""))
        {
            for (final Subject subject : new Subject[]{Subject.LPI, Subject.VIRTUAL_LPI})
            {
                subject.enable(two);
                subject.pend(two, true);
            }
            assertEquals(5, two.machine().signals(0));

            assertEquals(Rig.lpi(7), two.acknowledge(0, Rig.VEL1));
            assertEquals(1, two.machine().signals(0));
            assertEquals(Rig.lpi(7), two.acknowledge(0, Rig.EL1));
            assertEquals(0, two.machine().signals(0));
            assertTrue(Subject.LPI.isActive(two) && Subject.VIRTUAL_LPI.isActive(two));
        }
    }

    /** Changes each input of the signals: the effect is immediate, and put out as an edge of the signal. */
    @Tag("B-CPU-19")
    @Test
    void shouldSettleTheSignalAfterEveryCommand()
    {
        makeCandidate(7, 9);
        assertSignal(1, () -> rig.sysw(0, Rig.EL1, SystemRegister.ICC_PCR_EL1, 31), false);
        assertSignal(0, () -> rig.sysw(0, Rig.EL1, SystemRegister.ICC_PCR_EL1, 8), true);
        assertSignal(1, () -> rig.sysw(0, Rig.EL1, SystemRegister.ICC_PCR_EL1, 9), true);
        assertSignal(0, () -> rig.sysw(0, Rig.EL1, SystemRegister.ICC_APR_EL1, 1 << 9), true);
        assertSignal(1, () -> rig.drop(0, Rig.EL1), true);
        assertSignal(0, () -> rig.sysw(0, Rig.EL1, SystemRegister.ICC_CR0_EL1, 0), true);
        assertSignal(1, () -> rig.sysw(0, Rig.EL1, SystemRegister.ICC_CR0_EL1, 1), true);
        assertSignal(0, () -> rig.irs(Registers.IRS_CR0, 0), true);
        assertSignal(1, () -> rig.irs(Registers.IRS_CR0, 1), true);
        assertSignal(0, () -> rig.acknowledge(0, Rig.EL1), true);
        assertSignal(0, () -> rig.deactivate(0, Rig.EL1, Rig.lpi(7)), false);
        assertSignal(0, () -> rig.drop(0, Rig.EL1), false);
        assertSignal(0, () -> rig.sysw(0, Rig.EL1, SystemRegister.ICC_PPI_ENABLER0_EL1, PPI_27), false);
        assertSignal(1, () -> rig.ppi(0, 27, true), true);
        assertSignal(0, () -> rig.sysw(0, Rig.EL1, SystemRegister.ICC_PPI_SACTIVER0_EL1, PPI_27), true);
        assertSignal(1, () -> rig.sysw(0, Rig.EL1, SystemRegister.ICC_PPI_CACTIVER0_EL1, PPI_27), true);
        assertSignal(0, () -> rig.sysw(0, Rig.EL1, SystemRegister.ICC_PPI_PRIORITYR3_EL1, 10L << PRIORITY_27), true);
        assertSignal(0, () -> rig.ppi(0, 27, false), false);
    }

    @Tag("B-CPU-24")
    @Tag("B-CPU-25")
    @Tag("B-INT-7")
    @Test
    void shouldFollowTheWireOfALevelPpi()
    {
        rig.sysw(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR0_EL1, PPI_27);
        assertEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR0_EL1));
        rig.ppi(0, 27, true);
        assertEquals(PPI_27, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_CPENDR0_EL1));
        rig.sysw(0, Rig.EL1, SystemRegister.ICC_PPI_CPENDR0_EL1, PPI_27);
        assertEquals(PPI_27, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR0_EL1));
        rig.ppi(0, 27, false);
        assertEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_CPENDR0_EL1));
        assertEquals(0, rig.sysr(1, Rig.EL1, SystemRegister.ICC_PPI_CPENDR0_EL1));
    }

    @Tag("B-ORD-1")
    @Test
    void shouldHaveNothingToWaitForAtABarrier()
    {
        makeCandidate(7, 9);
        final long before = rig.machine().digest();
        rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);
        rig.insn(0, Rig.VEL1, GicInstruction.GSBACK, 0);

        assertEquals(before, rig.machine().digest());
    }

    @Tag("B-VIN-1")
    @Tag("B-VIN-2")
    @Test
    void shouldReachTheVirtualStateWhereTheVirtualDomainIsCurrent()
    {
        rig.sysw(0, Rig.EL1, SystemRegister.ICC_PCR_EL1, 7);
        rig.sysw(0, Rig.EL2, SystemRegister.ICC_PCR_EL1, 8);
        rig.sysw(0, Rig.VEL1, SystemRegister.ICC_PCR_EL1, 9);

        assertEquals(8, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PCR_EL1));
        assertEquals(9, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_PCR_EL1));
        assertEquals(9L << 27, rig.sysr(0, Rig.EL2, SystemRegister.ICH_VMCR_EL2));
    }

    /** Each domain is linked from reset on; EN is its own. */
    @Tag("M-LINK")
    @ParameterizedTest(name = "EL {0}")
    @CsvSource({"1, 9", "9, 1"})
    void shouldShowThatADomainIsLinkedAndEnabled(final int el, final int otherEl)
    {
        final long linked = IccCr0El1.LINK.mask() | IccCr0El1.LINK_IDLE.mask();
        rig.sysw(1, el, SystemRegister.ICC_CR0_EL1, 1);

        assertEquals(linked | 1, rig.sysr(1, el, SystemRegister.ICC_CR0_EL1));
        assertEquals(linked, rig.sysr(1, otherEl, SystemRegister.ICC_CR0_EL1));
    }

    @Tag("M-HPPIR")
    @Tag("B-VIN-2")
    @Test
    void shouldShowTheGuestsPrioritiesToTheHypervisor()
    {
        rig.enableGuest(0, 31);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_PRIORITYR3_EL2, 5L << PRIORITY_27);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_ENABLER0_EL2, PPI_27);
        assertEquals(0, rig.sysr(0, Rig.EL2, SystemRegister.ICH_HPPIR_EL2));

        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2, PPI_27);
        assertEquals(Rig.VALID | Rig.ppi(27), rig.sysr(0, Rig.EL2, SystemRegister.ICH_HPPIR_EL2));

        rig.sysw(0, Rig.EL2, SystemRegister.ICH_APR_EL2, 1 << 9 | 1 << 6);
        assertEquals(1 << 9 | 1 << 6, rig.sysr(0, Rig.EL2, SystemRegister.ICH_APR_EL2));
        assertEquals(1 << 9 | 1 << 6, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_APR_EL1));
        assertEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_APR_EL1));
    }

    /** Hides virtual PPIs: they are RAZ/WI for the guest, and no candidates. */
    @Tag("B-VPP-5")
    @Tag("B-VPP-1")
    @Test
    void shouldHideVirtualPpis()
    {
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_ENABLER0_EL2, 8 | PPI_27);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2, 8 | PPI_27);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_PRIORITYR3_EL2, 5L << PRIORITY_27);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_HVIR0_EL2, 8 | PPI_27);

        assertEquals(0, rig.machine().candidate(0, CandidateKind.VIRTUAL_PPI));
        assertEquals(0, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_PPI_ENABLER0_EL1));
        assertEquals(0, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_PPI_SPENDR0_EL1));
        assertEquals(0, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_PPI_PRIORITYR3_EL1));
        assertEquals(0, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_PPI_HMR0_EL1) & PPI_27);
        rig.sysw(0, Rig.VEL1, SystemRegister.ICC_PPI_ENABLER0_EL1, 0);
        rig.sysw(0, Rig.VEL1, SystemRegister.ICC_PPI_CPENDR0_EL1, 8);
        rig.sysw(0, Rig.VEL1, SystemRegister.ICC_PPI_SACTIVER0_EL1, PPI_27);
        rig.sysw(0, Rig.VEL1, SystemRegister.ICC_PPI_PRIORITYR3_EL1, 0);

        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_HVIR0_EL2, 0);
        assertEquals(8 | PPI_27, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_PPI_ENABLER0_EL1));
        assertEquals(8 | PPI_27, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_PPI_SPENDR0_EL1));
        assertEquals(5L << PRIORITY_27, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_PPI_PRIORITYR3_EL1));
        assertEquals(Gicv5Machine.CANDIDATE_VALID | Rig.ppi(3), rig.machine().candidate(0, CandidateKind.VIRTUAL_PPI));
    }

    private void makeCandidate(final int id, final int priority)
    {
        rig.enable(0, Rig.EL1, Rig.lpi(id), true);
        rig.priority(0, Rig.EL1, Rig.lpi(id), priority);
        rig.pend(0, Rig.EL1, Rig.lpi(id), true);
    }

    private void assertSignal(final int expected, final Runnable command, final boolean edge)
    {
        command.run();

        assertEquals(expected, rig.machine().signals(0));
        assertEquals(edge ? 1 : 0, rig.outputs(Outputs.SIGNAL).size());
        if (edge)
        {
            assertEquals(expected, Outputs.value(rig.outputs(Outputs.SIGNAL).get(0)[0]));
            assertEquals(0, Outputs.pe(rig.outputs(Outputs.SIGNAL).get(0)[0]));
        }
    }
}
