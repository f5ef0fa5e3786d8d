package org.gale.engine.storm.scenario;

/**
 * Rules by which the vCPUs of a guest run softirqs.
 *
 * @param budget   works of a pass, or packets where a NIC is polled
 * @param limitNs  time after which ksoftirqd takes over
 * @param restarts passes after which ksoftirqd takes over
 * @param wake     time from there until ksoftirqd runs
 * @param sliceNs  time for which ksoftirqd, and then the own work of the guest, has the vCPU while both have work
 * @param defer    polls that find no packet, after which a NIC may interrupt again; 0 if it may after any
 * @param flushNs  time after which a NIC is polled whose interrupts are deferred
 */
public record SoftirqRules(long budget, long limitNs, long restarts, Distribution wake, long sliceNs, long defer,
    long flushNs)
{
    /** Rules that a job has which names none. Its slice is the base slice of Linux with 8 CPUs or more. */
    public static final SoftirqRules DEFAULT =
        new SoftirqRules(300, 2_000_000, 10, Distribution.constant(5_000), 3_000_000, 0, 0);

    // Written out, as each start compares rules: the JVM links what a record has at run time.

    /** Makes rules with the slice of Linux, by which no interrupt is deferred. */
    public SoftirqRules(final long budget, final long limitNs, final long restarts, final Distribution wake)
    {
        this(budget, limitNs, restarts, wake, DEFAULT.sliceNs, 0, 0);
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof SoftirqRules rules && budget == rules.budget && limitNs == rules.limitNs &&
            restarts == rules.restarts && wake.equals(rules.wake) && sliceNs == rules.sliceNs && defer == rules.defer &&
            flushNs == rules.flushNs;
    }

    @Override
    public int hashCode()
    {
        return Long.hashCode(limitNs);
    }
}
