package org.gale.engine.gicv5;

import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/**
 * Tests of the registers that an operation reads: it takes them with its write or with its effect, as its schedule
 * says, and software that changes them meanwhile cannot know which.
 */
@Tag("M-ORD")
@Tag("B-ITS-10")
class OperandsTest
{
    private static final String LATE = "pes=1 ops.schedule=list:operands/%1$s/x1/1=%2$d,%1$s/x1/1=4";
    private static final int LPI_BITS = 14;
    private static final int MASK = 31;
    /** Bit of a register that acts if it is written as 1. */
    private static final long ACT = 1L << 31;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"1, 40", "0, 41"})
    void shouldReadTheTranslationOfTheEventThatItTook(final int taken, final int lpi)
    {
        try (Rig rig = events(String.format(LATE, "ITS_READ_EVENTR", taken)))
        {
            rig.store(Rig.ITS + Registers.ITS_DIDR, Long.BYTES, 3);
            rig.store(Rig.ITS + Registers.ITS_EIDR, Integer.BYTES, 5);
            rig.store(Rig.ITS + Registers.ITS_READ_EVENTR, Integer.BYTES, ACT);
            rig.store(Rig.ITS + Registers.ITS_DIDR, Long.BYTES, 4);
            rig.store(Rig.ITS + Registers.ITS_EIDR, Integer.BYTES, 6);
            pass(rig);

            assertEquals(lpi, rig.load(Rig.ITS + Registers.ITS_READ_EVENT_DATAR, Long.BYTES) & 0xff_ffff);
            assertEquals(4, rig.load(Rig.ITS + Registers.ITS_DIDR, Long.BYTES));
            assertEquals(6, rig.load(Rig.ITS + Registers.ITS_EIDR, Integer.BYTES));
        }
    }

    /** Device 3 keeps its LPI if the invalidation reads the DeviceID of the next one. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"ITS_INV_EVENTR, 1, 42", "ITS_INV_EVENTR, 0, 40", "ITS_INV_DEVICER, 1, 42", "ITS_INV_DEVICER, 0, 40"})
    void shouldInvalidateWhatItTook(final String register, final int taken, final int lpi)
    {
        try (Rig rig = events("its.cache=eager-valid " + String.format(LATE, register, taken)))
        {
            rig.msi(3, 5);
            assertEquals(Rig.lpi(40), handled(rig));
            rig.mapEvent(3, 5, Rig.PHYSICAL, 42);
            rig.store(Rig.ITS + Registers.ITS_DIDR, Long.BYTES, 3);
            rig.store(Rig.ITS + Registers.ITS_EIDR, Integer.BYTES, 5);
            rig.store(Rig.ITS + (register.equals("ITS_INV_EVENTR") ? Registers.ITS_INV_EVENTR :
                Registers.ITS_INV_DEVICER), Integer.BYTES, ACT | 8);
            rig.store(Rig.ITS + Registers.ITS_DIDR, Long.BYTES, 4);
            pass(rig);
            rig.msi(3, 5);

            assertEquals(Rig.lpi(lpi), handled(rig));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"1, 40", "0, 41"})
    void shouldGenerateTheEventThatItTook(final int taken, final int lpi)
    {
        try (Rig rig = events(String.format(LATE, "ITS_GEN_EVENTR", taken)))
        {
            rig.store(Rig.ITS + Registers.ITS_GEN_EVENT_DIDR, Long.BYTES, 3);
            rig.store(Rig.ITS + Registers.ITS_GEN_EVENT_EIDR, Integer.BYTES, 5);
            rig.store(Rig.ITS + Registers.ITS_GEN_EVENTR, Integer.BYTES, ACT);
            rig.store(Rig.ITS + Registers.ITS_GEN_EVENT_DIDR, Long.BYTES, 4);
            rig.store(Rig.ITS + Registers.ITS_GEN_EVENT_EIDR, Integer.BYTES, 6);
            pass(rig);

            assertEquals(Rig.lpi(lpi), handled(rig));
        }
    }

    /** A register that is read-only from the effect on keeps what was taken: the write after it was ignored. */
    @Tag("M-CFG")
    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, 1})
    void shouldMakeTheTableValidThatItTook(final int taken)
    {
        try (Rig rig = new Rig(String.format(LATE, "ITS_CR0", taken)))
        {
            rig.store(Rig.ITS + Registers.ITS_DT_CFGR, Integer.BYTES, 8);
            rig.store(Rig.ITS + Registers.ITS_DT_BASER, Long.BYTES, Rig.DT);
            rig.store(Rig.ITS + Registers.ITS_CR0, Integer.BYTES, 1);
            rig.store(Rig.ITS + Registers.ITS_DT_BASER, Long.BYTES, Rig.DT + 0x1_0000);
            pass(rig);

            assertEquals(Rig.DT + (taken == 0 ? 0x1_0000 : 0),
                rig.load(Rig.ITS + Registers.ITS_DT_BASER, Long.BYTES));
        }
    }

    @Tag("M-CFG")
    @ParameterizedTest(name = "{0}")
    @CsvSource({"0, 15", "1, 14"})
    void shouldMakeTheTablesOfAnIrsValidThatItTook(final int taken, final int bits)
    {
        try (Rig rig = new Rig(String.format(LATE, "IRS_IST_BASER", taken) + ",operands/IRS_VMT_BASER/x1/1=" + taken +
            ",IRS_VMT_BASER/x1/1=4"))
        {
            rig.irs(Registers.IRS_IST_CFGR, 14);
            rig.irsLong(Registers.IRS_IST_BASER, Rig.RAM + 0x10_0000 | 1);
            rig.irs(Registers.IRS_IST_CFGR, 15);
            pass(rig);
            rig.irs(Registers.IRS_VMT_CFGR, 6);
            rig.irsLong(Registers.IRS_VMT_BASER, Rig.VMT | 1);
            rig.irs(Registers.IRS_VMT_CFGR, 8);
            pass(rig);

            assertEquals(bits, rig.irs(Registers.IRS_IST_CFGR));
            assertEquals(taken == 1 ? 6 : 8, rig.irs(Registers.IRS_VMT_CFGR));
            assertEquals(1, rig.irsLong(Registers.IRS_VMT_BASER) & 1);
        }
    }

    /** The CR0 of an IRS may be as late as an event, and longer than another register. */
    @Test
    void shouldDrawTheDelayOfAnEnableUpToThatOfEvents()
    {
        int longest = 0;
        for (int seed = 1; seed <= 200; seed++)
        {
            try (Rig rig = new Rig("pes=1 ops.seed=" + seed))
            {
                rig.irs(Registers.IRS_CR0, 1);
                int polls = 0;
                while ((rig.irs(Registers.IRS_CR0) & 2) == 0)
                {
                    polls++;
                }
                longest = Math.max(longest, polls);
            }
        }

        assertEquals(64, longest, 4);
    }

    /** Makes a machine whose devices 3 and 4 have an event each, 5 and 6, that is LPI 40 or 41. */
    private static Rig events(final String keys)
    {
        final Rig rig = new Rig(keys);
        rig.enableCpu(0, MASK);
        rig.enableIrs();
        rig.physicalIst(Ist.linear(Rig.RAM + 0x10_0000, LPI_BITS));
        rig.deviceTable();
        rig.device(3);
        rig.device(4);
        rig.mapEvent(3, 5, Rig.PHYSICAL, 40);
        rig.mapEvent(4, 6, Rig.PHYSICAL, 41);
        for (int id = 40; id <= 42; id++)
        {
            rig.enable(0, Rig.EL1, Rig.lpi(id), true);
        }
        rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);

        return rig;
    }

    private static int handled(final Rig rig)
    {
        pass(rig);
        final int intid = rig.acknowledge(0, Rig.EL1);
        assertNotEquals(0, intid);
        rig.insn(0, Rig.EL1, GicInstruction.GSBACK, 0);
        rig.drop(0, Rig.EL1);
        rig.deactivate(0, Rig.EL1, intid);
        rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);

        return intid;
    }

    private static void pass(final Rig rig)
    {
        for (int i = 0; i < 8; i++)
        {
            rig.load(Rig.RAM, Integer.BYTES);
        }
    }
}
