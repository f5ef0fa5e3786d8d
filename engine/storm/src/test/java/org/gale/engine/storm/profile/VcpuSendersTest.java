package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** Tests of scheduled vCPUs that send, on a host of one PE with two VMs of one vCPU. */
class VcpuSendersTest
{
    private static final long SLICE_NS = 1_000;
    private static final StormConfig CONFIG =
        StormConfigs.begin().vms(2).vpes(1).pes(1).devices(1).events(64).untimed().countLimit(1).build();
    private static final Topology TOPOLOGY = Topology.of(CONFIG);

    private final OvercommitWorkload workload =
        new OvercommitWorkload(CONFIG, HostModel.withoutActions(HostModel.HostKind.KVM, SLICE_NS, false),
            MachineConfig.DEFAULT, 0);
    private final Machine machine = Machines.FACTORY.create(workload.machine());
    private final CachedNanoClock clock = new CachedNanoClock();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[1024]);
    private final PeSet busy = new PeSet(1);
    private final Senders senders = new Senders();
    private VcpuScheduler scheduler = scheduler();

    /** Senders of which one may want a PE, with notes of those that enter and leave. */
    private static final class Senders implements SendingGuests
    {
        private final List<String> notes = new ArrayList<>();
        private int sender = -1;

        @Override
        public void entered(final int vcpu, final int pe)
        {
            notes.add(vcpu + " enters " + pe);
        }

        @Override
        public void left(final int vcpu)
        {
            notes.add(vcpu + " leaves");
        }

        @Override
        public boolean wantsPe(final int vcpu, final long nowNs)
        {
            return vcpu == sender;
        }
    }

    @AfterEach
    void close()
    {
        machine.close();
    }

    @Test
    void shouldRunAVcpuThatHasSomethingToSend()
    {
        setUp();
        senders.sender = 1;

        assertEquals(List.of("RUN 1 0 0"), cycle());
        assertEquals(List.of("1 enters 0"), senders.notes);
        assertEquals(List.of(), cycle());                                       // it keeps the PE without interrupts
        senders.sender = -1;
        assertEquals(List.of("BLOCK 1 0 0"), cycle());

        assertEquals(List.of("1 enters 0", "1 leaves"), senders.notes);
    }

    @Test
    void shouldRunNoSenderOnceItIsFinished()
    {
        setUp();
        senders.sender = 1;
        assertEquals(List.of("RUN 1 0 0"), cycle());

        scheduler.finish();

        assertEquals(List.of("BLOCK 1 0 0"), cycle());
        assertEquals(List.of(), cycle());
    }

    @Test
    void shouldRunNoSenderBeforeTheEndOfTheSetUp()
    {
        senders.sender = 0;

        assertEquals(List.of(), schedule());
        assertEquals(List.of(), senders.notes);
    }

    @Test
    void shouldNoteWhoLeavesWhenASliceIsOver()
    {
        setUp();
        senders.sender = 0;
        assertEquals(List.of("RUN 0 0 0"), cycle());
        raise(1);
        clock.advance(SLICE_NS);

        assertEquals(List.of("PUT 0 0 0", "RUN 1 0 0"), cycle());

        assertEquals(List.of("0 enters 0", "0 leaves", "1 enters 0"), senders.notes);
    }

    @Test
    void shouldNoteWhoIsLoadedWhenItBegins()
    {
        setUp();
        senders.sender = 1;
        cycle();
        senders.notes.clear();

        scheduler = scheduler();
        assertFalse(scheduler.isCheckDue());
        assertEquals(List.of(), cycle());

        assertEquals(List.of("1 enters 0"), senders.notes);
    }

    /** The guest gives each LPI the priority and the vCPU that the seed says. */
    @Test
    void shouldSetUpTheLpisOfEachGuest()
    {
        setUp();
        final LpiSpread spread = new LpiSpread(CONFIG, TOPOLOGY);
        for (int vm = 0; vm < 2; vm++)
        {
            final InterruptStateTable table =
                InterruptQueries.of(machine).table(machine.accounts().vmOwner(vm), Intid.TYPE_LPI);
            for (int id = 0; id < TOPOLOGY.lpis(vm); id++)
            {
                assertEquals(L2Iste.priority(spread.entry(vm, id)), L2Iste.priority(table.loadPlain(id)));
                assertEquals(L2Iste.iaffid(spread.entry(vm, id)), L2Iste.iaffid(table.loadPlain(id)));
            }
        }
    }

    private VcpuScheduler scheduler()
    {
        return new VcpuScheduler(
            TOPOLOGY, machine, clock, SLICE_NS, new IrsSwitch(TOPOLOGY, 0, SLICE_NS), senders);
    }

    private void setUp()
    {
        Storms.emitAll(workload.setUp((command, words) ->
        {
            machine.apply(command, 0);
            machine.outputs().clear();
        }));
    }

    /** Sends an event to a VM. */
    private void raise(final int vm)
    {
        frame.putLong(0, Commands.msi(vm, 0, 0));
        machine.apply(frame, 0);
        machine.outputs().clear();
    }

    /** Plans, appends and applies the commands of a duty cycle, gives turns, and returns the commands. */
    private List<String> cycle()
    {
        final List<String> commands = schedule();
        scheduler.appended();
        int at = 0;
        for (int i = 0; i < commands.size(); i++)
        {
            at = machine.apply(frame, at);
        }
        busy.clear();
        busy.addAll(machine.virqs());
        frame.putLong(0, Commands.turns(0, scheduler.budget()));
        machine.apply(frame, 0);
        machine.outputs().clear();

        return commands;
    }

    private List<String> schedule()
    {
        final int end = scheduler.schedule(busy, frame, 0, frame.capacity());
        final List<String> commands = new ArrayList<>();
        for (int at = 0; at < end; at += CommandWord.length(frame.getLong(at)) << 3)
        {
            final long word = frame.getLong(at + Long.BYTES);
            commands.add(KvmVerb.of(frame.getLong(at)) + " " + KvmVerb.vm(word) + ' ' + KvmVerb.vcpu(word) + ' ' +
                KvmVerb.argument16(word));
        }

        return commands;
    }
}
