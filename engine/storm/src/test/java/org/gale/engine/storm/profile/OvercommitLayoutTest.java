package org.gale.engine.storm.profile;

import org.agrona.DirectBuffer;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.run.StateLength;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.OvercommitLayout;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OvercommitLayoutTest
{
    /** The host answers each command of the set-up with no errno, so that it had the memory. */
    @ParameterizedTest(name = "{0} VMs of {1} vCPUs on {2} PEs, {3} devices of {4} events")
    @CsvSource({ "1, 1, 1, 1, 1", "16, 4, 16, 4, 16", "16, 4, 16, 4, 256", "2, 512, 3, 1, 8", "300, 2, 5, 1, 4",
        "2, 1, 1, 64, 16", "2, 2, 2, 1, 65536" })
    void shouldHaveRoomForTheHostAndASnapshot(
        final int vms, final int vpes, final int pes, final int devices, final int events)
    {
        final OvercommitWorkload workload =
            new OvercommitWorkload(config(vms, vpes, pes, devices, events),
                    HostModel.withoutActions(HostModel.HostKind.KVM, 1_000, false),
            MachineConfig.DEFAULT, 0);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            Storms.emitAll(workload.setUp((command, words) -> apply(machine, command)));
            final long saved = StateLength.bytesOf(machine);

            final long estimated = workload.snapshotBytes();
            assertTrue(saved <= estimated, saved + " of " + estimated);
            assertTrue(saved > estimated / 12, saved + " of " + estimated);
        }
    }

    @Test
    void shouldRefuseMoreLpisThanAGuestCanHave()
    {
        final SettingException ex = assertThrows(SettingException.class,
            () -> new OvercommitLayout(Topology.of(config(1, 1, 1, 2, 65_536))));

        assertEquals("lpis: 131072 is more than 65536, and KVM gives no guest more", ex.getMessage());
    }

    private static StormConfig config(
        final int vms, final int vpes, final int pes, final int devices, final int events)
    {
        return StormConfigs.begin().vms(vms).vpes(vpes).pes(pes).devices(devices).events(events).build();
    }

    private static void apply(final Machine machine, final DirectBuffer command)
    {
        machine.outputs().clear();
        machine.apply(command, 0);
        for (int i = 0; i < machine.outputs().words(); i += Outputs.length(machine.outputs().word(i)))
        {
            assertTrue(Outputs.kind(machine.outputs().word(i)) != Outputs.VALUE || machine.outputs().word(i + 1) >= 0);
        }
    }
}
