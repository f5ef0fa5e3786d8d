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
    private final Map<Integer, long[]> streams = new HashMap<>();
    long lastOfferNs;

    void change(final long nowNs, final int group, final long by)
    {
        changes.add(new long[]{nowNs, group, by});
    }

    void applied(final StormJob.Stream stream, final boolean isMerged)
    {
        final long[] counts = streams.computeIfAbsent(stream.index(), key -> new long[2]);
        counts[0]++;
        counts[1] += isMerged ? 1 : 0;
    }

    long offered(final StormJob.Stream stream)
    {
        return streams.getOrDefault(stream.index(), new long[2])[0];
    }

    long merged(final StormJob.Stream stream)
    {
        return streams.getOrDefault(stream.index(), new long[2])[1];
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
