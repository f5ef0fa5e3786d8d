package org.gale.engine.storm.profile;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import com.sun.management.ThreadMXBean;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.ist.L2Iste;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class VcpuSchedulerTest
{
    private static final long SLICE_NS = 1_000;
    private static final int EVENTS = 512;
    private static final StormConfig CONFIG = StormConfigs.begin().vms(2).vpes(2).pes(1).devices(1)
        .events(EVENTS).untimed().countLimit(1).latencyEvery(0).build();
    private static final Topology TOPOLOGY = Topology.of(CONFIG);

    private final OvercommitWorkload workload =
        new OvercommitWorkload(CONFIG, HostModel.withoutActions(HostModel.HostKind.KVM, SLICE_NS, false),
            MachineConfig.DEFAULT, 0);
    private final Machine machine = Machines.FACTORY.create(workload.machine());
    private final Setup setup = workload.setUp((command, words) -> apply(command));
    private final CachedNanoClock clock = new CachedNanoClock();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[4096]);
    private final PeSet busy = new PeSet(CONFIG.value(StormSettings.PES).intValue());
    private final UnsafeBuffer msi = new UnsafeBuffer(new byte[Long.BYTES]);
    private VcpuScheduler scheduler = scheduler(0, SLICE_NS);

    private VcpuScheduler scheduler(final int switchesPerS, final long switchNs)
    {
        return new VcpuScheduler(TOPOLOGY, machine, clock, SLICE_NS, new IrsSwitch(TOPOLOGY, switchesPerS, switchNs),
            SendingGuests.NONE);
    }

    @AfterEach
    void close()
    {
        machine.close();
    }

    @Test
    void shouldScheduleNothingWhileTheMachineIsSetUp()
    {
        for (int step = 0; step < setup.stepCount() - 1; step++)
        {
            setup.step(step);
            assertEquals(List.of(), schedule());
        }
        assertTrue(scheduler.isSettled(machine.virqs()));
    }

    @Tag("K-LP-4")
    @Test
    void shouldRunAVcpuWhenItsDoorbellRingsAndBlockItWhenNothingIsLeft()
    {
        setUp();
        assertEquals(List.of(), cycle());

        raise(1, 1, 3);
        assertFalse(scheduler.isSettled(machine.virqs()));
        assertEquals(List.of("RUN 1 1 0"), cycle());
        assertEquals(3, acknowledged());
        assertTrue(scheduler.isSettled(machine.virqs()));
        assertEquals(List.of(), cycle());                                       // it was busy lately
        assertEquals(List.of("BLOCK 1 1 0"), cycle());
        assertEquals(List.of(), cycle());

        raise(1, 1, 2);
        assertEquals(List.of("RUN 1 1 0"), cycle());
        assertEquals(5, acknowledged());
        assertNull(machine.unsettled());
    }

    @Test
    void shouldNotBeSettledWhenAVcpuWasWokenInTheFrameThatEndedTheSetUp()
    {
        setUp();
        assertTrue(scheduler.isSettled(machine.virqs()));
        scheduler = scheduler(0, SLICE_NS);
        raise(1, 1, 1);

        assertFalse(scheduler.isSettled(machine.virqs()));
    }

    @Tag("K-LP-5")
    @Test
    void shouldPreemptAVcpuWhenItsSliceIsOverAndAnotherWaits()
    {
        setUp();
        raise(0, 0, 200);
        assertEquals(List.of("RUN 0 0 0"), cycle());
        clock.advance(SLICE_NS);
        assertEquals(List.of(), schedule());                            // nobody waits

        raise(1, 0, 1);
        clock.advance(-1);
        assertEquals(List.of(), schedule());
        clock.advance(1);
        assertEquals(List.of("PUT 0 0 0", "RUN 1 0 0"), cycle());
        assertFalse(scheduler.isSettled(machine.virqs()));                      // the first one has not taken all
        assertEquals(List.of(), cycle());
        assertEquals(List.of("BLOCK 1 0 0", "RUN 0 0 0"), cycle());
        assertEquals(201, acknowledged());
        assertTrue(scheduler.isSettled(machine.virqs()));
    }

    @Test
    void shouldPlanAnewWhenAPlanWasDropped()
    {
        setUp();
        raise(0, 1, 1);
        raise(1, 1, 1);

        assertEquals(List.of("RUN 0 1 0"), schedule());
        assertEquals(List.of("RUN 0 1 0"), schedule());
        assertEquals(List.of("RUN 0 1 0"), cycle());
        assertEquals(List.of(), cycle());
        assertEquals(List.of("BLOCK 0 1 0", "RUN 1 1 0"), cycle());
        assertEquals(2, acknowledged());
    }

    @Test
    void shouldBeginWithTheVcpusAsAJournalLeftThem()
    {
        setUp();
        raise(0, 0, 200);
        cycle();
        raise(1, 0, 1);
        raise(1, 1, 1);
        clock.advance(SLICE_NS);
        assertEquals(List.of("PUT 0 0 0", "RUN 1 0 0"), cycle());
        scheduler = scheduler(0, SLICE_NS);
        busy.clear();                                                           // nobody is signalled

        assertEquals(List.of("BLOCK 1 0 0", "RUN 0 0 0"), cycle());
        assertEquals(List.of(), cycle());
        assertEquals(List.of("BLOCK 0 0 0", "RUN 1 1 0"), cycle());
        assertEquals(202, acknowledged());
        assertTrue(scheduler.isSettled(machine.virqs()));
    }

    @Test
    void shouldTakeAVcpuFromItsPeWhenItsVmStopsBeforeTheFirstCycle()            // passes were made, and the end came
    {
        setUp();
        raise(0, 1, 1);
        raise(1, 1, 1);
        assertEquals(List.of("RUN 0 1 0"), cycle());
        scheduler = scheduler(0, SLICE_NS);
        scheduler.stop(new int[]{0});

        assertEquals(List.of("PUT 0 1 0", "RUN 1 1 0"), cycle());
        assertTrue(scheduler.areOut());
        assertEquals(List.of(), cycle());
        scheduler.letGo();
        assertEquals(List.of("BLOCK 1 1 0", "RUN 0 1 0"), cycle());
        assertEquals(2, acknowledged());
    }

    @Test
    void shouldPlanForAsManyPesAsTheFrameHasRoomFor()
    {
        setUp();
        raise(0, 0, 1);

        assertEquals(0, scheduler.schedule(busy, frame, 0, 31));
        scheduler.appended();

        assertEquals(List.of("RUN 0 0 0"), cycle());
    }

    @Test
    void shouldPlanBehindWhatAFrameHas()
    {
        assertEquals(64, scheduler.schedule(busy, frame, 64, frame.capacity()));
        setUp();
        raise(0, 0, 1);

        assertEquals(64, scheduler.schedule(busy, frame, 64, 64 + 31));
        assertEquals(64 + 16, scheduler.schedule(busy, frame, 64, 64 + 32));
        assertEquals("RUN 0 0 0", text(64));
    }

    /** A switch has three words, and the commands of a PE have up to four. */
    @Test
    void shouldSwitchAnIrsWhenTheFrameHasRoomForThatAlone()
    {
        setUp();
        scheduler = scheduler(100_000, 2 * SLICE_NS);
        raise(0, 0, 1);
        clock.update(1);
        cycle();
        clock.advance(2 * SLICE_NS);

        assertEquals(64, scheduler.schedule(busy, frame, 64, 64 + 23));
        assertEquals(64 + 24, scheduler.schedule(busy, frame, 64, 64 + 24));
        assertEquals("MMIO_WRITE 0 0", text(64));
    }

    @Test
    void shouldForgetAPlanThatHasNoRoomAnyMore()
    {
        setUp();
        raise(0, 1, 1);
        assertEquals(List.of("RUN 0 1 0"), schedule());
        assertEquals(0, scheduler.schedule(busy, frame, 0, 31));
        scheduler.appended();
        assertEquals(List.of("RUN 0 1 0"), cycle());
        assertEquals(List.of(), cycle());                                       // it was busy lately

        assertEquals(List.of("BLOCK 0 1 0"), schedule());
        assertEquals(0, scheduler.schedule(busy, frame, 0, 31));
        scheduler.appended();

        assertEquals(List.of("BLOCK 0 1 0"), cycle());
    }

    @Test
    void shouldLoadNothingWithTheFramesOfTheSetUp()
    {
        assertTrue(scheduler.isSettled(machine.virqs()));
        assertEquals(List.of(), schedule());
        scheduler.appended();
        setUp();

        assertEquals(List.of(), cycle());
        assertEquals(List.of(), cycle());
    }

    @Test
    void shouldLimitNoFrameAndAskForNoCheck()
    {
        assertEquals(TurnSource.NO_LIMIT, scheduler.drainLimit(false));
        assertEquals(TurnSource.NO_LIMIT, scheduler.drainLimit(true));
        assertFalse(scheduler.isCheckDue());
    }

    @Test
    void shouldAllocateNothingWhenItRuns()
    {
        setUp();
        scheduler = scheduler(100_000, SLICE_NS);
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        runFor(2_000);
        final long before = threads.getThreadAllocatedBytes(thread);

        runFor(2_000);

        final long bytes = threads.getThreadAllocatedBytes(thread) - before;
        assertTrue(bytes < 1024, bytes + " bytes in 2,000 duty cycles");
        assertTrue(acknowledged() > 2_000);
    }

    /** Works so many duty cycles, each behind an event for each vCPU. */
    private void runFor(final int cycles)
    {
        for (int i = 0; i < cycles; i++)
        {
            clock.advance(SLICE_NS / 4);
            for (int vm = 0; vm < 2; vm++)
            {
                for (int event = i & 255; event < (i & 255) + 2; event++)
                {
                    msi.putLong(0, Commands.msi(vm, event, 0));
                    machine.apply(msi, 0);
                }
            }
            final int end = scheduler.schedule(busy, frame, 0, frame.capacity());
            scheduler.appended();
            for (int at = 0; at < end; at = machine.apply(frame, at))
            {
                // Each command is applied.
            }
            scheduler.isSettled(machine.virqs());
            turn(frame);
        }
    }

    @Test
    void shouldDoNothingOnATurnWhenNoVcpuIsLoaded()
    {
        setUp();
        raise(0, 0, 1);
        machine.outputs().clear();
        frame.putLong(0, Commands.turn(0, 64));

        machine.apply(frame, 0);

        assertEquals(0, machine.outputs().words());
        assertNull(machine.unsettled());
    }

    @Tag("K-LP-9")
    @Test
    void shouldHoldTheVcpuThatHasDisabledItsIrsUntilItEnablesIt()
    {
        setUp();
        scheduler = scheduler(100_000, 2 * SLICE_NS);
        raise(0, 0, 1);
        raise(1, 0, 1);
        clock.update(1);
        assertEquals(List.of("RUN 0 0 0"), cycle());

        clock.advance(2 * SLICE_NS);
        assertEquals(List.of("MMIO_WRITE 0 0"), schedule());
        assertEquals(List.of("MMIO_WRITE 0 0"), cycle());
        assertFalse(scheduler.isSettled(machine.virqs()));
        assertEquals(List.of(), cycle());
        raise(0, 0, 2);                                                         // one is pending again
        raise(0, 1, 1);
        assertEquals(List.of(), cycle());
        assertNull(machine.unsettled());

        clock.advance(2 * SLICE_NS);
        assertEquals(List.of("MMIO_WRITE 0 1"), cycle());
        assertEquals(List.of("PUT 0 0 0", "RUN 1 0 0"), cycle());                // its slice is over
        assertEquals(List.of(), cycle());
        assertEquals(List.of("BLOCK 1 0 0", "RUN 0 1 0"), cycle());
        assertEquals(List.of(), cycle());
        assertEquals(List.of("BLOCK 0 1 0", "RUN 0 0 0"), cycle());
        assertEquals(5, acknowledged());
    }

    @Tag("K-LP-9")
    @Test
    void shouldEnableTheIrsThatAJournalLeftDisabled()
    {
        setUp();
        scheduler = scheduler(100_000, 2 * SLICE_NS);
        raise(1, 0, 1);
        clock.update(1);
        cycle();
        clock.advance(2 * SLICE_NS);
        assertEquals(List.of("MMIO_WRITE 1 0"), cycle());

        scheduler = scheduler(0, SLICE_NS);
        assertEquals(List.of(), cycle());
        assertFalse(scheduler.isSettled(machine.virqs()));
        clock.advance(SLICE_NS);
        assertEquals(List.of("MMIO_WRITE 1 1"), cycle());
        assertEquals(List.of("BLOCK 1 0 0"), cycle());
        assertTrue(scheduler.isSettled(machine.virqs()));
    }

    private long acknowledged()
    {
        return machine.accounts().ledger(machine.accounts().vmOwner(0)).delivered() +
            machine.accounts().ledger(machine.accounts().vmOwner(1)).delivered();
    }

    /** Sends events to a vCPU, none of them twice. */
    private void raise(final int vm, final int vcpu, final int count)
    {
        int left = count;
        for (int event = 0; left > 0; event++)
        {
            if (L2Iste.iaffid(new LpiSpread(CONFIG, TOPOLOGY).entry(vm, event)) == vcpu)
            {
                msi.putLong(0, Commands.msi(vm, event, 0));
                machine.apply(msi, 0);
                left--;
            }
        }
        machine.outputs().clear();
    }

    private void setUp()
    {
        Storms.emitAll(setup);
    }

    private void apply(final DirectBuffer command)
    {
        machine.outputs().clear();
        machine.apply(command, 0);
        for (int i = 0; i < machine.outputs().words(); i += Outputs.length(machine.outputs().word(i)))
        {
            assertTrue(Outputs.kind(machine.outputs().word(i)) != Outputs.VALUE ||
                machine.outputs().word(i + 1) >= 0);
        }
    }

    /** Plans, appends and applies the commands of a duty cycle, and returns them. */
    private List<String> cycle()
    {
        final List<String> commands = schedule();
        scheduler.appended();
        int at = 0;
        for (int i = 0; i < commands.size(); i++)
        {
            at = machine.apply(frame, at);
        }
        turn(frame);

        return commands;
    }

    /** Gives turns to all signalled guests, which are the busy ones from then on. */
    private void turn(final UnsafeBuffer command)
    {
        busy.clear();
        busy.addAll(machine.virqs());
        command.putLong(0, Commands.turns(0, scheduler.budget()));
        machine.apply(command, 0);
        machine.outputs().clear();
    }

    private List<String> schedule()
    {
        final int end = scheduler.schedule(busy, frame, 0, frame.capacity());
        final List<String> commands = new ArrayList<>();
        for (int at = 0; at < end; at += CommandWord.length(frame.getLong(at)) << 3)
        {
            commands.add(text(at));
        }

        return commands;
    }

    private String text(final int at)
    {
        final long word = frame.getLong(at);
        final long word1 = frame.getLong(at + Long.BYTES);
        if (KvmVerb.of(word) == KvmVerb.MMIO_WRITE)
        {
            return "MMIO_WRITE " + KvmVerb.vm(word1) + ' ' + frame.getLong(at + 2 * Long.BYTES);
        }

        return KvmVerb.of(word) + " " + KvmVerb.vm(word1) + ' ' + KvmVerb.vcpu(word1) + ' ' +
            KvmVerb.argument16(word1);
    }
}
