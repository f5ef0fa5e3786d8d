package org.gale.engine.storm.latency;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gale.engine.storm.result.Outlier;

/** List of the slowest responses of a run. Owned by the engine's thread; allocates nothing until it is read. */
final class OutlierList
{
    private final int limit;
    private final SampledInterrupt[] worst;
    private int count;
    private int fastest;
    private long thresholdNs;
    private long changes;

    OutlierList(final int limit)
    {
        this.limit = limit;
        this.worst = new SampledInterrupt[limit + 1];
        Arrays.setAll(worst, index -> new SampledInterrupt());
        clear();
    }

    /** Returns the response time above which a response belongs to the list. */
    long thresholdNs()
    {
        return thresholdNs;
    }

    /** Adds a copy of a response above the threshold. In a full list it replaces the fastest. */
    void add(final SampledInterrupt interrupt)
    {
        worst[count].set(interrupt);
        changes++;
        if (count < limit)
        {
            count++;
        }
        else
        {
            final SampledInterrupt left = worst[fastest];
            worst[fastest] = worst[count];
            worst[count] = left;
        }
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
        thresholdNs = leastNs();
    }

    /** Returns the outliers, the slowest first. */
    List<Outlier> list()
    {
        final List<Outlier> outliers = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            outliers.add(worst[i].outlier());
        }
        outliers.sort((a, b) -> Long.compare(b.responseNs(), a.responseNs()));

        return outliers;
    }

    private long leastNs()
    {
        return limit == 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
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
