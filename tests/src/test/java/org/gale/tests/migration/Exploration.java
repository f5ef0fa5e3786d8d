package org.gale.tests.migration;

import java.util.Arrays;
import java.util.StringJoiner;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2LongHashMap;

/**
 * Exploration of all interleavings of an {@link ExploredVm}. A state is kept as its predecessor and an action, and is
 * reached again by its path. {@link #all} takes each action of each state once, and goes on from where an action has
 * led while one was never taken there. {@link #shortest} goes breadth first: its finding has the fewest actions.
 */
final class Exploration
{
    private static final long UNKNOWN = -1;
    private static final int NONE = -1;
    private static final byte UNVISITED = -1;

    private final ExploredVm vm;
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

    /**
     * Violation and the actions that lead to it.
     *
     * @param violation in words
     * @param actions   in words, separated by commas
     * @param length    number of the actions
     */
    record Finding(String violation, String actions, int length)
    {
    }

    Exploration(final ExploredVm vm)
    {
        this.vm = vm;
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

    /** Explores until a violation is found or all states are visited, and returns the violation or null. */
    Finding all()
    {
        vm.reset();
        int state = add(vm.key(), NONE, 0);
        String violation = vm.ofState();
        while (state != NONE && violation == null)
        {
            final int action = next(state);
            if (action != NONE)
            {
                vm.act(action);
                edges++;
                final long key = vm.key();
                final int before = (int)known.get(key);
                violation = before == UNKNOWN ? vm.ofState() : vm.wrong();
                state = before == UNKNOWN || violation != null ? add(key, state, action) : before;
            }
            else if (!isChecked[state])
            {
                isChecked[state] = true;
                violation = vm.isClosed() ? vm.ofClosed() : null;
                state = violation == null ? replayNext() : state;
            }
            else
            {
                state = replayNext();
            }
        }

        return violation == null ? null : finding(violation, state);
    }

    /** Explores breadth first, and returns the violation with the fewest actions or null. */
    Finding shortest()
    {
        vm.reset();
        add(vm.key(), NONE, 0);
        while (finished < states)
        {
            final int state = finished++;
            final int length = pathTo(state);
            final int[] to = Arrays.copyOf(path, length);
            vm.replay(to, length);
            possible.clear();
            vm.addPossible(possible);
            for (final int action : possible.toIntArray())
            {
                vm.replay(to, length);
                vm.act(action);
                edges++;
                final long key = vm.key();
                if (known.get(key) == UNKNOWN || vm.wrong() != null)
                {
                    final int next = add(key, state, action);
                    final String ofState = vm.ofState();
                    final String violation = ofState == null && vm.isClosed() ? vm.ofClosed() : ofState;
                    if (violation != null)
                    {
                        return finding(violation, next);
                    }
                }
            }
        }

        return null;
    }

    private Finding finding(final String violation, final int state)
    {
        final int length = pathTo(state);
        final StringJoiner text = new StringJoiner(", ");
        for (int i = 0; i < length; i++)
        {
            text.add(Deed.text(path[i]));
        }

        return new Finding(violation, text.toString(), length);
    }

    /** Returns the next action that was never taken in the state of the VM, or {@link #NONE}. */
    private int next(final int state)
    {
        possible.clear();
        vm.addPossible(possible);
        counts[state] = counts[state] == UNVISITED ? (byte)possible.size() : counts[state];
        if (counts[state] != possible.size())
        {
            throw new IllegalStateException("two states of one key have " + counts[state] + " and " + possible.size() +
                " actions: " + finding("", state).actions);
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
        vm.replay(path, pathTo(finished));
        if (vm.key() != keys[finished])
        {
            throw new IllegalStateException("a path leads to another key: " + finding("", finished).actions);
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
