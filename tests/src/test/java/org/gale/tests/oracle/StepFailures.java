package org.gale.tests.oracle;

import java.util.List;

/** Steps of the migrations of a partition that fail, each N-th attempt. Used for one partition. */
final class StepFailures
{
    private static final List<String> BEFORE_DESTROY = List.of("stop", "quiet", "save");
    private static final List<String> TRIED_AGAIN = List.of("restore", "resume");

    private final MigrationKeys keys;
    private long attempts;
    private boolean isFailing;

    StepFailures(final MigrationKeys keys, final MigrationSums sums)
    {
        this.keys = keys;
        if (keys.failing != null)
        {
            (BEFORE_DESTROY.contains(keys.failing) ? sums.rolledBack : sums.restoredAgain)
                .putIfAbsent(keys.failing, 0L);
        }
    }

    /** Begins a migration, which tries each step once, and one that fails behind the destroy again. */
    void begin()
    {
        isFailing = keys.failing != null && keys.fails(++attempts);
        if (isFailing && TRIED_AGAIN.contains(keys.failing) && keys.fails(++attempts))
        {
            throw new IllegalStateException(keys.failing + " fails twice, which ends the storm");
        }
    }

    /** Returns whether a step fails, which is tried now. */
    boolean takes(final String step)
    {
        final boolean isNow = isFailing && step.equals(keys.failing);
        isFailing &= !isNow;

        return isNow;
    }
}
