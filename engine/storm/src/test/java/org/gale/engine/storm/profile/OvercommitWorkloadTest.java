package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.flow.SendingGuests;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the workload of scheduled vCPUs, on a host of one PE with a VM of one vCPU. */
class OvercommitWorkloadTest
{
    private static final StormConfig CONFIG =
        StormConfigs.begin().vms(1).vpes(1).pes(1).devices(1).events(4).untimed().countLimit(1).build();

    private final OvercommitWorkload workload =
        new OvercommitWorkload(CONFIG, HostModel.withoutActions(HostModel.HostKind.KVM, 1_000, true),
            MachineConfig.DEFAULT, 0);

    @Test
    void shouldModelAHostThatSchedulesItsVcpus()
    {
        final HostModel model = workload.hostModel();

        assertEquals(HostModel.HostKind.KVM, model.kind());
        assertEquals(1_000, model.sliceNs());
        assertTrue(model.preempts());
        assertTrue(workload.merges());
        assertEquals(StormActions.NONE, workload.actions(0));
        assertEquals(4, workload.topology().totalLpis());
        assertEquals(4, workload.events().length());
    }

    /** The doorbell of a vCPU rings with its first interrupt, and not with another one. */
    @Test
    void shouldAccountForDoorbellsBesideTheEvents()
    {
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            Storms.emitAll(workload.setUp((command, words) -> machine.apply(command, 0)));
            machine.outputs().clear();
            assertEquals(rows(0), workload.accounting(machine));

            final UnsafeBuffer command = new UnsafeBuffer(new byte[Long.BYTES]);
            for (int event = 0; event < 2; event++)
            {
                command.putLong(0, Commands.msi(0, event, 0));
                machine.apply(command, 0);
            }

            assertEquals(rows(1), workload.accounting(machine));
            assertInstanceOf(VcpuScheduler.class, workload.guests(machine, () -> 1, SendingGuests.NONE));
        }
    }

    private static List<AccountingRow> rows(final long rung)
    {
        final List<AccountingRow> rows = new ArrayList<>();
        rows.add(new AccountingRow("doorbells_rung", "doorbells", rung, "rung; not included in offered"));
        rows.add(new AccountingRow("doorbells_owed", "  owed", 0, "rung and not handled by the host"));
        rows.add(new AccountingRow("doorbells_coalesced", "  coalesced", 0, ""));

        return rows;
    }
}
