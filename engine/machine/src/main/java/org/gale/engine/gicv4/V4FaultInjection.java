package org.gale.engine.gicv4;

import java.util.Arrays;
import java.util.List;
import org.gale.engine.command.V4FailableStep;
import org.gale.engine.machine.Control;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;

/**
 * Faults that were asked for: the Nth next step at a point of a transition fails, once. Another request for the same
 * point replaces the first. A user can ask for the points of {@link V4FailableStep}; tests alone ask for the others.
 */
final class V4FaultInjection
{
    /** Words of the state: one that is unused, then one for each step that a user can name. */
    private static final int SAVED = V4FailableStep.values().length + 1;

    private final long[] countdowns = new long[SAVED + 2];
    private boolean isAsked;
    private long failed;

    /** Point of a transition at which a step can fail. */
    enum Point
    {
        /** An allocation of ENABLE. */
        E2(V4FailableStep.E2.number()),
        /** The swap of an event to direct. */
        E5(V4FailableStep.E5.number()),
        /** The swap of an event to software-forwarded, in a DISABLE. */
        D5(V4FailableStep.D5.number()),
        /** The mapping of the vPE: the protocol does not say how its failure ends. */
        E3(SAVED),
        /** The swap of an event back to software-forwarded, after an ENABLE that failed. */
        UNDO(SAVED + 1);

        private final int index;

        Point(final int index)
        {
            this.index = index;
        }
    }

    /**
     * Makes a later step fail, as a user asks.
     *
     * @param step which
     * @param nth  1 for the next one of its name
     */
    void arm(final V4FailableStep step, final long nth)
    {
        countdowns[step.number()] = nth;
        isAsked = true;
    }

    /** Returns the number of steps that failed as asked; none where nobody asked. Outside of the state. */
    List<Control> controls()
    {
        return isAsked ? List.of(new Control("v4 fail", failed, false)) : List.of();
    }

    /**
     * Makes a later step at a point fail.
     *
     * @param nth 1 for the next one there
     */
    void arm(final Point point, final long nth)
    {
        countdowns[point.index] = nth;
    }

    /**
     * Takes a step.
     *
     * @return true if this one is to fail
     */
    boolean fails(final Point point)
    {
        if (countdowns[point.index] == 0)
        {
            return false;
        }

        final boolean isDue = --countdowns[point.index] == 0;
        failed += isDue ? 1 : 0;

        return isDue;
    }

    /** Returns whether a later step is to fail that a user can name. */
    boolean isArmed()
    {
        long armed = 0;
        for (int i = 0; i < SAVED; i++)
        {
            armed |= countdowns[i];
        }

        return armed != 0;
    }

    /** Passes the requests of users through a stream. The state has them only while there are any. */
    void state(final StateStream stream)
    {
        final long[] saved = Arrays.copyOf(countdowns, SAVED);
        stream.words(saved);
        System.arraycopy(saved, 0, countdowns, 0, SAVED);
        if (!isArmed())
        {
            throw new StateException("the state has injected faults, and none is left");
        }
    }
}
