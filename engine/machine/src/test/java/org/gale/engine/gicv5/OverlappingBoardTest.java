package org.gale.engine.gicv5;

import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tables of two ITSs that software has laid over a live interrupt state table: runs of events of both, in turn. */
@Tag("B-ITS-5")
@Tag("T-ITS-2")
class OverlappingBoardTest
{
    private static final int SEEDS = 5;
    private static final int VM = 1;
    private static final long STEP = 0x0100_0000L;

    private final Rig rig = new Rig("pes=2 irss=2 itss=2 swe=1 ram=0x40000000:0x4000000 min_lpi_id_bits=4");

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.enableCpu(0, 31);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    /** Places the translation of event 1 in the entry of LPI 2: event 0 of ITS 1 changes the meaning of event 1. */
    @Test
    void shouldTranslateOneByOneWhereATranslationTableLiesInALiveTable()
    {
        rig.physicalIst(Ist.linear(Rig.itt(0), 8));
        enableItss();
        rig.device(0);
        rig.mapEvent(0, 0, Rig.PHYSICAL, 2);
        rig.mapEvent(0, 1, Rig.PHYSICAL, 40);

        for (int i = 0; i < 20; i++)
        {
            rig.msiLong(1, 0, 0);
            rig.msi(0, 1);
            rig.msiLong(1, 0, 1);
        }

        assertEquals(0, rig.entry(Rig.lpi(40)) & 1);
        assertEquals(1, rig.entry(Rig.lpi(41)) & 1);
        assertSameInRuns();
    }

    /** Places the entries of devices in a live table: LPI 5 is the upper half of the entry of device 2. */
    @Test
    void shouldTranslateOneByOneWhereADeviceTableLiesInALiveTable()
    {
        rig.physicalIst(Ist.linear(Rig.DT, 8));
        enableItss();
        rig.device(1);
        rig.device(2);
        rig.mapEvent(1, 0, Rig.PHYSICAL, 5);
        rig.mapEvent(2, 0, Rig.PHYSICAL, 200);

        for (int i = 0; i < 20; i++)
        {
            rig.pend(0, Rig.EL1, Rig.lpi(5), false);
            rig.pend(0, Rig.EL1, Rig.lpi(200), false);
            rig.msi(1, 0);
            rig.msiLong(1, 2, 0);
            assertEquals(0, rig.entry(Rig.lpi(200)) & 1);                       // its translations lie beyond RAM now
        }

        assertSameInRuns();
    }

    /** Places the translation table of LPIs so that it ends beyond RAM: an error of each ITS, recorded at its IRS. */
    @Tag("M-SWERRIRS")
    @Tag("M-ITSIRS")
    @Test
    void shouldReportTheErrorsOfARunAtTheIrsOfEachIts()
    {
        final long end = rig.machine().config().ramBase() + rig.machine().config().ramBytes();
        rig.physicalIst(Ist.linear(end - 64, 8));
        enableItss();
        rig.device(0);
        rig.mapEvent(0, 0, Rig.PHYSICAL, 20);
        rig.mapEvent(0, 1, Rig.PHYSICAL, 3);

        rig.msi(0, 1);
        rig.msiLong(1, 0, 0);
        rig.msi(0, 1);

        assertEquals(0, rig.load(Rig.IRS + Registers.IRS_SWERR_STATUSR, 4) & 1);
        assertEquals(1, rig.load(Rig.IRS + STEP + Registers.IRS_SWERR_STATUSR, 4) & 1);
        assertSameInRuns();
    }

    /** Doorbells whose LPIs lie beyond RAM ring in a run: each error is that of the ITS whose event rang. */
    @Tag("M-SWERRIRS")
    @Tag("M-ITSIRS")
    @Test
    void shouldReportTheErrorOfADoorbellAtTheIrsOfTheItsThatRang()
    {
        final long end = rig.machine().config().ramBase() + rig.machine().config().ramBytes();
        rig.physicalIst(Ist.linear(end - 64, 8));
        rig.vmTable();
        rig.simpleVm(VM, 14);
        enableItss();
        rig.device(0);
        for (int vpe = 0; vpe < 2; vpe++)
        {
            rig.mapEvent(0, vpe, VM, 3 + vpe);
            rig.vd(GicInstruction.VDEN, VM, Rig.lpi(3 + vpe), 0);
            rig.vd(GicInstruction.VDAFF, VM, Rig.lpi(3 + vpe), (long)vpe << 48);
            rig.doorbell(VM, vpe, 20 + vpe, 31, true);
        }

        rig.msiLong(1, 0, 0);
        rig.msi(0, 1);
        rig.msi(0, 0);

        assertEquals(2L << 60 | 21L << 32, rig.load(Rig.IRS + Registers.IRS_SWERR_SYNDROMER0, 8));
        assertEquals(2L << 60 | 20L << 32, rig.load(Rig.IRS + STEP + Registers.IRS_SWERR_SYNDROMER0, 8));
        assertSameInRuns();
    }

    /** A translation table of two levels has to be walked: its run ends in front of it, too. */
    @Test
    void shouldEndARunInFrontOfAWalkThroughALiveTable()
    {
        rig.physicalIst(Ist.linear(Rig.itt(0), 8));
        enableItss();
        rig.device(0);
        rig.mapEvent(0, 0, Rig.PHYSICAL, 2);
        rig.mapEvent(0, 1, Rig.PHYSICAL, 40);
        rig.store(Rig.ITS + STEP + Registers.ITS_CR0, 4, 0);
        rig.store(Rig.ITS + STEP + Registers.ITS_DT_CFGR, 4, 8 | 1 << 16);
        rig.store(Rig.DT + 0x1000, 8, Rig.DT | 1);
        rig.store(Rig.ITS + STEP + Registers.ITS_DT_BASER, 8, Rig.DT + 0x1000);
        rig.store(Rig.ITS + STEP + Registers.ITS_CR0, 4, 1);

        for (int i = 0; i < 20; i++)
        {
            rig.msiLong(1, 0, 0);
            rig.msiLong(1, 0, 1);
        }

        assertEquals(1, rig.entry(Rig.lpi(41)) & 1);
        assertSameInRuns();
    }

    /** Between two runs an ITS ends, and begins anew with a table elsewhere. */
    @Tag("B-ITS-2")
    @Test
    void shouldTakeTheTablesOfAnItsAsTheyAreAtEachRun()
    {
        rig.physicalIst(Ist.linear(Rig.RAM, 8));
        enableItss();
        rig.device(0);
        rig.mapEvent(0, 0, Rig.PHYSICAL, 2);
        rig.msiLong(1, 0, 0);
        rig.msi(0, 0);
        rig.pend(0, Rig.EL1, Rig.lpi(2), false);
        rig.store(Rig.ITS + STEP + Registers.ITS_CR0, 4, 0);

        rig.msiLong(1, 0, 0);
        rig.msiLong(1, 0, 0);
        assertEquals(0, rig.entry(Rig.lpi(2)) & 1);
        assertSameInRuns();
    }

    /** Compares with batches that end at several places, because the first events of a loop matter most. */
    private void assertSameInRuns()
    {
        for (int seed = 1; seed <= SEEDS; seed++)
        {
            Replays.assertSameDigest(rig, seed);
        }
    }

    private void enableItss()
    {
        rig.deviceTable(Rig.ITS);
        rig.deviceTable(Rig.ITS + STEP);
    }
}
