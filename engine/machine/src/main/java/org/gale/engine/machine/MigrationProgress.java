package org.gale.engine.machine;

import org.gale.engine.command.Errno;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.tables.memory.StateStream;

/**
 * Progress of a migration through its steps, in a right or a wrong order (M-MIG-1). A step that fails before the source
 * is destroyed rolls back, by which no step is left. A later one leaves the image, which is restored once more. Owned
 * by the thread that owns the machine.
 */
public final class MigrationProgress
{
    private static final int ORDER_LAST = MigrationOrder.values().length - 1;
    private static final int ROLLED_BACK = MigrationStep.RESUME.number() + 1;

    private final MigrationFailures failures;
    private int done;
    private int order;

    /**
     * Makes the progress of a migration before its first step, or of one whose state is restored.
     *
     * @param order   number of a {@link MigrationOrder}
     * @param failing code of a {@link org.gale.engine.command.StepFailure}, 0 for none
     */
    public MigrationProgress(final int order, final int failing)
    {
        this.order = order;
        this.failures = new MigrationFailures(failing);
    }

    /** Work of a step. */
    @FunctionalInterface
    public interface Work
    {
        /**
         * Carries out a step.
         *
         * @param isFailing true of a step that was asked to fail
         * @return OK, or the errno of a step that failed
         */
        Errno carryOut(MigrationStep step, boolean isFailing);
    }

    /** Returns the number of the step that was carried out last, 0 before the first. */
    public int done()
    {
        return done;
    }

    /** Returns whether a step was not carried out yet. */
    public boolean isBefore(final MigrationStep step)
    {
        return done < step.number();
    }

    /** Returns whether no step is left: the migration has ended, or was rolled back. */
    public boolean isOver()
    {
        return done >= MigrationStep.RESUME.number();
    }

    /** Returns the number of the order; a roll-back has the right one. */
    public int order()
    {
        return order;
    }

    /** Returns whether the migration has an order. */
    public boolean is(final MigrationOrder asked)
    {
        return order == asked.number();
    }

    /** Returns why no step is left for a VM, or null where there may be one. */
    public String refusal(final int vm)
    {
        return failures.refusal(vm);
    }

    /**
     * Carries out the next step.
     *
     * @param work          of the steps
     * @param rollBack      lets the source run on, after a failure
     * @param dropSuccessor destroys a successor that is not whole
     * @return OK, or the errno of a step that failed: the migration was rolled back, or restores once more
     */
    public Errno step(final Work work, final Runnable rollBack, final Runnable dropSuccessor)
    {
        final MigrationStep step = MigrationStep.byNumber(done + 1);
        final Errno errno = work.carryOut(step, failures.takes(step));
        if (errno == Errno.OK)
        {
            done = step.number();
        }
        else if (step.rollsBack())
        {
            order = MigrationOrder.RIGHT.number();                              // the way back has no mistake
            rollBack.run();
            done = ROLLED_BACK;
        }
        else
        {
            failures.failed(step, errno);
            dropSuccessor.run();
            done = MigrationStep.DESTROY.number();
        }

        return errno;
    }

    /** Passes the progress of a migration that is under way through a stream. */
    public void state(final StateStream stream)
    {
        done = stream.number("step of a migration", done, 1, MigrationStep.RESUME.number());
        order = stream.number("order of a migration", order, 0, ORDER_LAST);
        failures.state(stream);
    }
}
