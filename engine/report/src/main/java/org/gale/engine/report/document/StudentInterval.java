package org.gale.engine.report.document;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Half of an interval of 95 % by Student's t, found anew from its density: the part of a reader, which shares nothing
 * with those who write estimates. Pure functions.
 */
public final class StudentInterval
{
    private static final double CONFIDENCE = 0.95;
    private static final int STEPS = 2000;
    private static final int HALVINGS = 60;
    private static final Map<Integer, Double> QUANTILES = new ConcurrentHashMap<>();

    private StudentInterval()
    {
    }

    /** Returns the mean of some values. */
    public static double mean(final double... values)
    {
        double sum = 0;
        for (final double value : values)
        {
            sum += value;
        }

        return sum / values.length;
    }

    /** Returns half of the interval of the mean of two values or more. */
    public static double half(final double... values)
    {
        final double mean = mean(values);
        double squares = 0;
        for (final double value : values)
        {
            squares += Math.pow(value - mean, 2);
        }

        return QUANTILES.computeIfAbsent(values.length - 1, StudentInterval::quantile) *
            Math.sqrt(squares / (values.length - 1) / values.length);
    }

    /** Returns the t that the middle 95 % of the distribution end at: {@code sqrt(n) tan(a)} of their angle. */
    static double quantile(final int degrees)
    {
        final double whole = area(degrees, Math.PI / 2);
        double low = 0;
        double high = Math.PI / 2;
        for (int i = 0; i < HALVINGS; i++)
        {
            final double middle = (low + high) / 2;
            if (area(degrees, middle) < CONFIDENCE * whole)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return Math.sqrt(degrees) * Math.tan((low + high) / 2);
    }

    /** Returns the integral of {@code cos^(n-1)} up to an angle, by Simpson. */
    private static double area(final int degrees, final double angle)
    {
        final double step = angle / STEPS;
        double sum = 0;
        for (int i = 0; i <= STEPS; i++)
        {
            final int weight = i == 0 || i == STEPS ? 1 : i % 2 == 0 ? 2 : 4;
            sum += weight * Math.pow(Math.cos(i * step), degrees - 1);
        }

        return sum * step / 3;
    }
}
