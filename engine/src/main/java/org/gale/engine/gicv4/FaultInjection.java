package org.gale.engine.gicv4;

import org.gale.engine.command.V4FailableStep;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;

/**
 * Faults that the user has asked for: the Nth next step of a name fails, once. Another request for the same name
 * replaces the first.
 */
final class FaultInjection
{
    private final long[] countdowns = new long[V4FailableStep.values().length + 1];

    /**
     * Makes a later step fail.
     *
     * @param step which
     * @param nth  1 for the next one of its name
     */
    void arm(final V4FailableStep step, final long nth)
    {
        countdowns[step.number()] = nth;
    }

    /**
     * Takes a step.
     *
     * @return true if this one is to fail
     */
    boolean fails(final V4FailableStep step)
    {
        final int index = step.number();
        if (countdowns[index] == 0)
        {
            return false;
        }

        return --countdowns[index] == 0;
    }

    /** Returns whether a later step is to fail. */
    boolean isArmed()
    {
        long armed = 0;
        for (final long countdown : countdowns)
        {
            armed |= countdown;
        }

        return armed != 0;
    }

    /** Passes the requests through a stream. The state has them only while there are any. */
    void state(final StateStream stream)
    {
        stream.words(countdowns);
        if (!isArmed())
        {
            throw new StateException("the state has injected faults, and none is left");
        }
    }
}
