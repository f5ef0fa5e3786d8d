package org.gale.engine.hypervisor;

import org.gale.tables.register.ItsCr0;
import org.gale.tables.vm.L2Vmte;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of migrations step by step: where a VM, its pages and its vCPUs are, and what is refused meanwhile. */
@Tag("M-MIG")
class MigrationTest
{
    private static final long ADDRESS = 0x00ff_ffff_ffff_ffc0L;
    private static final String MIGRATES = "VM 0 migrates (kvm step goes on)";

    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    private void steps(final String... steps)
    {
        for (final String step : steps)
        {
            rig.expect("OK " + step, "kvm step");
        }
    }

    private int vmId(final int vm)
    {
        return rig.verbs().ppis().vmId(vm);
    }

    @Test
    void shouldTakeAVmToAnotherId()
    {
        rig.initialised(1);
        final int vmId = vmId(0);
        rig.expect("OK stop", "kvm migrate 0");
        steps("quiet", "save", "destroy", "restore");

        assertEquals(-1, vmId(0));
        assertNotEquals(vmId, vmId(1));
        steps("resume 1", "0", "0");
        rig.initialised(1);
        assertEquals(vmId, vmId(2));                                // it is free again
        rig.all("kvm destroy_vm 1", "kvm destroy_vm 2");
        rig.expect(KvmRig.NO_LEAKS, "kvm leaks");
        rig.assertSound("after a migration");
    }

    /** A pass is no part of a migration: the VM takes other verbs, and the next pass sends what was written since. */
    @Test
    @Tag("M-MIG-8")
    void shouldSendThePagesThatWereWrittenSinceThePassBefore()
    {
        rig.initialised(1);
        rig.expect("OK precopy 1 spis 1/1 vpes 3/3", "kvm precopy 0");
        rig.expect("OK precopy 2 spis 0/1 vpes 0/3", "kvm precopy 0");
        rig.run(0, 0, 0);
        rig.expect("OK 0", "kvm irq_line 0 spi 0 3 1");
        rig.expect("OK precopy 3 spis 1/1 vpes 0/3", "kvm precopy 0");
        rig.expect("FAIL kvm precopy: no VM 7", "kvm precopy 7");
        rig.expect("OK stop", "kvm migrate 0");
        rig.expect("FAIL kvm precopy: " + MIGRATES, "kvm precopy 0");
        steps("quiet", "save", "destroy", "restore", "resume 1", "0");
        rig.expect("OK precopy 1 spis 1/1 vpes 3/3", "kvm precopy 1");
        rig.assertSound("after passes");
    }

    /** A roll-back ends the passes, and so does a pass of another VM. */
    @Test
    @Tag("M-MIG-8")
    void shouldBeginAnewAfterARollBackAndForAnotherVm()
    {
        rig.initialised(1);
        rig.initialised(1);
        rig.expect("OK precopy 1 spis 1/1 vpes 3/3", "kvm precopy 0");
        rig.expect("OK -EIO", "kvm migrate 0 fail=stop");
        rig.expect("OK precopy 1 spis 1/1 vpes 3/3", "kvm precopy 0");
        rig.expect("OK precopy 1 spis 1/1 vpes 3/3", "kvm precopy 1");
        rig.expect("OK precopy 1 spis 1/1 vpes 3/3", "kvm precopy 0");
        rig.all("kvm destroy_vm 0");
        rig.expect("FAIL kvm precopy: no VM 0", "kvm precopy 0");
    }

    @Test
    void shouldPoisonThePagesOfTheSource()
    {
        rig.initialised(1);
        final long spis = rig.vmte(vmId(0), L2Vmte.SPI_IST_WORD) & ADDRESS;
        final long vpes = rig.vmte(vmId(0), L2Vmte.VPET_WORD) & ADDRESS;
        rig.all("kvm migrate 0");
        steps("quiet", "save");
        assertEquals(0, rig.word(spis));
        steps("destroy");

        assertEquals(0xa5a5_a5a5_a5a5_a5a5L, rig.word(spis));
        assertEquals(0xa5a5_a5a5_a5a5_a5a5L, rig.word(vpes));
    }

