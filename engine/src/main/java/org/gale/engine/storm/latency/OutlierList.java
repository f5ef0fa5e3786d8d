package org.gale.engine.storm.latency;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.storm.result.Outlier;

/** List of the slowest responses of a run. Owned by the engine's thread; allocates nothing until it is read. */
final class OutlierList
{
    private final int limit;
    private final UnsafeBuffer entries;
    private final long[] responsesNs;                               // by entry
    private int count;
    private int fastest;
    private long thresholdNs;
    private long changes;

    OutlierList(final int limit)
    {
        this.limit = limit;
        this.entries = new UnsafeBuffer(new byte[limit * SampledInterrupt.LENGTH]);
        this.responsesNs = new long[limit];
        clear();
    }

    /** Returns the response time above which a response belongs to the list. */
    long thresholdNs()
    {
        return thresholdNs;
    }

    /** Adds a response above the threshold. In a full list it replaces the fastest. */
    void add(final SampledInterrupt interrupt)
    {
        changes++;
        final int index = count < limit ? count++ : fastest;
        interrupt.store(entries, index * SampledInterrupt.LENGTH);
        responsesNs[index] = interrupt.responseNs();
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
            outliers.add(new SampledInterrupt().load(entries, i * SampledInterrupt.LENGTH).outlier());
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
            if (responsesNs[i] < responsesNs[fastest])
            {
                fastest = i;
            }
        }
        thresholdNs = responsesNs[fastest];
    }
}
