package org.gale.engine.storm.virtual;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gale.engine.command.Commands;
import org.gale.engine.command.V4Verb;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.NoLog;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.DueEvents;
import org.gale.engine.storm.flow.StormSources;
import org.gale.engine.storm.law.DoorbellLaw;
import org.gale.engine.storm.law.MoveLaw;
import org.gale.engine.storm.law.ResponseLaw;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.HostRules;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmNumbers;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the operator of a GICv4 host and of its guests' commands, one by one. */
class DirectOperatorTest
{
    private static final long STEP_NS = 1013;
    private static final long SEED = 1;
    private static final ActionRate ALWAYS = new ActionRate(1, 1);
    /** Two VMs with two vCPUs and eight LPIs each; all vCPUs are blocked. */
    private static final StormConfig CONFIG = VirtualStorms.config(
        1, 4, VirtualStorms.vms("vm", 2, 2, 8, new OpenStream(1000, false), VirtualStorms.guest(0, false)));

    private final Workload workload = JobProfiles.ALL.of("direct").workload(CONFIG, SettingValues.NONE);
    private final Topology topology = workload.topology();
    private final Machine machine = Machines.FACTORY.create(workload.machine());
    private final DirectQueries queries = DirectQueries.of(machine);
    private final VirtualClock clock = new VirtualClock();
    private final Log log = new Log();
    private final CommandWriter writer =
        new CommandWriter(machine, topology.deal(), log, clock, SnapshotSchedule.AT_END, null);
    private final EventQueue queue = new EventQueue();
    private final DirectPort port = setUp();
    private VirtualHost host;

    private DirectPort setUp()
    {
        Storms.emitAll(workload.setUp(writer));
        writer.finish();
        log.commands.clear();

        return new DirectPort(topology, machine, writer, (vm, lpi) -> true, new VmNumbers(topology.vms()));
    }

    @AfterEach
    void close()
    {
        machine.close();
    }

    /** Taker of a storm in which no handler begins. */
    private static final class NoInterrupts implements PendingLpis.Taker
    {
        @Override
        public void acknowledged(final PendingLpi interrupt)
        {
            throw new AssertionError("LPI " + interrupt.lpi);
        }

        @Override
        public void handled(final PendingLpi interrupt)
        {
            throw new AssertionError("LPI " + interrupt.lpi);
        }

        @Override
        public void handedOver(final PendingLpi interrupt)
        {
            throw new AssertionError("LPI " + interrupt.lpi);
        }
    }

    private DirectOperator operator(final ActionRate toggles, final ActionRate moves, final long seed)
    {
        final CostModel costs = PathCosts.with(CostModel.of(CostModel.ZERO), Cost.TRANSITION_STEP, STEP_NS);
        final DueEvents due = StormSources.due(CONFIG, workload, topology);
        final HostParts parts = new HostParts(clock, port, new VcpuTimers(topology, queue, clock),
            new CostDraws(costs, topology.groups(), topology::isOwn, SEED), new PeTimes(topology.pes()),
            new PendingLpis(topology, new StageClocks(topology.totalVpes()),
                new ResponseLaw(topology, 1, 0), new MoveLaw(topology, false)), new NoInterrupts(),
            new ModelCalls(due, clock, null), new EventTargets(topology, new LpiSpread(CONFIG, topology),
                new PrivateTimers(topology), new SharedLines(topology, false)));
        final HostModel model = new HostModel(HostModel.HostKind.DIRECT, 1_000_000, false, toggles, moves,
            done -> StormActions.NONE, HostRules.DEFAULT);
        host = new VirtualHost(parts, topology, model, new DoorbellLaw(topology, machine),
            PartitionHost.law(topology, costs, model));

        return new DirectOperator(parts, new DirectOperator.Operated(topology, machine, writer, host), model,
            seed);
    }

    /** Returns the commands since the last call, each as its verb; a TIME as its name. */
    private List<String> commands()
    {
        writer.finish();
        final List<String> commands = List.copyOf(log.commands);
        log.commands.clear();

        return commands;
    }

    /** Returns the operands of moves that a seed gives. */
    private List<String> moves(final long seed, final int count)
    {
        final DirectOperator operator = operator(ActionRate.NONE, ALWAYS, seed);
        writer.finish();
        log.operands.clear();
        for (int i = 1; i <= count; i++)
        {
            operator.offered(i);
        }
        writer.finish();
        assertEquals(count, operator.done().moved());

        return List.copyOf(log.operands);
    }

    @Test
    void shouldWriteTheTimeOfAnInstantInFrontOfEachCommandOfAGuest()
    {
        clock.jump(10);
        port.load(0, 3);
        assertEquals(List.of("TIME 10", "LOAD"), commands());
        clock.jump(20);
        assertEquals(GuestPort.NONE, port.acknowledge(0));
        assertEquals(List.of("TIME 20", "ACK"), commands());
        clock.jump(30);
        port.end(0, 0);
        assertEquals(List.of("TIME 30", "EOI"), commands());
        clock.jump(40);
        port.put(0);
        assertEquals(List.of("TIME 40", "PUT"), commands());
        clock.jump(50);
        port.block(0);
        assertEquals(List.of("TIME 50", "BLOCK"), commands());
    }

    @Test
    void shouldDrawEachMoveFromAllVmsAndVcpus()
    {
        final List<String> moves = moves(SEED, 64);

        final Set<Character> vms = new HashSet<>();
        final Set<Character> vcpus = new HashSet<>();
        for (final String move : moves)
        {
            vms.add(move.charAt(0));
            vcpus.add(move.charAt(move.length() - 1));
        }
        assertEquals(Set.of('0', '1'), vms);
        assertEquals(Set.of('0', '1'), vcpus);
        assertTrue(new HashSet<>(moves).size() > 16, moves.toString());
    }

