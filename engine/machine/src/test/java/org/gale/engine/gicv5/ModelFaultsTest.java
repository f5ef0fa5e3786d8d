package org.gale.engine.gicv5;

import java.util.List;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.Outputs;
import org.gale.engine.support.StateImage;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.support.ItsEntries.level1;
import static org.gale.engine.support.ItsEntries.twoLevelDevice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of what faults once survived: each is the shortest run in which the fault shows. */
class ModelFaultsTest
{
    private static final int ENABLE = 8;
    private static final long IST = Rig.RAM + 0x10_0000;
    private static final long HIGH_HM = 1L << 63;
    private static final int SPIS = 64;
    /** Candidates that the list in front of the trees holds. */
    private static final int LISTED = 64;
    private static final int IMAGE_CHUNK_WORDS = 1 << 16;

    private final Rig rig = new Rig("pes=1 min_lpi_id_bits=4");

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("B-INT-5")
    @Test
    void shouldCountALevelThatRisesOverAPendingEdge()
    {
        rig.enableIrs();
        rig.irs(Registers.IRS_SPI_SELR, 5);
        rig.irs(Registers.IRS_SPI_CFGR, 1);
        rig.handlingMode(0, Rig.EL1, Rig.spi(5), false);
        rig.pend(0, Rig.EL1, Rig.spi(5), true);

        rig.spi(5, true);

        final Ledger ledger = rig.ledger(Rig.PHYSICAL);
        assertEquals(2, ledger.offered());
        assertEquals(1, ledger.coalesced());
    }

    @Tag("B-SPI-7")
    @Test
    void shouldNotCountALevelThatIsHeldAgain()
    {
        rig.enableIrs();
        rig.irs(Registers.IRS_SPI_SELR, 5);
        rig.irs(Registers.IRS_SPI_CFGR, 1);
        rig.spi(5, true);
        rig.spi(5, true);
        rig.irs(Registers.IRS_SPI_RESAMPLER, 5);

        assertEquals(1, rig.ledger(Rig.PHYSICAL).offered());
    }

    @Tag("B-INT-15")
    @ParameterizedTest(name = "virtual: {0}")
    @ValueSource(booleans = { false, true })
    void shouldOweAServedLevelThatBecomesAnEdge(final boolean virtual)
    {
        rig.enableIrs();
        final int vm = virtual ? 1 : Rig.PHYSICAL;
        if (virtual)
        {
            oneVm();
            rig.vd(GicInstruction.VDEN, 1, Rig.lpi(3), 0);
            rig.vd(GicInstruction.VDHM, 1, Rig.lpi(3), HIGH_HM);
            rig.virtualPend(1, Rig.lpi(3), true);
        }
        else
        {
            rig.physicalIst(Ist.linear(IST, 8));
            rig.enableCpu(0, 31);
            rig.enable(0, Rig.EL1, Rig.lpi(3), true);
            rig.handlingMode(0, Rig.EL1, Rig.lpi(3), true);
            rig.pend(0, Rig.EL1, Rig.lpi(3), true);
        }
        assertEquals(Rig.lpi(3), rig.acknowledge(0, virtual ? Rig.VEL1 : Rig.EL1));
        assertFalse(rig.ledger(vm).isOwed(false, 3));

        if (virtual)
        {
            rig.vd(GicInstruction.VDHM, 1, Rig.lpi(3), 0);
            rig.vd(GicInstruction.VDHM, 1, Rig.lpi(3), 0);
        }
        else
        {
            rig.handlingMode(0, Rig.EL1, Rig.lpi(3), false);
            rig.handlingMode(0, Rig.EL1, Rig.lpi(3), false);
        }

        assertTrue(rig.ledger(vm).isOwed(false, 3));
        assertEquals(2, rig.ledger(vm).offered(), "once");
        assertEquals(0, rig.ledger(vm).coalesced());
        assertEquals(-1, rig.machine().accounts().firstDifference(Rig.owner(vm)));
    }

