package org.gale.engine.storm.result;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sums of a run at the end of a warm-up that ended itself. Taken off the sums at the end of the run, they leave those
 * of its judged part. Such parts add up.
 *
 * @param offered   events
 * @param coalesced events of these that merged
 * @param peNs      time of all PEs by state, ns
 * @param counts    of each step of the host
 * @param starts    first interrupts of vCPUs
 */
public record WarmedUp(
    long offered, long coalesced, Map<String, Long> peNs, Map<String, Long> counts, Starts starts)
{
    /** Sums of a run that never was warm: all of it is judged. */
    public static final WarmedUp NOTHING = new WarmedUp(0, 0, Map.of(), Map.of(), new Starts(0, 0));

    public WarmedUp
    {
        peNs = Map.copyOf(peNs);
        counts = Map.copyOf(counts);
    }

    /**
     * First interrupts of vCPUs.
     *
     * @param cold vCPUs whose first interrupt was handled in the judged part
     * @param all  vCPUs that handled any
     */
    public record Starts(long cold, long all)
    {
    }

    /** Returns these sums with the first interrupts of vCPUs, which are known at the end of the run. */
    public WarmedUp with(final Starts known)
    {
        return new WarmedUp(offered, coalesced, peNs, counts, known);
    }

    /** {@return the sums of two parts; those of one where the other has none, and null if neither has} */
    static WarmedUp sum(final WarmedUp one, final WarmedUp other)
    {
        return one == null ? other : other == null ? one : one.plus(other);
    }

    private WarmedUp plus(final WarmedUp other)
    {
        return new WarmedUp(offered + other.offered, coalesced + other.coalesced, sums(peNs, other.peNs),
            sums(counts, other.counts), new Starts(starts.cold + other.starts.cold, starts.all + other.starts.all));
    }

    private static Map<String, Long> sums(final Map<String, Long> one, final Map<String, Long> other)
    {
        final Map<String, Long> sums = new LinkedHashMap<>(one);
        other.forEach((name, value) -> sums.merge(name, value, Long::sum));

        return sums;
    }
}
