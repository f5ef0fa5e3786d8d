package org.gale.engine.hypervisor;

import org.gale.tables.register.IrsIdr0;
import org.gale.tables.register.IrsIdr1;
import org.gale.tables.register.IrsIdr2;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Registers that user space saves and restores: what it writes, and what it reads then. */
class UserRegistersTest
{
    private final KvmRig rig = new KvmRig();

    @BeforeEach
    void initialise()
    {
        rig.all("machine kvm=7.4 min_lpi_id_bits=8");
        rig.vm(2);
        rig.all("kvm set_attr 0 NR_IRQS 0 64", "kvm set_attr 0 CTRL INIT");
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("K-AT-40")
    @Tag("K-AT-41")
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource({
        "ICC_ICSR_EL1, 0x123, 0x123", "ICC_APR_EL1, 0xff0f0f0f0, 0xf0f0f0f0", "ICC_APR_EL1, 0x80000000, 0x80000000",
        "ICC_CR0_EL1, 1, 7", "ICC_CR0_EL1, 0, 6", "ICC_PCR_EL1, 0xff, 0x1f", "ICC_PCR_EL1, 8, 8",
        "ICC_PPI_ENABLER0_EL1, 0x8, 0x8", "ICC_PPI_SACTIVER0_EL1, 0x8, 0x8", "ICC_PPI_SPENDR0_EL1, 0x8, 0x8",
        "ICC_PPI_ENABLER1_EL1, 0xffffffffffffffff, 0", "ICC_PPI_SACTIVER1_EL1, 0xffffffffffffffff, 0",
        "ICC_PPI_SPENDR1_EL1, 0xffffffffffffffff, 0",
        "ICC_PPI_PRIORITYR0_EL1, 0x0102030405060708, 0x0102030405060708",
        "ICC_PPI_PRIORITYR7_EL1, 0x1102030405060708, 0x1102030405060708", "ICC_PPI_PRIORITYR8_EL1, 5, 0",
        "ICC_PPI_PRIORITYR15_EL1, 5, 0" })
    void shouldKeepTheRegistersOfAVcpu(final String register, final String value, final String read)
    {
        rig.expect("OK 0", "kvm set_attr 0 CPU_SYSREGS 1:" + register + ' ' + value);

        assertEquals(Long.decode(read), number("CPU_SYSREGS 1:" + register));
        assertEquals(register.equals("ICC_CR0_EL1") ? 6 : 0, number("CPU_SYSREGS 0:" + register), "the other vCPU");
    }

    @Tag("K-AT-55")
    @Tag("K-AT-60")
    @Tag("K-AT-61")
    @Tag("K-AT-62")
    @ParameterizedTest(name = "{0}: {1} -> {2} {3}")
    @CsvSource({
        "CR0, 1, 0, 3", "CR0, 0, 0, 2", "CR0, 2, 0, 2", "CR1, 0xffffffff, 0, 0xffff", "IDR5, 64, 0, 64",
        "IDR5, 32, -EINVAL, 64", "IDR6, 64, 0, 64", "IDR6, 65, -EINVAL, 64", "IDR7, 0, 0, 0", "IDR7, 1, -EINVAL, 0",
        "SPI_SELR, 63, 0, 63", "PE_SELR, 1, 0, 1", "SPI_STATUSR, 0, 0, 1", "IST_CFGR, 10, 0, 10",
        "IST_CFGR, 0x1000a, 0, 0x1000a", "IST_BASER, 0x40100000, 0, 0x40100000", "IST_BASER, 0x40100001, 0, 0x40100001",
        "IST_BASER, 0x4010003e, 0, 0x40100000" })
    void shouldKeepTheRegistersOfTheIrs(
        final String register, final String value, final String errno, final String read)
    {
        rig.expect("OK " + errno, "kvm set_attr 0 IRS_REGS " + register + ' ' + value);

        assertEquals(Long.decode(read), number("IRS_REGS " + register));
    }

    /** Takes what a VM saved on the same host, and nothing that this host does not offer. */
    @Tag("K-AT-57")
    @Tag("K-AT-58")
    @Tag("K-AT-59")
    @Test
    void shouldTakeTheIdentityThatItOffersAlone()
    {
        final int idr0 = (int)number("IRS_REGS IDR0");
        final int idr1 = (int)number("IRS_REGS IDR1");
        final int idr2 = (int)number("IRS_REGS IDR2");

        take("IDR0", idr0, true);
        take("IDR0", IrsIdr0.INT_DOM.set(idr0, 0), false);
        take("IDR0", idr0 ^ IrsIdr0.VIRT.mask(), false);
        take("IDR1", idr1, true);
        take("IDR1", IrsIdr1.IAFFID_BITS.set(idr1, IrsIdr1.IAFFID_BITS.get(idr1) + 1), false);
        take("IDR1", IrsIdr1.PRI_BITS.set(idr1, 3), true);
        take("IDR1", IrsIdr1.PRI_BITS.set(idr1, 5), false);
        assertEquals(3, IrsIdr1.PRI_BITS.get((int)number("IRS_REGS IDR1")));
        take("IDR2", idr2 ^ IrsIdr2.LPI.mask(), false);
        take("IDR2", idr2 ^ IrsIdr2.IST_LEVELS.mask(), false);
        take("IDR2", idr2 ^ IrsIdr2.ISTMD.mask(), false);
        take("IDR2", IrsIdr2.ISTMD_SZ.set(idr2, 1), false);
        take("IDR2", IrsIdr2.ID_BITS.set(idr2, 24), true);
        take("IDR2", IrsIdr2.ID_BITS.set(idr2, 25), false);
        assertEquals(24, IrsIdr2.ID_BITS.get((int)number("IRS_REGS IDR2")));
        take("IDR2", IrsIdr2.MIN_LPI_ID_BITS.set(IrsIdr2.ID_BITS.set(idr2, 12), 13), false);
        take("IDR2", IrsIdr2.MIN_LPI_ID_BITS.set(IrsIdr2.ID_BITS.set(idr2, 12), 12), true);
        assertEquals(12, IrsIdr2.ID_BITS.get((int)number("IRS_REGS IDR2")));
        assertEquals(12, IrsIdr2.MIN_LPI_ID_BITS.get((int)number("IRS_REGS IDR2")));
    }

    /** Reads nothing by a pointer that is bad, and asks for what there is alone. */
    @Tag("K-AT-50")
    @Test
    void shouldHaveTheRegistersOfVmsWithVcpus()
    {
        rig.all("kvm create_vm", "kvm create_device 1 vgic-v5");
        rig.expect("OK -EINVAL", "kvm has_attr 1 IRS_REGS CR0");
        rig.all("kvm create_vcpu 1 0");
        rig.expect("OK 0", "kvm has_attr 1 IRS_REGS CR0");
        rig.expect("OK 0", "kvm has_attr 1 IRS_REGS IST_STATUSR");
        rig.expect("OK -ENXIO", "kvm has_attr 1 IRS_REGS 0x198");
    }

    private void take(final String register, final int value, final boolean isTaken)
    {
        rig.expect(isTaken ? "OK 0" : "OK -EINVAL",
            "kvm set_attr 0 IRS_REGS " + register + ' ' + (value & 0xffff_ffffL));
    }

    private long number(final String attr)
    {
        final String answer = rig.ask("kvm get_attr 0 " + attr);
        assertEquals("OK 0 ", answer.substring(0, 5), answer);

        return Long.parseUnsignedLong(answer.substring(7), 16);
    }
}
