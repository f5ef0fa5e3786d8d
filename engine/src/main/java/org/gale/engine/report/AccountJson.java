package org.gale.engine.report;

import java.io.IOException;
import java.util.Map;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.storm.result.EventAccount;

/** JSON form of an account of events, in which {@code rejected} may be an object with a number for each reason. */
public final class AccountJson
{
    /** Key of the events that were pending when a part began. */
    public static final String CARRIED_IN = "carried_in";

    /** Greatest counter of one report: storms that run for years do not reach it, and sums have room. */
    private static final long LIMIT = 1L << 56;

    private AccountJson()
    {
    }

    /** Writes the counters and the remainder of an account into the object that is open. */
    static void write(final JsonGenerator json, final EventAccount account) throws IOException
    {
        for (final Map.Entry<String, Long> figure : account.figures().entrySet())
        {
            json.writeNumberField(figure.getKey(), figure.getValue());
        }
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
