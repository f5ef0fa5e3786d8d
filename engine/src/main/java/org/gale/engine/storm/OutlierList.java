package org.gale.engine.storm;

import java.util.ArrayList;
import java.util.List;

/** List of the slowest responses of a run. Owned by the engine's thread; allocates nothing until it is read. */
final class OutlierList
{
    private static final int INTENDED = 3;
    private static final int NOW = 9;
    private static final int FIELDS = 10;

    private final int limit;
    private final long[][] worst;
    private int count;
    private int fastest;
    private long thresholdNs;
    private long changes;

    OutlierList(final int limit)
    {
        this.limit = limit;
        this.worst = new long[limit][FIELDS];
        clear();
    }

    /** Returns the response time above which a response belongs to the list. */
    long thresholdNs()
    {
        return thresholdNs;
    }

    /**
     * Adds a response that is above the threshold, and evicts the fastest of a full list.
     *
     * @param enteredNs time at which its guest was entered; earlier than the signal for one that was resident
     */
    void add(
        final long command,
        final int vmId,
        final int lpiId,
        final long intendedNs,
        final BatchStamps stamps,
        final int slot,
        final long enteredNs,
        final long nowNs)
    {
        changes++;
        final long[] to = worst[count < limit ? count++ : fastest];
        to[0] = command;
        to[1] = vmId;
        to[2] = lpiId;
        to[INTENDED] = intendedNs;
        to[4] = stamps.sentNs(slot);
        to[5] = stamps.drainedNs(slot);
        to[6] = stamps.translatedNs(slot, nowNs);
        to[7] = stamps.raisedNs(slot, nowNs);
        to[8] = Math.max(to[7], enteredNs);
        to[NOW] = nowNs;
        if (count == limit)
        {
            findFastest();
        }
    }

    /** Returns the number of changes of the list so far. */
    long changes()
    {
        return changes;
    }

    void clear()
    {
        count = 0;
        thresholdNs = limit == 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    /** Returns the outliers, the slowest first. */
    List<Outlier> list()
    {
        final List<Outlier> outliers = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            final long[] at = worst[i];
            outliers.add(new Outlier(
                at[0], (int)at[1], (int)at[2], at[INTENDED], at[4], at[5], at[6], at[7], at[8], at[NOW]));
        }
        outliers.sort((a, b) -> Long.compare(b.responseNs(), a.responseNs()));

        return outliers;
    }

    private void findFastest()
    {
        fastest = 0;
        for (int i = 1; i < count; i++)
        {
            if (responseNs(i) < responseNs(fastest))
            {
                fastest = i;
            }
        }
        thresholdNs = responseNs(fastest);
    }

    private long responseNs(final int index)
    {
        return worst[index][NOW] - worst[index][INTENDED];
    }
}
