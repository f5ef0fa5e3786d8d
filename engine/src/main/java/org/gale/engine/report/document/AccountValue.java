package org.gale.engine.report.document;

import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.storm.result.EventAccount;

/** Accounts of documents, in which {@code rejected} may be an object with a number for each reason. Pure functions. */
public final class AccountValue
{
    /** Key of the events that were pending when a part began. */
    private static final String CARRIED_IN = "carried_in";

    /** Greatest counter of one report: storms that run for years do not reach it, and sums have room. */
    private static final long LIMIT = 1L << 56;

    private AccountValue()
    {
    }

    /**
     * Reads an account; a counter that is not there is 0.
     *
     * @throws ArithmeticException if a counter is beyond what any storm counts
     */
    public static EventAccount read(final JsonNode json)
    {
        final JsonNode rejected = json.path("rejected");
        long sum = rejected.isNumber() ? count(rejected) : 0;
        for (final JsonNode reason : rejected)
        {
            sum = Math.addExact(sum, count(reason));
        }

        return new EventAccount(count(json.path(CARRIED_IN)), count(json.path("offered")),
            count(json.path("delivered")), count(json.path("coalesced")), sum, count(json.path("pending")));
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
}
