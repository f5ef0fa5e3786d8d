package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Findings of the kernel's reviews, and facts of earlier series, as far as a user or guest can see them. */
class ReviewFindingsTest
{
    private static final String SW_PPI = "0x20000003";
    private static final String NOTHING = "OK 0x0000000000000000";

    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("K-T-4")
    @Test
    void shouldSupportTheDeviceWhenItIsTheOnlyOneOfTheHost()
    {
        rig.all("kvm create_vm");

        rig.expect("OK -ENODEV", "kvm create_device 0 vgic-v3 test");
        rig.expect("OK 0", "kvm create_device 0 vgic-v5 test");
    }

    @Tag("K-PPI-3")
    @Tag("K-T-7")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"ppi 2 3 1", "ppi 0 64 1", "ppi 0 27 1", "spi 0 32 1", "cpu 0 0 1", "3 0 0 1"})
    void shouldInjectWhenAnInjectionWasRefusedBefore(final String refused)
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.all("sysw 0 vel1 ICC_PPI_ENABLER0_EL1 0x8", "kvm block 0 0");

        assertEquals("OK -E", rig.ask("kvm irq_line 0 " + refused).substring(0, 5));
        rig.expect("OK 0", "kvm woken 0 0");
        rig.all("kvm irq_line 0 ppi 0 3 1");

        rig.expect("OK 1", "kvm woken 0 0");
    }

    @Tag("K-PPI-16")
    @Tag("K-T-8")
    @Tag("K-T-9")
    @ParameterizedTest(name = "kvm={0}")
    @ValueSource(strings = {"7.1", "7.4"})
    void shouldKeepAnEdgeOverAnExitAndTakeALevelFromItsLine(final String kernel)
    {
        rig.all("machine kvm=" + kernel, "kvm create_vm", "kvm create_vcpu 0 0", "kvm create_device 0 vgic-v5",
            "kvm set_attr 0 CTRL INIT");
        rig.ask("kvm set_attr 0 ADDR IRS 0x80000000");
        rig.all("kvm irq_line 0 ppi 0 3 1", "kvm line 0 0 27 1");
        rig.run(0, 0, 0);
        rig.all("sysw 0 vel1 ICC_PPI_ENABLER0_EL1 0x8000008", "kvm exit 0 0", "kvm line 0 0 27 0", "kvm run 0 0 0");

        rig.expect("OK 0x0000000120000003", "insn 0 vel1 CDIA");
        rig.all("insn 0 vel1 CDEOI", "insn 0 vel1 CDDI " + SW_PPI);
        rig.expect(NOTHING, "insn 0 vel1 CDIA");
        rig.all("kvm exit 0 0", "kvm run 0 0 0");
        rig.expect(NOTHING, "insn 0 vel1 CDIA");
    }

    @Tag("K-SRC-3")
    @Tag("K-IRS-11")
    @Test
    void shouldLeaveTheMemoryAloneThatTheGuestGivesForItsLpis()
    {
        rig.initialised(1);
        rig.expect("OK 0", "kvm get_attr 0 IST 0 0x41000000 128 0 0");          // no table is no error
        rig.run(0, 0, 0);
        rig.all("kvm mmio 0 w 0x190 4 14", "kvm mmio 0 w 0x180 8 0x50000001", "insn 0 vel1 CDEN 0x40000001",
            "insn 0 vel1 CDPRI 0x1040000001", "insn 0 vel1 CDPEND 0x140000001", "kvm put 0 0");

        rig.expect("OK 0", "kvm get_attr 0 IST 0 0x41000000 128 0x42000000 65536");
        rig.expect("OK 0x0000000000001009", "readl 0x42000004");
        rig.expect("OK 0x" + "0".repeat(128), "read 0x50000000 64");
    }
}