    @Test
    void shouldDrawOtherMovesForAnotherSeed()
    {
        final List<String> moves = moves(0, 16);

        assertEquals(moves, moves(0, 16));
        assertNotEquals(moves, moves(Long.MIN_VALUE, 16));
    }

    @Test
    void shouldMoveByTheClock()
    {
        final DirectOperator operator = operator(ActionRate.NONE, ActionRate.perSecond(2_000), SEED);

        clock.jump(499_999);
        operator.offered(1);
        assertEquals(0, operator.done().moved());
        clock.jump(500_000);
        operator.offered(2);
        operator.offered(3);
        assertEquals(1, operator.done().moved());
        assertEquals(List.of("TIME 500000", "MOVE"), commands());
        clock.jump(1_000_000);
        operator.offered(4);
        assertEquals(2, operator.done().moved());
    }

    @Test
    void shouldTakeTheStepsOfATransitionAndRingTheVcpuThatItWakes()
    {
        final DirectOperator operator = operator(ALWAYS, ActionRate.NONE, SEED);
        clock.jump(10);
        operator.offered(1);
        assertTrue(operator.isOpen());
        assertEquals("TIME 10", commands().get(0));
        assertEquals(new HostModel.Done(1, 1, 0, 0, 0), operator.done());
        final int vm = queries.transitionVm();
        final int vcpu = queries.transitionVcpu();
        final boolean wasDirect = queries.isDirect(vm, vcpu);

        int steps = 0;
        int rung = 0;
        while (operator.isOpen())
        {
            steps++;
            rung += takeRing(vm, vcpu);
            assertEquals(10 + steps * STEP_NS, queue.nextNs());
            assertEquals(QueuedKind.OPERATOR, EventQueue.kind(queue.order()));
            assertEquals(vm, EventQueue.vm(queue.order()));
            assertEquals(vcpu, EventQueue.vpe(queue.order()));
            clock.jump(queue.nextNs());
            final int irq = (int)queue.word();
            queue.remove();
            operator.step();
            host.irqs().served(irq);
            assertEquals(List.of("TIME " + clock.nanoTime(), "STEP"), commands());
        }

        assertTrue(steps > 1);
        assertTrue(port.isWoken(topology.vpeIndex(vm, vcpu)));
        assertEquals(1, rung + takeRing(vm, vcpu));
        assertEquals(new HostModel.Done(1, 1, 1, 0, 0), operator.done());
        assertEquals(1, host.counts().transitions);
        assertNotEquals(wasDirect, queries.isDirect(vm, vcpu));
    }

    /** Takes the event of a blocked vCPU that a step has woken; returns how many there were. */
    private int takeRing(final int vm, final int vcpu)
    {
        int taken = 0;
        while (queue.nextNs() == clock.nanoTime() && EventQueue.kind(queue.order()) == QueuedKind.VCPU)
        {
            assertEquals(vm, EventQueue.vm(queue.order()));
            assertEquals(vcpu, EventQueue.vpe(queue.order()));
            queue.remove();
            host.irqs().rung(topology.vpeIndex(vm, vcpu));
            taken++;
        }

        return taken;
    }

    @Test
    void shouldMissAToggleWhileATransitionIsOpen()
    {
        final DirectOperator operator = operator(ALWAYS, ActionRate.NONE, SEED);

        operator.offered(1);
        commands();
        operator.offered(2);

        assertEquals(new HostModel.Done(2, 1, 0, 0, 0), operator.done());
        assertEquals(List.of(), commands());
    }

    /** One transition begins and one event moves at an event, whatever is due: what is missed was due, too. */
    @Test
    void shouldCountAllThatIsDueTogether()
    {
        final DirectOperator operator = operator(ALWAYS, ALWAYS, SEED);

        operator.offered(5);

        assertEquals(new HostModel.Done(5, 1, 0, 5, 1), operator.done());
    }

    @Test
    void shouldHoldNoVcpuOutOfItsGuestWithoutATransition()
    {
        for (int vcpu = 0; vcpu < 4; vcpu++)
        {
            assertFalse(port.isHeld(vcpu));
        }
    }

    /** Log that keeps the name of each command, and the operands of moves. */
    private static final class Log extends ForwardingLog
    {
        private final List<String> commands = new ArrayList<>();
        private final List<String> operands = new ArrayList<>();

        Log()
        {
            super(new NoLog());
        }

        @Override
        public AppendResult appendCommands(final int count, final int lengthBytes)
        {
            final int end = payloadOffset() + lengthBytes;
            for (int at = payloadOffset(); at < end; at += CommandWord.length(frame().getLong(at)) * Long.BYTES)
            {
                note(at);
            }

            return super.appendCommands(count, lengthBytes);
        }

        private void note(final int at)
        {
            final long word = frame().getLong(at);
            if (CommandWord.opcode(word) == CommandWord.TIME)
            {
                commands.add("TIME " + Commands.baseNs(word));
                return;
            }
            final V4Verb verb = V4Verb.of(word);
            commands.add(verb.name());
            if (verb == V4Verb.MOVE)
            {
                operands.add(V4Verb.operand(frame(), at, 0) + " " + V4Verb.operand(frame(), at, 1) + " " +
                    V4Verb.operand(frame(), at, 2) + " " + V4Verb.operand(frame(), at, 3));
            }
        }
    }
}
