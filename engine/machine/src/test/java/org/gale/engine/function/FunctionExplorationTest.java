package org.gale.engine.function;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.agrona.collections.LongArrayList;
import org.gale.engine.config.Monitor;
import org.gale.engine.function.ExploredFunction.Action;
import org.gale.engine.function.ExploredFunction.Snapshot;
import org.gale.engine.machine.Outputs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Exploration of all interleavings over two vectors of a function, breadth first: what was triggered and not cleared
 * arrives once it may, with the message that its vector has then, and never twice as two. The right monitor keeps this
 * in each state; each wrong one is found with the fewest actions, and so is found by the accounts alone.
 */
@Tag("M-MSIXLIVE")
class FunctionExplorationTest
{
    private static final int STATES_MAX = 100_000;
    /** All actions over two vectors, with saves that are restored at once. */
    private static final EnumSet<Action> OF_TWO =
        EnumSet.complementOf(EnumSet.of(Action.SAVE, Action.RESTORE));
    /** All actions over one vector, with saves that are restored later. */
    private static final EnumSet<Action> OF_ONE = EnumSet.of(Action.TRIGGER_0, Action.MASK_0, Action.UNMASK_0,
        Action.MASK_FUNCTION, Action.UNMASK_FUNCTION, Action.CHANGE_MESSAGE_0, Action.ADD_ROUTE_0, Action.DROP_ROUTE_0,
        Action.CONSUME_0, Action.SAVE, Action.RESTORE, Action.CLEAR, Action.READ_PBA);

    private record State(Snapshot snapshot, State from, Action by)
    {
        private String path()
        {
            return from == null ? "" : (from.path() + ' ' + by).trim();
        }
    }

    @Test
    void shouldLoseAndInventNothingInEachStateOfTwoVectors()
    {
        shouldLoseAndInventNothing(OF_TWO, 10_000);
    }

    @Test
    void shouldLoseAndInventNothingBetweenASaveAndItsRestore()
    {
        shouldLoseAndInventNothing(OF_ONE, 1_000);
    }

    private static void shouldLoseAndInventNothing(final Set<Action> actions, final int statesMin)
    {
        final Exploration exploration = new Exploration(Monitor.RIGHT, actions);

        assertNull(exploration.explore(false));
        final int states = exploration.known.size();
        assertTrue(states >= statesMin && states < STATES_MAX, "states: " + states);
        System.out.println("functions: " + states + " states, " + exploration.edges + " actions");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Monitor.class, names = {"RIGHT", "LEVEL_EARLY", "REMOTE"}, mode = EnumSource.Mode.EXCLUDE)
    void shouldFindEachWrongMonitor(final Monitor monitor)
    {
        final Exploration exploration = new Exploration(monitor, OF_TWO);

        final String finding = exploration.explore(false);

        assertNotNull(finding);
        System.out.println(monitor.key() + ": " + finding);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Monitor.class, names = {"RIGHT", "LEVEL_EARLY", "REMOTE"}, mode = EnumSource.Mode.EXCLUDE)
    void shouldFindEachWrongMonitorByTheAccountsAlone(final Monitor monitor)
    {
        final Exploration exploration = new Exploration(monitor, OF_TWO);

        assertNotNull(exploration.explore(true));
    }

    /** Exploration of one monitor. */
    private static final class Exploration
    {
        private final Monitor monitor;
        private final Set<Action> actions;
        private final Set<LongArrayList> known = new HashSet<>();
        private long edges;

        Exploration(final Monitor monitor, final Set<Action> actions)
        {
            this.monitor = monitor;
            this.actions = actions;
        }

        /** Returns the first violation and the actions that lead to it, or null. */
        private String explore(final boolean byAccounts)
        {
            try (Outputs outputs = new Outputs())
            {
                final Deque<State> open = new ArrayDeque<>();
                final ExploredFunction first = new ExploredFunction(monitor, outputs);
                first.begin();
                known.add(first.key());
                open.add(new State(first.snapshot(), null, null));
                while (!open.isEmpty() && known.size() < STATES_MAX)
                {
                    final State from = open.remove();
                    for (final Action action : actions)
                    {
                        final ExploredFunction next = new ExploredFunction(monitor, outputs);
                        next.take(from.snapshot());
                        next.act(action);
                        edges++;
                        final State state = new State(next.snapshot(), from, action);
                        final String finding = byAccounts ? next.broken() : finding(next, outputs);
                        if (finding != null)
                        {
                            return finding + " by " + state.path();
                        }
                        if (known.add(next.key()))
                        {
                            open.add(state);
                        }
                    }
                }

                return null;
            }
        }

        private String finding(final ExploredFunction next, final Outputs outputs)
        {
            if (next.wrong() != null)
            {
                return next.wrong();
            }
            if (monitor == Monitor.RIGHT)
            {
                assertEquals(0, next.remainder());
                assertNull(next.broken());
            }
            final ExploredFunction closed = new ExploredFunction(monitor, outputs);
            closed.take(next.snapshot());

            return closed.closed();
        }
    }
}