    @Test
    void shouldPutVcpusBackToWhereTheyWere()
    {
        rig.initialised(4);
        rig.run(0, 0, 0);
        rig.run(0, 1, 1);
        rig.run(0, 2, 2);
        rig.all("kvm exit 0 1", "kvm block 0 2", "kvm migrate 0");
        steps("quiet", "save", "destroy", "restore", "resume 1");

        rig.expect("FAIL kvm run: the vCPU runs on PE 0", "kvm run 1 0 0");
        rig.expect("FAIL kvm exit: the vCPU does not run", "kvm exit 1 1");
        rig.expect("FAIL kvm run: another vCPU is loaded on PE 1", "kvm run 1 3 1");
        rig.expect("OK -EBUSY", "kvm save 1 @busy");                // vCPU 2 is inside KVM_RUN, too
        rig.all("kvm put 1 0", "kvm put 1 1");
        rig.expect("OK -EBUSY", "kvm save 1 @busy");
        rig.all("kvm put 1 2", "kvm save 1 @idle", "kvm run 1 3 0");
    }

    @Test
    void shouldKeepPpisThatFollowWiresAndLinesThatAreHigh()
    {
        rig.initialised(1);
        rig.all("kvm map_ppi 0 0 27");
        rig.run(0, 0, 0);
        rig.all("sysw 0 vel1 ICC_PPI_ENABLER0_EL1 0x48000000", "kvm line 0 0 30 1", "kvm migrate 0");
        steps("quiet", "save", "destroy", "restore", "resume 1");

        rig.expect("OK 0x000000012000001e", "insn 0 vel1 CDIA");
        rig.all("insn 0 vel1 CDEOI", "ppi 0 27 1");
        rig.expect("OK 0x000000012000001b", "insn 0 vel1 CDIA");
    }

