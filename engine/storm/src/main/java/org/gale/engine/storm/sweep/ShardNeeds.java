package org.gale.engine.storm.sweep;

import org.gale.engine.storm.result.sweep.SweepLimits;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.result.sweep.SweepSearch;

/**
 * Time, memory, disk and cores that a cluster reserves for one shard of a sweep, whose storms run one after another, or
 * for one share of a storm.
 *
 * @param seconds   until the last of its runs ends, if none is repeated
 * @param memoryMib of one storm and of the shard itself
 * @param diskMib   of a temporary journal, and of what it may grow within a second
 * @param cores     of one storm
 */
public record ShardNeeds(long seconds, long memoryMib, long diskMib, int cores)
{
    /** Cores of a storm. */
    public static final int CORES = 2;

    private static final long NS_PER_S = 1_000_000_000L;
    private static final long MIB = 1L << 20;
    /** Resident size of the process that starts the storms, with a heap of a quarter of its host's memory or limit. */
    private static final long SHARD_MIB = 512;
    private static final long SPARE_DISK_MIB = 1_024;
    /** Returns the needs of one of a number of shards. */
    public static ShardNeeds of(final SweepPlan plan, final int shards)
    {
        final SweepLimits limits = plan.sweep().limits();
        final long tries = plan.sweep().search() == null ? 1 : SweepSearch.TRY_LIMIT;
        final long runs = ceiling(plan.runs(), shards);

        return new ShardNeeds(Math.multiplyExact(runs * tries, ceiling(limits.wallNs(), NS_PER_S)),
            ceiling(limits.memoryBytes(), MIB) + SHARD_MIB, ceiling(limits.diskBytes(), MIB) + SPARE_DISK_MIB, CORES);
    }

    /** Returns the needs of a share of one storm, within limits. */
    public static ShardNeeds ofShare(final SweepLimits limits, final int cores)
    {
        return new ShardNeeds(ceiling(limits.wallNs(), NS_PER_S), ceiling(limits.memoryBytes(), MIB),
            ceiling(limits.diskBytes(), MIB) + SPARE_DISK_MIB, cores);
    }

    private static long ceiling(final long dividend, final long divisor)
    {
        return (dividend + divisor - 1) / divisor;
    }
}
