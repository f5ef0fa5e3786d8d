package org.gale.engine.storm.run;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.Gicv5Machine;
import org.gale.engine.gicv5.Rig;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.system.Machines;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of a storm's accounting (P6) while messages reach no LPI. */
@Tag("P6")
class StormLedgersTest
{
    private static final int NO_DEVICE = 60_000;

    @Tag("B-ITS-6")
    @Test
    void shouldSettleEachEventOfAVmThatIsNotThere()
    {
        final StormConfig config = Storms.small(5);
        try (Rig rig = new Rig(new Gicv5Machine(new ResidentWorkload(config).machine())))
        {
            final Gicv5Machine machine = rig.machine();
            Storms.setUp(config, machine);
            rig.msi(0, 0);
            rig.mapVist(0, Intid.TYPE_LPI, true);

            rig.msi(0, 0);
            rig.msi(0, 1);
            rig.msi(config.value(StormSettings.DEVICES).intValue(), 0);
            rig.msi(NO_DEVICE, 0);

            final StormLedgers ledgers = new StormLedgers(machine, config.value(StormSettings.VMS).intValue());
            final StormAccounting accounting = ledgers.accounting(5, 0, List.of());
            assertEquals(0, accounting.remainder());
            assertEquals(1, accounting.pending());
            assertEquals(2, accounting.rejected().get(StormAccounting.UNREACHABLE));
            assertEquals(1, accounting.rejected().get(StormAccounting.UNTRANSLATED));
            assertEquals(1, accounting.rejected().get(StormAccounting.WITHDRAWN_UNMAPPED));
            assertEquals(3, accounting.rejectedOfNoVm());
            assertEquals(4, ledgers.settled());
            assertEquals(5, StormResumeTotals.of(Topology.of(config), machine, -1, 0).offered());
        }
    }

    /** Loses or invents an interrupt whose event comes again: the remainder shows it though RAM and owed bits agree. */
    @Tag("P1")
    @Tag("P2")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowAnInterruptThatItsNextEventHides(final boolean isLost)
    {
        final StormConfig config = Storms.small(5);
        try (Rig rig = new Rig(new Gicv5Machine(new ResidentWorkload(config).machine())))
        {
            final Gicv5Machine machine = rig.machine();
            Storms.setUp(config, machine);
            final StormLedgers ledgers = new StormLedgers(machine, config.value(StormSettings.VMS).intValue());
            final InterruptStateTable table =
                InterruptQueries.of(machine).table(machine.accounts().vmOwner(0), Intid.TYPE_LPI);
            int events = 1;
            if (isLost)
            {
                rig.msi(0, 0);
                events++;
            }
            table.storePlain(0, table.loadPlain(0) ^ L2Iste.PENDING.mask());

            rig.msi(0, 0);

            final StormAccounting accounting = ledgers.accounting(events, 0, List.of());
            assertEquals(isLost ? 1 : -1, accounting.remainder());
            assertEquals(accounting.remainder(), accounting.vms().get(0).account().remainder());
            assertEquals(0, accounting.vms().get(1).account().remainder());
            assertEquals(1, accounting.pending());
        }
    }

    private static final String JOB = """
        job: x
        threads: 1
        count: 3000
        machine: {kind: KIND}
        vms:
          - {name: a, count: 2, vpes: 2, devices: [{name: t, traffic: {kind: timer, hz: 2k}}, {name: d, events: 8}]}
        """;

    private static StormPlan plan(final String text)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

