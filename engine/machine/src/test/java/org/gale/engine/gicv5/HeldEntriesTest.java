package org.gale.engine.gicv5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.LateOperation;
import org.gale.engine.machine.OperationObserver;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of what an IRS may hold of tables that are its own, and of what passes no time (M-ORD-14 to M-ORD-17). */
@Tag("M-ORD")
class HeldEntriesTest
{
    private static final Ist LPIS = Ist.linear(Rig.RAM + 0x10_0000, 14);
    private static final long ENTRY = LPIS.base() + 4 * 40;
    private static final long PATTERN = 0x5a5a_5a5aL;
    private static final int VM = 3;
    private static final int VLPI = 9;
    private static final long VPET = Rig.RAM + 0x100_0000 + VM * 0x10_0000L;
    private static final int MASK = 31;

    /** Memory is the IRS's until the table is invalid: what it held may come after a store of its next owner. */
    @Tag("B-IST-6")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"0, false", "1, true"})
    void shouldWriteBackOverAStoreIntoATableThatIsValidYet(final int held, final boolean isOver)
    {
        try (Rig rig = pending("list:IRS_IST_BASER/x2/2=3,write-back/lpi40/x1/1=" + held))
        {
            final long entry = rig.load(ENTRY, Integer.BYTES);
            rig.irsLong(Registers.IRS_IST_BASER, LPIS.base());
            rig.store(ENTRY, Integer.BYTES, PATTERN);
            rig.store(ENTRY + 4, Integer.BYTES, PATTERN);                       // nothing is held of a zero
            waitForIst(rig);

            assertEquals(isOver ? entry : PATTERN, rig.load(ENTRY, Integer.BYTES));
            assertEquals(PATTERN, rig.load(ENTRY + 4, Integer.BYTES));
        }
    }

    @Tag("B-IST-6")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"0, 1", "1, 0"})
    void shouldNotShowWhatIsPendingBeforeTheTableIsInvalid(final int held, final int shown)
    {
        try (Rig rig = pending("list:IRS_IST_BASER/x2/2=3,image/lpi40/x2/1=" + held + "/2=" + held))
        {
            final long entry = rig.entry(Rig.lpi(40));
            assertEquals((entry & -2) | shown, rig.load(ENTRY, Integer.BYTES));
            assertEquals(shown, rig.load(ENTRY - 4, Long.BYTES) >>> 32 & 1);
            rig.irsLong(Registers.IRS_IST_BASER, LPIS.base());
            waitForIst(rig);

            assertEquals(entry, rig.load(ENTRY, Integer.BYTES));
        }
    }

    /** A block is no command: it shows what the next load of the entry would show, and changes nothing. */
    @Tag("B-IST-6")
    @Test
    void shouldShowABlockAsTheNextLoadOfEachEntry()
    {
        try (Rig rig = pending("list:image/lpi40/x2/1=1"))
        {
            final long digest = rig.machine().digest();
            final long entry = rig.entry(Rig.lpi(40));
            assertEquals(entry & -2, block(rig));
            assertEquals(entry & -2, block(rig));
            assertEquals(digest, rig.machine().digest());
            assertEquals(entry & -2, rig.load(ENTRY, Integer.BYTES));
            assertEquals(entry, block(rig));
            assertEquals(entry, rig.load(ENTRY, Integer.BYTES));
        }
    }

    /** Observers know a choice once, whether a block or a load asked first. */
    @Test
    void shouldTellOfAChoiceOnce()
    {
        try (Rig rig = pending("list:image/lpi40/x2/1=1"))
        {
            final List<String> began = new ArrayList<>();
            rig.machine().operationDelays().observedBy(new OperationObserver()
            {
                @Override
                public void began(final LateOperation operation)
                {
                    began.add(operation.name());
                }

                @Override
                public void acted(final LateOperation operation, final long command)
                {
                    // The names are enough.
                }

                @Override
                public void read(final long address, final long word, final String rule, final long command)
                {
                    // No operation reads a table here.
                }

                @Override
                public void reported(final String text, final long command)
                {
                    // Nothing is wrong.
                }
            });
            block(rig);
            block(rig);
            rig.load(ENTRY, Integer.BYTES);
            rig.load(ENTRY, Integer.BYTES);

            assertEquals(List.of("image lpi40#1", "image lpi40#2"), began);
        }
    }

    private static long block(final Rig rig)
    {
        final byte[] block = new byte[64];
        rig.ram().read(ENTRY - 5, block, 0, block.length);
        rig.machine().operationDelays().view(ENTRY - 5, block, block.length);

        return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).getInt(5);
    }

    @Tag("B-SAV-1")
    @Test
    void shouldShowWhatIsPendingInAVmOnceItIsSaved()
    {
        try (Rig rig = new Rig("pes=2 min_lpi_id_bits=4 ops.schedule=list:image/vm3.lpi9/x2/1=1/2=1"))
        {
            rig.vmTable();
            final long entry = rig.simpleVm(VM, 8).base() + 4 * VLPI;
            rig.virtualPend(VM, Rig.lpi(VLPI), true);
            rig.insn(0, Rig.EL2, GicInstruction.GSBSYS, 0);
            assertEquals(0, rig.load(entry, Integer.BYTES) & 1);
            rig.irsLong(Registers.IRS_SAVE_VMR, 3L << 62 | VM);
            assertEquals(1, rig.load(entry, Integer.BYTES) & 1);
            rig.vd(GicInstruction.VDEN, VM, Rig.lpi(VLPI), 0);
            rig.insn(0, Rig.EL2, GicInstruction.GSBSYS, 0);

            assertEquals(0, rig.load(entry, Integer.BYTES) & 1);
        }
    }

    /** A VPETE that software stores after it was mapped is not valid any more, if the IRS reads it again. */
    @Tag("B-VMT-14")
    @Tag("B-VPE-1")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"0, true", "1, false"})
    void shouldReadAgainWhatSoftwareMadeInvalid(final int again, final boolean enters)
    {
        try (Rig rig = new Rig("pes=2 ops.schedule=list:re-read/vm3.vpe1/x1/1=" + again))
        {
            rig.vmTable();
            rig.simpleVm(VM, 8);
            rig.store(VPET + 8, Long.BYTES, Rig.RAM);

            assertEquals(enters, rig.enter(0, VM, 1));
            assertEquals(true, rig.enter(1, VM, 0));
        }
    }

    @Tag("B-VMT-14")
    @Test
    void shouldReadTheEntryOfAVmAgain()
    {
        try (Rig rig = new Rig("pes=2 ops.schedule=list:re-read/vm3.vpe1/x1/1=1"))
        {
            rig.vmTable();
            rig.simpleVm(VM, 8);
            rig.store(Rig.VMT + 32L * VM, Long.BYTES, 0);

            assertEquals(false, rig.enter(0, VM, 1));
        }
    }

    /** No text gives the event of an enabled wire that becomes level; a wire that is disabled then has its own. */
    @Tag("B-IWB-7")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"0, true", "1, false"})
    void shouldLoseTheEventOfANewTriggerModeOfAnEnabledWire(final int lost, final boolean arrives)
    {
        try (Rig rig = wired("list:trigger/0:40/x1/1=" + lost))
        {
            rig.store(Rig.IWB + 0x2004, Integer.BYTES, 1 << 8);
            rig.store(Rig.IWB + 0x4004, Integer.BYTES, 1 << 8);

            assertEquals(arrives, (rig.entry(Rig.lpi(40)) & 1) != 0);
        }
        try (Rig rig = wired("list:"))
        {
            rig.store(Rig.IWB + 0x4004, Integer.BYTES, 1 << 8);
            rig.store(Rig.IWB + 0x2004, Integer.BYTES, 1 << 8);

            assertEquals(1, rig.entry(Rig.lpi(40)) & 1);
        }
    }

    /** A line of a cache has entries that nothing has named: an event that is new there may be unknown, too. */
    @Tag("B-ITS-7")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"0, false, 1", "1, false, 0", "1, true, 1"})
    void shouldKeepAnEntryNextToThatOfAnEvent(final int isKept, final boolean invalidates, final int pending)
    {
        try (Rig rig = new Rig("pes=1 ops.schedule=list:fill/ITTE/3:4/x1/1=" + isKept))
        {
            rig.enableIrs();
            rig.physicalIst(LPIS);
            rig.deviceTable();
            rig.device(3);
            rig.mapEvent(3, 5, Rig.PHYSICAL, 39);
            rig.msi(3, 5);
            rig.mapEvent(3, 4, Rig.PHYSICAL, 40);
            if (invalidates)
            {
                rig.store(Rig.ITS + Registers.ITS_DIDR, Long.BYTES, 3);
                rig.store(Rig.ITS + Registers.ITS_EIDR, Integer.BYTES, 4);
                rig.store(Rig.ITS + Registers.ITS_INV_EVENTR, Integer.BYTES, 1L << 31);
            }
            rig.msi(3, 4);

            assertEquals(1, rig.entry(Rig.lpi(39)) & 1);
            assertEquals(pending, rig.entry(Rig.lpi(40)) & 1);
        }
    }

    /** A block of any size is one step of software, and takes no time. */
    @Test
    void shouldPassNoTimeWithABlock()
    {
        try (Rig rig = new Rig("pes=1 ops.schedule=list:IRS_CR0/x1/1=2"))
        {
            rig.irs(Registers.IRS_CR0, 1);
            for (int i = 0; i < 8; i++)
            {
                rig.write(Rig.RAM, new byte[48]);
            }
            assertEquals(0, rig.irs(Registers.IRS_CR0) & 2);
            assertEquals(0, rig.irs(Registers.IRS_CR0) & 2);

            assertEquals(2, rig.irs(Registers.IRS_CR0) & 2);
        }
    }

    /** With 1ofN a targeted interrupt may be active later, and one that any PE may take is active at once. */
    @Tag("B-ORD-1")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"false, false", "true, true"})
    void shouldBeActiveLaterUnlessAnotherPeWouldTakeIt(final boolean oneOfN, final boolean isAgain)
    {
        try (Rig rig = new Rig("pes=2 one_n=1 ops.schedule=list:CDIA/0:spi5/x1/1=9"))
        {
            rig.enableCpu(0, MASK);
            rig.enableCpu(1, MASK);
            rig.enableIrs();
            rig.target(0, Rig.EL1, Rig.spi(5), 0, oneOfN);
            rig.enable(0, Rig.EL1, Rig.spi(5), true);
            rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);
            rig.spi(5, true);
            assertNotEquals(0, rig.acknowledge(0, Rig.EL1));
            assertEquals(0, rig.machine().signals(1));
            rig.spi(5, false);
            rig.spi(5, true);
            rig.insn(0, Rig.EL1, GicInstruction.GSBACK, 0);
            rig.drop(0, Rig.EL1);
            rig.deactivate(0, Rig.EL1, Rig.spi(5));
            rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);

            assertEquals(isAgain, rig.machine().signals(0) != 0);
        }
    }

    /** Makes a machine whose LPI 40 is pending, in a table that is valid. */
    private static Rig pending(final String schedule)
    {
        final Rig rig = new Rig("pes=1 ops.schedule=" + schedule);
        rig.enableIrs();
        rig.physicalIst(LPIS);
        rig.priority(0, Rig.EL1, Rig.lpi(40), 7);
        rig.pend(0, Rig.EL1, Rig.lpi(40), true);
        rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);

        return rig;
    }

    /** Makes a machine whose wire 40 is high and disabled, and its event LPI 40. */
    private static Rig wired(final String schedule)
    {
        final Rig rig = new Rig("pes=1 ops.schedule=" + schedule);
        rig.enableIrs();
        rig.physicalIst(LPIS);
        rig.deviceTable();
        rig.device(64);
        rig.mapEvent(64, 40, Rig.PHYSICAL, 40);
        rig.store(Rig.IWB + 0x80, Integer.BYTES, 1);
        rig.wire(Commands.WIRE_IWB, 0, 40, true);

        return rig;
    }

    private static void waitForIst(final Rig rig)
    {
        while ((rig.irs(Registers.IRS_IST_STATUSR) & 1) == 0)
        {
            rig.load(Rig.RAM, Integer.BYTES);
        }
    }
}
