package org.gale.engine.storm.latency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.storm.result.Outlier;

/**
 * List of the slowest responses of a run, ranked by response, then time, VM and LPI. Owned by the engine's thread;
 * allocates nothing until it is read.
 */
final class OutlierList
{
    /** Order of outliers, the slowest first. */
    static final Comparator<Outlier> RANK = OutlierList::compare;

    private final int limit;
    private final UnsafeBuffer entries;
    private final long[] responsesNs;                               // by entry
    private final SampledInterrupt other = new SampledInterrupt();
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

    /** Adds a response. In a full list it takes the place of the last in rank, unless it comes behind that. */
    void add(final SampledInterrupt interrupt)
    {
        if (count == limit && !ranksBefore(interrupt, fastest))
        {
            return;
        }
        changes++;
        final int index = count < limit ? count++ : fastest;
        interrupt.store(entries, index * SampledInterrupt.LENGTH);
        responsesNs[index] = interrupt.responseNs();
        if (count == limit)
        {
            findFastest();
        }
    }

    /** Notes in the entry of an interrupt, if the list has one, that its handler has ended. */
    void ended(final SampledInterrupt interrupt)
    {
        for (int i = 0; i < count && interrupt.responseNs() >= thresholdNs; i++)
        {
            if (interrupt.isOf(entries, i * SampledInterrupt.LENGTH))
            {
                interrupt.storeEnd(entries, i * SampledInterrupt.LENGTH);
            }
        }
    }

    /** Notes in the entry of an interrupt, if the list has one, that the work after its handler has ended. */
    void worked(final SampledInterrupt interrupt)
    {
        for (int i = 0; i < count && interrupt.responseNs() >= thresholdNs; i++)
        {
            if (interrupt.isOf(entries, i * SampledInterrupt.LENGTH))
            {
                interrupt.storeLater(entries, i * SampledInterrupt.LENGTH);
            }
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
        outliers.sort(RANK);

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
            if (responsesNs[i] < responsesNs[fastest] || (responsesNs[i] == responsesNs[fastest] &&
                !ranksBefore(other.load(entries, i * SampledInterrupt.LENGTH), fastest)))
            {
                fastest = i;
            }
        }
        thresholdNs = responsesNs[fastest];
    }

    /** Returns whether an interrupt ranks before an entry. */
    private boolean ranksBefore(final SampledInterrupt interrupt, final int index)
    {
        final int at = index * SampledInterrupt.LENGTH;

        return interrupt.responseNs() > responsesNs[index] ||
            (interrupt.responseNs() == responsesNs[index] && interrupt.ranksBefore(entries, at));
    }

    private static int compare(final Outlier one, final Outlier next)
    {
        final int byResponse = Long.compare(next.responseNs(), one.responseNs());
        final int byTime = byResponse != 0 ? byResponse : Long.compare(one.nowNs(), next.nowNs());
        final int byVm = byTime != 0 ? byTime : Integer.compare(one.vmId(), next.vmId());

        return byVm != 0 ? byVm : Integer.compare(one.lpiId(), next.lpiId());
    }
}
