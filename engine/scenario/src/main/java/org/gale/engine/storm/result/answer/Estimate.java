package org.gale.engine.storm.result.answer;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Mean of a figure over seeds with its interval of 95 %, by Student's t. Immutable.
 *
 * @param value mean
 * @param low   begin of the interval; null of one seed, which has none
 * @param high  end of the interval; null of one seed
 */
public record Estimate(double value, Double low, Double high)
{
    /** Share of answers that hold the value. */
    public static final double CONFIDENCE = 0.95;

    /** Returns the estimate by the values of seeds, of which there is at least one. */
    public static Estimate of(final double... values)
    {
        final double mean = mean(values);
        if (values.length == 1)
        {
            return new Estimate(mean, null, null);
        }
        final double half = quantile(values.length - 1) * Math.sqrt(covariance(values, values) / values.length);

        return new Estimate(mean, mean - half, mean + half);
    }

    /** Returns the estimate of the differences of paired values, {@code before − after}: a gain is positive. */
    public static Estimate ofWorth(final double[] before, final double[] after)
    {
        final double[] differences = new double[before.length];
        Arrays.setAll(differences, i -> before[i] - after[i]);

        return of(differences);
    }

    /**
     * Returns the ratio of two means with Fieller's interval, from paired values.
     *
     * @return null if the interval of the denominator holds 0, or there is one seed
     */
    public static Estimate ofRatio(final double[] numerators, final double[] denominators)
    {
        final int count = numerators.length;
        if (count < 2 || !of(denominators).isShown())
        {
            return null;
        }
        final double below = mean(denominators);
        final double ratio = mean(numerators) / below;
        final double ofBoth = covariance(numerators, denominators);
        final double ofNumerators = covariance(numerators, numerators);
        final double ofDenominators = covariance(denominators, denominators);
        final double t = quantile(count - 1);
        final double scale = t * t / (count * below * below);
        final double rest = 1 - scale * ofDenominators;
        final double inner = ofNumerators - 2 * ratio * ofBoth + ratio * ratio * ofDenominators -
            scale * (ofNumerators * ofDenominators - ofBoth * ofBoth);
        final double half = t / Math.abs(below) * Math.sqrt(Math.max(0, inner) / count);
        final double centre = ratio - scale * ofBoth;

        return new Estimate(ratio, (centre - half) / rest, (centre + half) / rest);
    }

    /** Returns the estimate of what a gain is as a loss, or the reverse. */
    Estimate negated()
    {
        return new Estimate(-value, high == null ? null : -high, low == null ? null : -low);
    }

    /** Returns whether the sign of the value is known: the interval does not hold 0. */
    public boolean isShown()
    {
        return low != null && (low > 0 || high < 0);
    }

    private static double mean(final double... values)
    {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double covariance(final double[] one, final double[] other)
    {
        final double meanOfOne = mean(one);
        final double meanOfOther = mean(other);
        double sum = 0;
        for (int i = 0; i < one.length; i++)
        {
            sum += (one[i] - meanOfOne) * (other[i] - meanOfOther);
        }

        return sum / (one.length - 1);
    }

    private static double quantile(final int degrees)
    {
        return TDistribution.of(degrees).inverseSurvivalProbability((1 - CONFIDENCE) / 2);
    }
}
