package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Means of response and rate over the thirds of the judged part of a storm, by thirty intervals of its heat map. A
 * figure is not stationary where two conditions hold: the means of two thirds differ by more than 10 % of the larger
 * one, and their intervals by Welch's t, at 1 % over all comparisons together. Times are those of the steps of the map,
 * which are a tenth of a decade wide. Immutable.
 *
 * @param responseNs mean response of each third, ns
 * @param ratePerS   interrupts delivered a second of each third, for which its samples stand
 * @param differing  figures that are not stationary, by their names in reports
 */
public record Thirds(List<Double> responseNs, List<Double> ratePerS, List<String> differing)
{
    /** Thirds of a storm that is too short for a test, or has phases, which differ as they are meant to. */
    public static final Thirds NONE = new Thirds(List.of(), List.of(), List.of());

    /** Intervals of a third. */
    static final int INTERVALS = 10;
    /** Samples that a test takes. */
    static final long LEAST_SAMPLES = 1_000;

    private static final int THIRDS = 3;
    private static final double TOLERATED = 0.1;
    /** Chance of a false alarm, of three pairs of thirds and two figures together. */
    private static final double LEVEL = 0.01 / (2 * THIRDS);
    private static final double SECOND_NS = 1e9;

    public Thirds
    {
        responseNs = List.copyOf(responseNs);
        ratePerS = List.copyOf(ratePerS);
        differing = List.copyOf(differing);
    }

    /** Sums of an interval: samples, their times, and its length. */
    private record Sum(long samples, double ns, double lengthNs)
    {
        private static final Sum NOTHING = new Sum(0, 0, 0);

        private Sum plus(final Sum other)
        {
            return new Sum(samples + other.samples, ns + other.ns, lengthNs + other.lengthNs);
        }

        double response()
        {
            return ns / samples;
        }

        double rate()
        {
            return samples * SECOND_NS / lengthNs;
        }
    }

    /** Returns the thirds of a storm. */
    public static Thirds of(final StormResult result)
    {
        final MeasuredRates rates = result.rates();
        final long fromNs = rates.warmup().ending().isKept() ? 0 : rates.warmup().ns();

        return !result.totals().phases().isEmpty() ? NONE :
            of(result.history().heat(), fromNs, fromNs + rates.ns()).standingFor(rates.deliveredPerS());
    }

    /** Returns these thirds with rates whose mean is that of all deliveries. Some of these alone are sampled. */
    Thirds standingFor(final double deliveredPerS)
    {
        final double sampledPerS = ratePerS.stream().mapToDouble(Double::doubleValue).average().orElse(deliveredPerS);

        return new Thirds(
            responseNs, ratePerS.stream().map(rate -> rate * deliveredPerS / sampledPerS).toList(), differing);
    }

    /**
     * Returns the thirds of a part of a heat map, of which each slice that lies within it is taken.
     *
     * @param fromNs begin of the part, since that of the map
     * @param toNs   end of the part
     */
    static Thirds of(final ResponseHeat heat, final long fromNs, final long toNs)
    {
        final long first = (fromNs + heat.sliceNs() - 1) / heat.sliceNs();
        final long count = Math.min(toNs / heat.sliceNs(), heat.slices().size()) - first;
        if (count < (long)THIRDS * INTERVALS)
        {
            return NONE;
        }
        final List<List<Sum>> thirds = new ArrayList<>();
        for (int third = 0; third < THIRDS; third++)
        {
            final List<Sum> intervals = new ArrayList<>();
            for (int i = third * INTERVALS; i < (third + 1) * INTERVALS; i++)
            {
                intervals.add(sum(heat, first + count * i / (THIRDS * INTERVALS),
                    first + count * (i + 1) / (THIRDS * INTERVALS)));
            }
            thirds.add(intervals);
        }
        final List<Sum> sums = thirds.stream().map(third -> third.stream().reduce(Sum.NOTHING, Sum::plus)).toList();
        if (sums.stream().mapToLong(Sum::samples).sum() < LEAST_SAMPLES ||
            sums.stream().anyMatch(sum -> sum.samples == 0))
        {
            return NONE;
        }
        final List<Double> responses = sums.stream().map(Sum::response).toList();
        final List<Double> rates = sums.stream().map(Sum::rate).toList();
        final List<String> differing = new ArrayList<>();
        if (isDiffering(responses, thirds.stream().map(third ->
            third.stream().filter(one -> one.samples > 0).mapToDouble(Sum::response).toArray()).toList()))
        {
            differing.add("response");
        }
        if (isDiffering(rates, thirds.stream().map(third ->
            third.stream().mapToDouble(Sum::rate).toArray()).toList()))
        {
            differing.add("rate");
        }

        return new Thirds(responses, rates, differing);
    }

    private static Sum sum(final ResponseHeat heat, final long from, final long to)
    {
        long samples = 0;
        double ns = 0;
        for (long slice = from; slice < to; slice++)
        {
            final List<Long> steps = heat.slices().get((int)slice);
            for (int step = 0; step < HeatScale.STEPS; step++)
            {
                samples += steps.get(step);
                ns += steps.get(step) * Math.sqrt(HeatScale.fromNs(step) * HeatScale.fromNs(step + 1));
            }
        }

        return new Sum(samples, ns, (double)(to - from) * heat.sliceNs());
    }

    private static boolean isDiffering(final List<Double> means, final List<double[]> intervals)
    {
        boolean isDiffering = false;
        for (int one = 0; one < THIRDS; one++)
        {
            for (int other = one + 1; other < THIRDS; other++)
            {
                final double larger = Math.max(means.get(one), means.get(other));
                isDiffering |= Math.abs(means.get(one) - means.get(other)) > TOLERATED * larger &&
                    chance(intervals.get(one), intervals.get(other)) <= LEVEL;
            }
        }

        return isDiffering;
    }

    /** Returns the chance of a difference of two means as large as theirs, or larger, where there is none. */
    static double chance(final double[] one, final double[] other)
    {
        if (one.length < 2 || other.length < 2)
        {
            return 1;
        }
        final double ofOne = variance(one) / one.length;
        final double ofOther = variance(other) / other.length;
        final double difference = Math.abs(mean(one) - mean(other));
        if (ofOne + ofOther == 0)
        {
            return difference == 0 ? 1 : 0;
        }
        final double degrees = (ofOne + ofOther) * (ofOne + ofOther) /
            (ofOne * ofOne / (one.length - 1) + ofOther * ofOther / (other.length - 1));

        return 2 * TDistribution.of(degrees).survivalProbability(difference / Math.sqrt(ofOne + ofOther));
    }

    private static double mean(final double... values)
    {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(final double... values)
    {
        final double mean = mean(values);

        return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / (values.length - 1);
    }
}
