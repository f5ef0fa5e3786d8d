package org.gale.engine.gicv4;

import java.util.Arrays;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2LongHashMap;
import org.gale.engine.gicv4.Explorer.Finding;

/**
 * Exhaustive exploration that takes each action of each state once, as {@link Explorer} does, with fewer replays. It
 * goes on from the state to which an action has led while an action was never taken there. It replays the path of
 * another state only where none is left.
 * <pre>
 *   Explorer:  0 a | 0 b | 0 a c | 0 a d | 0 b e ...         each action behind a replay of the path to its state
 *   Trails:    0 a c ... | 0 b e ... | 0 a d ...             as long as there is one that was never taken
 * </pre>
 * A state is thus reached in more than one way, so that each replay and each arrival checks the canonical key: a state
 * of the same key has as many actions, and its path leads to the same key.
 */
final class Trails
{
    private static final long UNKNOWN = -1;
    private static final int NONE = -1;
    private static final byte UNVISITED = -1;

    private final ExploredHost explored;
    private final Long2LongHashMap known = new Long2LongHashMap(UNKNOWN);
    private final IntArrayList possible = new IntArrayList();
    private long[] keys = new long[1024];
    private int[] predecessors = new int[1024];
    private short[] actions = new short[1024];
    private byte[] taken = new byte[1024];
    private byte[] counts = new byte[1024];
    private boolean[] isChecked = new boolean[1024];
    private int[] path = new int[64];
    private int states;
    private int finished;
    private long edges;
    private long replays;

    Trails(final ExploredHost explored)
    {
        this.explored = explored;
    }

    int states()
    {
        return states;
    }

    /** Returns the number of actions taken, each of them once in each state. */
    long edges()
    {
        return edges;
    }

    /** Returns the number of paths that were replayed. */
    long replays()
    {
        return replays;
    }

    /**
     * Explores until a violation is found or all states are visited.
     *
     * @return the violation, which may have more actions than are needed, or null
     */
    Finding explore()
    {
        explored.reset();
        int state = add(StateKey.of(explored), NONE, 0);
        String violation = Explorer.ofState(explored, false);
        while (state != NONE && violation == null)
        {
            final int action = next(state);
            if (action != NONE)
            {
                explored.act(action);
                edges++;
                final long key = StateKey.of(explored);
                final int before = (int)known.get(key);
                violation = before == UNKNOWN ? Explorer.ofState(explored, false) : explored.wrong();
                state = before == UNKNOWN || violation != null ? add(key, state, action) : before;
            }
            else if (!isChecked[state])
            {
                isChecked[state] = true;
                violation = explored.isClosed() ? Explorer.ofClosed(explored) : null;
                state = violation == null ? replayNext() : state;
            }
            else
            {
                state = replayNext();
            }
        }

        return violation == null ? null : new Finding(violation, Action.text(path, pathTo(state)));
    }

    /** Returns the next action that was never taken in the state of the host, or {@link #NONE}. */
    private int next(final int state)
    {
        possible.clear();
        new PossibleActions(explored).addTo(possible);
        counts[state] = counts[state] == UNVISITED ? (byte)possible.size() : counts[state];
        if (counts[state] != possible.size())
        {
            throw new IllegalStateException("two states of one key have " + counts[state] + " and " + possible.size() +
                " actions: " + Action.text(path, pathTo(state)));
        }

        return taken[state] == possible.size() ? NONE : possible.getInt(taken[state]++);
    }

    /** Reaches the first state that has an action left or was not checked; none if there is none. */
    private int replayNext()
    {
        while (finished < states && isChecked[finished] && taken[finished] == counts[finished])
        {
            finished++;
        }
        if (finished == states)
        {
            return NONE;
        }
        replays++;
        final int length = pathTo(finished);
        explored.replay(path, length);
        if (StateKey.of(explored) != keys[finished])
        {
            throw new IllegalStateException("a path leads to another key: " + Action.text(path, length));
        }

        return finished;
    }

    private int add(final long key, final int predecessor, final int action)
    {
        if (states == predecessors.length)
        {
            keys = Arrays.copyOf(keys, states * 2);
            predecessors = Arrays.copyOf(predecessors, states * 2);
            actions = Arrays.copyOf(actions, states * 2);
            taken = Arrays.copyOf(taken, states * 2);
            counts = Arrays.copyOf(counts, states * 2);
            isChecked = Arrays.copyOf(isChecked, states * 2);
        }
        keys[states] = key;
        predecessors[states] = predecessor;
        actions[states] = (short)action;
        counts[states] = UNVISITED;
        known.put(key, states);

        return states++;
    }

    /** Fills {@link #path} and returns its length. */
    private int pathTo(final int state)
    {
        int length = 0;
        for (int at = state; at > 0; at = predecessors[at])
        {
            length++;
        }
        path = length > path.length ? new int[2 * length] : path;
        int index = length;
        for (int at = state; at > 0; at = predecessors[at])
        {
            path[--index] = actions[at];
        }

        return length;
    }
}
