package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gale.tables.register.IrsIdr1;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.Vpete;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** vCPUs whose ids of user space are not their indexes: the guest and its tables know them by their ids. */
class SparseIdsTest
{
    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        if (rig.machine() != null)
        {
            assertNull(rig.machine().unsettled());
        }
        rig.close();
    }

    @Tag("K-ID-6")
    @Tag("K-ST-8")
    @Test
    void shouldShowEachVcpuItsId()
    {
        vm(17, 3);
        rig.run(0, 0, 0);
        rig.run(0, 1, 1);

        rig.expect("OK 0x0000000000000011", "sysr 0 vel1 ICC_IAFFIDR_EL1");
        rig.expect("OK 0x0000000000000003", "sysr 1 vel1 ICC_IAFFIDR_EL1");
    }

    @Tag("K-TAB-5")
    @Tag("K-T-20")
    @Tag("K-IRS-1")
    @ParameterizedTest(name = "vCPU {0}: {1} bits")
    @CsvSource({ "0, 1", "1, 1", "2, 2", "3, 2", "4, 3", "9, 4", "511, 9" })
    void shouldHaveATableForTheHighestId(final int id, final int bits)
    {
        vm(id);

        assertEquals(bits, rig.vmte(0, L2Vmte.VPET_WORD) >>> 59);
        final String idr1 = rig.ask("kvm get_attr 0 IRS_REGS IDR1");
        assertEquals(bits - 1, IrsIdr1.IAFFID_BITS.get((int)(long)Long.decode(idr1.split(" ", -1)[2])));
        assertTrue(Vpete.isValid(rig.word(vpet() + (long)id * Vpete.LENGTH)));
    }

    @Tag("K-CMD-13")
    @Tag("K-VM-8")
    @Tag("K-T-21")
    @Test
    void shouldFillTheEntriesOfTheIdsAlone()
    {
        vm(0, 7, 300);

        for (int id = 0; id < 512; id++)
        {
            assertEquals(id == 0 || id == 7 || id == 300, rig.word(vpet() + (long)id * Vpete.LENGTH) != 0, "id " + id);
        }
        rig.expect("OK 3", "kvm leaks lpis");
    }

    @Tag("K-T-21")
    @ParameterizedTest(name = "IAFFID {0}")
    @CsvSource({ "7, true", "1, false", "300, false", "8, false" })
    void shouldRouteToAnIdAndNotToAnIndex(final int iaffid, final boolean arrives)
    {
        vm(0, 7, 300);
        rig.run(0, 1, 1);
        rig.all("insn 1 vel1 CDEN 0x60000004", "insn 1 vel1 CDAFF 0x" + Long.toHexString(iaffid * 0x1_0000_0000L |
            0x6000_0004L), "kvm irq_line 0 spi 0 4 1");

        rig.expect(arrives ? "OK 0x0000000160000004" : "OK 0x0000000000000000", "insn 1 vel1 CDIA");
    }

    @Tag("K-IRS-3")
    @ParameterizedTest(name = "PE {0}")
    @CsvSource({ "0, 7, 1", "7, 7, 1", "300, 7, 1", "1, 1, 0", "2, 1, 0", "65535, 1, 0" })
    void shouldSelectAVcpuByItsId(final int id, final int status, final int dps)
    {
        vm(0, 7, 300);
        rig.run(0, 0, 0);
        rig.all("kvm mmio 0 w 0x140 4 " + id);

        rig.expect("OK 0x000000000000000" + status, "kvm mmio 0 r 0x144 4");
        rig.expect("OK 0x000000000000000" + dps, "kvm mmio 0 r 0x148 4");
    }

    /** A doorbell belongs to a vCPU by its index, and is asked for by its id. */
    @Tag("K-ID-6")
    @Tag("K-LP-4")
    @Tag("K-T-21")
    @Test
    void shouldWakeTheVcpuOfTheId()
    {
        vm(3, 17, 1);
        rig.run(0, 1, 1);
        rig.all("insn 1 vel1 CDEN 0x60000004", "insn 1 vel1 CDAFF 0x1160000004", "kvm block 0 1");
        rig.run(0, 2, 2);
        rig.all("kvm block 0 2", "kvm irq_line 0 spi 0 4 1");

        rig.expect("OK 1", "kvm woken 0 1");
        rig.expect("OK 0", "kvm woken 0 2");
        rig.all("kvm run 0 1 0");
        rig.expect("OK 0x0000000160000004", "insn 0 vel1 CDIA");
    }

    /** The check for sleepers (P5) knows a vCPU by its VPE id. */
    @Tag("K-LP-9")
    @Test
    void shouldTellWhichPrioritiesWakeTheVcpuOfAnId()
    {
        vm(3, 17);
        rig.run(0, 0, 0);
        rig.run(0, 1, 1);
        rig.all("kvm block 0 1");

        assertEquals(32, rig.verbs().wakesBelow(0, 17));
        assertEquals(0, rig.verbs().wakesBelow(0, 3));
        assertEquals(0, rig.verbs().wakesBelow(0, 1));
    }

    @Tag("K-LP-9")
    @Test
    void shouldAskForTheDoorbellOfTheIdWhenIrsenIsSet()
    {
        vm(3, 17);
        rig.run(0, 0, 0);
        rig.run(0, 1, 1);
        rig.all("insn 1 vel1 CDEN 0x60000004", "insn 1 vel1 CDAFF 0x1160000004", "kvm mmio 0 w 0x80 4 0",
            "kvm block 0 1", "kvm irq_line 0 spi 0 4 1");
        rig.expect("OK 0", "kvm woken 0 1");

        rig.all("kvm mmio 0 w 0x80 4 1");

        rig.expect("OK 1", "kvm woken 0 1");
    }

    @Tag("K-IL-3")
    @ParameterizedTest(name = "{0}")
    @CsvSource({ "17, 0", "3, 0", "0, -EINVAL", "1, -EINVAL", "4095, -EINVAL" })
    void shouldDriveTheLineOfAnId(final int id, final String errno)
    {
        vm(17, 3);

        rig.expect("OK " + errno, "kvm irq_line 0 ppi " + id + " 3 1");

        final boolean isOne = errno.equals("0");
        rig.all("kvm set_attr 0 CPU_SYSREGS 0:ICC_CR0_EL1 1", "kvm set_attr 0 CPU_SYSREGS 1:ICC_CR0_EL1 1",
            "kvm set_attr 0 CPU_SYSREGS 0:ICC_PCR_EL1 31", "kvm set_attr 0 CPU_SYSREGS 1:ICC_PCR_EL1 31",
            "kvm set_attr 0 CPU_SYSREGS 0:ICC_PPI_ENABLER0_EL1 8",
            "kvm set_attr 0 CPU_SYSREGS 1:ICC_PPI_ENABLER0_EL1 8");
        rig.expect(isOne && id == 17 ? "OK 1" : "OK 0", "kvm pending 0 0");
        rig.expect(isOne && id == 3 ? "OK 1" : "OK 0", "kvm pending 0 1");
    }

    /** The tables of an image name ids, so it needs a VM whose ids have the same width. */
    @Tag("K-AT-58")
    @Test
    void shouldRestoreWhereTheIdsAreAsWide()
    {
        vm(0, 5);
        rig.run(0, 1, 1);
        rig.all("insn 1 vel1 CDEN 0x60000004", "insn 1 vel1 CDAFF 0x560000004", "kvm irq_line 0 spi 0 4 1",
            "kvm put 0 1", "kvm save 0 @a");
        vm(0, 4);
        vm(0, 8);
        vm(0, 5);
        final long before = rig.machine().digest();

        rig.expect("OK -EINVAL", "kvm restore 2 @a");
        assertEquals(before, rig.machine().digest());
        rig.all("kvm restore 1 @a", "kvm restore 3 @a", "kvm run 1 1 1", "kvm run 3 1 3");
        rig.expect("OK 0x0000000000000000", "insn 1 vel1 CDIA");
        rig.expect("OK 0x0000000160000004", "insn 3 vel1 CDIA");
    }

    private void vm(final int... ids)
    {
        final int vm = rig.vm(0);
        for (final int id : ids)
        {
            rig.all("kvm create_vcpu " + vm + ' ' + id);
        }
        rig.all("kvm set_attr " + vm + " CTRL INIT");
    }

    private long vpet()
    {
        return L2Vmte.VPET_ADDR.address(rig.vmte(0, L2Vmte.VPET_WORD));
    }
}