    @Tag("M-QUIESCE")
    @ParameterizedTest(name = "by {0}")
    @ValueSource(strings = { "turn", "event" })
    void shouldNotBeQuiescentAfterAChange(final String change)
    {
        rig.enableIrs();
        oneVm();
        rig.vd(GicInstruction.VDEN, 1, Rig.lpi(3), 0);
        rig.virtualPend(1, Rig.lpi(3), true);
        rig.irsLong(Registers.IRS_SAVE_VMR, 3L << 62 | 1);
        if (change.equals("turn"))
        {
            rig.turn(0, 4);
        }
        else
        {
            rig.virtualPend(1, Rig.lpi(4), true);
        }

        rig.leave(0, -1);

        assertEquals(1, rig.irs(Registers.IRS_SAVE_VM_STATUSR));
    }

    @Test
    void shouldTakeAllInATurnWhenTreesHoldOnlySpis()
    {
        rig.enableIrs();
        final long base = Rig.RAM + 0x200_0000;
        rig.vmTable();
        rig.vm(1, base, 1, Ist.linear(base + 0x1_0000, 8), Ist.linear(base + 0x4_0000, 8));
        rig.enableGuest(0, 31);
        for (int id = 0; id < 2 * SPIS; id++)
        {
            rig.vd(GicInstruction.VDEN, 1, Rig.spi(id), 0);
        }
        pendSpis(0, LISTED + 8);                            // the worse half of a full list goes to trees
        rig.enter(0, 1, 0);
        pendSpis(100, 120);                                 // worse than those in trees, and not in order

        rig.turn(0, 4 * SPIS);

        final List<Integer> acknowledged =
            rig.outputs(Outputs.ACK).stream().map(word -> Outputs.value(word[0])).toList();
        assertEquals(LISTED + 28, acknowledged.size());
        assertEquals(acknowledged.stream().sorted().toList(), acknowledged, "the lowest ID first (M-TIE)");
        assertEquals(0, rig.ledger(1).pending());
    }

    private void pendSpis(final int from, final int end)
    {
        for (int id = from; id < end; id++)
        {
            rig.virtualPend(1, Rig.spi(id), true);
        }
    }

    /** Maps more VPEs than may be valid at a time, but never so many at a time. */
    @Tag("B-VMT-1")
    @Test
    void shouldCountOnlyTheVpesThatAreValid()
    {
        rig.enableIrs();
        rig.vmTable();
        final long vpet = Rig.RAM + 0x200_0000;
        final int vpes = 1 << 16;
        rig.describeVm(1, vpet, 16, null, null);
        for (int cycle = 0; cycle < 17; cycle++)
        {
            rig.mapVm(1, false);
            for (int vpeId = 0; vpeId < vpes; vpeId++)
            {
                rig.mapVpe(1, vpeId);
            }
            assertEquals(1, rig.load(vpet + 8L * (vpes - 1), 8) & 1, "cycle " + cycle);
            rig.mapVm(1, true);
        }
    }

    /** Makes as many VPEs valid as may be at a time: a machine that was restored from them takes no further one. */
    @Tag("B-VMT-1")
    @Test
    void shouldCountTheVpesOfARestoredMachine()
    {
        final long vpet = Rig.RAM + 0x200_0000;
        final int vpes = 1 << 16;
        rig.enableIrs();
        rig.vmTable();
        for (int vmId = 0; vmId < 17; vmId++)
        {
            rig.describeVm(vmId, vpet + vmId * 8L * vpes, 16, null, null);
            rig.mapVm(vmId, false);
            for (int vpeId = 0; vmId < 16 && vpeId < vpes; vpeId++)
            {
                rig.mapVpe(vmId, vpeId);
            }
        }
        final long next = vpet + 16 * 8L * vpes;

        try (Rig restored = new Rig(new Gicv5Machine(rig.machine().config())))
        {
            StateImage.of(rig.machine(), IMAGE_CHUNK_WORDS).into(restored.machine(), IMAGE_CHUNK_WORDS);
            restored.mapVpe(16, 0);
            assertEquals(0, restored.load(next, 8));
            restored.mapVm(3, true);
            restored.mapVpe(16, 0);
            assertEquals(1, restored.load(next, 8));
        }
    }

