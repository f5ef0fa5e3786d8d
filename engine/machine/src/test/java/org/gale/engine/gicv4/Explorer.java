package org.gale.engine.gicv4;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongHashSet;
import org.gale.tables.gicv4.PropertyByte;

/**
 * Exhaustive exploration of the interleavings of an {@link ExploredHost}, breadth first, so that the first
 * counterexample has the fewest steps. A state is kept as its predecessor and an action, and is reached again by its
 * path. States are compared by the 64-bit hash of a canonical key.
 */
final class Explorer
{
    private static final int PATH_LIMIT = 256;
    private static final int WOKEN = 13;
    private static final float LOAD_FACTOR = 0.65f;
    /** Bytes of each slot of the set, while it doubles: the new slots, half of them again, and the states' arrays. */
    private static final int BYTES_PER_SLOT = 24;

    private final Scope scope;
    private final Scope.Host kind;
    private final boolean isLossOnly;
    private final LongHashSet seen = new LongHashSet(1024, LOAD_FACTOR);
    private final int[] path = new int[PATH_LIMIT];
    private int[] predecessors = new int[1024];
    private short[] actions = new short[1024];
    private int states;
    private int depth;
    private int expanded;
    private boolean isComplete;

    /**
     * A violation and the fewest actions that lead to it.
     */
    record Finding(String violation, String actions)
    {
    }

    /**
     * Prepares an exploration.
     *
     * @param isLossOnly true to look for lost and stranded interrupts only, false to check every invariant
     */
    Explorer(final Scope scope, final Scope.Host kind, final boolean isLossOnly)
    {
        this.scope = scope;
        this.kind = kind;
        this.isLossOnly = isLossOnly;
    }

    /**
     * Returns the number of states that fit into four fifths of a heap, when the set has doubled for the last time.
     */
    static int stateLimit(final long heapBytes)
    {
        final long slots = Math.min(1 << 30, Long.highestOneBit(heapBytes / 5 * 4 / BYTES_PER_SLOT));

        return (int)(slots * LOAD_FACTOR) - 1;
    }

    int states()
    {
        return states;
    }

    /** Returns the length of the longest path that was needed. */
    int depth()
    {
        return depth;
    }

    /** Returns whether every state of the scope was visited. */
    boolean isComplete()
    {
        return isComplete;
    }

    /**
     * Explores until a violation is found, all states are visited, or {@code stateLimit} states are known. A second
     * call with a higher limit continues.
     *
     * @return the violation, or null
     */
    Finding explore(final int stateLimit)
    {
        try (ExploredHost explored = new ExploredHost(scope, kind))
        {
            if (seen.add(StateKey.of(explored)))
            {
                add(-1, 0);
            }
            final IntArrayList possible = new IntArrayList();
            while (expanded < states && states < stateLimit)
            {
                final int length = pathTo(expanded);
                explored.replay(path, length);
                possible.clear();
                new PossibleActions(explored).addTo(possible);
                for (int i = 0; i < possible.size(); i++)
                {
                    if (i > 0)
                    {
                        explored.replay(path, length);
                    }
                    final int action = possible.getInt(i);
                    explored.act(action);
                    if (seen.add(StateKey.of(explored)) || explored.wrong() != null)
                    {
                        depth = length + 1;
                        add(expanded, action);
                        final String violation = violation(explored, isLossOnly);
                        if (violation != null)
                        {
                            path[length] = action;

                            return new Finding(violation, Action.text(path, length + 1));
                        }
                    }
                }
                expanded++;
            }
            isComplete = expanded == states;

            return null;
        }
    }

    /**
     * Takes random actions from the initial state on and checks each state, until a violation is found.
     *
     * @return the violation, or null
     */
    static Finding walk(final ExploredHost explored, final SplittableRandom random, final int length)
    {
        final int[] taken = new int[length];
        final IntArrayList possible = new IntArrayList();
        String violation = null;
        explored.reset();
        int steps = 0;
        while (steps < length && violation == null)
        {
            taken[steps] = choose(explored, random, possible);
            explored.act(taken[steps++]);
            violation = ofState(explored, false);
        }
        violation = violation == null && explored.isClosed() ? ofClosed(explored) : violation;

        return violation == null ? null : new Finding(violation, Action.text(taken, steps));
    }

