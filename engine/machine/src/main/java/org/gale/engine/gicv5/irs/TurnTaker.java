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
    private final ReadyEvents readyEvents;
    /** Candidates that were taken out of the index, best first, until they are completed. */
    private final long[] taken = new long[TargetCandidates.LISTED_LIMIT];
    /** Bits of ready LPIs that were moved out, best first. */
    private final int[] ready = new int[ReadyLpis.TAKEN_LIMIT];

    TurnTaker(final InterruptTransitions transitions, final SpiWires wires, final ReadyEvents readyEvents)
    {
        this.readyEvents = readyEvents;
        this.wires = wires;
        this.transitions = transitions;
    }

    /**
     * Takes the candidates of a turn, best first. Ends when no priority value is below the threshold, the budget is
     * spent, or a candidate has to stay.
     *
     * @param owner      owner of the candidates, a VM
     * @param candidates of the VPE that is resident on the PE
     * @param vpeId      of that VPE
     * @return the number of completed candidates; negated if the last of them stays a candidate
     */
    int take(
        final InterruptOwner owner,
        final TargetCandidates candidates,
        final int vpeId,
        final int pe,
        final int threshold,
        final int budget,
        final TurnLog log)
    {
        if (owner.lpis().ready().isHolding(vpeId))
        {
            return takeBoth(owner, candidates, vpeId, pe, threshold, budget, log);
        }
        int count = 0;
        boolean going = true;
        while (going && count < budget)
        {
            final int limit = Math.min(taken.length, budget - count);
            final int gathered = candidates.gather(threshold, limit, taken);
            final int completed = complete(owner, gathered, pe, log);
            if (completed < 0)
            {
                stays(owner, candidates, -completed - 1, gathered);
                return completed - count;
            }
            count += completed;
            going = gathered == limit;
        }

        return count;
    }

    /** Takes candidates of the index and ready LPIs in one order, and leaves no LPI pending by rank alone. */
    private int takeBoth(
        final InterruptOwner owner,
        final TargetCandidates candidates,
        final int vpeId,
        final int pe,
        final int threshold,
        final int budget,
        final TurnLog log)
    {
        final InterruptSpace lpis = owner.lpis();
        final int found = lpis.ready().take(vpeId, ready);
        int done = 0;
        int count = 0;
        boolean going = true;
        while (going && count < budget)
        {
            final int limit = Math.min(taken.length, budget - count);
            final int gathered = candidates.isEmpty() ? 0 : candidates.gather(threshold, limit, taken);
            int next = 0;
            while (next < gathered && count < budget)
            {
                final int end = endBefore(lpis.ready(), taken[next], done, Math.min(found, done + budget - count));
                readyEvents.complete(lpis, ready, done, end, pe, log);
                count += end - done;
                done = end;
                if (count < budget)
                {
                    final InterruptSpace space = owner.space(Intid.type(Candidate.intid(taken[next])));
                    next = transitions.completeTaken(space, taken, next, next + 1, pe, log);
                    count++;
                }
                if (next < 0)
                {
                    stays(owner, candidates, -next - 1, gathered);
                    writeBack(lpis, vpeId, done, found);
                    return -count;
                }
            }
            putBack(candidates, next, gathered);
            going = gathered == limit;
        }
        final int end = endBefore(
            lpis.ready(), Candidate.of(threshold, 0), done, Math.min(found, done + budget - count));
        readyEvents.complete(lpis, ready, done, end, pe, log);
        writeBack(lpis, vpeId, end, found);

        return count + end - done;
    }

    /** {@return the index of the first ready LPI that is not better than a bound} */
    private int endBefore(final ReadyLpis lpis, final long bound, final int from, final int end)
    {
        int index = end;
        while (index > from && lpis.candidate(ready[index - 1]) >= bound)
        {
            index--;
        }

        return index;
    }

    /** Writes the ready LPIs that the turn did not take to their entries. */
    private void writeBack(final InterruptSpace lpis, final int vpeId, final int from, final int end)
    {
        for (int i = from; i < end; i++)
        {
            lpis.ready().putBack(ready[i]);
        }
        if (from < end)
        {
            transitions.writeBack(lpis, vpeId);
        }
        lpis.ready().emptied(vpeId);
    }

    /** Leaves a held level and the candidates after it in the index. */
    private void stays(final InterruptOwner owner, final TargetCandidates candidates, final int level, final int end)
    {
        putBack(candidates, level, end);
        wires.deactivated(owner.id(), Candidate.intid(taken[level]));
    }

    private void putBack(final TargetCandidates candidates, final int from, final int end)
    {
        for (int i = from; i < end; i++)
        {
            candidates.add(Candidate.priority(taken[i]), Candidate.intid(taken[i]));
        }
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
