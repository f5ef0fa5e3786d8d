package org.gale.engine.gicv5;

import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.Outputs;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tables that software has laid over each other, or partly outside RAM, against the rules. The results are undefined
 * for that software, but the machine goes on (P9) and stays a function (P7).
 */
class OverlappingTablesTest
{
    private static final long RAM_END = Rig.RAM + 0x400_0000;
    private static final long L1 = Rig.RAM + 0x10_0000;
    private static final long L2 = Rig.RAM + 0x18_0000;
    private static final long VPET = Rig.RAM + 0x30_0000;
    private static final int CANDIDATE = 9;
    private static final int VM = 1;
    private static final int OTHER_VM = 2;

    private final Rig rig = new Rig("pes=1 ram=0x40000000:0x4000000 min_lpi_id_bits=4 vm_id_bits=8");

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.enableCpu(0, 31);
        rig.enableGuest(0, 31);
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldPassOverACandidateWhoseEntryAnAliasChanged()
    {
        aliasPhysicalL2Tables();
        makeCandidate(Rig.lpi(5));
        makeCandidate(Rig.lpi(6));

        rig.pend(0, Rig.EL1, Rig.lpi(1024 + 5), false);

        assertEquals(Rig.lpi(6), rig.acknowledge(0, Rig.EL1));
        rig.drop(0, Rig.EL1);
        assertEquals(0, rig.acknowledge(0, Rig.EL1));
        assertEquals(0, rig.machine().candidate(0, CandidateKind.FORWARDED));
        assertEquals(0, rig.machine().signals(0));
    }

    @Test
    void shouldPassOverACandidateInATree()
    {
        aliasPhysicalL2Tables();
        for (int id = 0; id < 200; id++)
        {
            makeCandidate(Rig.lpi(id));
        }

        for (int id = 0; id < 199; id++)
        {
            rig.pend(0, Rig.EL1, Rig.lpi(1024 + id), false);
        }

        assertEquals(Rig.lpi(199), rig.acknowledge(0, Rig.EL1));
        assertEquals(0, rig.machine().irs().indexBytes());
    }

    @Test
    void shouldPassOverStaleCandidatesInATurn()
    {
        shareOneTable();
        rig.enter(0, VM, 0);
        for (int id = 0; id < 4; id++)
        {
            rig.vd(GicInstruction.VDEN, VM, Rig.lpi(id), 0);
            rig.virtualPend(VM, Rig.lpi(id), true);
        }
        rig.vd(GicInstruction.VDDIS, OTHER_VM, Rig.lpi(0), 0);
        rig.vd(GicInstruction.VDDIS, OTHER_VM, Rig.lpi(2), 0);

        rig.turn(0, 10);

        assertEquals(2, rig.outputs(Outputs.ACK).size());
        assertEquals(Rig.lpi(1), Outputs.value(rig.outputs(Outputs.ACK).get(0)[0]));
        assertEquals(Rig.lpi(3), Outputs.value(rig.outputs(Outputs.ACK).get(1)[0]));
        assertEquals(0, rig.machine().candidate(0, CandidateKind.OF_RESIDENT));
    }

    @Test
    void shouldRemoveACandidateThatAnotherOwnerFiled()
    {
        shareOneTable();
        rig.vd(GicInstruction.VDEN, VM, Rig.lpi(5), 0);
        rig.virtualPend(VM, Rig.lpi(5), true);

        rig.vd(GicInstruction.VDAFF, OTHER_VM, Rig.lpi(5), 3L << 48);
        rig.vd(GicInstruction.VDPRI, OTHER_VM, Rig.lpi(5), 9L << 59);
        rig.vd(GicInstruction.VDDIS, OTHER_VM, Rig.lpi(5), 0);

        rig.enter(0, VM, 0);
        assertEquals(0, rig.acknowledge(0, Rig.VEL1));
        assertEquals(0, rig.machine().signals(0));
    }

    @Test
    void shouldForgetEveryCandidateWithATableWhateverItHoldsByThen()
    {
        rig.physicalIst(Ist.linear(L1, 10));
        rig.vmTable();
        for (int id = 0; id < 300; id++)
        {
            makeCandidate(Rig.lpi(id));
        }
        assertTrue(rig.machine().irs().indexBytes() > 0);

        for (int id = 0; id < 300; id++)
        {
            rig.ram().store(L1 + 4L * id, 4, 0);
        }
        rig.irsLong(Registers.IRS_IST_BASER, 0);

        assertEquals(0, rig.machine().irs().indexBytes());
        rig.physicalIst(Ist.linear(L1, 4));
        assertEquals(0, rig.machine().candidate(0, CandidateKind.FORWARDED));
        assertEquals(0, rig.machine().signals(0));
    }

    @Test
    void shouldLeaveSpisAloneWhenTheLpisGo()
    {
        rig.physicalIst(Ist.linear(L1, 10));
        for (int id = 0; id < 150; id++)
        {
            makeCandidate(Rig.lpi(id));
            makeCandidate(Rig.spi(id));
        }

        rig.irsLong(Registers.IRS_IST_BASER, 0);

        for (int id = 0; id < 150; id++)
        {
            assertEquals(Rig.spi(id), rig.acknowledge(0, Rig.EL1));
            rig.drop(0, Rig.EL1);
        }
        assertEquals(0, rig.acknowledge(0, Rig.EL1));
        assertEquals(0, rig.machine().irs().indexBytes());
    }

