package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.gale.engine.command.KvmStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults at every step that a VM of four vCPUs reaches, beside a VM that has traffic. */
class KvmFaultsTest
{
    private static final int VCPUS = 4;
    private static final int CREATE_DESTROY = 10_000;
    private static final int VMS_OF_A_TABLE = 128;

    private final KvmRig rig = new KvmRig();
    private int neighbour;

    /** Checks that the machine is consistent, whatever failed. */
    @AfterEach
    void close()
    {
        if (rig.machine() != null)
        {
            rig.assertSound("after a fault");
        }
        rig.close();
    }

    @Tag("K-T-27")
    @Tag("K-AT-26")
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("initSteps")
    void shouldInitialiseAtTheSecondTry(final KvmStep step, final int nth)
    {
        busyNeighbour();
        rig.vm(VCPUS);
        rig.all("kvm fail " + step + ' ' + nth);

        rig.expect("OK -" + step.failure(), "kvm set_attr 1 CTRL INIT");
        neighbourGoesOn();
        rig.expect("OK -ENXIO", "kvm command 1 0 VMTE_MAKE_VALID");
        if (!step.isCommand())
        {
            rig.expect("OK 1", "kvm leaks vm_ids");
        }
        rig.expect("OK 2", "kvm leaks lpis");
        rig.expect("OK 0", "kvm set_attr 1 CTRL INIT");

        assertWorks(1);
        neighbourGoesOn();
    }

    @Tag("K-CR-6")
    @Test
    void shouldCreateTheDeviceAtTheSecondTry()
    {
        busyNeighbour();
        final String before = rig.ask("kvm leaks");
        for (int nth = 1; nth <= VCPUS; nth++)
        {
            final int vm = Integer.parseInt(rig.ask("kvm create_vm").substring(3));
            for (int id = 0; id < VCPUS; id++)
            {
                rig.all("kvm create_vcpu " + vm + ' ' + id);
            }
            rig.all("kvm fail PPI_ALLOC " + nth);
            rig.expect("OK -ENOMEM", "kvm create_device " + vm + " vgic-v5");
            neighbourGoesOn();
            rig.all("kvm create_device " + vm + " vgic-v5", "kvm set_attr " + vm + " ADDR IRS 0",
                "kvm set_attr " + vm + " CTRL INIT");
            assertWorks(vm);
            rig.all("kvm destroy_vm " + vm);
        }
        rig.expect(before, "kvm leaks");
    }

    @Tag("K-IRS-8")
    @Tag("K-IRS-9")
    @ParameterizedTest(name = "{0}")
    @MethodSource("lpiSteps")
    void shouldMakeTheLpiTableAtTheSecondTry(final KvmStep step)
    {
        busyNeighbour();
        rig.initialised(VCPUS);
        rig.run(1, 0, 0);
        rig.all("kvm mmio 1 w 0x190 4 14", "kvm fail " + step);
        final boolean failsAtFirst = step == KvmStep.LPI_IST;

        rig.all("kvm mmio 1 w 0x180 8 0x90000001");
        neighbourGoesOn();
        rig.expect(failsAtFirst ? "OK 0x0000000000000000" : "OK 0x0000000090000001", "kvm mmio 1 r 0x180 8");
        rig.all("kvm mmio 1 w 0x180 8 0x90000001");
        rig.expect("OK 0x0000000090000001", "kvm mmio 1 r 0x180 8");
        rig.all("kvm mmio 1 w 0x180 8 0x90000000");
        rig.expect(failsAtFirst ? "OK 0x0000000090000000" : "OK 0x0000000090000001", "kvm mmio 1 r 0x180 8");
        rig.all("kvm mmio 1 w 0x180 8 0x90000000");
        rig.expect("OK 0x0000000090000000", "kvm mmio 1 r 0x180 8");
        assertWorks(1);
        neighbourGoesOn();
    }

