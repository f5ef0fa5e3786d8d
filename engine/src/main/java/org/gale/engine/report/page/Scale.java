package org.gale.engine.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Scale of an axis.
 *
 * @param from  value at the beginning
 * @param to    value at the end
 * @param begin coordinate of the beginning
 * @param end   coordinate of the end
 * @param isLog true for a logarithmic scale
 */
record Scale(double from, double to, double begin, double end, boolean isLog)
{
    private static final int TICK_LIMIT = 12;
    private static final double DECADE = 10;
    private static final double[] STEPS = {1, 2, 5, 10};

    /** Returns a logarithmic scale that ends at powers of ten. */
    static Scale decades(final double least, final double most, final double begin, final double end)
    {
        final double from = Math.pow(10, Math.floor(Math.log10(Math.max(1, least))));
        final double to = Math.pow(10, Math.ceil(Math.log10(Math.max(from * 10, most))));

        return new Scale(from, to, begin, end, true);
    }

    /** Returns a linear scale from 0. */
    static Scale linear(final double most, final double begin, final double end)
    {
        return new Scale(0, most <= 0 ? 1 : most, begin, end, false);
    }

    /**
     * Returns a scale that fits values which need not begin at 0: logarithmic where they span a power of ten, else
     * linear between two of its ticks.
     */
    static Scale fitted(final double least, final double most, final double begin, final double end)
    {
        if (least >= most)
        {
            return linear(most, begin, end);
        }
        if (least > 0 && most >= DECADE * least)
        {
            return decades(least, most, begin, end);
        }
        final double step = step(most - least);

        return new Scale(Math.floor(least / step) * step, Math.ceil(most / step) * step, begin, end, false);
    }

    /** Returns the coordinate of a value, between the two ends. */
    double at(final double value)
    {
        final double part = isLog ? Math.log(Math.max(from, value) / from) / Math.log(to / from) :
            (value - from) / (to - from);

        return begin + Math.max(0, Math.min(1, part)) * (end - begin);
    }

    /** Returns the values at which lines are drawn. */
    List<Double> ticks()
    {
        final List<Double> ticks = new ArrayList<>();
        if (isLog)
        {
            for (double tick = from; tick <= to * 1.001; tick *= 10)
            {
                ticks.add(tick);
            }
            return ticks;
        }
        final double step = step(to - from);
        for (int i = 0; from + i * step <= to + 0.001 * step; i++)
        {
            ticks.add(from + i * step);
        }

        return ticks;
    }

    /** Returns a time as a label: {@code 10 µs}. */
    static String time(final double ns)
    {
        if (ns >= 1e9)
        {
            return number(ns / 1e9) + " s";
        }
        if (ns >= 1e6)
        {
            return number(ns / 1e6) + " ms";
        }

        return ns >= 1e3 ? number(ns / 1e3) + " \u00b5s" : number(ns) + " ns";
    }

    /** Returns a number with at most three digits that matter. */
    static String number(final double value)
    {
        final double rounded = Math.rint(value);

        return Math.abs(value - rounded) < 0.005 || value >= 100 ? String.format(Locale.ROOT, "%.0f", value) :
            String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }

    /** Returns the distance of ticks over a length, such that there are six at most beside the first one. */
    private static double step(final double length)
    {
        double power = Math.pow(10, Math.floor(Math.log10(length / TICK_LIMIT)));
        while (true)
        {
            for (final double factor : STEPS)
            {
                if (length / (power * factor) <= TICK_LIMIT / 2.0)
                {
                    return power * factor;
                }
            }
            power *= 10;
        }
    }
}
