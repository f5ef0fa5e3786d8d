package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws of the ranges over costs in an answer as it is written: each end is the worth of a draw, and leaves out one draw
 * in forty. Fields are found by their names. Used once.
 */
final class RangeLaws
{
    private static final int PART = 40;

    private final List<String> faults = new ArrayList<>();

    /** Returns the laws that an answer breaks, each with its numbers and their places. */
    static List<String> faults(final JsonNode answer)
    {
        final RangeLaws laws = new RangeLaws();
        final JsonNode ranges = answer.path("ranges");
        for (int i = 0; i < ranges.size(); i++)
        {
            laws.range(ranges.get(i), "/ranges/" + i);
        }

        return laws.faults;
    }

    private void range(final JsonNode range, final String place)
    {
        final JsonNode draws = range.path("of_draws");
        final double low = range.path("low").asDouble();
        final double high = range.path("high").asDouble();
        int below = 0;
        int above = 0;
        boolean isLow = false;
        boolean isHigh = false;
        for (final JsonNode draw : draws)
        {
            below += draw.asDouble() < low ? 1 : 0;
            above += draw.asDouble() > high ? 1 : 0;
            isLow |= draw.asDouble() == low;
            isHigh |= draw.asDouble() == high;
        }
        check(isLow && isHigh, place + " is from " + low + " to " + high + ", of which one is the worth of no draw");
        end(draws, low, below, place + "/low", false);
        end(draws, high, above, place + "/high", true);
    }

    /** Checks an end: beyond it lie at most a fortieth of the draws, and with those that equal it, more than that. */
    private void end(final JsonNode draws, final double end, final int beyond, final String place, final boolean isHigh)
    {
        int equal = 0;
        for (final JsonNode draw : draws)
        {
            equal += draw.asDouble() == end ? 1 : 0;
        }
        final int due = draws.size() / PART;
        check(beyond <= due && beyond + equal > due, place + " is " + end + ", and " + beyond + " of " + draws.size() +
            " draws lie " + (isHigh ? "above" : "below") + " it, which have to be " + due);
    }

    private void check(final boolean holds, final String fault)
    {
        if (!holds)
        {
            faults.add(fault);
        }
    }
}
