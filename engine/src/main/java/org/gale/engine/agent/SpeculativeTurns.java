package org.gale.engine.agent;

import org.gale.engine.machine.PeSet;

/**
 * Guess of the PEs that waiting frames will signal: those that the drained commands of the frames before have
 * signalled. Commands that wait for a force have no effect yet, so the engine appends turns for these PEs behind them,
 * and one force serves both. A wrong guess costs a turn that takes nothing, or a turn that comes one frame later; it
 * never costs an interrupt. Owned by the engine's thread.
 */
final class SpeculativeTurns
{
    private final PeSet signalled;
    private boolean isOutdated;

    /**
     * Creates an empty guess.
     *
     * @param peCount number of PEs of the machine
     */
    SpeculativeTurns(final int peCount)
    {
        signalled = new PeSet(peCount);
    }

    /** Returns the PEs that are expected to be signalled once the waiting frames are applied. */
    PeSet signalled()
    {
        return signalled;
    }

    /** Begins a guess, for frames that were acknowledged together and are applied next. */
    void begin()
    {
        isOutdated = true;
    }

    /** Adds the PEs that are signalled after the drained commands of a frame are applied. */
    void add(final PeSet now)
    {
        if (isOutdated)
        {
            signalled.clear();
            isOutdated = false;
        }
        signalled.addAll(now);
    }
}
