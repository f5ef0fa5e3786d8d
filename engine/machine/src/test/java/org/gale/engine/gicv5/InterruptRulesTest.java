package org.gale.engine.gicv5;

import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.IccIcsrEl1;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the state of an interrupt (B-INT): each rule on LPIs and SPIs, physical and virtual. */
class InterruptRulesTest
{
    @Tag("B-INT-1")
    @Tag("B-INT-2")
    @Tag("B-INT-7")
    @ParameterizedTest
    @EnumSource
    void shouldBeACandidateOnlyWhenPendingEnabledAndInactive(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            assertFalse(subject.isCandidate(rig, 0));
            subject.enable(rig);
            assertFalse(subject.isCandidate(rig, 0));
            subject.pend(rig, true);
            assertTrue(subject.isCandidate(rig, 0));
            assertTrue(subject.isSignalled(rig, 0));
            assertFalse(subject.isSignalled(rig, 1));

            assertEquals(subject.intid(), subject.acknowledge(rig, 0));
            assertTrue(subject.isActive(rig));
            subject.drop(rig, 0);
            subject.pend(rig, true);
            assertTrue(subject.isActive(rig) && subject.isPending(rig));
            assertFalse(subject.isCandidate(rig, 0));
        }
    }

    @Tag("B-INT-2")
    @Tag("B-INT-11")
    @ParameterizedTest
    @EnumSource
    void shouldStayPendingWhileDisabledAndBeRecalledWhenDisabled(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.pend(rig, true);
            assertTrue(subject.isPending(rig));
            assertFalse(subject.isSignalled(rig, 0));

            subject.enable(rig);
            assertTrue(subject.isSignalled(rig, 0));
            subject.disable(rig);
            assertFalse(subject.isSignalled(rig, 0));
            assertEquals(0, subject.acknowledge(rig, 0));
            assertTrue(subject.isPending(rig));
        }
    }

    @Tag("B-INT-4")
    @ParameterizedTest
    @EnumSource
    void shouldSetAndClearPendingWhateverElseItIs(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            for (final boolean level : new boolean[]{false, true})
            {
                subject.level(rig, level);
                subject.pend(rig, true);
                assertTrue(subject.isPending(rig));
                subject.pend(rig, false);
                assertFalse(subject.isPending(rig));
                assertEquals(level, IccIcsrEl1.HM.isSet(subject.config(rig)));
            }
            subject.enable(rig);
            subject.pend(rig, true);
            subject.acknowledge(rig, 0);
            subject.pend(rig, false);
            assertTrue(subject.isActive(rig));
            assertFalse(subject.isPending(rig));
        }
    }

    @Tag("B-INT-5")
    @ParameterizedTest
    @EnumSource
    void shouldCoalesceEdgesUntilTheAcknowledgeAndKeepOneAfterIt(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.enable(rig);
            subject.pend(rig, true);
            subject.pend(rig, true);
            assertEquals(subject.intid(), subject.acknowledge(rig, 0));
            assertFalse(subject.isPending(rig));

            subject.pend(rig, true);
            subject.pend(rig, true);
            subject.drop(rig, 0);
            assertEquals(0, subject.acknowledge(rig, 0));
            subject.deactivate(rig, 0);
            assertEquals(subject.intid(), subject.acknowledge(rig, 0));
            subject.drop(rig, 0);
            subject.deactivate(rig, 0);
            assertEquals(0, subject.acknowledge(rig, 0));
        }
    }

    @Tag("B-INT-6")
    @Tag("B-INT-8")
    @Tag("B-SPI-7")
    @ParameterizedTest
    @EnumSource
    void shouldKeepALevelPendingOverItsAcknowledge(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.enable(rig);
            subject.level(rig, true);
            subject.pend(rig, true);
            assertEquals(subject.intid(), subject.acknowledge(rig, 0));
            assertTrue(subject.isPending(rig) && subject.isActive(rig));

            subject.drop(rig, 0);
            assertFalse(subject.isSignalled(rig, 0));
            subject.deactivate(rig, 0);
            assertTrue(subject.isSignalled(rig, 0));
            assertTrue(subject.isPending(rig));
            assertFalse(subject.isActive(rig));
        }
    }

    @Tag("B-INT-8")
    @Tag("B-CPU-9")
    @ParameterizedTest
    @EnumSource
    void shouldNotTouchTheRunningPriorityWhenItIsDeactivated(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.enable(rig);
            subject.priority(rig, 9);
            subject.pend(rig, true);
            subject.acknowledge(rig, 0);
            subject.pend(rig, true);
            subject.deactivate(rig, 0);

            assertTrue(subject.isCandidate(rig, 0));
            assertFalse(subject.isSignalled(rig, 0));
            subject.drop(rig, 0);
            assertTrue(subject.isSignalled(rig, 0));
        }
    }

    @Tag("B-INT-9")
    @Tag("B-INT-10")
    @ParameterizedTest
    @EnumSource
    void shouldBeDeactivatedFromAnyPe(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.enable(rig);
            subject.pend(rig, true);
            subject.acknowledge(rig, 0);
            rig.insn(1, subject.el(), GicInstruction.CDDI, Rig.VALID | Integer.toUnsignedLong(subject.intid()));

            assertFalse(subject.isActive(rig));
        }
    }

    @Tag("B-INT-12")
    @ParameterizedTest
    @EnumSource
    void shouldTakeANewPriorityAtOnce(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.enable(rig);
            subject.priority(rig, 20);
            subject.pend(rig, true);
            setMask(rig, subject, 10);
            assertFalse(subject.isSignalled(rig, 0));
            subject.priority(rig, 10);
            assertTrue(subject.isSignalled(rig, 0));
            subject.priority(rig, 11);
            assertFalse(subject.isSignalled(rig, 0));
            assertEquals(11, IccIcsrEl1.PRIORITY.getInt(subject.config(rig)));
            assertTrue(subject.isPending(rig));
        }
    }

    @Tag("B-INT-12")
    @ParameterizedTest
    @EnumSource
    void shouldKeepTheImplementedBitsOfAPriority(final Subject subject)
    {
        try (Rig rig = Subject.rig("pri_bits=3"))
        {
            for (int priority = 0; priority < 32; priority++)
            {
                subject.priority(rig, priority);
                assertEquals(priority & 0x1c, IccIcsrEl1.PRIORITY.getInt(subject.config(rig)));
            }
        }
    }

    @Tag("B-INT-12")
    @ParameterizedTest
    @EnumSource
    void shouldNotChangeAnActivePriorityThatIsSet(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.enable(rig);
            subject.priority(rig, 9);
            subject.pend(rig, true);
            subject.acknowledge(rig, 0);
            subject.priority(rig, 3);

            assertEquals(1 << 9, rig.sysr(0, subject.el(), SystemRegister.ICC_APR_EL1));
        }
    }

    @Tag("B-INT-13")
    @ParameterizedTest
    @EnumSource
    void shouldMoveToItsNewTarget(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.enable(rig);
            subject.pend(rig, true);
            subject.target(rig, 1);
            assertFalse(subject.isSignalled(rig, 0));
            assertTrue(subject.isSignalled(rig, 1));
            assertEquals(1, IccIcsrEl1.IAFFID.getInt(subject.config(rig)));

            subject.target(rig, 0);
            assertTrue(subject.isSignalled(rig, 0));
            assertFalse(subject.isSignalled(rig, 1));
        }
    }

    @Tag("B-INT-13")
    @ParameterizedTest
    @EnumSource
    void shouldStoreATargetThatIsNobodyAndNeverDeliver(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.enable(rig);
            subject.pend(rig, true);
            subject.target(rig, 0xffff);
            assertFalse(subject.isSignalled(rig, 0) || subject.isSignalled(rig, 1));
            assertEquals(0xffff, IccIcsrEl1.IAFFID.getInt(subject.config(rig)));
            assertTrue(subject.isPending(rig));

            subject.target(rig, 1);
            assertEquals(subject.intid(), subject.acknowledge(rig, 1));
        }
    }

    @Tag("B-INT-15")
    @ParameterizedTest
    @EnumSource
    void shouldChangeItsHandlingModeAndNothingElse(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.enable(rig);
            subject.pend(rig, true);
            final long before = subject.config(rig);
            subject.level(rig, true);
            assertEquals(IccIcsrEl1.HM.with(before, true), subject.config(rig));

            subject.level(rig, false);
            assertEquals(before, subject.config(rig));
            assertTrue(subject.isSignalled(rig, 0));
        }
    }

    @Tag("B-INT-16")
    @Tag("B-VIN-10")
    @ParameterizedTest
    @EnumSource
    void shouldShowItsConfiguration(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            assertEquals(0, subject.config(rig));
            subject.enable(rig);
            assertEquals(2, subject.config(rig));
            subject.pend(rig, true);
            assertEquals(6, subject.config(rig));
            subject.level(rig, true);
            subject.priority(rig, 0x15);
            subject.acknowledge(rig, 0);
            subject.target(rig, 0x1234);
            assertEquals(0x1234L << 32 | 0x15 << 11 | 0x36, subject.config(rig));

            rig.sysw(0, Rig.EL1, SystemRegister.ICC_ICSR_EL1, -1);
            assertEquals(-1, rig.sysr(0, Rig.EL1, SystemRegister.ICC_ICSR_EL1));
        }
    }

    @Tag("B-INT-17")
    @ParameterizedTest
    @EnumSource
    void shouldNotBeReachedOnceItsTableIsGone(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.enable(rig);
            subject.pend(rig, true);
            if (subject == Subject.SPI)
            {
                rig.irs(Registers.IRS_SPI_SELR, subject.intid() & 0xff_ffff);
                rig.irsLong(Registers.IRS_SPI_VMR, 1L << 63 | 5);
            }
            else if (subject.vmId() == Rig.PHYSICAL)
            {
                rig.irsLong(Registers.IRS_IST_BASER, 0);
            }
            else
            {
                rig.mapVist(Subject.VM, subject.intid() >>> 29, true);
            }

            assertFalse(subject.isSignalled(rig, 0));
            assertEquals(IccIcsrEl1.F.mask(), subject.config(rig));
            subject.disable(rig);
            subject.pend(rig, false);
            subject.deactivate(rig, 0);
            assertEquals(0, subject.acknowledge(rig, 0));
            assertEquals(-1, rig.entry(subject.vmId(), subject.intid()));
        }
    }

    @Tag("B-INT-18")
    @ParameterizedTest
    @EnumSource
    void shouldNotBeDeliveredTwiceWhileActive(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.enable(rig);
            subject.pend(rig, true);
            subject.acknowledge(rig, 0);
            subject.drop(rig, 0);
            subject.pend(rig, true);
            subject.target(rig, 1);
            assertEquals(0, subject.acknowledge(rig, 1));

            subject.deactivate(rig, 0);
            assertEquals(subject.intid(), subject.acknowledge(rig, 1));
        }
    }

    @Tag("B-INT-19")
    @Tag("B-INT-20")
    @ParameterizedTest
    @EnumSource
    void shouldLeaveTheOtherThreeAlone(final Subject subject)
    {
        try (Rig rig = Subject.rig(""))
        {
            subject.enable(rig);
            subject.pend(rig, true);
            subject.priority(rig, 5);
            for (final Subject other : Subject.values())
            {
                assertEquals(other == subject ? 5 << 11 | 6 : 0, other.config(rig), "changed " + other);
            }
        }
    }

    private static void setMask(final Rig rig, final Subject subject, final int mask)
    {
        rig.sysw(0, subject.el(), SystemRegister.ICC_PCR_EL1, mask);
    }
}
