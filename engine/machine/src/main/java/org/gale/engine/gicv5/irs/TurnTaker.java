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
    /** Candidates that were taken out of the index, best first, until they are completed. */
    private final long[] taken = new long[TargetCandidates.LISTED_LIMIT];

    TurnTaker(final InterruptTransitions transitions, final SpiWires wires)
    {
        this.wires = wires;
        this.transitions = transitions;
    }

    /**
     * Takes the candidates of a turn, best first. Ends when no priority value is below the threshold, the budget is
     * spent, or a candidate has to stay.
     *
     * @param owner      owner of the candidates, a VM
     * @param candidates of the VPE that is resident on the PE
     * @return the number of completed candidates; negated if the last of them stays a candidate
     */
    int take(
        final InterruptOwner owner,
        final TargetCandidates candidates,
        final int pe,
        final int threshold,
        final int budget,
        final TurnLog log)
    {
        int count = 0;
        boolean going = true;
        while (going && count < budget)
        {
            final int limit = Math.min(taken.length, budget - count);
            final int gathered = candidates.gather(threshold, limit, taken);
            final int completed = complete(owner, gathered, pe, log);
            if (completed < 0)
            {
                final int last = -completed - 1;
                for (int i = last; i < gathered; i++)
                {
                    candidates.add(Candidate.priority(taken[i]), Candidate.intid(taken[i]));
                }
                wires.deactivated(owner.id(), Candidate.intid(taken[last]));
                return completed - count;
            }
            count += completed;
            going = gathered == limit;
        }

        return count;
    }

    /**
     * Completes the first {@code count} of those taken, in order. Meanwhile nothing is added to the index.
     *
     * @return the number of completed candidates; negated if the last of them stays a candidate, and the turn pauses
     */
    private int complete(final InterruptOwner owner, final int count, final int pe, final TurnLog log)
    {
        int done = 0;
        while (done >= 0 && done < count)
        {
            final InterruptSpace space = owner.space(Intid.type(Candidate.intid(taken[done])));
            done = transitions.completeTaken(space, taken, done, count, pe, log);
        }

        return done;
    }
}
