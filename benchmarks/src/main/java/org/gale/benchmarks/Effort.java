package org.gale.benchmarks;

/**
 * How much is measured for a row.
 *
 * @param name         as it is printed
 * @param rounds       rounds, each with ours and the baseline, in JVMs of their own; the ratio is the median of theirs
 * @param warmups      iterations of JMH that do not count
 * @param iterations   iterations of JMH that do
 * @param iterationMs  length of an iteration
 * @param stormSeconds length of a storm, and of its strawman
 */
record Effort(String name, int rounds, int warmups, int iterations, int iterationMs, int stormSeconds)
{
    /** Enough to see that a row works and about where it is. */
    static final Effort QUICK = new Effort("quick", 3, 6, 4, 500, 3);
    /** Enough to be quoted. */
    static final Effort FULL = new Effort("full", 7, 6, 5, 1000, 10);
}
