package org.gale.engine.gicv5;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.engine.command.CommandException;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.PpiSet;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.support.StateImage;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of private interrupts (B-CPU-22 to 25, B-VPP) through their registers, physical and virtual, of both banks. */
class PpiRulesTest
{
    private static final PpiSet PPIS = Rig.config("").value(MachineKeys.PPIS);
    private static final int EDGE = PpiSet.SW_PPI;
    private static final int CHUNK_WORDS = 64;
    private static final long ANY = 0x5a3c_96f0_1e2d_7b84L;
    private static final long ANY_PRIORITIES = 0x0908_0706_0504_0302L;

    private final Rig rig = Subject.rig("");

    @AfterEach
    void close()
    {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({"ICC_ICSR_EL1, -1", "ICH_VCTLR_EL2, 1",
        "ICH_HFGRTR_EL2, -1", "ICH_HFGWTR_EL2, -1", "ICH_HFGITR_EL2, -1"})
    void shouldKeepWhatSoftwareWroteInARegisterWithoutEffect(final SystemRegister register, final long writable)
    {
        final int el = register.lowestEl();
        rig.sysw(0, el, register, ANY | 1);
        assertEquals((ANY | 1) & writable, rig.sysr(0, el, register));
        assertEquals(0, rig.sysr(1, el, register), "of another PE");

        rig.sysw(0, el, register, ANY & ~1);
        assertEquals(ANY & ~1 & writable, rig.sysr(0, el, register));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HVIR", "DVIR", "ENABLER", "PENDR", "ACTIVER"})
    @Tag("B-VPP-1")
    @Tag("B-CPU-22")
    void shouldKeepTheBitsOfExistingVirtualPpisOfBothBanks(final String name)
    {
        final SystemRegister low = SystemRegister.byName("ICH_PPI_" + name + "0_EL2");
        final SystemRegister high = SystemRegister.byName("ICH_PPI_" + name + "1_EL2");

        rig.sysw(0, Rig.EL2, low, ANY);
        rig.sysw(0, Rig.EL2, high, ~ANY);

        assertEquals(ANY & PPIS.bank(0), rig.sysr(0, Rig.EL2, low));
        assertEquals(~ANY & PPIS.bank(1), rig.sysr(0, Rig.EL2, high));
        assertEquals(0, rig.sysr(1, Rig.EL2, low), "of another PE");
    }

    @ParameterizedTest
    @ValueSource(ints = {Rig.EL1, Rig.VEL1})
    @Tag("B-CPU-23")
    void shouldShowTheHandlingModeOfEachBank(final int el)
    {
        assertEquals(PPIS.bank(0) & ~(1L << EDGE), rig.sysr(0, el, SystemRegister.ICC_PPI_HMR0_EL1));
        assertEquals(PPIS.bank(1), rig.sysr(0, el, SystemRegister.ICC_PPI_HMR1_EL1));
    }

    @ParameterizedTest(name = "EL {0}, bank {1}")
    @CsvSource({"1, 0", "1, 1", "9, 0", "9, 1"})
    @Tag("B-CPU-25")
    void shouldSetAndClearActiveBitByBit(final int el, final int bank)
    {
        final SystemRegister set = SystemRegister.byName("ICC_PPI_SACTIVER" + bank + "_EL1");
        final SystemRegister clear = SystemRegister.byName("ICC_PPI_CACTIVER" + bank + "_EL1");

        rig.sysw(0, el, set, 0x600_0000L);
        rig.sysw(0, el, set, 0x800_0000L);
        assertEquals(0xe00_0000L, rig.sysr(0, el, set));
        assertEquals(0xe00_0000L, rig.sysr(0, el, clear));

        rig.sysw(0, el, clear, 0x400_0000L);
        assertEquals(0xa00_0000L, rig.sysr(0, el, set));
        assertEquals(0, rig.sysr(0, el == Rig.EL1 ? Rig.VEL1 : Rig.EL1, set), "of the other domain");
    }

    @ParameterizedTest(name = "EL {0}, bank {1}")
    @CsvSource({"1, 0", "1, 1", "9, 0", "9, 1"})
    @Tag("B-CPU-25")
    void shouldEnableByTheWholeRegister(final int el, final int bank)
    {
        final SystemRegister register = SystemRegister.byName("ICC_PPI_ENABLER" + bank + "_EL1");

        rig.sysw(0, el, register, ANY);
        assertEquals(ANY & PPIS.bank(bank), rig.sysr(0, el, register));
        rig.sysw(0, el, register, ~ANY);
        assertEquals(~ANY & PPIS.bank(bank), rig.sysr(0, el, register));
    }

    @ParameterizedTest
    @ValueSource(ints = {Rig.EL1, Rig.VEL1})
    @Tag("B-CPU-24")
    void shouldSetAndClearPendingOfTheEdgeAlone(final int el)
    {
        rig.sysw(0, el, SystemRegister.ICC_PPI_SPENDR0_EL1, -1L);
        rig.sysw(0, el, SystemRegister.ICC_PPI_SPENDR1_EL1, -1L);
        assertEquals(1L << EDGE, rig.sysr(0, el, SystemRegister.ICC_PPI_SPENDR0_EL1));
        assertEquals(0, rig.sysr(0, el, SystemRegister.ICC_PPI_SPENDR1_EL1));

        rig.sysw(0, el, SystemRegister.ICC_PPI_CPENDR0_EL1, 1L << EDGE);
        assertEquals(0, rig.sysr(0, el, SystemRegister.ICC_PPI_CPENDR0_EL1));
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 27, 64, 70, 95})
    @Tag("B-CPU-24")
    void shouldDriveTheWireOfOneLevelAlone(final int ppi)
    {
        rig.ppi(0, 20, true);
        rig.ppi(0, 71, true);
        rig.ppi(0, ppi, true);
        final long low = 1L << 20 | (ppi < 64 ? 1L << ppi : 0);
        final long high = 1L << 7 | (ppi < 64 ? 0 : 1L << ppi);
        assertEquals(low, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR0_EL1));
        assertEquals(high, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR1_EL1));

