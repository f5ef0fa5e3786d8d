package org.gale.engine.storm.result;

/** Logarithmic scale of a heat map: ten steps a decade, from 10 ns to 100 s. Pure functions. */
public final class HeatScale
{
    /** Number of steps. */
    public static final int STEPS = 100;

    /** Number of steps in which a time grows tenfold. */
    public static final int STEPS_PER_DECADE = 10;

    private static final int LOWEST_EXPONENT = 1;
    private static final double ROUNDING = 1e-9;

    private HeatScale()
    {
    }

    /**
     * Returns the index of the step of a value. The first and the last step hold the values beyond them, too.
     *
     * @return an index, 0 to {@link #STEPS} − 1
     */
    public static int step(final long ns)
    {
        final double decades = Math.log10((double)Math.max(1, ns)) - LOWEST_EXPONENT;
        final int step = (int)Math.floor(decades * STEPS_PER_DECADE + ROUNDING);

        return Math.max(0, Math.min(STEPS - 1, step));
    }

    /** Returns the lower end of a step, ns. */
    public static double fromNs(final int step)
    {
        return Math.pow(10, LOWEST_EXPONENT + (double)step / STEPS_PER_DECADE);
    }
}
