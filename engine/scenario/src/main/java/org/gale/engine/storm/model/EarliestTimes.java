package org.gale.engine.storm.model;

import java.util.Arrays;

/**
 * Times of a fixed number of sources, and the earliest of them, as a tree of winners. Of equal times the lowest source
 * wins. A change takes as many steps as the tree has levels. Owned by one thread.
 * <pre>
 *            winners[1]                the earliest of all
 *           /          \
 *     winners[2]    winners[3]
 *      /     \       /     \
 *     0       1     2       3          the sources
 * </pre>
 */
public final class EarliestTimes
{
    private final long[] timesNs;
    private final int[] winners;
    private final int leaves;

    /** Makes the times of sources, none of which has one. */
    public EarliestTimes(final int count)
    {
        leaves = count == 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
        timesNs = new long[leaves];
        Arrays.fill(timesNs, TrafficModel.NEVER);
        winners = new int[2 * leaves];
        for (int i = 0; i < leaves; i++)
        {
            winners[leaves + i] = i;
        }
        for (int node = leaves - 1; node > 0; node--)
        {
            winners[node] = winners[2 * node];
        }
    }

    /** Returns the source with the earliest time. */
    public int first()
    {
        return winners[1];
    }

    /** Returns the earliest time. */
    public long firstNs()
    {
        return timesNs[winners[1]];
    }

    /** Returns the time of a source. */
    public long ns(final int source)
    {
        return timesNs[source];
    }

    /** Gives a source another time. */
    public void set(final int source, final long ns)
    {
        timesNs[source] = ns;
        for (int node = (leaves + source) >>> 1; node > 0; node >>>= 1)
        {
            final int left = winners[2 * node];
            final int right = winners[2 * node + 1];
            winners[node] = timesNs[left] <= timesNs[right] ? left : right;
        }
    }
}
