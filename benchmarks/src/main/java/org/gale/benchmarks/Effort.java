package org.gale.benchmarks;

/**
 * Amount of measurement for a row.
 *
 * @param name         name as it is printed
 * @param rounds       rounds, each with ours and the baseline in separate JVMs; the ratio is the median over rounds
 * @param warmups      iterations of JMH that do not count
 * @param iterations   iterations of JMH that count
 * @param iterationMs  length of an iteration
 * @param stormSeconds length of a storm, and of its strawman
 */
record Effort(String name, int rounds, int warmups, int iterations, int iterationMs, int stormSeconds)
{
    /** Effort that shows that a row works and its approximate value. */
    static final Effort QUICK = new Effort("quick", 3, 6, 4, 500, 3);
    /** Effort of a value that can be quoted. */
    static final Effort FULL = new Effort("full", 7, 6, 5, 1000, 10);
}