    @Test
    void shouldRefuseVerbsOfAVmThatMigrates()
    {
        rig.initialised(1);
        rig.initialised(1);
        rig.all("kvm migrate 0");

        for (final String verb : new String[] {"run 0 0 0", "irq_line 0 spi 0 1 1", "save 0 @a", "destroy_vm 0",
            "line 0 0 27 1", "set_attr 0 NR_IRQS 0 64", "migrate 0"})
        {
            final String name = verb.substring(0, verb.indexOf(' '));
            rig.expect("FAIL kvm " + name + ": " + MIGRATES, "kvm " + verb);
        }
        rig.expect("OK 0", "kvm woken 0 0");
        rig.expect("FAIL kvm migrate: VM 0 migrates, and no two do at once (kvm step goes on)", "kvm migrate 1");
        rig.all("kvm run 1 0 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"order=wrong", "fail=copy", "fail=", "order", "late-redirect"})
    void shouldRefuseOtherOptions(final String option)
    {
        rig.initialised(1);

        assertTrue(rig.ask("kvm migrate 0 " + option).startsWith(
            "FAIL kvm: OPTION '" + option + "' is none of order=right, "),
            rig.ask("kvm migrate 0 " + option));
        assertTrue(rig.ask("kvm migrate 0 fail=save fail=save").startsWith("FAIL kvm: OPTION 'fail=save' is none of "));
        rig.expect("OK stop", "kvm migrate 0 order=right fail=save");
    }

    @Tag("K-AT-71")
    @Test
    void shouldRollBackAVmThatWasNotInitialised()
    {
        rig.vm(1);
        rig.expect("OK stop", "kvm migrate 0");
        steps("quiet", "-EBUSY", "0");
        rig.all("kvm set_attr 0 CTRL INIT", "kvm run 0 0 0");
        rig.expect("OK -EIO", "kvm migrate 0 fail=stop");
        rig.expect("FAIL kvm run: the vCPU runs on PE 0", "kvm run 0 0 0");
    }

    @ParameterizedTest
    @CsvSource({"stop, 0", "quiet, 1", "save, 2"})
    void shouldRollBackAFailureBeforeTheSourceIsDestroyed(final String step, final int steps)
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.expect(steps == 0 ? "OK -EIO" : "OK stop", "kvm migrate 0 fail=" + step);
        for (int i = 1; i <= steps; i++)
        {
            rig.expect(i == steps ? "OK -EIO" : "OK quiet", "kvm step");
        }

        rig.expect("OK 0", "kvm step");
        rig.expect("FAIL kvm run: the vCPU runs on PE 0", "kvm run 0 0 0");
        rig.expect("OK stop", "kvm migrate 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"VM_ID", "SPI_IST", "VMTE_MAKE_VALID", "VPED"})
    void shouldRestoreTheImageOnceMore(final String fault)
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.all("insn 0 vel1 CDEN 0x60000001", "kvm irq_line 0 spi 0 1 1", "kvm migrate 0");
        steps("quiet", "save", "destroy");
        rig.all("kvm fail " + fault);
        assertTrue(rig.ask("kvm step").startsWith("OK -E"), fault);
        steps("restore", "resume 2", "0");

        rig.expect("OK 0x0000000160000001", "insn 0 vel1 CDIA");
        rig.expect("FAIL kvm run: no VM 1", "kvm run 1 0 0");
        rig.assertSound(fault);
    }

    /** The image is the place of what is pending, and the steps end there. */
    @ParameterizedTest
    @CsvSource({"restore, VM_ID, -ENOSPC", "resume, VM_ID, -ENOSPC", "restore, VPED, -ENOMEM"})
    void shouldRestoreNoImageAThirdTime(final String step, final String fault, final String errno)
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.all("insn 0 vel1 CDEN 0x60000001", "kvm irq_line 0 spi 0 1 1", "kvm migrate 0 fail=" + step);
        steps("quiet", "save", "destroy");
        String reply = rig.ask("kvm step");
        reply = reply.equals("OK restore") ? rig.ask("kvm step") : reply;
        assertEquals("OK -EIO", reply);
        rig.all("kvm fail " + fault);
        rig.expect("OK " + errno, "kvm step");

        rig.expect("FAIL kvm step: VM 0 is left in its image: restoring it has failed twice, the second time at " +
            "restore", "kvm step");
        final String stats = rig.ask("stats");
        assertTrue(stats.contains("\"lost\":0,") && stats.contains("\"held\":1,") &&
            stats.contains("\"remainder\":0,"), stats);
        rig.expect(KvmRig.NO_LEAKS, "kvm leaks");
    }

    @Test
    void shouldWaitForAPeMoreThanOnce()
    {
        rig.initialised(1);
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.all("kvm migrate 0", "kvm run 1 0 0");
        steps("quiet", "save", "destroy", "restore", "-EBUSY", "restore", "-EBUSY", "restore", "-EBUSY");
        rig.all("kvm put 1 0");

        steps("restore", "resume 5", "0");
    }

    @Test
    void shouldMigrateOnAMachineWhoseEffectsComeLater()
    {
        rig.all("machine ops.delay=1 ops.order=1");
        rig.initialised(1);

        rig.expect("OK stop", "kvm migrate 0");
        steps("quiet", "save", "destroy", "restore", "resume 1", "0");
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"16, OK stop", "17, OK -E2BIG"})
    void shouldRollBackAWalkThatWouldNotEnd(final int deviceIdBits, final String answer)
    {
        rig.initialised(1);
        final String dte = "0100604000000038";                      // 128 events in a table that all devices share
        rig.all("writel 0x081000d0 " + deviceIdBits, "writeq 0x081000c0 0x40500000",
            "write 0x40500000 0x100000 0x" + dte.repeat(1 << 17), "writel 0x08100080 " + ItsCr0.ITSEN.mask());

        rig.expect(answer, "kvm migrate 0");
        rig.expect(answer.equals("OK stop") ? "FAIL kvm run: " + MIGRATES : "OK 0", "kvm run 0 0 0");
    }
}
