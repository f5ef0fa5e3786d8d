package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.gale.engine.machine.InterruptQueries;
import org.gale.tables.ist.L1Iste;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IccIcsrEl1;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.register.IrsVmtCfgr;
import org.gale.tables.register.IrsVpeDbr;
import org.gale.tables.register.IrsVpeSelr;
import org.gale.tables.vm.L1Vmte;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.Vpete;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tables and registers that KVM leaves behind, as the hardware finds them. */
class KvmTablesTest
{
    private static final long IRS = KvmRig.IRS;
    private static final long UPPER_HALF = 0x6000_0000L;

    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("K-CR-10")
    @Test
    void shouldBringTheHostUpWithTheFirstVerb()
    {
        rig.all("kvm create_vm");

        assertTrue(IrsVmtBaser.VALID.isSet(rig.word(IRS + IrsVmtBaser.OFFSET)));
        assertTrue(IrsVmtBaser.ADDR.address(rig.word(IRS + IrsVmtBaser.OFFSET)) >= UPPER_HALF);
        assertTrue(IrsIstBaser.VALID.isSet(rig.word(IRS + IrsIstBaser.OFFSET)));
        assertEquals(16, IrsVmtCfgr.VM_ID_BITS.get(register(IrsVmtCfgr.OFFSET)));
        assertTrue(IrsVmtCfgr.STRUCTURE.isSet(register(IrsVmtCfgr.OFFSET)));
        rig.expect("OK 0x0000000000000003", "readl " + (IRS + 0x80));
    }

    @Tag("K-CR-11")
    @Test
    void shouldHaveNoDeviceWhereAnotherDriverOwnsTheVmTable()
    {
        rig.all("writel " + (IRS + IrsVmtCfgr.OFFSET) + " 8", "writeq " + (IRS + IrsVmtBaser.OFFSET) + " 0x40000001",
            "kvm create_vm");

        rig.expect("OK -ENODEV", "kvm create_device 0 vgic-v5 test");
        assertEquals(0x4000_0001L, rig.word(IRS + IrsVmtBaser.OFFSET));
    }

    @Tag("K-CR-11")
    @Test
    void shouldShareThePhysicalTableThatAnotherDriverMade()
    {
        rig.all("writel " + (IRS + IrsIstCfgr.OFFSET) + " 14", "writeq " + (IRS + IrsIstBaser.OFFSET) + " 0x40000001");

        rig.initialised(1);

        assertEquals(1 << 13, doorbell(0, 0));
    }

    @Tag("K-TAB-1")
    @Tag("K-TAB-2")
    @Tag("K-TAB-4")
    @Tag("K-TAB-9")
    @Tag("K-VM-2")
    @Test
    void shouldFillTheEntriesOfAVm()
    {
        rig.initialised(3);

        assertTrue(L1Vmte.isValid(rig.word(rig.vmt())));
        assertTrue(L2Vmte.isValid(rig.vmte(0, L2Vmte.VM_WORD)));
        assertEquals(2, L2Vmte.VPE_ID_BITS.getInt(rig.vmte(0, L2Vmte.VPET_WORD)));
        final long vpet = L2Vmte.vpetAddress(rig.vmte(0, L2Vmte.VPET_WORD));
        final Set<Long> descriptors = new HashSet<>(Set.of(0L));
        for (int vpe = 0; vpe < 3; vpe++)
        {
            final long vpete = rig.word(vpet + (long)vpe * Vpete.LENGTH);
            assertTrue(Vpete.isValid(vpete));
            assertEquals(0, Vpete.vpedAddress(vpete) % 32);
            assertTrue(descriptors.add(Vpete.vpedAddress(vpete)), "a descriptor of its own");
        }
        assertEquals(0, rig.word(vpet + 3L * Vpete.LENGTH));
    }

    @Tag("K-TAB-3")
    @Tag("K-TAB-6")
    @Tag("K-ID-9")
    @Test
    void shouldGiveSpisALinearTable()
    {
        rig.vm(1);
        rig.all("kvm set_attr 0 NR_IRQS 0 96", "kvm set_attr 0 CTRL INIT");

        final long word = rig.vmte(0, L2Vmte.SPI_IST_WORD);
        assertTrue(L2Vmte.isIstValid(word));
        assertFalse(L2Vmte.STRUCTURE.isSet(word));
        assertEquals(7, L2Vmte.ID_BITS.getInt(word));
        assertEquals(0, rig.vmte(0, L2Vmte.LPI_IST_WORD));
    }

    @Tag("K-TAB-6")
    @Tag("K-TAB-7")
    @Tag("K-TAB-8")
    @Test
    void shouldGiveLpisTwoLevelsWithAllLevel2TablesValid()
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.all("kvm mmio 0 w 0x190 4 14", "kvm mmio 0 w 0x180 8 0x90000001");

