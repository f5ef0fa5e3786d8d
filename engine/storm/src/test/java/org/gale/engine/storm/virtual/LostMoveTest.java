package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.V4Verb;
import org.gale.engine.config.Outcome;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.FaultyCommands;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of moves of an interrupt that host and machine see differently: one of them goes on with the vCPU before. */
@Tag("P13")
class LostMoveTest
{
    private static final long NONE = 0;
    private static final long COUNT = 1_500;
    private static final int MOVES = 36;
    private static final StormConfig CONFIG = VirtualStorms.config(COUNT, 3,
        VirtualStorms.vms("vm", 2, 3, 16, new OpenStream(200_000, false), VirtualStorms.guest(2_000, false)));

    /** Move of an interrupt that does not reach the machine, which says that it did. */
    private static final class LostMove implements FaultyCommands.Fault
    {
        private final Topology topology;
        private final int number;
        private final UnsafeBuffer stay = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
        private int moves;
        private long lost = NONE;
        private boolean isHealed;

        /**
         * Makes the fault.
         *
         * @param number of the move, from 1, of those that change something; 0 for none
         */
        LostMove(final Topology topology, final int number)
        {
            this.topology = topology;
            this.number = number;
        }

        @Override
        public boolean replaces(final Machine machine, final DirectBuffer frame, final int offset)
        {
            final long word = frame.getLong(offset);
            return CommandWord.opcode(word) == CommandWord.HOST && V4Verb.of(word) == V4Verb.MOVE &&
                isLost(machine, frame, offset);
        }

        private boolean isLost(final Machine machine, final DirectBuffer frame, final int offset)
        {
            final int vm = (int)V4Verb.operand(frame, offset, 0);
            final int device = (int)V4Verb.operand(frame, offset, 1);
            final int event = (int)V4Verb.operand(frame, offset, 2);
            final int before = DirectQueries.of(machine).vlpi(
                vm, topology.firstLpiId() + topology.firstLpiOfDevice(device) + event).vcpu();
            isHealed |= lost == Commands.msi(device, event, 0);                 // it moves once more
            if (before == (int)V4Verb.operand(frame, offset, 3) || ++moves != number)
            {
                return false;
            }
            lost = Commands.msi(device, event, 0);
            V4Verb.MOVE.encode(stay, 0, vm, device, event, before);
            machine.apply(stay, 0);

            return true;
        }
    }

    private static StormProfile profile()
    {
        return JobProfiles.ALL.of("direct");
    }

    private static Workload workload(final String policy)
    {
        final Map<String, String> texts = Map.of(
            "policy", policy, "toggles", "0", "moves", "1/20", "enqueue", "tail", "queues", "one");
        SettingValues values = SettingValues.NONE;
        for (final Setting<?> setting : profile().allSettings())
        {
            values = texts.containsKey(setting.name()) ? values.withText(setting, texts.get(setting.name())) : values;
        }

        return profile().workload(CONFIG, values);
    }

    private static StormResult run(final Workload workload, final LostMove fault)
    {
        return VirtualStorms.run(
            CONFIG, workload, CostModel.DEFAULT, machine -> FaultyCommands.of(machine, fault));
    }

    @ParameterizedTest
    @ValueSource(strings = { "per-vcpu", "none" })
    void shouldLoseNothingWhereEachMoveReachesTheMachine(final String policy)
    {
        final Workload workload = workload(policy);

        assertNothingIsLost(run(workload, new LostMove(workload.topology(), 0)));
    }

    /** An interrupt that moves once more before its guest has taken it is late, at most, and goes where it should. */
    @ParameterizedTest
    @ValueSource(strings = { "per-vcpu", "none" })
    void shouldTellAMoveThatDoesNotReachTheMachineUnlessTheNextOneHealsIt(final String policy)
    {
        int found = 0;
        for (int number = 1; number <= MOVES; number += 3)
        {
            final Workload workload = workload(policy);
            final LostMove fault = new LostMove(workload.topology(), number);

            final StormResult result = run(workload, fault);

            assertTrue(fault.lost != NONE, "there are as many moves");
            if (result.verdict().outcome() == Outcome.INVARIANT_BROKEN)
            {
                found++;
                assertTrue(result.verdict().failure().startsWith("P13 broken: VM "), result.verdict().failure());
                assertEquals(0, result.totals().accounting().remainder(), "the books of the machine show nothing");
            }
            else
            {
                assertTrue(fault.isHealed, "move " + number);
                assertNothingIsLost(result);
            }
        }
        assertTrue(found >= 2 * MOVES / 9, "of " + MOVES / 3 + " are found: " + found);
    }

    private static void assertNothingIsLost(final StormResult result)
    {
        final StormAccounting accounting = result.totals().accounting();

        assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().toString());
        assertEquals(List.of(COUNT, 0L, 0L), List.of(
            accounting.delivered() + accounting.coalesced(), accounting.pending(), accounting.remainder()));
    }
}
