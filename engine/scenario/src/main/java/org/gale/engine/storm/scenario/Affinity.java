package org.gale.engine.storm.scenario;

/**
 * Rules by which a guest moves its vectors to other vCPUs.
 *
 * @param everyNs period of its balancer, ns; 0 of a guest without one
 * @param policy  by which it chooses vCPUs
 * @param order   of the steps of a move
 */
public record Affinity(long everyNs, Policy policy, MoveOrder order)
{
    /** Guest without a balancer, which moves vectors in the right order. */
    public static final Affinity NONE = new Affinity(0, Policy.ROUND, MoveOrder.RIGHT);
    /** Limit of a period, below which a signal might never reach the vCPU that it is sent to. */
    static final long LEAST_NS = 100_000;
    /** Limit of a period, an hour. */
    static final long MOST_NS = 3_600_000_000_000L;

    /** Choice of the vCPU that gets a vector. */
    public enum Policy
    {
        /** Each vector goes to the next vCPU. */
        ROUND("round"),
        /** The busiest vectors of the last period go to the least loaded vCPUs. */
        LOAD("load");

        private final String label;

        Policy(final String label)
        {
            this.label = label;
        }

        /** Returns the word that users write. */
        public String label()
        {
            return label;
        }
    }

    /** Returns whether a guest has a balancer. */
    public boolean hasBalancer()
    {
        return everyNs != 0;
    }

    /** Returns whether nothing of a guest differs from {@link #NONE}. */
    public boolean isNone()
    {
        return everyNs == 0 && order == MoveOrder.RIGHT;
    }

    // Written out, as each start compares guests: the JVM links what a record has at run time.

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof Affinity affinity && everyNs == affinity.everyNs && policy == affinity.policy &&
            order == affinity.order;
    }

    @Override
    public int hashCode()
    {
        return Long.hashCode(everyNs);
    }
}