    /** The IRS may use the table: it goes with the VM, and nobody else waits for it. */
    @Tag("K-AT-26")
    @Tag("K-CMD-14")
    @Tag("K-T-2")
    @Tag("K-VM-9")
    @Test
    void shouldDieOfATimeOutOfTheSpiTableAndLeakNothing()
    {
        busyNeighbour();
        final String before = rig.ask("kvm leaks");
        rig.vm(VCPUS);
        rig.all("kvm fail SPI_VIST_MAKE_VALID");

        rig.expect("OK -ETIMEDOUT", "kvm set_attr 1 CTRL INIT");
        neighbourGoesOn();
        rig.expect("OK -EIO", "kvm set_attr 1 CTRL INIT");
        rig.expect("OK -EIO", "kvm create_vcpu 1 9");
        rig.all("kvm destroy_vm 1");

        rig.expect(before, "kvm leaks");
        neighbourGoesOn();
        rig.initialised(VCPUS);
        assertWorks(2);
    }

    @Tag("K-CMD-15")
    @Tag("K-CMD-21")
    @Tag("K-T-2")
    @Test
    void shouldDieOfATimeOutOfTheLpiTableThatTheGuestAskedFor()
    {
        busyNeighbour();
        final String before = rig.ask("kvm leaks");
        rig.initialised(VCPUS);
        rig.run(1, 0, 0);
        rig.run(1, 1, 1);
        rig.all("kvm mmio 1 w 0x190 4 14", "kvm fail LPI_VIST_MAKE_VALID", "kvm mmio 1 w 0x180 8 0x90000001");

        rig.expect("OK 0x0000000000000000", "kvm mmio 1 r 0x180 8");
        neighbourGoesOn();
        rig.all("kvm exit 1 0");
        rig.expect("OK -EIO", "kvm run 1 0 0");
        rig.all("kvm exit 1 1", "kvm put 1 1");
        rig.expect("OK -EIO", "kvm run 1 1 1");
        rig.all("kvm destroy_vm 1");

        rig.expect(before, "kvm leaks");
        neighbourGoesOn();
    }

    @Tag("K-AT-79")
    @Tag("K-CMD-15")
    @Test
    void shouldDieOfATimeOutOfTheLpiTableOfARestore()
    {
        busyNeighbour();
        final String before = rig.ask("kvm leaks");
        rig.initialised(VCPUS);
        rig.run(1, 0, 0);
        rig.all("kvm mmio 1 w 0x190 4 14", "kvm mmio 1 w 0x180 8 0x90000001", "kvm put 1 0", "kvm save 1 @a");
        rig.initialised(VCPUS);
        rig.all("kvm fail LPI_VIST_MAKE_VALID");

        rig.expect("OK -ETIMEDOUT", "kvm restore 2 @a");
        neighbourGoesOn();
        rig.expect("OK -EIO", "kvm restore 2 @a");
        rig.expect("OK -EIO", "kvm run 2 0 0");
        rig.all("kvm destroy_vm 2", "kvm destroy_vm 1");

        rig.expect(before, "kvm leaks");
        neighbourGoesOn();
    }

    @Tag("K-T-25")
    @Tag("K-CMD-12")
    @Test
    void shouldKeepWhatTheIrsMayUseWhenAVmCannotBeMadeInvalid()
    {
        busyNeighbour();
        rig.initialised(VCPUS);
        final String pages = rig.ask("kvm leaks pages");
        rig.all("kvm fail VMTE_MAKE_INVALID", "kvm destroy_vm 1");

        rig.expect("OK 2", "kvm leaks vm_ids");
        rig.expect("OK 2", "kvm leaks lpis");
        rig.expect(pages, "kvm leaks pages");
        rig.initialised(VCPUS);
        assertWorks(2);
        neighbourGoesOn();
    }

    @Tag("K-VM-21")
    @Tag("K-VM-22")
    @Test
    void shouldLeakNothingWhenVmsComeAndGo()
    {
        busyNeighbour();
        final String before = rig.ask("kvm leaks");

        for (int i = 0; i < CREATE_DESTROY; i++)
        {
            final int vm = rig.initialised(1 + i % VCPUS);
            rig.all("kvm destroy_vm " + vm);
        }

        rig.expect(before, "kvm leaks");
        neighbourGoesOn();
    }

