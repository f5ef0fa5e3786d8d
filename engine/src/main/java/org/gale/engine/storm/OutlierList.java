package org.gale.engine.storm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** List of the slowest responses of a run. Owned by the engine's thread; allocates nothing until it is read. */
final class OutlierList
{
    private final int limit;
    private final OutlierBuilder[] worst;
    private int count;
    private int fastest;
    private long thresholdNs;
    private long changes;

    OutlierList(final int limit)
    {
        this.limit = limit;
        this.worst = new OutlierBuilder[limit];
        Arrays.setAll(worst, index -> new OutlierBuilder());
        clear();
    }

    /** Returns the response time above which a response belongs to the list. */
    long thresholdNs()
    {
        return thresholdNs;
    }

    /**
     * Returns the entry that a response above the threshold takes: a free one, or that of the fastest in a full list.
     * The caller describes the response to it and then calls {@link #added}.
     */
    OutlierBuilder next()
    {
        return worst[count < limit ? count : fastest];
    }

    /** Adds the response that was described to {@link #next}. */
    void added()
    {
        changes++;
        count = Math.min(count + 1, limit);
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
            outliers.add(worst[i].build());
        }
        outliers.sort((a, b) -> Long.compare(b.responseNs(), a.responseNs()));

        return outliers;
    }

    private void findFastest()
    {
        fastest = 0;
        for (int i = 1; i < count; i++)
        {
            if (worst[i].responseNs() < worst[fastest].responseNs())
            {
                fastest = i;
            }
        }
        thresholdNs = worst[fastest].responseNs();
    }
}
