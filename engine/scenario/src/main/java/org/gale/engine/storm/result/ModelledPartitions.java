package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.tables.memory.Mix;

/**
 * Partitions of a storm on the virtual clock. Those of two parts of one storm add up, whatever engines ran them.
 *
 * @param digest of the accounts and sums of all partitions: the sum of the hashes of each
 * @param first  those with the lowest numbers; none of a host that is not divided
 * @param beyond number of the others
 * @param taken  interrupts that each vCPU of all partitions took, by its name
 * @param warmed sums at the end of a warm-up that ended itself; null of a run that warms up as its job says
 */
public record ModelledPartitions(
    long digest, List<OfPartition> first, int beyond, Map<String, Long> taken, WarmedUp warmed)
{
    /** Partitions with numbers from this one on are not listed. */
    public static final int LIMIT = 256;
    /** Partitions of no storm. */
    public static final ModelledPartitions NONE = new ModelledPartitions(0, List.of(), 0, Map.of(), null);

    public ModelledPartitions
    {
        first = List.copyOf(first);
        taken = Collections.unmodifiableMap(new LinkedHashMap<>(taken));
    }

    /**
     * Partition of a storm.
     *
     * @param elapsedNs from its begin to its own last event
     * @param peNs      time of its PEs by state, ns
     * @param offPeNs   time by name that is spent on none of them, ns
     */
    public record OfPartition(
        int number, String name, long elapsedNs, Map<String, Long> peNs, Map<String, Long> offPeNs)
    {
    }

    /**
     * Returns a partition as the partitions of its part of the storm.
     *
     * @param isDivided false of a host that has one partition
     * @param response  its latency
     */
    public static ModelledPartitions of(
        final OfPartition one, final boolean isDivided, final StormAccounting accounting,
        final Map<String, Long> counts, final LatencySummary response)
    {
        long hash = Mix.of(one.number, one.elapsedNs);
        for (final StormAccounting.OfVm vm : accounting.vms())
        {
            hash = Mix.of(hash, vm.vmId());
            for (final long figure : vm.account().figures().values())
            {
                hash = Mix.of(hash, figure);
            }
        }
        for (final Map<String, Long> sums : List.of(accounting.rejected(), one.peNs, one.offPeNs, counts))
        {
            for (final long figure : sums.values())
            {
                hash = Mix.of(hash, figure);
            }
        }
        hash = Mix.of(Mix.of(Mix.of(hash, response.count()), response.sum()), response.max());
        final boolean isListed = isDivided && one.number < LIMIT;

        return new ModelledPartitions(hash, isListed ? List.of(one) : List.of(),
            isDivided && !isListed ? 1 : 0, Map.of(), null);
    }

    /** Returns these partitions with the interrupts that each of their vCPUs took, by its name. */
    public ModelledPartitions with(final Map<String, Long> ofVcpus)
    {
        return new ModelledPartitions(digest, first, beyond, ofVcpus, warmed);
    }

    /** Returns these partitions with sums at the end of their warm-up. */
    public ModelledPartitions with(final WarmedUp sums)
    {
        return new ModelledPartitions(digest, first, beyond, taken, sums);
    }

    /** Returns these partitions and those of another part of the storm. */
    public ModelledPartitions plus(final ModelledPartitions other)
    {
        final List<OfPartition> all = new ArrayList<>(first);
        all.addAll(other.first);
        all.sort((one, next) -> Integer.compare(one.number(), next.number()));

        final Map<String, Long> ofVcpus = new LinkedHashMap<>(taken);
        other.taken.forEach((name, count) -> ofVcpus.merge(name, count, Long::sum));

        return new ModelledPartitions(digest + other.digest, all, beyond + other.beyond, ofVcpus,
            WarmedUp.sum(warmed, other.warmed));
    }
}
