package org.gale.engine.hypervisor;

import java.util.List;
import org.gale.engine.command.KvmStep;
import org.gale.engine.machine.Control;
import org.gale.tables.memory.StateStream;

/**
 * Faults that the user has asked for: the Nth next step of a name fails, once. Another request for the same name
 * replaces the first.
 */
final class FaultInjection
{
    private final long[] countdowns = new long[KvmStep.values().length + 1];
    private boolean isAsked;
    private long failed;

    /**
     * Makes a later step fail.
     *
     * @param step which
     * @param nth  1 for the next one of its name
     */
    void arm(final KvmStep step, final long nth)
    {
        countdowns[step.number()] = nth;
        isAsked = true;
    }

    /** Returns the number of steps that failed as asked; none where nobody asked. Outside of the state. */
    List<Control> controls()
    {
        return isAsked ? List.of(new Control("kvm fail", failed, false)) : List.of();
    }

    /**
     * Takes a step.
     *
     * @return true if this one is to fail
     */
    boolean fails(final KvmStep step)
    {
        final int index = step.number();
        if (countdowns[index] == 0)
        {
            return false;
        }

        final boolean isDue = --countdowns[index] == 0;
        failed += isDue ? 1 : 0;

        return isDue;
    }

    /** Passes the requests through a stream. */
    void state(final StateStream stream)
    {
        stream.words(countdowns);
    }
}
