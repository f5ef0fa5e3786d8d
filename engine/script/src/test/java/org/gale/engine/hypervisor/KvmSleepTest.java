package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.Control;
import org.gale.tables.operand.GicCdPri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise P5: never pending, asleep, and no doorbell owed. */
class KvmSleepTest
{
    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("P5")
    @Tag("K-LP-9")
    @Test
    void shouldFindTheInterruptWhenAKernelForgetsASleeper()
    {
        rig.all("machine kvm=7.4-gap");
        sleepWhileTheIrsIsDisabled();
        assertNull(rig.machine().unsettled());                                  // nothing can be delivered yet

        rig.all("kvm mmio 0 w 0x80 4 1");

        assertEquals("VM 0 SPI 3 is pending, its vCPU 0 sleeps, and no doorbell is owed", rig.machine().unsettled());
    }

    /** A kick, or a run, makes the harm good: it was one all the same, and is found later. */
    @Tag("P5")
    @Tag("K-LP-9")
    @ParameterizedTest
    @ValueSource(strings = {"kvm run 0 0 0", "kvm irq_line 0 ppi 0 3 1", "kvm put 0 0"})
    void shouldCountAndKeepTheSleepThatACommandEnds(final String ends)
    {
        rig.all("machine kvm=7.4-gap");
        sleepWhileTheIrsIsDisabled();
        assertEquals(gap(0), rig.machine().controls());

        rig.all("kvm mmio 0 w 0x80 4 1");
        assertEquals(gap(1), rig.machine().controls());
        assertEquals(gap(1), rig.machine().controls(), "a query counts nothing");
        rig.all(ends);

        assertEquals(gap(1), rig.machine().controls());
        assertEquals("VM 0 SPI 3 is pending, its vCPU 0 sleeps, and no doorbell is owed", rig.machine().unsettled());
    }

    @Tag("K-LP-9")
    @Test
    void shouldCountNoSleepWithoutAnInterrupt()
    {
        rig.all("machine kvm=7.4-gap");
        sleepWhileTheIrsIsDisabled();
        rig.all("kvm irq_line 0 spi 0 3 0", "insn 1 vel1 CDPEND 0x060000003");

        rig.all("kvm mmio 0 w 0x80 4 1");
        assertEquals(gap(0), rig.machine().controls());
        rig.all("kvm irq_line 0 spi 0 3 1");

        assertEquals(gap(1), rig.machine().controls(), "it came later");
    }

    @Tag("K-LP-9")
    @Test
    void shouldCountNothingOfAVcpuThatIsAwakeWhenItsInterruptComes()
    {
        rig.all("machine kvm=7.4-gap");
        sleepWhileTheIrsIsDisabled();
        rig.all("kvm irq_line 0 spi 0 3 0", "insn 1 vel1 CDPEND 0x060000003");

        rig.all("kvm mmio 0 w 0x80 4 1", "kvm run 0 0 0", "kvm irq_line 0 spi 0 3 1");

        assertEquals(gap(0), rig.machine().controls());
        assertNull(rig.machine().unsettled());
    }

    @Test
    void shouldCountAStepThatFailsAsAsked()
    {
        rig.initialised(1);
        rig.all("kvm fail VMTE_MAKE_INVALID");
        assertEquals(List.of(new Control("kvm fail", 0, false)), rig.machine().controls());

        rig.all("kvm destroy_vm 0");

        assertEquals(List.of(new Control("kvm fail", 1, false)), rig.machine().controls());
    }

    private static List<Control> gap(final long acted)
    {
        return List.of(new Control("kvm=7.4-gap", acted, true));
    }

    @Tag("P5")
    @Tag("K-LP-9")
    @Test
    void shouldFindNothingWhenTheSleeperIsWoken()
    {
        sleepWhileTheIrsIsDisabled();

        rig.all("kvm mmio 0 w 0x80 4 1");

        rig.expect("OK 1", "kvm woken 0 0");
        assertNull(rig.machine().unsettled());
    }

    @Tag("K-LP-5")
    @Tag("K-LP-9")
    @Test
    void shouldAskForNoDoorbellOfAVcpuThatIsPut()
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.run(0, 1, 1);
        rig.all("insn 0 vel1 CDEN 0x60000003", "kvm put 0 0", "kvm mmio 0 w 0x80 4 0", "kvm mmio 0 w 0x80 4 1",
            "kvm irq_line 0 spi 0 3 1");