    @Tag("K-CMD-10")
    @Tag("K-CMD-21")
    @Test
    void shouldUseTheSecondLevelOfTheVmTableAtTheSecondTry()
    {
        busyNeighbour();
        for (int vm = 1; vm < VMS_OF_A_TABLE; vm++)
        {
            rig.initialised(1);
        }
        final int vm = rig.vm(VCPUS);
        final String before = rig.ask("kvm leaks");
        rig.all("kvm fail VMT_L2_MAP");

        rig.expect("OK -ETIMEDOUT", "kvm set_attr " + vm + " CTRL INIT");
        rig.expect(before, "kvm leaks");                                        // the table is the host's
        neighbourGoesOn();
        rig.expect("OK 0", "kvm set_attr " + vm + " CTRL INIT");

        assertWorks(vm);
        neighbourGoesOn();
    }

    @Tag("K-CR-8")
    @Tag("K-CR-6")
    @Test
    void shouldCreateAVcpuAtTheSecondTryWhenTheDeviceExists()
    {
        busyNeighbour();
        final String before = rig.ask("kvm leaks");
        for (int nth = 1; nth <= VCPUS; nth++)
        {
            final int vm = Integer.parseInt(rig.ask("kvm create_vm").substring(3));
            rig.all("kvm create_device " + vm + " vgic-v5", "kvm set_attr " + vm + " ADDR IRS 0",
                "kvm fail PPI_ALLOC " + nth);
            for (int id = 0; id < VCPUS; id++)
            {
                if (id == nth - 1)
                {
                    rig.expect("OK -ENOMEM", "kvm create_vcpu " + vm + ' ' + id);
                }
                rig.expect("OK " + id, "kvm create_vcpu " + vm + ' ' + id);
            }
            rig.all("kvm set_attr " + vm + " CTRL INIT");
            assertWorks(vm);
            rig.all("kvm destroy_vm " + vm);
        }
        rig.expect(before, "kvm leaks");
        neighbourGoesOn();
    }

    @Tag("K-SR-4")
    @Tag("K-SR-6")
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("restoreSteps")
    void shouldRestoreAtTheSecondTry(final KvmStep step, final int nth)
    {
        busyNeighbour();
        rig.initialised(VCPUS);
        rig.run(1, 0, 0);
        rig.all("kvm mmio 1 w 0x190 4 14", "kvm mmio 1 w 0x180 8 0x90000001", "insn 0 vel1 CDEN 0x40000007",
            "insn 0 vel1 CDPEND 0x140000007", "kvm put 1 0", "kvm save 1 @a");
        rig.initialised(VCPUS);
        rig.all("kvm fail " + step + ' ' + nth);

        rig.expect("OK -" + step.failure(), "kvm restore 2 @a");
        neighbourGoesOn();
        rig.expect("OK 0", "kvm restore 2 @a");

        rig.run(2, 0, 0);
        rig.expect("OK 0x0000000140000007", "insn 0 vel1 CDIA");
        rig.all("insn 0 vel1 CDEOI", "insn 0 vel1 CDDI 0x40000007", "kvm put 2 0");
        assertWorks(2);
        neighbourGoesOn();
    }

    @Test
    void shouldFailEachStepSomewhere()
    {
        final Set<KvmStep> steps = EnumSet.of(KvmStep.VMT_L2_MAP, KvmStep.PPI_ALLOC, KvmStep.VMTE_MAKE_INVALID);
        steps.addAll(Set.of(KvmStep.SPI_VIST_MAKE_VALID, KvmStep.LPI_VIST_MAKE_VALID));     // deadly
        initSteps().map(arguments -> (KvmStep)arguments.get()[0]).forEach(steps::add);
        lpiSteps().forEach(steps::add);

        assertEquals(EnumSet.allOf(KvmStep.class), steps);
    }

