package org.gale.engine.storm.run;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.system.Machines;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the book of private interrupts: two VMs with two vCPUs each, on two kinds of machines. */
@Tag("P6")
class PrivateBookTest
{
    private static final String JOB = """
        job: x
        threads: 1
        count: 3000
        machine: {kind: MACHINE}
        vms:
          - {name: a, count: 2, vpes: 2, devices: [{name: t, traffic: {kind: timer, hz: 2k}}]}
        """;

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[4 * Long.BYTES]);

    private static StormPlan plan(final String machine)
    {
        return plan(JOB, machine);
    }

    private static StormPlan plan(final String job, final String machine)
    {
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final byte[] text = job.replace("MACHINE", machine).getBytes(StandardCharsets.UTF_8);

        return jobs.plan(jobs.read("-", new ByteArrayInputStream(text), Assignments.NONE), "-", SettingValues.NONE,
            Spelling.NAMES);
    }

    private static Machine machine(final StormPlan plan)
    {
        final Machine machine = Machines.FACTORY.create(plan.machine());
        Storms.emitAll(plan.workload().setUp((command, words) -> machine.apply(command, 0)));
        machine.outputs().clear();

        return machine;
    }

    private static PrivateBook book(final StormPlan plan, final Machine machine)
    {
        final Topology topology = plan.workload().topology();

        return new PrivateBook(topology, new PrivateTimers(topology), machine);
    }

    private void wire(final Machine machine, final int pe, final boolean isHigh)
    {
        Commands.wire(command, 0, Commands.WIRE_PPI, pe, PrivateTimers.PPI, isHigh);
        machine.apply(command, 0);
    }

    private void kvm(
        final Machine machine, final KvmVerb verb, final int level, final int vm, final int vcpu, final int argument)
    {
        verb.encode(command, 0, level, vm, vcpu, argument);
        machine.apply(command, 0);
    }

    @Test
    void shouldOweWhatRoseAndWasNotAcknowledged()
    {
        final StormPlan plan = plan("gicv5");
        try (Machine machine = machine(plan))
        {
            final PrivateBook book = book(plan, machine);
            book.raised(0);
            book.raised(2);
            book.raised(3);
            book.acknowledged(3);

            assertEquals(List.of(1L, 2L), List.of(book.raisedOf(0), book.raisedOf(1)));
            assertEquals(List.of(0L, 1L), List.of(book.acknowledgedOf(0), book.acknowledgedOf(1)));
            assertEquals(List.of(1L, 1L), List.of(book.owed(0), book.owed(1)));
            assertEquals(List.of(true, false, true, false),
                List.of(book.isOwed(0), book.isOwed(1), book.isOwed(2), book.isOwed(3)));
        }
    }

    @Test
    void shouldFindTimersThatResidentGuestsHavePending()
    {
        final StormPlan plan = plan("gicv5");
        try (Machine machine = machine(plan))
        {
            final PrivateBook book = book(plan, machine);
            for (int vcpu = 0; vcpu < 4; vcpu++)
            {
                book.raised(vcpu);
            }
            assertEquals(0, book.pending(0) + book.pending(1), "no wire has risen yet: all are lost");

            wire(machine, 2, true);
            wire(machine, 3, true);

            assertEquals(0, book.pending(0));
            assertEquals(2, book.pending(1));

            book.acknowledged(3);

            assertEquals(1, book.pending(1), "nothing is owed to vCPU 3");
        }
    }

    @Test
    void shouldFindATimerThatKvmHoldsPendingForAGuestWithoutAPe()
    {
        final StormPlan plan = plan("kvm, pes: 2");
        try (Machine machine = machine(plan))
        {
            final PrivateBook book = book(plan, machine);
            book.raised(2);
            book.raised(3);
            assertEquals(0, book.pending(1));

            kvm(machine, KvmVerb.LINE, 1, 1, 0, PrivateTimers.PPI);

            assertTrue(book.isPendingInKvm(2));
            assertFalse(book.isPendingInKvm(3));
            assertEquals(1, book.pending(1));
        }
    }

    @Test
    void shouldFindATimerThatIsPendingOnThePeOfItsGuest()
    {
        final StormPlan plan = plan("kvm, pes: 2");
        try (Machine machine = machine(plan))
        {
            final PrivateBook book = book(plan, machine);
            book.raised(0);
            kvm(machine, KvmVerb.LINE, 1, 0, 0, PrivateTimers.PPI);

            kvm(machine, KvmVerb.RUN, 0, 0, 0, 1);

            assertEquals(1, book.pending(0));

            book.raised(1);
            kvm(machine, KvmVerb.RUN, 0, 0, 1, 0);

            assertEquals(1, book.pending(0), "vCPU 1 has lost its timer");
        }
    }

    @Test
    void shouldAddUpTheTimersOfAllVms()
    {
        final StormPlan plan = plan("gicv5");
        try (Machine machine = machine(plan))
        {
            final PrivateBook book = book(plan, machine);
            book.raised(0);
            book.acknowledged(0);
            book.raised(1);
            book.raised(2);
            wire(machine, 1, true);
            wire(machine, 2, true);

            assertEquals(List.of("ppis_raised 3", "ppis_acknowledged 1", "ppis_pending 2"),
                book.rows().stream().map(row -> row.key() + ' ' + row.total()).toList());
        }
    }

    /** Fields of priorities have 8 bits, and register 3 has those of PPIs 24 to 31. */
    @Test
    void shouldGiveATimerThePriorityOfItsDevice()
    {
        final StormPlan plan = plan(
            JOB.replace("threads: 1", "clock: virtual").replace("{name: t,", "{name: t, priority: 5,"), "gicv5");
        try (Machine machine = machine(plan))
        {
            final int code = SystemRegister.ICC_PPI_PRIORITYR3_EL1.code();

            assertEquals(5L << 24, machine.registerValue(0, Commands.VEL1, code));
            assertEquals(5L << 24, machine.registerValue(3, Commands.VEL1, code));
        }
    }
}
