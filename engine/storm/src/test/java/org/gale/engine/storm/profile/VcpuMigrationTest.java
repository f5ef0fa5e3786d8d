package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.tables.ist.L2Iste;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** A vCPU that takes another PE while interrupts are pending for it. */
class VcpuMigrationTest
{
    private static final long SLICE_NS = 1_000;
    private static final StormConfig CONFIG = StormConfigs.begin().vms(2).vpes(2).pes(2).devices(1).events(1024)
        .untimed().countLimit(1).latencyEvery(0).build();
    private static final Topology TOPOLOGY = Topology.of(CONFIG);

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[4096]);
    private final PeSet busy = new PeSet(CONFIG.value(StormSettings.PES).intValue());
    private final CachedNanoClock clock = new CachedNanoClock();

    @Tag("K-LP-1")
    @Tag("K-LP-5")
    @Tag("P1")
    @Test
    void shouldTakeWhatIsPendingOnAnotherPe()
    {
        final OvercommitWorkload workload =
            new OvercommitWorkload(CONFIG, HostModel.withoutActions(HostModel.HostKind.KVM, SLICE_NS, false),
            MachineConfig.DEFAULT, 0);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            Storms.emitAll(workload.setUp((command, words) -> machine.apply(command, 0)));
            final VcpuScheduler scheduler =
                new VcpuScheduler(TOPOLOGY, machine, clock, SLICE_NS, new IrsSwitch(TOPOLOGY, 0, SLICE_NS),
                    SendingGuests.NONE);
            raise(machine, 0, 0, 200);
            raise(machine, 0, 1, 200);
            assertEquals(List.of("RUN 0 0 0", "RUN 0 1 1"), cycle(scheduler, machine));
            raise(machine, 1, 0, 300);
            clock.advance(SLICE_NS);
            assertEquals(List.of("PUT 0 0 0", "RUN 1 0 0"), cycle(scheduler, machine));
            assertEquals(List.of("PUT 0 1 0", "RUN 0 0 1"), cycle(scheduler, machine));

            assertEquals(400, machine.accounts().ledger(machine.accounts().vmOwner(0)).delivered());
            assertNull(machine.unsettled());
        }
    }

    /** Sends events to a vCPU, none of them twice. */
    private void raise(final Machine machine, final int vm, final int vcpu, final int count)
    {
        int left = count;
        for (int event = 0; left > 0; event++)
        {
            if (L2Iste.iaffid(new LpiSpread(CONFIG, TOPOLOGY).entry(vm, event)) == vcpu)
            {
                frame.putLong(0, Commands.msi(vm, event, 0));
                machine.apply(frame, 0);
                left--;
            }
        }
        machine.outputs().clear();
    }

    /** Plans, appends and applies the commands of a duty cycle, and returns them. */
    private List<String> cycle(final VcpuScheduler scheduler, final Machine machine)
    {
        final int end = scheduler.schedule(busy, frame, 0, frame.capacity());
        scheduler.appended();
        final List<String> commands = new ArrayList<>();
        for (int at = 0; at < end; at = machine.apply(frame, at))
        {
            final long word = frame.getLong(at);
            final long word1 = frame.getLong(at + Long.BYTES);
            commands.add(KvmVerb.of(word) + " " + KvmVerb.vm(word1) + ' ' + KvmVerb.vcpu(word1) + ' ' +
                KvmVerb.argument16(word1));
        }
        busy.clear();
        busy.addAll(machine.virqs());
        frame.putLong(0, Commands.turns(0, scheduler.budget()));
        machine.apply(frame, 0);
        machine.outputs().clear();

        return commands;
    }
}
