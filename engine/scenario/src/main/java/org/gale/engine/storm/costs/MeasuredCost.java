package org.gale.engine.storm.costs;

import java.util.Locale;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/**
 * Cost that follows from a measurement.
 *
 * @param formula with its numbers
 * @param place   of the figure in its text
 */
record MeasuredCost(Cost cost, Distribution time, String formula, Place place)
{
    /** Limit beyond which a step of a kernel was not measured on an idle host, ns. */
    private static final double STEP_LIMIT_NS = 1e6;
    private static final String TRY = " (measure again on an idle host)";

    /**
     * Returns the cost of a time that is one step.
     *
     * @throws JobException if the time is negative, none, or far from that of a step
     */
    static MeasuredCost step(final Cost cost, final double ns, final String formula, final Place place)
    {
        checkStep(cost, ns, formula, place);

        return new MeasuredCost(cost, Distribution.constant((long)(ns + 0.5)), formula, place);
    }

    /**
     * Returns the cost of times that are one step each.
     *
     * @throws JobException if their mean is none, or far from that of a step
     */
    static MeasuredCost list(final Cost cost, final WeightedTimes times, final String formula, final Place place)
    {
        checkStep(cost, times.meanNs(), formula, place);

        return new MeasuredCost(cost, times.list(place), formula, place);
    }

    private static void checkStep(final Cost cost, final double ns, final String formula, final Place place)
    {
        final String what = cost.label() + ": " + formula + ' ';
        if (ns < 0)
        {
            throw new JobException(place, what + "is negative" + TRY);
        }
        if (ns == 0)
        {
            throw new JobException(place, what + "is no time" + TRY);
        }
        if (ns > STEP_LIMIT_NS)
        {
            throw new JobException(place, what + "is longer than " + Quantity.durationText((long)STEP_LIMIT_NS) +
                ", which no such step takes" + TRY);
        }
    }

    /** Returns a time as formulas show it. */
    static String text(final double ns)
    {
        return String.format(Locale.ROOT, "%,.1f ns", ns);
    }
}
