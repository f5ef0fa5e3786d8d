package org.gale.engine.irs;

import org.gale.tables.operand.Intid;

/** What a turn does with each candidate that it takes. One object, used again and again by the machine's thread. */
final class TurnTaker
{
    /** The interrupt was acknowledged and deactivated, and is no candidate. */
    static final int TAKEN = 0;
    /** The interrupt was acknowledged and deactivated, and is a candidate still: the turn pauses. */
    static final int KEPT = 1;
    /** The interrupt was no candidate any more; nothing was done. */
    static final int STALE = 2;

    private final InterruptTransitions transitions;
    private InterruptDomain vm;
    private TurnLog log;
    private int pe;

    TurnTaker(final InterruptTransitions transitions)
    {
        this.transitions = transitions;
    }

    int take(
        final InterruptDomain taken,
        final TargetCandidates candidates,
        final int onPe,
        final int threshold,
        final int budget,
        final TurnLog to)
    {
        vm = taken;
        pe = onPe;
        log = to;

        return candidates.take(threshold, budget, this);
    }

    /** False if it stays a candidate, and the turn pauses. */
    boolean taken(final int intid)
    {
        final int outcome = transitions.completeTaken(vm.store(Intid.type(intid)), Intid.id(intid));
        if (outcome != STALE)
        {
            log.acknowledged(pe, intid);
        }

        return outcome != KEPT;
    }
}
