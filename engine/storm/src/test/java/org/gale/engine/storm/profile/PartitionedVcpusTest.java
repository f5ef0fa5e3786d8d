package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.PartitionShape;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.DirectLayout;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of vCPUs on hosts that are divided: they have the PEs and the vPEIDs of their partition. */
class PartitionedVcpusTest
{
    private static final long SLICE_NS = 1_000;
    private static final int EVENTS = 64;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[4096]);
    private final PeSet busy = new PeSet(4);
    private final CachedNanoClock clock = new CachedNanoClock();

    /** Two VMs of two vCPUs, each in a partition with two PEs. */
    private static StormConfig config(final long vpeids)
    {
        return config(2, vpeids);
    }

    private static StormConfig config(final int vms, final long vpeids)
    {
        final List<DeviceShape> devices = List.of(new DeviceShape(
            "d", 1, EVENTS, DeviceShape.Target.SPREAD, DeviceShape.SPREAD, new ClosedStream(1)));
        final List<PartitionShape> partitions = List.of(new PartitionShape("n", SettingValues.NONE
            .with(PartitionShape.COUNT, 2L).with(StormSettings.PES, 2L).with(PartitionShape.VPEIDS, vpeids)));

        return StormConfig.DEFAULT.shaped(SettingValues.NONE.with(StormSettings.PES, 4L), new HostShape(
            List.of(new VmShape("vm", vms, 2, devices).in("n")), HostShape.Order.GROUP, List.of(), partitions));
    }

    private List<String> cycle(final VcpuScheduler scheduler, final Machine machine)
    {
        final int end = scheduler.schedule(busy, frame, 0, frame.capacity());
        scheduler.appended();
        final List<String> commands = new ArrayList<>();
        for (int at = 0; at < end; at = machine.apply(frame, at))
        {
            final long word1 = frame.getLong(at + Long.BYTES);
            commands.add(KvmVerb.of(frame.getLong(at)) + " " + KvmVerb.vm(word1) + ' ' + KvmVerb.vcpu(word1) + ' ' +
                KvmVerb.argument16(word1));
        }
        machine.outputs().clear();

        return commands;
    }

    @ParameterizedTest
    @CsvSource({"per-vcpu", "first-come"})
    void shouldMakeNoMoreVcpusDirectThanTheirPartitionHasVpeids(final String policy)
    {
        final Topology topology = Topology.of(config(1), DirectLayout.FIRST_VINTID);

        final boolean[] first = new DirectVcpus(topology, OwnSettings.of("policy=" + policy), true).first();

        assertArrayEquals(new boolean[]{true, false, true, false}, first);
    }

    /** Four VMs of two vCPUs, two in each partition, which has vPEIDs for one VM and a half. */
    @Test
    void shouldMakeWholeVmsDirectWithinTheirPartition()
    {
        final SettingValues own = OwnSettings.of("policy=all-or-nothing");
        final DirectVcpus vcpus = new DirectVcpus(Topology.of(config(4, 3), DirectLayout.FIRST_VINTID), own, true);

        assertArrayEquals(new boolean[]{true, true, true, true, false, false, false, false}, vcpus.first());
        assertTrue(new DirectWorkload(config(4, 3), own).machine().gicv4().perVcpu());
    }

    @Test
    void shouldLeaveWholeVmsToTheMachineWhereEachPartitionHasAllVpeids()
    {
        final SettingValues own = OwnSettings.of("policy=all-or-nothing");
        final DirectVcpus vcpus = new DirectVcpus(Topology.of(config(4, 4), DirectLayout.FIRST_VINTID), own, true);

        assertArrayEquals(new boolean[8], vcpus.first());
        assertFalse(new DirectWorkload(config(4, 4), own).machine().gicv4().perVcpu());
    }

    @Test
    void shouldRefuseAListOfMoreVcpusThanTheirPartitionHasVpeids()
    {
        final StormConfig config = StormConfigs.of(config(1)).with(StormSettings.CLOCK, StormSettings.VIRTUAL).build();

        DirectSettings.checkPolicy(config, OwnSettings.of("vcpus=vm0.0,vm1.1"));
        final SettingException ex = assertThrows(SettingException.class,
            () -> DirectSettings.checkPolicy(config, OwnSettings.of("vcpus=vm1.0,vm1.1")));

        assertTrue(ex.getMessage().contains("2 vCPUs of n1 are more than its 1 vPEIDs"), ex.getMessage());
    }

    @Test
    void shouldGiveAVcpuAPeOfItsPartitionThoughOthersAreFree()
    {
        final StormConfig config = config(2);
        final OvercommitWorkload workload =
            new OvercommitWorkload(config, HostModel.withoutActions(HostModel.HostKind.KVM, SLICE_NS, false),
            MachineConfig.DEFAULT, 0);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            Storms.emitAll(workload.setUp((command, words) -> machine.apply(command, 0)));
            final VcpuScheduler scheduler = new VcpuScheduler(workload.topology(), machine, clock, SLICE_NS,
                new IrsSwitch(workload.topology(), 0, SLICE_NS), SendingGuests.NONE);
            raise(machine, 1);

            assertEquals(List.of("RUN 1 0 2", "RUN 1 1 3"), cycle(scheduler, machine));
            raise(machine, 0);
            assertEquals(List.of("RUN 0 0 0", "RUN 0 1 1"), cycle(scheduler, machine).stream()
                .filter(command -> command.startsWith("RUN")).toList());
        }
    }

    @Test
    void shouldBeginNoGuestOfAnotherShare()
    {
        final StormConfig whole = config(2);
        final StormConfig part = whole.part(new Share(1, 2),
            new OvercommitWorkload(whole, HostModel.withoutActions(HostModel.HostKind.KVM, SLICE_NS, false),
            MachineConfig.DEFAULT, 0).topology().partitions(), 1);
        final OvercommitWorkload workload =
            new OvercommitWorkload(part, HostModel.withoutActions(HostModel.HostKind.KVM, SLICE_NS, false),
            MachineConfig.DEFAULT, 0);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            Storms.emitAll(workload.setUp((command, words) -> machine.apply(command, 0)));
            final VcpuScheduler scheduler = new VcpuScheduler(workload.topology(), machine, clock, SLICE_NS,
                new IrsSwitch(workload.topology(), 0, SLICE_NS), SendingGuests.NONE);
            raise(machine, 0);
            final long unreachable = machine.untranslated() + machine.unreachable();
            raise(machine, 1);

            assertEquals(EVENTS, unreachable);
            assertEquals(unreachable, machine.untranslated() + machine.unreachable());
            assertEquals(List.of("RUN 1 0 2", "RUN 1 1 3"), cycle(scheduler, machine));
        }
    }

    private void raise(final Machine machine, final int vm)
    {
        for (int event = 0; event < EVENTS; event++)
        {
            frame.putLong(0, Commands.msi(vm, event, 0));
            machine.apply(frame, 0);
        }
        machine.outputs().clear();
    }

    @Test
    void shouldSpendThePoolOfAPartitionAlone()
    {
        assertTrue(isSpent(1, 0));
        assertTrue(isSpent(1, 1));
        assertFalse(isSpent(2, 0));
    }

    /** Returns whether the pool of a partition is spent at the begin, where every second vCPU is direct. */
    private static boolean isSpent(final long vpeids, final int partition)
    {
        final DirectWorkload workload = new DirectWorkload(config(vpeids), OwnSettings.of("toggles=0 moves=0"));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            Storms.emitAll(workload.setUp((command, words) -> machine.apply(command, 0)));

            return new PartitionPools(workload.topology(), DirectQueries.of(machine)).isSpent(partition);
        }
    }
}