        rig.expect("OK 0", "kvm woken 0 0");
        rig.expect("OK 0", "kvm pending 0 0");
        assertNull(rig.machine().unsettled());
    }

    @Tag("P5")
    @Tag("K-LP-5")
    @Test
    void shouldFindNothingWhenAVcpuIsPreempted()
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.all("insn 0 vel1 CDEN 0x60000003", "kvm put 0 0", "kvm irq_line 0 spi 0 3 1");

        rig.expect("OK 0", "kvm woken 0 0");
        assertNull(rig.machine().unsettled());
    }

    @Tag("P5")
    @Test
    void shouldFindNothingWhenThePriorityIsMasked()
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.all("insn 0 vel1 CDEN 0x60000003", "insn 0 vel1 CDPRI 0x860000003", "sysw 0 vel1 ICC_PCR_EL1 0",
            "kvm block 0 0", "kvm irq_line 0 spi 0 3 1");

        assertNull(rig.machine().unsettled());
    }

    @Tag("K-T-14")
    @Tag("K-LP-4")
    @ParameterizedTest(name = "mask {0}, priority {1}")
    @CsvSource({"0, 0, 1", "0, 1, 0", "1, 1, 1", "1, 2, 0", "31, 31, 1"})
    void shouldRingForWhateverPassesTheMask(final int mask, final int priority, final int woken)
    {
        rig.initialised(1);
        rig.run(0, 0, 0);
        rig.all("insn 0 vel1 CDEN 0x60000003", "insn 0 vel1 CDPRI " + GicCdPri.of(0x6000_0003, priority),
            "sysw 0 vel1 ICC_PCR_EL1 " + mask, "kvm block 0 0", "kvm irq_line 0 spi 0 3 1");

        rig.expect("OK " + woken, "kvm woken 0 0");
        rig.expect("OK " + woken, "kvm pending 0 0");
    }

    @Test
    void shouldTellThePlaceOfAVcpu()
    {
        rig.initialised(2);
        assertNotEquals(0, place(0, 1));
        assertEquals(0, place(0, 2));
        assertEquals(0, place(1, 0));
        assertFalse(KvmPlace.isLoaded(place(0, 0)) || KvmPlace.isAsleep(place(0, 0)));

        assertTrue(KvmPlace.isDisabled(place(0, 0)));

        rig.run(0, 0, 3);
        assertTrue(KvmPlace.isLoaded(place(0, 0)));
        assertFalse(KvmPlace.isDisabled(place(0, 0)));
        assertEquals(3, KvmPlace.pe(place(0, 0)));

        rig.all("insn 3 vel1 CDEN 0x60000003", "kvm block 0 0");
        assertTrue(KvmPlace.isAsleep(place(0, 0)));
        assertFalse(KvmPlace.isWoken(place(0, 0)));

        rig.all("kvm irq_line 0 spi 0 3 1");
        assertTrue(KvmPlace.isWoken(place(0, 0)));
        assertFalse(KvmPlace.isAsleep(place(0, 0)));
    }

    @Tag("K-LP-5")
    @Test
    void shouldForgetTheSleepOfAVcpuThatLeavesKvmRun()
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.all("insn 0 vel1 CDEN 0x60000003", "kvm block 0 0");
        assertTrue(KvmPlace.isAsleep(place(0, 0)));

        rig.all("kvm put 0 0");
        assertFalse(KvmPlace.isAsleep(place(0, 0)));

        rig.all("kvm irq_line 0 spi 0 3 1");
        rig.expect("OK 0", "kvm woken 0 0");
        assertNull(rig.machine().unsettled());
    }

    @Tag("K-LP-5")
    @Test
    void shouldForgetTheWakeOfAVcpuThatLeavesKvmRun()
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.all("insn 0 vel1 CDEN 0x60000003", "kvm block 0 0", "kvm irq_line 0 spi 0 3 1");
        rig.expect("OK 1", "kvm woken 0 0");

        rig.all("kvm put 0 0");

        rig.expect("OK 0", "kvm woken 0 0");
    }

    @Tag("K-LP-8")
    @Test
    void shouldForgetSleepAndWakeOfAVcpuThatRunsAgain()
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.all("insn 0 vel1 CDEN 0x60000003", "kvm block 0 0", "kvm irq_line 0 spi 0 3 1");
        rig.expect("OK 1", "kvm woken 0 0");

        rig.run(0, 0, 0);
        rig.expect("OK 0", "kvm woken 0 0");

        rig.all("kvm irq_line 0 ppi 0 3 1");
        rig.expect("OK 0", "kvm woken 0 0");
    }

    /** Blocks vCPU 0 while IRSEN is 0, beside vCPU 1 that runs, and sends it an SPI. */
    private void sleepWhileTheIrsIsDisabled()
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.run(0, 1, 1);
        rig.all("insn 0 vel1 CDEN 0x60000003", "kvm mmio 0 w 0x80 4 0", "kvm block 0 0", "kvm irq_line 0 spi 0 3 1");
    }

    private long place(final int vm, final int vcpu)
    {
        final UnsafeBuffer words = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        KvmVerb.PLACE.encode(words, 0, 0, vm, vcpu, 0);

        return rig.verbs().number(words, 0);
    }
}
