package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events of one partition that wait, by group and time, and what became of those of open streams. */
final class Backlog
{
    private static final int PARTS = 10;
    private static final long SAMPLES = 4096;
    private final List<long[]> changes = new ArrayList<>();
    private final Map<Integer, Long> merged = new HashMap<>();
    long lastOfferNs;

    void change(final long nowNs, final int group, final long by)
    {
        changes.add(new long[]{nowNs, group, by});
    }

    void applied(final StormJob.Stream stream, final boolean isMerged)
    {
        merged.merge(stream.index(), isMerged ? 1L : 0L, Long::sum);
    }

    long merged(final StormJob.Stream stream)
    {
        return merged.getOrDefault(stream.index(), 0L);
    }

    /** Returns what waits at the ends of ten equal parts of the time of the offers, in steps that grow with the run. */
    long[] at(final int group, final long endNs)
    {
        long stepNs = 1024;
        while (endNs / stepNs >= SAMPLES)
        {
            stepNs *= 2;
        }
        final long[] backlog = new long[PARTS];
        for (int i = 0; i < PARTS; i++)
        {
            final long atNs = lastOfferNs * (i + 1) / PARTS / stepNs * stepNs;
            backlog[i] = changes.stream().filter(change -> change[1] == group && change[0] <= atNs)
                .mapToLong(change -> change[2]).sum();
        }

        return backlog;
    }

    static long[] plus(final long[] one, final long[] other)
    {
        final long[] sum = new long[PARTS];
        Arrays.setAll(sum, i -> one[i] + other[i]);

        return sum;
    }
}