    private static Stream<Arguments> restoreSteps()
    {
        final Stream<KvmStep> once =
            Stream.of(KvmStep.LPI_IST, KvmStep.VMTE_MAKE_INVALID, KvmStep.VMTE_MAKE_VALID);

        return Stream.concat(once.map(step -> Arguments.of(step, 1)),
            Stream.of(1, 2, 3, 4).map(nth -> Arguments.of(KvmStep.VPE_MAKE_VALID, nth)));
    }

    private static Stream<Arguments> initSteps()
    {
        final Stream<KvmStep> once = Stream.of(KvmStep.VM_ID, KvmStep.DB_DOMAIN, KvmStep.VMD, KvmStep.VPET,
            KvmStep.SPI_IST, KvmStep.VMTE_MAKE_VALID);
        final Stream<KvmStep> perVcpu = Stream.of(KvmStep.DB_IRQ, KvmStep.VPED, KvmStep.VPE_MAKE_VALID);

        return Stream.concat(once.map(step -> Arguments.of(step, 1)), perVcpu.flatMap(
            step -> Stream.iterate(1, nth -> nth + 1).limit(VCPUS).map(nth -> Arguments.of(step, nth))));
    }

    private static Stream<KvmStep> lpiSteps()
    {
        return Stream.of(KvmStep.LPI_IST, KvmStep.LPI_VIST_MAKE_INVALID);
    }

    /** Creates a VM with a vCPU that runs on PE 3 and one that is blocked, to which SPIs are sent. */
    private void busyNeighbour()
    {
        neighbour = rig.initialised(2);
        rig.run(neighbour, 0, 3);
        rig.all("insn 3 vel1 CDEN 0x60000001", "insn 3 vel1 CDEN 0x60000002", "insn 3 vel1 CDAFF 0x160000002");
        rig.run(neighbour, 1, 2);
        rig.all("kvm block " + neighbour + " 1");
    }

    /** Sends an SPI to each vCPU of the neighbour, which get it once. */
    private void neighbourGoesOn()
    {
        rig.all("kvm irq_line " + neighbour + " spi 0 1 1", "kvm irq_line " + neighbour + " spi 0 2 1");
        rig.expect("OK 0x0000000160000001", "insn 3 vel1 CDIA");
        rig.all("insn 3 vel1 CDEOI", "insn 3 vel1 CDDI 0x60000001");
        rig.expect("OK 1", "kvm woken " + neighbour + " 1");
        rig.all("kvm run " + neighbour + " 1 2");
        rig.expect("OK 0x0000000160000002", "insn 2 vel1 CDIA");
        rig.all("insn 2 vel1 CDEOI", "insn 2 vel1 CDDI 0x60000002", "kvm block " + neighbour + " 1");
    }

    /** Delivers a PPI and an SPI to the last vCPU of a VM. */
    private void assertWorks(final int vm)
    {
        final int last = VCPUS - 1;
        rig.run(vm, last, 1);
        rig.all("insn 1 vel1 CDAFF 0x" + Long.toHexString(((long)last << 32) | 0x6000_0004L),
            "insn 1 vel1 CDEN 0x60000004", "kvm irq_line " + vm + " spi 0 4 1",
            "sysw 1 vel1 ICC_PPI_ENABLER0_EL1 0x8", "sysw 1 vel1 ICC_PPI_SPENDR0_EL1 0x8");
        rig.expect("OK 0x0000000120000003", "insn 1 vel1 CDIA");
        rig.all("insn 1 vel1 CDEOI", "insn 1 vel1 CDDI 0x20000003");
        rig.expect("OK 0x0000000160000004", "insn 1 vel1 CDIA");
        rig.all("insn 1 vel1 CDEOI", "insn 1 vel1 CDDI 0x60000004", "kvm put " + vm + ' ' + last);
        rig.expect("OK 0", "kvm woken " + vm + ' ' + last);
    }
}
