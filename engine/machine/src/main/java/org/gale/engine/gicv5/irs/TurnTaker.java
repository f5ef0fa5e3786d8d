package org.gale.engine.gicv5.irs;

import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.TurnLog;
import org.gale.tables.operand.Intid;

/**
 * Acknowledge and deactivate of the candidates that a turn takes. One object, used again and
 * again by the machine's thread.
 */
final class TurnTaker
{
    private final InterruptTransitions transitions;
    private final SpiWires wires;
    private final long[] taken = new long[TargetCandidates.LISTED_LIMIT];
    private InterruptOwner vm;
    private TurnLog log;
    private int pe;
    private int stays;

    TurnTaker(final InterruptTransitions transitions, final SpiWires wires)
    {
        this.wires = wires;
        this.transitions = transitions;
    }

    int take(
        final InterruptOwner owner,
        final TargetCandidates candidates,
        final int onPe,
        final int threshold,
        final int budget,
        final TurnLog to)
    {
        vm = owner;
        pe = onPe;
        log = to;

        final int count = candidates.take(threshold, budget, this);
        if (count < 0)
        {
            wires.deactivated(owner.id(), stays);
        }

        return count;
    }

    /**
     * Returns the array for candidates that were taken out of the index, best first, until they are {@link #complete}d.
     */
    long[] taken()
    {
        return taken;
    }

    /**
     * Completes the first {@code count} of those taken, in order.
     *
     * @return how many; negative if the last of them stays a candidate, and the turn pauses
     */
    int complete(final int count)
    {
        int done = 0;
        while (done >= 0 && done < count)
        {
            final InterruptSpace space = vm.space(Intid.type(Candidate.intid(taken[done])));
            done = transitions.completeTaken(space, taken, done, count, pe, log);
        }
        stays = done < 0 ? Candidate.intid(taken[-done - 1]) : stays;

        return done;
    }
}