    @Tag("B-VPP-2")
    @ParameterizedTest(name = "PPI {0}")
    @ValueSource(ints = { 27, 70 })
    void shouldSeeAVirtualPpiOfEachBank(final int ppi)
    {
        rig.enableGuest(0, 31);
        final int bank = ppi >>> 6;
        rig.sysw(0, Rig.EL2, bank == 0 ? SystemRegister.ICH_PPI_ENABLER0_EL2 : SystemRegister.ICH_PPI_ENABLER1_EL2,
            1L << ppi);
        rig.sysw(0, Rig.EL2, bank == 0 ? SystemRegister.ICH_PPI_PENDR0_EL2 : SystemRegister.ICH_PPI_PENDR1_EL2,
            1L << ppi);

        assertNotEquals(0, rig.machine().candidate(0, CandidateKind.VIRTUAL_PPI));
    }

    /** Walks the device table through a page that holds a live IST: an MSI before may change what it reads. */
    @Tag("B-IST-5")
    @ParameterizedTest(name = "live: {0}")
    @CsvSource({ "L1_DTE", "L2_DTE", "L1_ITTE", "L2_ITTE" })
    void shouldTranslateBehindAnMsiThatChangesTheTable(final String live)
    {
        rig.enableIrs();
        rig.physicalIst(Ist.linear(IST, 10));
        rig.enableCpu(0, 31);
        final long apart = Rig.RAM + 0x80_0000;
        // The word of LPIs 256 and 257 is an entry of a table: the event of LPI 256 sets bit 0 of it.
        final long inIst = IST + 0x400;
        final long l1Dt = live.equals("L1_DTE") ? inIst : apart;
        final long l2Dt = live.equals("L2_DTE") ? inIst : apart + 0x1000;
        final long l1Itt = live.equals("L1_ITTE") ? inIst : apart + 0x2000;
        final long l2Itt = live.equals("L2_ITTE") ? inIst : apart + 0x3000;
        rig.store(l1Dt, 8, level1(l2Dt, 9));
        rig.store(l2Dt, 8, twoLevelDevice(l1Itt, new EventIdBits(12), 0));
        rig.store(l1Itt, 8, level1(l2Itt, 9));
        rig.store(l2Itt, 8, L2Itte.physical(7));
        rig.store(l1Dt + 8, 8, level1(apart + 0x4000, 9));                    // device 512: makes LPI 256 pending
        rig.store(apart + 0x4000, 8, L2Dte.linear(apart + 0x5000, new EventIdBits(4)));
        rig.store(apart + 0x5000, 8, L2Itte.physical(256));
        final long changed = rig.load(inIst, 8);
        rig.store(Rig.ITS + Registers.ITS_DT_CFGR, 4, 16 | 1 << 16);
        rig.store(Rig.ITS + Registers.ITS_DT_BASER, 8, l1Dt);
        rig.store(Rig.ITS + Registers.ITS_CR0, 4, 1);
        for (int i = 0; i < 8; i++)
        {
            rig.store(inIst, 8, changed & ~1L);                                 // LPI 256: not pending yet
            rig.msi(512, 0);
            rig.msi(0, 0);
        }

        Replays.assertSameDigest(rig, live.hashCode());
    }

    private void oneVm()
    {
        rig.vmTable();
        final Ist lpis = rig.simpleVm(1, 8);
        rig.store(lpis.entryAddress(4), 4, ENABLE);
        rig.enableGuest(0, 31);
        rig.enter(0, 1, 0);
    }
}
