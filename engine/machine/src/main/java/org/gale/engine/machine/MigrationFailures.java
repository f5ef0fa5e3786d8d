package org.gale.engine.machine;

import org.gale.engine.command.Errno;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.StepFailure;
import org.gale.tables.memory.StateStream;

/**
 * Step of a migration that is asked to fail, and how often a restore of its image has failed: the image is restored
 * once more, and never a third time (M-MIG-1). A CPU that another vCPU has is no failure. Owned by the thread that owns
 * the machine.
 */
final class MigrationFailures
{
    private static final int ASKED_MASK = 15;
    private static final int ONCE = ASKED_MASK + 1;
    private static final int TWICE = 2 * ONCE;

    /** Code of the {@link StepFailure} that is asked for, next to the failures; after the second one, where it was. */
    private int state;

    /**
     * Makes the failures of a migration before its first step, or of one whose state is restored.
     *
     * @param failing code of a {@link StepFailure}, 0 for none
     */
    public MigrationFailures(final int failing)
    {
        state = failing;
    }

    /** Returns whether a step is asked to fail, which it does as often as that. */
    public boolean takes(final MigrationStep step)
    {
        final int asked = state & ASKED_MASK;
        final boolean isAsked = state < TWICE && StepFailure.step(asked) == step;
        state += isAsked ? StepFailure.next(asked) - asked : 0;

        return isAsked;
    }

    /** Notes that a step has failed whose source is destroyed. */
    public void failed(final MigrationStep step, final Errno errno)
    {
        if (errno != Errno.EBUSY)
        {
            state = state < ONCE ? state + ONCE : TWICE + step.number();
        }
    }

    /** Returns whether the image is restored no more. */
    public boolean isFinal()
    {
        return state >= TWICE;
    }

    /** Returns why no step is left for a VM, or null where there may be one. */
    public String refusal(final int vm)
    {
        return isFinal() ? "VM " + vm + " is left in its image: restoring it has failed twice, the second time at " +
            MigrationStep.byNumber(state - TWICE).spelling() : null;
    }

    /** Passes the failures of a migration that is under way through a stream. */
    public void state(final StateStream stream)
    {
        state = stream.number("failing step of a migration", state, 0, TWICE + MigrationStep.RESUME.number());
    }
}
