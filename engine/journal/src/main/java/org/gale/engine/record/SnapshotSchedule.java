package org.gale.engine.record;

/**
 * Schedule of an engine's snapshots, in addition to the one at the end of a run. A snapshot is due as soon as either
 * limit is reached, but snapshots never take more than a hundredth of the time.
 *
 * @param everyNs       time between two
 * @param everyCommands commands between two
 */
public record SnapshotSchedule(long everyNs, long everyCommands)
{
    /** Schedule of a snapshot every ten seconds. */
    public static final SnapshotSchedule DEFAULT = new SnapshotSchedule(10_000_000_000L, Long.MAX_VALUE);
    /** Schedule of a snapshot at the end of a run only. */
    public static final SnapshotSchedule AT_END = new SnapshotSchedule(Long.MAX_VALUE, Long.MAX_VALUE);

    public SnapshotSchedule
    {
        if (everyNs <= 0 || everyCommands <= 0)
        {
            throw new IllegalArgumentException(
                "out of range: everyNs=" + everyNs + ", everyCommands=" + everyCommands);
        }
    }

    /** Returns a schedule by the number of commands alone, for runs that must not depend on time. */
    public static SnapshotSchedule ofCommands(final long everyCommands)
    {
        return new SnapshotSchedule(Long.MAX_VALUE, everyCommands);
    }
}
