package org.gale.engine.hypervisor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Assertions of the kernel's selftests as scenarios, and the identities of a guest's interrupts. */
class SelftestScenariosTest
{
    private static final String SPI = "0x60000000";
    private static final String SW_PPI = "0x20000003";

    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("K-ST-1")
    @Test
    void shouldRefuseASecondInterruptControllerAndOneThatTheHostLacks()
    {
        rig.all("kvm create_vm", "kvm create_device 0 vgic-v5 test", "kvm create_device 0 vgic-v5");

        rig.expect("OK -EEXIST", "kvm create_device 0 vgic-v5");
        rig.expect("OK -ENODEV", "kvm create_device 0 vgic-v3");
    }

    @Tag("K-ST-4")
    @Tag("K-ST-8")
    @Test
    void shouldOfferTheSoftwarePpiAloneToUserspaceWhateverTheVcpuIds()
    {
        rig.vm(0);
        rig.all("kvm create_vcpu 0 300", "kvm create_vcpu 0 7", "kvm set_attr 0 CTRL INIT",
            "kvm has_attr 0 CTRL USERSPACE_PPIS");

        rig.expect("OK 0 0x0000000000000008 0x0000000000000000", "kvm get_attr 0 CTRL USERSPACE_PPIS");
        rig.expect("OK -ENXIO", "kvm set_attr 0 CTRL USERSPACE_PPIS 0");
        rig.expect("OK -EFAULT", "kvm get_attr 0 CTRL USERSPACE_PPIS null");
    }

    @Tag("K-ST-5")
    @Tag("K-ID-1")
    @Tag("K-VC-1")
    @Test
    void shouldDeliverTheSoftwarePpiTwiceToTheVcpuThatOwnsIt()
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.run(0, 1, 1);
        rig.all("sysw 1 vel1 ICC_PPI_ENABLER0_EL1 0x8", "sysw 0 vel1 ICC_PPI_ENABLER0_EL1 0x8");
        for (int i = 0; i < 2; i++)
        {
            rig.all("kvm exit 0 1", "kvm irq_line 0 ppi 1 3 1", "kvm irq_line 0 ppi 1 3 0", "kvm run 0 1 1");

            rig.expect("OK 0x0000000000000000", "insn 0 vel1 CDIA");
            assertTrue(rig.ask("insn 1 vel1 CDIA").endsWith("20000003"));
            rig.all("insn 1 vel1 CDEOI 0", "insn 1 vel1 CDDI " + SW_PPI);
            rig.expect("OK 0x0000000000000000", "insn 1 vel1 CDIA");
        }
    }

    @Tag("K-ST-5")
    @Tag("K-T-29")
    @ParameterizedTest
    @ValueSource(ints = {23, 27, 30, 64})
    void shouldRefuseAPpiThatIsNotUserspaces(final int ppi)
    {
        rig.initialised(1);

        rig.expect("OK -EINVAL", "kvm irq_line 0 ppi 0 " + ppi + " 1");
        rig.expect("OK 0", "kvm pending 0 0");
    }

    @Tag("K-ST-6")
    @Tag("K-SPI-3")
    @Test
    void shouldDeliverAnSpiThatWasRaisedBeforeTheFirstRunOnceItIsEnabled()
    {
        rig.initialised(1);
        rig.all("kvm irq_line 0 spi 0 0 1", "kvm irq_line 0 spi 0 0 0");
        rig.expect("OK -EINVAL", "kvm irq_line 0 spi 0 32 1");

        rig.run(0, 0, 0);
        rig.expect("OK 0x0000000000000000", "insn 0 vel1 CDIA");
        rig.all("insn 0 vel1 CDEN " + SPI);

        assertTrue(rig.ask("insn 0 vel1 CDIA").endsWith("60000000"));
    }

    @Tag("K-ST-10")
    @ParameterizedTest
    @ValueSource(strings = {"insn 0 vel1 CDEN 0x20000003", "insn 0 vel1 CDIA"})
    void shouldKnowNoInstructionWithoutAnInterruptController(final String instruction)
    {
        rig.all("kvm create_vm", "kvm create_vcpu 0 0", "kvm run 0 0 0");

        rig.expect("FAIL undefined", instruction);
    }

    @Tag("K-DVI-3")
    @Test
    void shouldInjectThePpiThatIsMappedAndNoOtherDirectly()
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.all("kvm exit 0 0", "kvm map_ppi 0 0 27", "kvm run 0 0 0");

        rig.expect("OK 0x0000000008000000", "sysr 0 el2 ICH_PPI_DVIR0_EL2");
        rig.expect("OK 0x0000000000000000", "sysr 0 el2 ICH_PPI_DVIR1_EL2");
    }
}
