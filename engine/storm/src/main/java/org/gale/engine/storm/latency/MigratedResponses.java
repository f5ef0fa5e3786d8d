package org.gale.engine.storm.latency;

import org.gale.engine.storm.result.MigrationResponses;

/**
 * Recorder of the responses of interrupts that lived through a migration of their VM, and of the others. On the thread
 * of the run; allocates nothing until a result is read.
 */
final class MigratedResponses
{
    private static final int DIGITS = 3;

    private final RepeatedValues lived = new RepeatedValues(DIGITS);
    private final RepeatedValues others = new RepeatedValues(DIGITS);
    private long deliveredLived;
    private long deliveredOthers;

    /** Counts an interrupt that was acknowledged. */
    void delivered(final boolean hasMigrated)
    {
        deliveredLived += hasMigrated ? 1 : 0;
        deliveredOthers += hasMigrated ? 0 : 1;
    }

    /** Records the response of a sampled interrupt. */
    void record(final boolean hasMigrated, final long responseNs)
    {
        (hasMigrated ? lived : others).record(responseNs);
    }

    /** Forgets everything recorded so far. */
    void reset()
    {
        lived.reset();
        others.reset();
        deliveredLived = 0;
        deliveredOthers = 0;
    }

    /** Returns everything recorded so far. */
    MigrationResponses result()
    {
        return new MigrationResponses(lived.histogram(), others.histogram(), deliveredLived, deliveredOthers);
    }
}
