package org.gale.tests.oracle;

import java.util.SplittableRandom;

/** Times between events of one rate, in whole ns: what is less is carried to the next one. */
final class Gaps implements Times
{
    /** Source of the times, which need not be whole. */
    @FunctionalInterface
    interface Exact
    {
        double nextNs();
    }

    private final Exact exact;
    private double carriedNs;

    private Gaps(final Exact exact)
    {
        this.exact = exact;
    }

    /** Returns the gaps of a Poisson process; the first number is drawn, and not used. */
    static Times poisson(final double meanNs, final SplittableRandom random)
    {
        Times.fraction(random);

        return new Gaps(() -> meanNs * -StrictMath.log(Times.fraction(random)));
    }

    /** Returns even gaps, the first of which is a drawn part of one. */
    static Times even(final double meanNs, final SplittableRandom random)
    {
        final double[] share = {Times.fraction(random)};

        return new Gaps(() ->
        {
            final double ns = meanNs * share[0];
            share[0] = 1;

            return ns;
        });
    }

    /** Returns the gaps of a source that is on and off in turns; a number is drawn behind it, and not used. */
    static Times bursts(final String text, final double meanNs, final SplittableRandom random)
    {
        final Bursts bursts = new Bursts(text, meanNs, random);
        Times.fraction(random);

        return new Gaps(bursts::nextNs);
    }

    @Override
    public long nextNs()
    {
        final double ns = carriedNs + exact.nextNs();
        final long whole = (long)ns;
        carriedNs = ns - whole;

        return whole;
    }
}
