package org.gale.engine.storm.law;

import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.OnOff;

/**
 * Law of arrivals in bursts. Within a burst they are evenly spaced, at the mean rate by the share of time that the
 * source is on. Half of the times off, and half of the times on, are below the medians of their Pareto distributions.
 * Bursts that are too short for several arrivals have the even spacing alone. Owned by the thread that draws.
 */
final class BurstLaw
{
    /** Least number of arrivals in the shortest burst. */
    private static final int LEAST = 4;
    private static final double DEVIATIONS = 6;

    private final double gapNs;
    private final double leastOffNs;
    private final boolean areSeveral;
    private final Halves on;
    private final Halves off;
    private long arrivals;                                          // of the burst in hand
    private long bursts;
    private boolean hasBegun;

    /** Times of which half have to be below a median. */
    private static final class Halves
    {
        private final String name;
        private final double medianNs;
        private long count;
        private long shorter;
        private long longer;

        private Halves(final String name, final double leastNs, final double alpha)
        {
            this.name = name;
            medianNs = leastNs * Math.pow(2, 1 / alpha);
        }

        /** Takes a time that lies between two bounds, and returns how the law is broken, or null. */
        private String add(final double fromNs, final double toNs)
        {
            count++;
            shorter += toNs < medianNs ? 1 : 0;
            longer += fromNs > medianNs ? 1 : 0;
            final double half = count / 2.0;
            final double most = half + DEVIATIONS * (Math.sqrt(half / 2) + 1);

            return shorter <= most && longer <= most ? null : "of " + NumberText.count(count) + ' ' + name + ' ' +
                NumberText.count(shorter) + " are shorter and " + NumberText.count(longer) + " longer than the " +
                "median, " + NumberText.count(Math.round(medianNs)) + " ns";
        }
    }

    /**
     * Makes the law of arrivals.
     *
     * @param meanNs between two of them over all time
     */
    BurstLaw(final OnOff shape, final double meanNs)
    {
        final double least = (shape.alpha() - 1) / shape.alpha();
        gapNs = meanNs * shape.onNs() / (shape.onNs() + shape.offNs());
        leastOffNs = shape.offNs() * least;
        areSeveral = gapNs * LEAST < shape.onNs() * least;
        on = new Halves("bursts", shape.onNs() * least, shape.alpha());
        off = new Halves("silences", leastOffNs, shape.alpha());
    }

    /**
     * Notes a time between two arrivals.
     *
     * @return how the law is broken, or null
     */
    String gap(final long ns)
    {
        final boolean isFirst = !hasBegun;
        hasBegun = true;
        if (isFirst)
        {
            return null;                                            // begins at any point of a burst or a silence
        }
        final boolean isWithin = ns <= gapNs + 1;
        if (ns < gapNs - 1 || (!isWithin && ns < gapNs + leastOffNs - 2))
        {
            return "two arrivals of a source with bursts are " + ns + " ns apart, and its bursts have " +
                Math.round(gapNs) + " ns, its silences " + Math.round(leastOffNs) + " or more";
        }
        if (isWithin)
        {
            arrivals++;
            return null;
        }
        if (!areSeveral)
        {
            return null;
        }
        bursts++;
        final String ofSilence = off.add(ns - gapNs - 1, ns - gapNs + 1);
        final String ofBurst = bursts == 1 ? null :                 // the first one began before the run
            on.add(arrivals * gapNs, (arrivals + 2) * gapNs);
        arrivals = 0;

        return ofSilence == null ? ofBurst : ofSilence;
    }
}
