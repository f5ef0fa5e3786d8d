package org.gale.engine.storm.run;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.system.Machines;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the book of lines: two VMs with a device of messages and two of lines each, on two kinds of machines. */
@Tag("P6")
class LineBookTest
{
    private static final int VM = 1;
    private static final String JOB = """
        job: x
        clock: virtual
        machine: {kind: MACHINE}
        vms:
        - name: a
          count: 2
          vpes: 1
          guest: {mask: 7}
          devices:
          - {name: d, count: 1, events: 3, traffic: {kind: open, rate: 1k}}
          - {name: e, count: 2, priority: 7, traffic: {kind: line, rate: 1k}}
        """;

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[4 * Long.BYTES]);
    private boolean isKvm;
    private Topology topology;
    private Machine machine;
    private PrivateBook book;
    private LineBook lines;

    private void begin(final String kind)
    {
        isKvm = kind.startsWith("kvm");
        final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);
        final byte[] text = JOB.replace("MACHINE", kind).getBytes(StandardCharsets.UTF_8);
        final StormPlan plan = jobs.plan(jobs.read("-", new ByteArrayInputStream(text), Assignments.NONE), "-",
            SettingValues.NONE, Spelling.NAMES);
        topology = plan.workload().topology();
        machine = Machines.FACTORY.create(plan.machine());
        Storms.emitAll(plan.workload().setUp((words, count) -> machine.apply(words, 0)));
        machine.outputs().clear();
        book = new PrivateBook(topology, new PrivateTimers(topology), new SharedLines(topology, isKvm), machine);
        lines = book.lines();
    }

    @AfterEach
    void close()
    {
        machine.close();
    }

    /** Drives the second line of the second VM. */
    private void drive(final boolean isHigh)
    {
        final int spi = lines.lines().firstSpi(VM) + 1;
        if (isKvm)
        {
            KvmVerb.lineOfSpi(command, 0, VM, spi, isHigh);
        }
        else
        {
            Commands.wire(command, 0, Commands.WIRE_SPI, 0, spi, isHigh);
        }
        machine.apply(command, 0);
    }

    private void takeOne()
    {
        if (isKvm)
        {
            KvmVerb.RUN.encode(command, 0, 0, VM, 0, 0);
            machine.apply(command, 0);
        }
        command.putLong(0, Commands.turn(isKvm ? 0 : VM, 1));
        machine.apply(command, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = { "gicv5", "kvm, pes: 1" })
    void shouldOweALineThatRoseUntilItIsAcknowledged(final String kind)
    {
        begin(kind);
        final int lpi = lines.lines().lpi(VM, lines.lines().firstSpi(VM) + 1);
        final StormLedgers ledgers = new StormLedgers(machine, topology.vms(), book);

        assertEquals(0, lines.pending(VM));
        drive(true);
        assertEquals(List.of(0L, 1L), List.of(lines.pending(0), lines.pending(VM)));
        assertTrue(lines.isToCome(VM, lpi));
        assertFalse(lines.isToCome(VM, lpi - 1));
        assertEquals(1, ledgers.accounting(1, 0, List.of()).pending());
        assertEquals(0, ledgers.accounting(1, 0, List.of()).remainder());
        takeOne();
        assertEquals(0, lines.pending(VM), "a level that is held is owed nothing");
        assertTrue(lines.isToCome(VM, lpi), "and comes again");
        assertEquals(0, ledgers.accounting(1, 1, List.of()).remainder());
        drive(false);

        assertFalse(lines.isToCome(VM, lpi));
        assertEquals(0, ledgers.accounting(1, 1, List.of()).remainder());
    }

    @ParameterizedTest
    @ValueSource(strings = { "gicv5", "kvm, pes: 1" })
    void shouldMissALineThatIsOwedAndNotPending(final String kind)
    {
        begin(kind);

        machine.accounts().ledger(machine.accounts().vmOwner(VM)).account(true).event(lines.lines().firstSpi(VM));

        assertEquals(0, lines.pending(VM));
        assertEquals(1, new StormLedgers(machine, topology.vms(), book).accounting(1, 0, List.of()).remainder());
    }

    @Tag("P13")
    @ParameterizedTest
    @ValueSource(strings = { "gicv5", "kvm, pes: 1" })
    void shouldFindALineThatWaitsForEver(final String kind)
    {
        begin(kind);
        final int spi = lines.lines().firstSpi(VM) + 1;
        final UntakenInterrupts untaken = new UntakenInterrupts(topology, machine, book);
        final int device = topology.deviceOfLpi(VM, lines.lines().lpi(VM, spi));
        assertNull(untaken.find(vcpu -> true, (vm, lpi) -> 5, 0));
        assertFalse(untaken.handlers().isToCome(device, 0));

        drive(true);

        assertTrue(untaken.handlers().isToCome(device, 0));
        assertNull(untaken.find(vcpu -> vcpu != VM, (vm, lpi) -> 5, 0), "its vCPU is busy");
        final InvariantBrokenException broken = untaken.find(vcpu -> true, (vm, lpi) -> 5, 0);
        assertNotNull(broken);
        assertTrue(broken.getMessage().contains("VM 1 SPI " + spi + ", set pending, waits since 5 ns for VPE 0"),
            broken.getMessage());
        assertEquals(Intid.of(Intid.TYPE_SPI, spi), broken.intid());
        assertEquals(lines.lines().lpi(VM, spi), lines.untaken(VM, 7, id -> true));
        assertEquals(SharedLines.NONE, lines.untaken(VM, 6, id -> true), "the guest's mask holds it back");
    }

    @ParameterizedTest
    @ValueSource(strings = { "gicv5", "kvm, pes: 1" })
    void shouldNameInterruptsAsReportsDo(final String kind)
    {
        begin(kind);

        assertEquals("LPI " + (topology.firstLpiId() + 2), Outlier.name(book.shown(VM, VM, 2)));
        assertEquals(isKvm ? "SPI 1" : "SPI 3", Outlier.name(book.shown(VM, VM, 4)));
    }
}