        rig.ppi(0, ppi, false);
        assertEquals(1L << 20, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR0_EL1));
        assertEquals(1L << 7, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR1_EL1));
        assertEquals(0, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_PPI_SPENDR0_EL1), "of the other domain");
    }

    @ParameterizedTest
    @ValueSource(ints = {EDGE, 4, 96, 127})
    @Tag("M-WIRE")
    void shouldIgnoreAWireThatAPpiDoesNotHave(final int ppi)
    {
        rig.ppi(0, ppi, true);

        assertEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR0_EL1));
        assertEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR1_EL1));
    }

    @ParameterizedTest
    @ValueSource(ints = {27, 70})
    @Tag("B-INT-6")
    @Tag("B-INT-9")
    void shouldLeaveAnAcknowledgedLevelPendingAndMakeItActive(final int ppi)
    {
        final SystemRegister active = SystemRegister.byName("ICC_PPI_SACTIVER" + (ppi >>> 6) + "_EL1");
        final SystemRegister pending = SystemRegister.byName("ICC_PPI_SPENDR" + (ppi >>> 6) + "_EL1");
        rig.sysw(0, Rig.EL1, active, 1L << 28);
        rig.sysw(0, Rig.EL1, SystemRegister.byName("ICC_PPI_ENABLER" + (ppi >>> 6) + "_EL1"), -1L);
        rig.ppi(0, ppi, true);

        assertEquals(Rig.ppi(ppi), rig.acknowledge(0, Rig.EL1));
        assertEquals(1L << 28 | 1L << ppi, rig.sysr(0, Rig.EL1, active));
        assertEquals(1L << ppi, rig.sysr(0, Rig.EL1, pending));
        assertEquals(0, rig.acknowledge(0, Rig.EL1), "active");

        rig.drop(0, Rig.EL1);
        rig.deactivate(0, Rig.EL1, Rig.ppi(ppi));
        assertEquals(1L << 28, rig.sysr(0, Rig.EL1, active));
        assertEquals(Rig.ppi(ppi), rig.acknowledge(0, Rig.EL1), "the wire is still high");
    }

    @ParameterizedTest
    @ValueSource(ints = {Rig.EL1, Rig.VEL1})
    @Tag("B-INT-6")
    @Tag("B-TRAP-6")
    void shouldClearPendingOfAnAcknowledgedEdge(final int el)
    {
        rig.sysw(0, el, SystemRegister.ICC_PPI_ENABLER0_EL1, 1L << EDGE);
        rig.sysw(0, el, SystemRegister.ICC_PPI_SPENDR0_EL1, 1L << EDGE);

        assertEquals(Rig.ppi(EDGE), rig.acknowledge(0, el));
        assertEquals(0, rig.sysr(0, el, SystemRegister.ICC_PPI_SPENDR0_EL1));
        assertEquals(1L << EDGE, rig.sysr(0, el, SystemRegister.ICC_PPI_SACTIVER0_EL1));

        rig.drop(0, el);
        rig.deactivate(0, el, Rig.ppi(EDGE));
        assertEquals(0, rig.sysr(0, el, SystemRegister.ICC_PPI_SACTIVER0_EL1));
        assertEquals(0, rig.acknowledge(0, el));
    }

    @Test
    @Tag("B-CPU-22")
    void shouldIgnoreTheDeactivationOfAPpiThatDoesNotExist()
    {
        rig.sysw(0, Rig.EL1, SystemRegister.ICC_PPI_SACTIVER0_EL1, -1L);

        rig.deactivate(0, Rig.EL1, Rig.ppi(4));
        rig.deactivate(0, Rig.EL1, Rig.ppi(128 + EDGE));

        assertEquals(PPIS.bank(0), rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SACTIVER0_EL1));
    }

    /** A directly injected virtual PPI has Pending of the physical one; Active stays its own. */
    @ParameterizedTest
    @ValueSource(ints = {27, 70})
    @Tag("B-VPP-2")
    @Tag("B-TRAP-15")
    void shouldFollowThePhysicalWireWhereInjectionIsDirect(final int ppi)
    {
        final int bank = ppi >>> 6;
        final SystemRegister pending = SystemRegister.byName("ICC_PPI_SPENDR" + bank + "_EL1");
        rig.sysw(0, Rig.EL2, SystemRegister.byName("ICH_PPI_DVIR" + bank + "_EL2"), 1L << ppi);
        rig.sysw(0, Rig.EL2, SystemRegister.byName("ICH_PPI_ENABLER" + bank + "_EL2"), -1L);
        rig.sysw(0, Rig.EL2, SystemRegister.byName("ICH_PPI_PENDR" + bank + "_EL2"), 1L << ppi);
        assertEquals(0, rig.sysr(0, Rig.VEL1, pending));
        assertEquals(0, rig.machine().candidate(0, CandidateKind.VIRTUAL_PPI));
        assertEquals(1L << ppi, rig.sysr(0, Rig.EL2, SystemRegister.byName("ICH_PPI_PENDR" + bank + "_EL2")));

        rig.ppi(0, ppi, true);
        assertEquals(1L << ppi, rig.sysr(0, Rig.VEL1, pending));
        assertEquals(Rig.ppi(ppi), rig.acknowledge(0, Rig.VEL1));
        assertEquals(1L << ppi, rig.sysr(0, Rig.EL2, SystemRegister.byName("ICH_PPI_ACTIVER" + bank + "_EL2")));
        assertEquals(0, rig.sysr(0, Rig.EL2, SystemRegister.byName("ICC_PPI_SACTIVER" + bank + "_EL1")));
        rig.drop(0, Rig.VEL1);
        rig.deactivate(0, Rig.VEL1, Rig.ppi(ppi));

        rig.ppi(0, ppi, false);
        assertEquals(0, rig.sysr(0, Rig.VEL1, pending));
    }

    @Test
    @Tag("B-VPP-2")
    @Tag("B-VPP-4")
    void shouldShareThePendingBitOfADirectEdge()
    {
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_DVIR0_EL2, 1L << EDGE);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_ENABLER0_EL2, 1L << EDGE);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2, 1L << EDGE);

        rig.sysw(0, Rig.VEL1, SystemRegister.ICC_PPI_SPENDR0_EL1, 1L << EDGE);
        assertEquals(1L << EDGE, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR0_EL1));
        assertEquals(Rig.ppi(EDGE), rig.acknowledge(0, Rig.VEL1));
        assertEquals(0, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR0_EL1));
        assertEquals(1L << EDGE, rig.sysr(0, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2), "not its own bit");

        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_DVIR0_EL2, 0);
        rig.sysw(0, Rig.VEL1, SystemRegister.ICC_PPI_CPENDR0_EL1, 1L << EDGE);
        assertEquals(0, rig.sysr(0, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2), "its own bit");
    }

    /** The edge is not injected directly, the level is: its wire stays high whatever the guest does to the edge. */
    @Test
    @Tag("B-VPP-1")
    @Tag("B-VPP-2")
    void shouldLeaveADirectLevelPendingWhenTheGuestClearsAnEdge()
    {
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_DVIR0_EL2, 1L << 27);
        rig.ppi(0, 27, true);

        rig.sysw(0, Rig.VEL1, SystemRegister.ICC_PPI_SPENDR0_EL1, 1L << EDGE);
        assertEquals(1L << 27, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR0_EL1));
        assertEquals(1L << 27 | 1L << EDGE, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_PPI_SPENDR0_EL1));

        rig.sysw(0, Rig.VEL1, SystemRegister.ICC_PPI_CPENDR0_EL1, 1L << EDGE);
        assertEquals(1L << 27, rig.sysr(0, Rig.EL1, SystemRegister.ICC_PPI_SPENDR0_EL1));
        assertEquals(1L << 27, rig.sysr(0, Rig.VEL1, SystemRegister.ICC_PPI_SPENDR0_EL1));
    }

    /** The bit of its own that a virtual PPI has is clear: the wire alone decides. */
    @ParameterizedTest
    @ValueSource(ints = {27, 70})
    @Tag("B-VPP-2")
    void shouldPresentADirectPpiThatIsPendingPhysicallyAlone(final int ppi)
    {
        rig.sysw(0, Rig.EL2, SystemRegister.byName("ICH_PPI_DVIR" + (ppi >>> 6) + "_EL2"), 1L << ppi);
        rig.sysw(0, Rig.EL2, SystemRegister.byName("ICH_PPI_ENABLER" + (ppi >>> 6) + "_EL2"), 1L << ppi);

        rig.ppi(0, ppi, true);

        assertEquals(Gicv5Machine.CANDIDATE_VALID | Rig.ppi(ppi),
            rig.machine().candidate(0, CandidateKind.VIRTUAL_PPI));
        assertEquals(Rig.ppi(ppi), rig.acknowledge(0, Rig.VEL1));
    }

    @ParameterizedTest(name = "bank {0}")
    @ValueSource(ints = {0, 1})
    @Tag("B-VPP-5")
    void shouldPresentNoHiddenPpi(final int bank)
    {
        rig.sysw(0, Rig.EL2, SystemRegister.byName("ICH_PPI_ENABLER" + bank + "_EL2"), 3L << 26);
        rig.sysw(0, Rig.EL2, SystemRegister.byName("ICH_PPI_PENDR" + bank + "_EL2"), 3L << 26);
        rig.sysw(0, Rig.EL2, SystemRegister.byName("ICH_PPI_HVIR" + bank + "_EL2"), 1L << 26);
        assertEquals(Gicv5Machine.CANDIDATE_VALID | Rig.ppi(64 * bank + 27),
            rig.machine().candidate(0, CandidateKind.VIRTUAL_PPI));

        rig.sysw(0, Rig.EL2, SystemRegister.byName("ICH_PPI_HVIR" + bank + "_EL2"), 3L << 26);
        assertEquals(0, rig.machine().candidate(0, CandidateKind.VIRTUAL_PPI));
    }

    @ParameterizedTest(name = "EL {0}")
    @ValueSource(ints = {Rig.EL1, Rig.VEL1})
    @Tag("B-CPU-25")
    void shouldWriteThePrioritiesOfOneRegisterAlone(final int el)
    {
        rig.sysw(0, el, SystemRegister.ICC_PPI_PRIORITYR8_EL1, ANY_PRIORITIES);
        rig.sysw(0, el, SystemRegister.ICC_PPI_PRIORITYR10_EL1, ANY_PRIORITIES);
        rig.sysw(0, el, SystemRegister.ICC_PPI_PRIORITYR9_EL1, -1L);

        assertEquals(ANY_PRIORITIES, rig.sysr(0, el, SystemRegister.ICC_PPI_PRIORITYR8_EL1));
        assertEquals(0x1f1f_1f1f_1f1f_1f1fL, rig.sysr(0, el, SystemRegister.ICC_PPI_PRIORITYR9_EL1));
        assertEquals(ANY_PRIORITIES, rig.sysr(0, el, SystemRegister.ICC_PPI_PRIORITYR10_EL1));
    }

    /** Priorities of 128 PPIs stand in 16 registers, a byte each. */
    @ParameterizedTest(name = "PRIORITYR{1}, EL {0}")
    @MethodSource("priorityRegisters")
    @Tag("B-VPP-5")
    @Tag("B-CPU-25")
    void shouldShowThePrioritiesOfVisiblePpis(final int el, final int register)
    {
        final SystemRegister priorities = SystemRegister.byName("ICC_PPI_PRIORITYR" + register + "_EL1");
        rig.sysw(0, el, priorities, ANY_PRIORITIES);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_HVIR0_EL2, ANY);
        rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_HVIR1_EL2, ~ANY);

        long all = 0;
        long visible = 0;
        for (int i = 0; i < 8; i++)
        {
            final int ppi = 8 * register + i;
            final long one = PPIS.contains(ppi) ? (2L + i) << (8 * i) : 0;
            all |= one;
            visible |= ((ppi < 64 ? ANY : ~ANY) & 1L << ppi) == 0 ? one : 0;
        }
        assertEquals(el == Rig.VEL1 ? visible : all, rig.sysr(0, el, priorities));
        assertEquals(el == Rig.VEL1 ? all : 0,
            rig.sysr(0, Rig.EL2, SystemRegister.byName("ICH_PPI_PRIORITYR" + register + "_EL2")));
    }

    static Stream<Arguments> priorityRegisters()
    {
        return IntStream.range(0, 16).boxed().flatMap(register ->
            Stream.of(Arguments.of(Rig.EL1, register), Arguments.of(Rig.VEL1, register)));
    }

    @Test
    @Tag("P8")
    void shouldRestoreEachRegister()
    {
        final List<SystemRegister> registers = Stream.of(SystemRegister.values())
            .filter(one -> one.isReadable() && one.isWritable() && one.lowestEl() < 3 && !one.name().contains("APR") &&
                one != SystemRegister.ICH_CONTEXTR_EL2)
            .toList();
        registers.forEach(one -> rig.sysw(0, one.lowestEl(), one, ANY));
        rig.ppi(0, 27, true);

        try (Rig other = new Rig(new Gicv5Machine(rig.machine().config())))
        {
            assertTrue(StateImage.of(rig.machine(), CHUNK_WORDS).into(other.machine(), CHUNK_WORDS).isSame());

            for (final SystemRegister one : registers)
            {
                assertEquals(rig.sysr(0, one.lowestEl(), one), other.sysr(0, one.lowestEl(), one), one.name());
            }
            assertEquals(rig.machine().candidate(0, CandidateKind.VIRTUAL_PPI),
                other.machine().candidate(0, CandidateKind.VIRTUAL_PPI));
        }
    }

    /** Without virtualization there is neither an EL2 nor a virtual domain. */
    @ParameterizedTest
    @ValueSource(ints = {Rig.EL2, Rig.VEL1})
    void shouldDefineNoRegisterOfADomainThatDoesNotExist(final int el)
    {
        try (Rig other = new Rig("preset=el1"))
        {
            assertEquals(0, other.sysr(0, Rig.EL1, SystemRegister.ICC_PCR_EL1));
            assertThrows(CommandException.class, () -> other.sysr(0, el, SystemRegister.ICC_PCR_EL1));
            assertThrows(CommandException.class, () -> other.sysw(0, el, SystemRegister.ICC_PCR_EL1, 1));
        }
    }

    @ParameterizedTest(name = "EL {0}")
    @ValueSource(ints = {Rig.EL2, Rig.VEL1})
    @Tag("B-VIN-7")
    void shouldDefineNoInstructionOfADomainThatDoesNotExist(final int el)
    {
        try (Rig other = new Rig("preset=el1"))
        {
            assertEquals(0, other.insn(0, Rig.EL1, GicInstruction.CDIA, 0));
            assertThrows(CommandException.class, () -> other.insn(0, el, GicInstruction.CDIA, 0));
            assertThrows(CommandException.class, () -> other.insn(0, 0, GicInstruction.CDIA, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"16, 0", "24, 1"})
    void shouldTellTheWidthOfInterruptIds(final int idBits, final int encoded)
    {
        try (Rig other = new Rig("pes=1 min_lpi_id_bits=4 id_bits=" + idBits))
        {
            assertEquals(encoded, other.sysr(0, Rig.EL1, SystemRegister.ICC_IDR0_EL1) & 15);
        }
    }
}
