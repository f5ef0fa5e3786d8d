package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.scenario.ClosedStream;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.StormLayout;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.Vpete;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of workloads whose VPEs are all resident, and of their set-up. */
class ResidentWorkloadTest
{
    @Test
    void shouldHaveAMachineWhenEachVpeHasAPe()
    {
        assertEquals(64, new ResidentWorkload(StormConfig.DEFAULT).machine().pes());
    }

    @Test
    void shouldRefuseAStormWhenAVpeHasNoPe()
    {
        final StormConfig config = StormConfigs.parse(StormConfig.DEFAULT.toKeys().replace("pes=64", "pes=63"));

        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> new ResidentWorkload(config));

        assertEquals("pes: 63 is fewer than vms × vpes = 64, and every VPE of this storm is resident (try pes 64)",
            ex.getMessage());
    }

    @Test
    void shouldNameTheGroupsOfAStormWhenAVpeHasNoPe()
    {
        final HostShape shape = HostShapes.quietAndLoud().shape();

        ResidentWorkload.checkPes(shape, 8);
        final SettingException ex = assertThrows(SettingException.class, () -> ResidentWorkload.checkPes(shape, 7));

        assertEquals("pes: 7 is fewer than 8 VPEs (quiet 4, loud 4), and each is resident on one (try pes 8)",
            ex.getMessage());
    }

    @Test
    void shouldHaveAsManyVpesAsAMachineHasPes()
    {
        final StreamShape stream = new ClosedStream(0);

        ResidentWorkload.checkPes(HostShape.alike(16, 256, 1, 1, stream), 4_096);
        final SettingException ex = assertThrows(SettingException.class,
            () -> ResidentWorkload.checkPes(HostShape.alike(17, 241, 1, 1, stream), 4_097));

        assertEquals("vms: 17 × vpes 241 are 4097 VPEs, more than 4096 PEs, and each is resident on one",
            ex.getMessage());
    }

    @Test
    void shouldNameTheGroupsOfAStormWithMoreVpesThanAMachineHasPes()
    {
        final List<VmShape> groups = List.of(new VmShape("a", 16, 256, HostShapes.QUIET.devices()),
            new VmShape("b", 1, 4, HostShapes.QUIET.devices()));
        final HostShape shape = new HostShape(groups, HostShape.Order.GROUP, List.of());

        final SettingException ex =
            assertThrows(SettingException.class, () -> ResidentWorkload.checkPes(shape, 5_000));

        assertEquals("vms: 4100 VPEs (a 4,096, b 4) are more than 4096 PEs, and each is resident on one",
            ex.getMessage());
    }

    /** VMs lie in the table one behind another, with 32 bytes each, and words 0 and 3 say nothing yet. */
    @Test
    void shouldDescribeEachVmInItsOwnEntry()
    {
        final StormConfig config = StormConfigs.begin().vms(3).vpes(3).devices(1).events(64).build();
        final ResidentWorkload workload = new ResidentWorkload(config);
        final StormLayout layout = new StormLayout(Topology.of(config));
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            final Setup setup = workload.setUp((command, words) -> machine.apply(command, 0));
            for (int step = 0; step < 3; step++)
            {
                setup.step(step);                                               // no register is written yet
            }
            for (int vm = 0; vm < 3; vm++)
            {
                final long entry = layout.vmtAddress + 32L * vm;
                assertEquals(0, machine.memory().load(entry, Long.BYTES), "VM " + vm);
                assertEquals(layout.vpetAddress(vm), L2Vmte.vpetAddress(machine.memory().load(entry + 8, Long.BYTES)));
                assertEquals(layout.istAddress(vm), L2Vmte.istAddress(machine.memory().load(entry + 16, Long.BYTES)));
                assertEquals(0, machine.memory().load(entry + 24, Long.BYTES), "VM " + vm);
                for (int vpe = 0; vpe < 3; vpe++)
                {
                    assertEquals(layout.vpedAddress(vm, vpe),
                        Vpete.vpedAddress(machine.memory().load(layout.vpetAddress(vm) + 8L * vpe, Long.BYTES)));
                }
                assertEquals(0, machine.memory().load(layout.vpetAddress(vm) + 8L * 3, Long.BYTES), "no fourth VPE");
            }
        }
    }

    /** Writes a large table in parts: none holds more than a few commands, and no command is shorter for it. */
    @Test
    void shouldWriteALargeTableInParts()
    {
        final StormConfig config = StormConfigs.begin().vms(1).devices(4).events(1 << 14).build();
        final ResidentWorkload workload = new ResidentWorkload(config);
        final List<Integer> lengths = new ArrayList<>();
        int most = 0;
        final Setup setup = workload.setUp((command, words) -> lengths.add(words));
        for (int step = 0; step < setup.stepCount(); step++)
        {
            final int before = lengths.size();
            setup.step(step);
            most = Math.max(most, lengths.size() - before);
        }

        final int commandsOfTable = Topology.of(config).lpis(0) * Integer.BYTES / Commands.RAM_BYTES_LIMIT;
        assertTrue(commandsOfTable > 5_000, commandsOfTable + " commands for the table");
        assertTrue(most < 4_000, most + " commands in a step");
        final int full = 2 + Commands.RAM_BYTES_LIMIT / Long.BYTES;
        final int commandsOfDevices = 4 * ((1 << 14) * Long.BYTES / Commands.RAM_BYTES_LIMIT);
        assertEquals(commandsOfTable + commandsOfDevices, Collections.frequency(lengths, full));
    }
}
