package org.gale.engine.gicv5.irs;

import org.gale.tables.ist.L2Iste;

/**
 * Priority value below which a new candidate can change the signal of one target, a PE or a VPE. One that is not below
 * does not change the target's signal, which then need not be settled again.
 *
 * <p><em>Invariant</em>, between any two commands. No interrupt is lost as long as it holds (P5):
 * <pre>
 *   target                                         threshold
 *   a VPE that is not resident                     {@link #EVERYTHING}: its doorbell depends on every candidate
 *   a PE or resident VPE, signal asserted          any: a signal that is asserted stays so
 *   a PE or resident VPE, signal not asserted      at least the priority value below which a candidate of this
 *                                                  target is of sufficient priority for the PE
 * </pre>
 * The threshold is lowered by {@link #settled} alone, after the signal was computed from all candidates that the target
 * has. Every other change that may raise the signal marks the PE dirty, and its signals are settled before the command
 * ends:
 * <pre>
 *                   settled(asserted, sufficientBelow)
 *   EVERYTHING  --------------------------------------&gt;  0, or sufficientBelow  --+
 *       ^  reset: the VPE becomes non-resident                 |        ^         | settled
 *       +------------------------------------------------------+        +---------+
 * </pre>
 * The threshold is derived: a machine that was restored begins with EVERYTHING. Owned by the thread that owns the
 * machine.
 */
final class SignalThreshold
{
    /** Threshold above every priority value: every new candidate may change a signal or ring a doorbell. */
    static final int EVERYTHING = 32;

    static
    {
        assert EVERYTHING == L2Iste.PRIORITY.get(-1) + 1 : "a priority is above every threshold";
    }

    private int below = EVERYTHING;
    private boolean isSettled;

    /** Returns whether the signals have to be settled because of a new candidate of this priority value. */
    boolean isConcernedBy(final int priority)
    {
        return priority < below;
    }

    /**
     * Lowers or raises the threshold, once the signal is settled.
     *
     * @param asserted        true if the signal is asserted
     * @param sufficientBelow candidates of the target below this priority value are of sufficient priority, 0 to 32
     */
    void settled(final boolean asserted, final int sufficientBelow)             // B-CPU-19
    {
        below = asserted ? 0 : sufficientBelow;
        isSettled = true;
    }

    /** Raises the threshold above every priority value: no signal is settled for the target any more. */
    void reset()
    {
        below = EVERYTHING;
        isSettled = false;
    }

    /** Returns whether a signal follows the target: it is a PE, or a resident VPE whose signal was settled. */
    boolean isSettled()
    {
        return isSettled;
    }

    /**
     * Returns whether the invariant holds for a PE or a resident VPE.
     *
     * @param asserted        true if the signal is asserted
     * @param sufficientBelow as in {@link #settled}
     */
    boolean covers(final boolean asserted, final int sufficientBelow)
    {
        return asserted || below >= sufficientBelow;
    }
}