    /** Every other choice goes on with what is open, so that transitions, moves and handlers end now and then. */
    private static int choose(
        final ExploredHost explored, final SplittableRandom random, final IntArrayList possible)
    {
        possible.clear();
        new PossibleActions(explored).addTo(possible);
        final int first = random.nextInt(possible.size());
        int at = 0;
        if (random.nextBoolean())
        {
            while (at < possible.size() && !Action.goesOn(possible.getInt((first + at) % possible.size())))
            {
                at++;
            }
        }

        return possible.getInt((first + at) % possible.size());
    }

    /**
     * Carries a path out and returns the violation of its last state, or null.
     */
    static String violationAfter(
        final Scope scope, final Scope.Host kind, final boolean isLossOnly, final String actions)
    {
        try (ExploredHost explored = new ExploredHost(scope, kind))
        {
            final int[] codes = Action.parse(actions);
            explored.replay(codes, codes.length);

            return violation(explored, isLossOnly);
        }
    }

    private void add(final int predecessor, final int action)
    {
        if (states == predecessors.length)
        {
            predecessors = Arrays.copyOf(predecessors, states * 2);
            actions = Arrays.copyOf(actions, states * 2);
        }
        predecessors[states] = predecessor;
        actions[states] = (short)action;
        states++;
    }

    /** Fills {@link #path} and returns its length. */
    private int pathTo(final int state)
    {
        int length = 0;
        for (int at = state; at > 0; at = predecessors[at])
        {
            path[length++] = actions[at];
        }
        for (int i = 0; i < length / 2; i++)
        {
            final int swapped = path[i];
            path[i] = path[length - 1 - i];
            path[length - 1 - i] = swapped;
        }

        return length;
    }

    /**
     * Checks the invariants that hold now (reference section 17). Where neither a transition nor a move is open, both
     * vCPUs then run until nothing is signalled, which has to deliver every enabled interrupt.
     */
    private static String violation(final ExploredHost explored, final boolean isLossOnly)
    {
        final String violation = ofState(explored, isLossOnly);

        return violation == null && explored.isClosed() ? ofClosed(explored) : violation;
    }

    static String ofState(final ExploredHost explored, final boolean isLossOnly)
    {
        String violation = isLossOnly ? ofAudit(explored, WOKEN) : explored.wrong();
        for (int number = 1; number <= Audit.COUNT && violation == null && !isLossOnly; number++)
        {
            violation = ofAudit(explored, number);
        }
        for (int event = 0; event < explored.scope().events() && violation == null; event++)
        {
            violation = ofEvent(explored, event);
        }

        return violation == null && !isLossOnly ? explored.books().wrong() : violation;
    }

    private static String ofAudit(final ExploredHost explored, final int number)
    {
        final boolean isAlways = number == 1 || number == 4 || number == 5 || number == 8;
        final boolean isChecked = number != 9 && number != 10 && number != 11 &&           // counted and checked below
            (number != WOKEN || !explored.isHandlerDue());
        final String found =
            isChecked && (isAlways || explored.isClosed()) ? explored.audit().violation(number) : null;

        return found == null ? null : "V4-INV-" + number + ": " + found;
    }

    private static String ofEvent(final ExploredHost explored, final int event)
    {
        final Vlpi vlpi = explored.vlpi(event);
        final boolean isPending = explored.audit().isPending(vlpi);
        if (!isPending && !vlpi.isLocked() && !explored.isHandling(event) &&
            explored.account().isOwed(vlpi.vintid))
        {
            return "V4-INV-9: the message of vINTID " + vlpi.vintid + " is neither acknowledged nor pending";
        }

        return isPending && explored.credits(event) == 0 ?
            "V4-INV-11: vINTID " + vlpi.vintid + " is pending without a message" : null;
    }

    static String ofClosed(final ExploredHost explored)
    {
        for (final V4Vcpu vcpu : explored.vm().vcpus)
        {
            if (vcpu.isHeld())
            {
                return "vCPU " + vcpu.index + " is held out for ever";
            }
        }
        explored.drain();
        for (int event = 0; event < explored.scope().events(); event++)
        {
            final int vintid = explored.vlpi(event).vintid;
            if (PropertyByte.isEnabled(explored.vm().property(vintid)) && explored.account().isOwed(vintid))
            {
                return "V4-INV-9: vINTID " + vintid + " is enabled and owed, both vCPUs run, and nobody gets it";
            }
        }

        return explored.wrong();
    }
}
