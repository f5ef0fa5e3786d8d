package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Destruction of a VM that a device behind the ITS sends messages to. */
class DestroyTest
{
    private static final long ITS = 0x0810_0000L;
    private static final long DEVICE_TABLE = 0x5000_0000L;
    private static final long ITT = 0x5001_0000L;
    private static final int DEVICE = 1;
    private static final int LPI = 5;

    private final KvmRig rig = new KvmRig();

    /** Makes VM 0, whose guest runs on PE 0 and has SPIs 1 and 2 and an LPI pending, and VM 1 beside it. */
    @BeforeEach
    void create()
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.all("kvm mmio 0 w 0x190 4 14", "kvm mmio 0 w 0x180 8 0x90000001",
            "writel " + (ITS + ItsDtCfgr.OFFSET) + ' ' + ItsDtCfgr.DEVICEID_BITS.set(0, 2),
            "writeq " + (ITS + ItsDtBaser.OFFSET) + ' ' + DEVICE_TABLE, "writeq " + ITT + ' ' + L2Itte.virtual(0, LPI),
            "writeq " + (DEVICE_TABLE + (long)DEVICE * L2Dte.LENGTH) + ' ' +
            Long.toUnsignedString(L2Dte.linear(ITT, new EventIdBits(1))),
            "writel " + (ITS + ItsCr0.OFFSET) + ' ' + ItsCr0.ITSEN.mask());
        rig.initialised(1);
        rig.run(1, 0, 1);
        rig.all("insn 1 vel1 CDEN 0x60000001", "kvm irq_line 1 spi 0 1 1", "insn 0 vel1 CDEN 0x60000001",
            "kvm irq_line 0 spi 0 1 1", "kvm irq_line 0 spi 0 2 1", "msi 0 " + DEVICE + " 0");
    }

    @AfterEach
    void close()
    {
        rig.assertSound("after a destruction");
        rig.close();
    }

    @Tag("K-VM-20")
    @Tag("K-VM-21")
    @Test
    void shouldWithdrawWhatWasPendingAndAcceptNothingMore()
    {
        assertAccount(4, 4, 0, 0);

        rig.all("kvm destroy_vm 0");
        assertAccount(4, 1, 0, 3);
        rig.all("msi 0 " + DEVICE + " 0", "kvm destroy_vm 0", "msi 0 " + DEVICE + " 0");

        assertAccount(6, 1, 2, 3);
        rig.expect("OK 0x0000000160000001", "insn 1 vel1 CDIA");
    }

    @Tag("K-VM-22")
    @Test
    void shouldGiveTheNextVmOfTheIdNothingOfTheLastOne()
    {
        rig.all("kvm destroy_vm 0", "msi 0 " + DEVICE + " 0");
        final int next = rig.initialised(1);
        rig.run(next, 0, 0);
        rig.all("kvm mmio " + next + " w 0x190 4 14", "kvm mmio " + next + " w 0x180 8 0x90000001",
            "insn 0 vel1 CDEN 0x60000001", "insn 0 vel1 CDEN 0x4000000" + LPI);

        rig.expect("OK none", "vhppi 0");
        rig.all("msi 0 " + DEVICE + " 0");
        rig.expect("OK 0x000000014000000" + LPI, "insn 0 vel1 CDIA");
    }

    @Tag("K-CMD-12")
    @Test
    void shouldKeepWhatIsPendingWhenTheIrsDoesNotAnswer()
    {
        rig.all("kvm fail VMTE_MAKE_INVALID", "kvm destroy_vm 0");

        assertAccount(4, 4, 0, 0);
        rig.expect("OK 0x0000000160000001", "insn 1 vel1 CDIA");
    }

    private void assertAccount(final int offered, final int pending, final int unreachable, final int unmapped)
    {
        final String account = "\"accounting\":{\"offered\":" + offered +
            ",\"delivered\":0,\"coalesced\":0,\"pending\":" + pending + ",\"rejected\":{\"untranslated\":0," +
            "\"unreachable\":" + unreachable + ",\"withdrawn-cleared\":0,\"withdrawn-unmapped\":" + unmapped +
            "},\"remainder\":0";
        final String stats = rig.ask("stats");

        assertTrue(stats.contains(account), () -> stats + " has not " + account);
    }
}