        return jobs.plan(jobs.read("-", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            Assignments.NONE), "-", SettingValues.NONE, Spelling.NAMES);
    }

    private static Machine machine(final StormPlan plan)
    {
        final Machine machine = Machines.FACTORY.create(plan.machine());
        Storms.emitAll(plan.workload().setUp((command, words) -> machine.apply(command, 0)));
        machine.outputs().clear();

        return machine;
    }

    private static Ledger ledger(final Machine machine, final int vm)
    {
        return machine.accounts().ledger(machine.accounts().vmOwner(vm));
    }

    /** Two events that a table took with it, one that was cleared, one that merged, and two that were acknowledged. */
    private static void fill(final Ledger ledger)
    {
        final Account account = ledger.account(true);
        account.event(1);
        account.event(2);
        account.unmapped();
        account.event(3);
        account.cleared(3);
        account.event(4);
        account.acknowledged(4, true);
        account.acknowledged(4, true);
        account.acknowledged(4, true);
        account.event(5);
        account.event(5);
        account.acknowledged(5, false);
    }

    @Test
    void shouldAddUpTheLedgerOfAVmAndItsPrivateInterrupts()
    {
        final StormPlan plan = plan(JOB.replace("KIND", "gicv5"));
        final Topology topology = plan.workload().topology();
        try (Machine machine = machine(plan))
        {
            final PrivateBook book = new PrivateBook(topology, new PrivateTimers(topology), machine);
            final UnsafeBuffer wire = new UnsafeBuffer(new byte[2 * Long.BYTES]);
            Commands.wire(wire, 0, Commands.WIRE_PPI, 0, PrivateTimers.PPI, true);
            machine.apply(wire, 0);
            book.raised(0);
            book.raised(1);
            book.raised(1);
            book.acknowledged(1);
            book.acknowledged(1);
            fill(ledger(machine, 0));

            final StormLedgers ledgers = new StormLedgers(machine, 2, book);

            assertEquals(new EventAccount(0, 6 + 3, 2 + 2, 1, 3, 1), ledgers.account(0));
            assertEquals(new EventAccount(0, 0, 0, 0, 0, 0), ledgers.account(1));
            assertEquals(2 + 1 + 3 + 2, ledgers.settled());
            assertEquals(2, ledgers.redelivered());
            final StormAccounting accounting = ledgers.accounting(9, 4, List.of());
            assertEquals(new StormAccounting.OfVm(0, new EventAccount(0, 9, 4, 1, 3, 1)), accounting.vms().get(0));
            assertEquals(0, accounting.vms().get(0).account().remainder());
            assertEquals(1, accounting.pending());
            assertEquals(1, accounting.rejected().get(StormAccounting.WITHDRAWN_CLEARED));
            assertEquals(2, accounting.rejected().get(StormAccounting.WITHDRAWN_UNMAPPED));
            assertEquals(0, accounting.remainder());
            assertEquals(3, accounting.rows().size());
        }
    }

    @Test
    void shouldLeaveOutVmsThatAreNotOfTheStorm()
    {
        final StormConfig config = Storms.small(5);
        try (Machine machine = Machines.FACTORY.create(new ResidentWorkload(config).machine()))
        {
            Storms.setUp(config, machine);
            fill(ledger(machine, 0));
            fill(ledger(machine, 1));

            final StormLedgers one = new StormLedgers(machine, 1);

            assertEquals(2, one.redelivered());
            assertEquals(6, one.settled());
            assertEquals(List.of(0),
                one.accounting(6, 2, List.of()).vms().stream().map(StormAccounting.OfVm::vmId).toList());
            final StormLedgers both = new StormLedgers(machine, 2);
            assertEquals(4, both.redelivered());
            assertEquals(12, both.settled());
        }
    }

    @Test
    void shouldGiveEventsOfNoVmToAPartOfTheirOwn()
    {
        final StormConfig config = Storms.small(5);
        try (Rig rig = new Rig(new Gicv5Machine(new ResidentWorkload(config).machine())))
        {
            Storms.setUp(config, rig.machine());
            rig.mapVist(0, Intid.TYPE_LPI, true);
            rig.msi(0, 0);
            rig.msi(0, 1);
            rig.msi(NO_DEVICE, 0);

            assertEquals(new EventAccount(0, 3, 0, 0, 3, 0), new StormLedgers(rig.machine(), 2).accountOfNoVm());
        }
    }

    @Test
    void shouldCountWhatAGicv4HoldsPendingForAVm()
    {
        final StormPlan plan = plan(JOB.replace("KIND", "gicv4").replace("{name: t, traffic: {kind: timer, hz: 2k}}, ",
            ""));
        try (Machine machine = machine(plan))
        {
            final UnsafeBuffer message = new UnsafeBuffer(new byte[Long.BYTES]);
            message.putLong(0, Commands.msi(0, 0, 0));
            machine.apply(message, 0);
            message.putLong(0, Commands.msi(0, 1, 0));
            machine.apply(message, 0);

            final StormAccounting accounting = new StormLedgers(machine, 2).accounting(2, 0, List.of());

            assertEquals(2, accounting.pending());
            assertEquals(0, accounting.remainder());
            assertEquals(2, accounting.vms().get(0).account().pending());
        }
    }
}
