package org.gale.engine.report.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Placed;

/** Accounts and counters of documents, within what storms count. Pure functions. */
public final class AccountValue
{
    /** Half a unit of the last digit of a time in seconds, ns. */
    static final long ROUNDED_NS = 500;
    /** Number beyond all counts, of what a document does not name. */
    static final long UNKNOWN = Long.MAX_VALUE >> 2;

    /** Greatest counter of one report: storms that run for years do not reach it, and sums have room. */
    private static final long LIMIT = 1L << 56;

    private AccountValue()
    {
    }

    /**
     * Returns an account of a storm; a counter that is not there is 0.
     *
     * @throws ArithmeticException if a counter is beyond what any storm counts
     */
    public static EventAccount of(final DocumentAccounts.OfStorm account)
    {
        long rejected = 0;
        for (final Long reason : account.rejected() == null ? List.<Long>of() : account.rejected().values())
        {
            rejected = Math.addExact(rejected, count(reason));
        }

        return of(null, account.events(), rejected);
    }

    /**
     * Returns an account; a counter that is not there is 0.
     *
     * @param carriedIn null of one that begins with the storm
     * @throws ArithmeticException if a counter is beyond what any storm counts
     */
    public static EventAccount of(final Long carriedIn, final DocumentAccounts.Events events, final Long rejected)
    {
        return new EventAccount(count(carriedIn), count(events.offered()), count(events.delivered()),
            count(events.coalesced()), count(rejected), count(events.pending()), count(events.held()));
    }

    /**
     * Returns a counter of a document; 0 for one that is not there.
     *
     * @throws ArithmeticException if it is beyond what any storm counts
     */
    public static long count(final Long value)
    {
        if (value != null && (value < -LIMIT || value > LIMIT))
        {
            throw new ArithmeticException("a counter is beyond all limits: " + value);
        }

        return value == null ? 0 : value;
    }

    /**
     * Returns a counter of a report; 0 for what is no number.
     *
     * @throws ArithmeticException if it is beyond what any storm counts
     */
    public static long count(final JsonNode value)
    {
        final long count = value.asLong();
        if (value.isIntegralNumber() && (!value.canConvertToLong() || count < -LIMIT || count > LIMIT))
        {
            throw new ArithmeticException("a counter is beyond all limits: " + value.asText());
        }

        return count;
    }

    /** Returns a time in seconds as one in ns. */
    static Placed ns(final String place, final Number seconds)
    {
        return new Placed(place,
            seconds == null ? 0 : new BigDecimal(seconds.toString()).movePointRight(9).longValue());
    }

    /** Returns a latency of a report. Its sum is that of which the mean is the rounded quotient. */
    public static LatencySummary summary(final Latencies.Times latency)
    {
        final long count = count(latency.count());
        final Number mean = latency.exact() == null ? null : latency.exact().mean();
        final long sum = count == 0 ? 0 : mean == null ? LatencySummary.NONE :
            new BigDecimal(mean.toString()).multiply(BigDecimal.valueOf(count)).setScale(0, RoundingMode.HALF_EVEN)
            .longValueExact();

        return LatencySummary.of(count, sum, percentile ->
        {
            final Long ns = latency.percentiles().get(percentile.key());

            return ns == null ? LatencySummary.NONE : ns;
        });
    }
}
