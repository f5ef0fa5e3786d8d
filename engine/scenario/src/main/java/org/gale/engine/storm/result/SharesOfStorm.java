package org.gale.engine.storm.result;

import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.storm.scenario.Share;

/**
 * Shares of one storm that ran alone.
 *
 * @param all   at least one, by their indexes
 * @param count number of shares that the storm has
 */
public record SharesOfStorm(List<ShareOfStorm> all, int count)
{
    private static final double SECOND_MS = 1e3;

    public SharesOfStorm
    {
        all = List.copyOf(all);
    }

    /** Returns the shares that are not among these. */
    public List<Share> missing()
    {
        final List<Share> there = all.stream().map(ShareOfStorm::share).toList();

        return IntStream.range(0, count).mapToObj(index -> new Share(index, count))
            .filter(share -> !there.contains(share)).toList();
    }

    /** Returns the time from the first start to the last, in seconds. */
    public double startSpanS()
    {
        final long firstMs = all.stream().mapToLong(ShareOfStorm::startedMs).min().orElse(0);

        return (all.stream().mapToLong(ShareOfStorm::startedMs).max().orElse(0) - firstMs) / SECOND_MS;
    }
}
