package org.gale.engine.report.compare;

import java.util.Locale;

/** JSON reports that storms might have written. */
final class ReportTexts
{
    private ReportTexts()
    {
    }

    /**
     * Returns a report whose response percentiles are multiples of its p50.
     *
     * @param seconds number of intervals, of which each differs from the last by 2 % of the value
     */
    static String report(final double ratePerS, final long p50, final int seconds)
    {
        final StringBuilder intervals = new StringBuilder();
        for (int i = 0; i < seconds; i++)
        {
            final double swing = i % 2 == 0 ? 0.99 : 1.01;
            intervals.append(i == 0 ? "" : ",").append(String.format(Locale.ROOT,
                "{\"length_s\":1.0,\"rate_per_s\":%.0f,\"latency_ns\":%s}", ratePerS * swing, latency(p50 * swing)));
        }

        return String.format(Locale.ROOT, "{\"schema\":\"gale.storm/5\",\"host\":{\"version\":\"0.1.0\"," +
            "\"jdk\":\"17\",\"cores\":2},\"config\":{\"profile\":\"default\",\"vms\":16},\"rate_per_s\":%.0f," +
            "\"accounting\":{\"coalesced\":5,\"remainder\":0}," +
            "\"latency_ns\":%s,\"generator\":{\"lag_p99_ns\":700,\"kept_up\":true," +
            "\"refused\":0},\"failure\":null,\"exit\":0," +
            "\"intervals\":[%s]}", ratePerS, latency(1.0 * p50), intervals);
    }

    private static String latency(final double p50)
    {
        return String.format(Locale.ROOT, "{\"response\":{\"count\":9,\"p50\":%.0f,\"p90\":%.0f,\"p99\":%.0f," +
            "\"p99_9\":%.0f,\"p99_99\":%.0f,\"max\":%.0f},\"stages\":{\"queued\":{\"count\":9,\"p50\":%.0f}}}",
            p50, 2 * p50, 5 * p50, 8 * p50, 12 * p50, 20 * p50, p50 / 2);
    }
}
