package org.gale.engine.storm.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.StepFailure;
import org.gale.engine.storm.profile.FailingStep;
import org.gale.engine.storm.result.MigrationCourse;

/**
 * Failures of the steps of migrations: which attempts fail, and what came of it. Each N-th attempt of the step fails,
 * counted over all migrations of a partition, those included that restore an image once more (M-MIG-6). Owned by one
 * thread.
 */
public final class AskedFailures
{
    private final FailingStep asked;
    private final Map<String, Long> rolledBack = new LinkedHashMap<>();
    private final Map<String, Long> restoredAgain = new LinkedHashMap<>();
    private long attempts;
    private long rolledBackCount;
    private int left;                                               // of the migration in hand

    public AskedFailures(final FailingStep asked)
    {
        this.asked = asked;
        if (!asked.isNone())
        {
            (asked.step().rollsBack() ? rolledBack : restoredAgain).put(asked.step().spelling(), 0L);
        }
    }

    /**
     * Begins a migration.
     *
     * @return the code of the {@link StepFailure} that it is asked for, 0 for none
     */
    public int next()
    {
        final boolean isFailing = !asked.isNone() && asked.fails(++attempts);
        final boolean isTwice = isFailing && asked.step().isAfterDestroy() && asked.fails(++attempts);
        left = isFailing ? StepFailure.of(asked.step(), isTwice) : 0;

        return left;
    }

    /** Returns whether the next attempt of a step fails, which is made now. */
    public boolean takes(final MigrationStep step)
    {
        final boolean isFailing = StepFailure.step(left) == step;
        left = isFailing ? StepFailure.next(left) : left;

        return isFailing;
    }

    /** Counts a migration that was rolled back. */
    public void rolledBack(final MigrationStep step)
    {
        rolledBackCount++;
        rolledBack.merge(step.spelling(), 1L, Long::sum);
    }

    /** Counts an image that is restored once more. */
    public void restoredAgain(final MigrationStep step)
    {
        restoredAgain.merge(step.spelling(), 1L, Long::sum);
    }

    /** Returns the migrations that were rolled back. */
    public long rolledBack()
    {
        return rolledBackCount;
    }

    /**
     * Returns the course of the migrations that failed; null where no step was asked to fail, and there is nothing
     * else.
     *
     * @param vms     of updates, or null
     * @param precopy pages of passes, or null
     */
    public MigrationCourse course(final MigrationCourse.Vms vms, final Map<String, Map<String, Long>> precopy)
    {
        return asked.isNone() && vms == null && precopy == null ? null :
            new MigrationCourse(rolledBack, restoredAgain, vms, precopy);
    }
}