    /**
     * Places the translation of event 1 in the entry of LPI 2: event 0 makes it pending, and changes the meaning of
     * event 1.
     */
    @Tag("B-ITS-5")
    @Test
    void shouldTranslateOneByOneWhereATranslationTableLiesInALiveTable()
    {
        rig.physicalIst(Ist.linear(Rig.itt(0), 8));
        rig.deviceTable();
        rig.device(0);
        rig.mapEvent(0, 0, Rig.PHYSICAL, 2);
        rig.mapEvent(0, 1, Rig.PHYSICAL, 40);
        rig.msi(0, 1);
        assertEquals(1, rig.entry(Rig.lpi(40)) & 1);
        rig.pend(0, Rig.EL1, Rig.lpi(40), false);

        for (int i = 0; i < 20; i++)
        {
            rig.msi(0, 0);
            rig.msi(0, 1);
        }

        assertEquals(0, rig.entry(Rig.lpi(40)) & 1);
        assertEquals(1, rig.entry(Rig.lpi(41)) & 1);
        Replays.assertSameDigest(rig, 1);
    }

    /** Places the entries of devices in a live table: LPI 5 is the upper half of the entry of device 2. */
    @Tag("B-ITS-5")
    @Test
    void shouldTranslateOneByOneWhereTheDeviceTableLiesInALiveTable()
    {
        rig.physicalIst(Ist.linear(Rig.DT, 8));
        rig.deviceTable();
        rig.device(1);
        rig.device(2);
        rig.mapEvent(1, 0, Rig.PHYSICAL, 5);
        rig.mapEvent(2, 0, Rig.PHYSICAL, 200);
        rig.msi(2, 0);
        assertEquals(1, rig.entry(Rig.lpi(200)) & 1);

        for (int i = 0; i < 20; i++)
        {
            rig.pend(0, Rig.EL1, Rig.lpi(5), false);
            rig.pend(0, Rig.EL1, Rig.lpi(200), false);
            rig.msi(1, 0);
            rig.msi(2, 0);
            assertEquals(0, rig.entry(Rig.lpi(200)) & 1);                       // its translations lie beyond RAM now
        }

        Replays.assertSameDigest(rig, 1);
    }

    /** Places the VPE table and the VM table in a live table of LPIs: VALID bits become Pending bits. */
    @Test
    void shouldStoreValidBitsIntoALiveTable()
    {
        rig.physicalIst(Ist.linear(Rig.VMT, 12));
        rig.vmTable();
        rig.vm(VM, Rig.VMT + 0x1000, 4, Ist.linear(Rig.VMT + 0x2000, 5), null);

        rig.mapVm(VM, true);

        assertEquals(0, rig.acknowledge(0, Rig.EL1));
        Replays.assertSameDigest(rig, 1);
    }

    @Tag("B-IST-10")
    @Tag("B-INT-17")
    @Test
    void shouldReachThePartInRamOfATableThatEndsBeyondIt()
    {
        rig.physicalIst(Ist.linear(RAM_END - 64, 8));

        makeCandidate(Rig.lpi(15));
        makeCandidate(Rig.lpi(16));

        assertEquals(CANDIDATE, rig.entry(Rig.lpi(15)));
        assertEquals(-1, rig.entry(Rig.lpi(16)));
        assertEquals(CANDIDATE, rig.ram().load(RAM_END - 4, 4));
        assertEquals(Rig.lpi(15), rig.acknowledge(0, Rig.EL1));
        assertEquals(0, rig.acknowledge(0, Rig.EL1));
    }

    @Tag("B-IST-10")
    @Test
    void shouldReachThePartInRamOfATableThatBeginsBeforeIt()
    {
        rig.store(Rig.RAM + 4, 4, CANDIDATE);
        rig.physicalIst(Ist.linear(Rig.RAM - 0x400, 10));

        assertEquals(-1, rig.entry(Rig.lpi(255)));
        assertEquals(0, rig.entry(Rig.lpi(256)));
        assertEquals(Rig.lpi(257), rig.acknowledge(0, Rig.EL1));
        rig.irsLong(Registers.IRS_IST_BASER, 0);
        assertEquals(0, rig.machine().candidate(0, CandidateKind.FORWARDED));
    }

    @Test
    void shouldLiveWithVmTablesThatAreNowhere()
    {
        for (final long base : new long[]{0, Rig.RAM - 8, RAM_END - 16, RAM_END, 1L << 55, 0x00ff_ffff_ffff_fff8L})
        {
            rig.irs(Registers.IRS_VMT_CFGR, 16 | 1 << 16);
            rig.irsLong(Registers.IRS_VMT_BASER, base | 1);
            for (int vmId = 0; vmId < 256; vmId += 85)
            {
                rig.irsLong(Registers.IRS_VMAP_L2_VMTR, 1L << 63 | vmId);
                rig.mapVm(vmId, false);
                rig.mapVpe(vmId, 0);
                rig.mapVist(vmId, Intid.TYPE_LPI, false);
                rig.mapL2Vist(vmId, Rig.spi(5));
                rig.mapVm(vmId, true);
            }
            rig.irsLong(Registers.IRS_VMT_BASER, 0);
        }

        Replays.assertSameDigest(rig, 1);
    }

    /** Gives LPIs n and 1024 + n of the physical table one entry. */
    private void aliasPhysicalL2Tables()
    {
        rig.store(L1, 8, L2 | 1);
        rig.store(L1 + 8, 8, L2 | 1);
        rig.irs(Registers.IRS_IST_CFGR, 11 | 1 << 16);
        rig.irsLong(Registers.IRS_IST_BASER, L1 | 1);
    }

    /** Gives two VMs one table of LPIs. */
    private void shareOneTable()
    {
        rig.vmTable();
        rig.vm(VM, VPET, 4, Ist.linear(L1, 8), null);
        rig.vm(OTHER_VM, VPET + 0x1000, 4, Ist.linear(L1, 8), null);
    }

    private void makeCandidate(final int intid)
    {
        rig.enable(0, Rig.EL1, intid, true);
        rig.pend(0, Rig.EL1, intid, true);
    }
}
