package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Engines of a storm, each with its own figures.
 *
 * @param all     in their order, at least two
 * @param bound   by what their number was bound; empty where it was given
 * @param fewerNs time for which fewer than all ran: from the end of the first to that of the last
 */
public record EnginesOfStorm(List<OfEngine> all, String bound, long fewerNs)
{
    public EnginesOfStorm
    {
        all = List.copyOf(all);
    }

    /**
     * Engine of a storm.
     *
     * @param account   of the events of its partitions
     * @param rates     of its own measured part
     * @param elapsedNs from the common begin to its last apply
     * @param journal   its commands and digests
     * @param response  response times of its own measured part
     * @param end       reason for which its sources sent no more
     */
    public record OfEngine(EventAccount account, MeasuredRates rates, long elapsedNs, JournalTotals journal,
        LatencySummary response, StormEnd end)
    {
    }

    /** Returns the name of an engine, which the directory of its journal has. */
    public static String name(final int engine)
    {
        return String.format(Locale.ROOT, "engine-%03d", engine);
    }

    /** Returns the engines of results. */
    public static EnginesOfStorm of(final List<StormResult> results, final String bound)
    {
        final List<OfEngine> all = new ArrayList<>();
        long firstNs = Long.MAX_VALUE;
        long lastNs = 0;
        for (final StormResult result : results)
        {
            final long elapsedNs = result.totals().elapsedNs();
            firstNs = Math.min(firstNs, elapsedNs);
            lastNs = Math.max(lastNs, elapsedNs);
            all.add(new OfEngine(result.totals().accounting().account(), result.rates(), elapsedNs, result.journal(),
                LatencySummary.of(result.latencies().response()), result.verdict().end()));
        }

        return new EnginesOfStorm(all, bound, lastNs - firstNs);
    }
}
