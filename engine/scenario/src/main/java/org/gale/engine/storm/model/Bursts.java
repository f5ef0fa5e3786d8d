package org.gale.engine.storm.model;

import java.util.SplittableRandom;
import org.gale.engine.storm.scenario.OnOff;

/**
 * Times between events of a source that is on and off in turns. Events are evenly spaced while it is on, so densely
 * that the mean over all time is the one asked for. What is left of a gap at the end of a burst passes in the next one.
 * <pre>
 *   on   |--|--|--|- - - - - -|--|--|- - |--|-
 *   off              off           off
 * </pre>
 * Owned by the thread that offers the events.
 */
public final class Bursts
{
    private static final double LONGEST = 1e18;

    private final SplittableRandom random;
    private final double power;
    private final double leastOn;
    private final double leastOff;
    private final double gap;
    private double onLeft;
    private double before;                                          // time off in front of the first burst

    /**
     * Makes a source, which begins within a turn.
     *
     * @param mean   time between two events over all time, in the unit of the results
     * @param unitNs length of that unit
     * @param random of this source alone
     */
    public Bursts(final OnOff shape, final double mean, final double unitNs, final SplittableRandom random)
    {
        this.random = random;
        power = -1 / shape.alpha();
        final double least = (shape.alpha() - 1) / shape.alpha() / unitNs;
        leastOn = shape.onNs() * least;
        leastOff = shape.offNs() * least;
        final double onShare = shape.onNs() / ((double)shape.onNs() + shape.offNs());
        gap = mean * onShare;
        final boolean isOn = Draws.fraction(random) < onShare;
        onLeft = Draws.fraction(random) * pareto(leastOn);
        before = isOn ? 0 : Draws.fraction(random) * pareto(leastOff);
    }

    private double pareto(final double least)
    {
        return Math.min(LONGEST, least * StrictMath.pow(Draws.fraction(random), power));
    }

    /** Returns the time from one event to the next. */
    public double next()
    {
        double passed = before;
        double left = gap;
        before = 0;
        while (left > onLeft)
        {
            left -= onLeft;
            passed += onLeft + pareto(leastOff);
            onLeft = pareto(leastOn);
        }
        onLeft -= left;

        return passed + left;
    }
}