        final long word = rig.vmte(0, L2Vmte.LPI_IST_WORD);
        assertTrue(L2Vmte.isIstValid(word));
        assertTrue(L2Vmte.STRUCTURE.isSet(word));
        for (int i = 0; i < 1 << (14 - 10); i++)
        {
            assertTrue(L1Iste.isValid(rig.word(L2Vmte.istAddress(word) + (long)i * L1Iste.LENGTH)));
        }
    }

    @Tag("K-LP-10")
    @Tag("K-VC-2")
    @Tag("K-VM-10")
    @Test
    void shouldSetUpTheDoorbellOfEachVpeWithoutARequest()
    {
        rig.initialised(2);

        for (int vpe = 0; vpe < 2; vpe++)
        {
            select(0, vpe);
            final long dbr = rig.word(IRS + IrsVpeDbr.OFFSET);
            assertTrue(IrsVpeDbr.DBV.isSet(dbr));
            assertFalse(IrsVpeDbr.REQ_DB.isSet(dbr));
        }
        assertNotEquals(doorbell(0, 0), doorbell(0, 1));
    }

    @Tag("K-LP-6")
    @Test
    void shouldTargetTheDoorbellAtThePeThatTheVcpuLeaves()
    {
        rig.initialised(1);
        rig.run(0, 0, 2);
        rig.all("kvm block 0 0");

        rig.all("insn 0 el2 CDRCFG " + ((2L << 29) | doorbell(0, 0)));
        final String icsr = rig.ask("sysr 0 el2 ICC_ICSR_EL1");
        assertEquals(2, IccIcsrEl1.IAFFID.getInt(Long.decode(icsr.substring(3))));
    }

    @Tag("K-VM-1")
    @Tag("K-VM-11")
    @Test
    void shouldChangeNothingBeforeTheFirstStepIsTaken()
    {
        rig.vm(0);

        rig.expect("OK -ENODEV", "kvm set_attr 0 CTRL INIT");
        rig.expect(KvmRig.NO_LEAKS, "kvm leaks");
        rig.all("kvm create_vcpu 0 1", "kvm set_attr 0 CTRL INIT");
        rig.expect("OK -EBUSY", "kvm create_vcpu 0 2");
    }

    @Tag("K-TAB-5")
    @Test
    void shouldLeaveZeroesBehindADestroyedVm()
    {
        rig.initialised(2);
        rig.all("kvm destroy_vm 0");

        for (int word = 0; word < L2Vmte.WORD_COUNT; word++)
        {
            assertEquals(0, rig.vmte(0, word));
        }
    }

    /** Destroys a VM with a valid table of LPIs, beside another one whose entry lies behind its own. */
    @Tag("K-VM-20")
    @Tag("K-VM-21")
    @Test
    void shouldGiveBackAllOfAVmAndNothingOfTheNext()
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.all("kvm mmio 0 w 0x190 4 14", "kvm mmio 0 w 0x180 8 0x90000001", "kvm put 0 0");
        final int doorbell = doorbell(0, 1);
        rig.initialised(1);
        assertTrue(L2Iste.isEnabled(physical(doorbell)));
        final long[] next = new long[L2Vmte.WORD_COUNT];
        Arrays.setAll(next, word -> rig.vmte(1, word));
        assertTrue(L2Vmte.isValid(next[L2Vmte.VM_WORD]));

        rig.all("kvm destroy_vm 0");

        for (int word = 0; word < L2Vmte.WORD_COUNT; word++)
        {
            assertEquals(next[word], rig.vmte(1, word));
        }
        assertFalse(L2Iste.isEnabled(physical(doorbell)));
        rig.expect("OK {\"vm_ids\":1,\"lpis\":1,\"pages\":4}", "kvm leaks");
        rig.all("kvm destroy_vm 1");
        rig.expect(KvmRig.NO_LEAKS, "kvm leaks");
    }

    /** Leaves VM id, tables and descriptor to the IRS, which may have taken them, and gives back the doorbells. */
    @Tag("K-CMD-11")
    @Test
    void shouldLeaveAVmToTheIrsThatDidNotAnswer()
    {
        rig.vm(2);
        rig.all("kvm fail VMTE_MAKE_VALID");
        rig.expect("OK -ETIMEDOUT", "kvm set_attr 0 CTRL INIT");
        final String left = "OK {\"vm_ids\":1,\"lpis\":0,\"pages\":2}";
        rig.expect(left, "kvm leaks");

        rig.all("kvm set_attr 0 CTRL INIT");
        rig.run(0, 0, 0);
        rig.all("insn 0 vel1 CDEN 0x60000003", "kvm irq_line 0 spi 0 3 1");
        rig.expect("OK 0x0000000160000003", "insn 0 vel1 CDIA");

        rig.all("kvm destroy_vm 0");
        rig.expect(left, "kvm leaks");
    }

    private int physical(final int lpi)
    {
        final InterruptQueries queries = InterruptQueries.of(rig.machine());

        return (int)queries.entry(rig.machine().accounts().physicalOwner(), Intid.of(Intid.TYPE_LPI, lpi));
    }

    private int register(final int offset)
    {
        return (int)rig.machine().peek(IRS + offset, Integer.BYTES);
    }

    private void select(final int vmId, final int vpeId)
    {
        final long selr = IrsVpeSelr.S.with(IrsVpeSelr.VM_ID.set(IrsVpeSelr.VPE_ID.set(0, vpeId), vmId), true);
        rig.all("writeq " + (IRS + IrsVpeSelr.OFFSET) + " 0x" + Long.toHexString(selr));
    }

    private int doorbell(final int vmId, final int vpeId)
    {
        select(vmId, vpeId);

        return IrsVpeDbr.INTID.getInt(rig.word(IRS + IrsVpeDbr.OFFSET));
    }
}
