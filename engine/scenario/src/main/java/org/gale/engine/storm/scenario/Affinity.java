package org.gale.engine.storm.scenario;

/**
 * Rules by which a guest moves its vectors to other vCPUs.
 *
 * @param everyNs period of its balancer, ns; 0 of a guest without one
 * @param policy  by which it chooses vCPUs
 * @param order   of the steps of a move
 * @param way     of a move
 * @param offline times at which a vCPU goes offline
 */
public record Affinity(long everyNs, Policy policy, MoveOrder order, Way way, Offline offline)
{
    /** Guest without a balancer, which moves vectors in the right order. */
    public static final Affinity NONE = new Affinity(0, Policy.ROUND, MoveOrder.RIGHT);
    /** Limit of a period, below which a signal might never reach the vCPU that it is sent to. */
    static final long LEAST_NS = 100_000;
    /** Limit of a period, an hour. */
    static final long MOST_NS = 3_600_000_000_000L;

    /**
     * Times at which a vCPU of a guest goes offline: its vectors move to the others, or are shut down until then.
     *
     * @param everyNs   period, ns; 0 of a guest whose vCPUs stay online
     * @param forNs     time until the vCPU is online again, ns
     * @param isManaged true if its vectors are managed: they do not move
     */
    public record Offline(long everyNs, long forNs, boolean isManaged)
    {
        /** Guest whose vCPUs stay online. */
        public static final Offline NEVER = new Offline(0, 0);

        /** Makes the times of a vCPU whose vectors move. */
        public Offline(final long everyNs, final long forNs)
        {
            this(everyNs, forNs, false);
        }

        // Written out for the same reason as below.

        @Override
        public boolean equals(final Object other)
        {
            return other instanceof Offline offline && everyNs == offline.everyNs && forNs == offline.forNs &&
                isManaged == offline.isManaged;
        }

        @Override
        public int hashCode()
        {
            return Long.hashCode(everyNs);
        }
    }

    /** Makes the rules of a guest whose vCPUs stay online. */
    public Affinity(final long everyNs, final Policy policy, final MoveOrder order)
    {
        this(everyNs, policy, order, Offline.NEVER);
    }

    /** Makes the rules of a guest that gives the LPIs of its vectors other targets. */
    public Affinity(final long everyNs, final Policy policy, final MoveOrder order, final Offline offline)
    {
        this(everyNs, policy, order, Way.IAFFID, offline);
    }

    /** Way by which a vector gets another vCPU. */
    public enum Way
    {
        /** Its LPI gets another target. */
        IAFFID("iaffid"),
        /** The translation entry of its event gets another LPI, which has that target. */
        ENTRY("entry");

        private final String label;

        Way(final String label)
        {
            this.label = label;
        }

        /** Returns the word that users write. */
        public String label()
        {
            return label;
        }
    }

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

    /** Returns whether vCPUs of a guest go offline. */
    public boolean hasOffline()
    {
        return offline.everyNs() != 0;
    }

    /** Returns the period at whose ends a guest moves vectors; 0 of one without a balancer whose vCPUs stay online. */
    public long periodNs()
    {
        return hasOffline() ? offline.everyNs() : everyNs;
    }

    /** Returns whether nothing of a guest differs from {@link #NONE}. */
    public boolean isNone()
    {
        return periodNs() == 0 && order == MoveOrder.RIGHT && way == Way.IAFFID;
    }

    // Written out, as each start compares guests: the JVM links what a record has at run time.

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof Affinity affinity && everyNs == affinity.everyNs && policy == affinity.policy &&
            order == affinity.order && way == affinity.way && offline.equals(affinity.offline);
    }

    @Override
    public int hashCode()
    {
        return Long.hashCode(everyNs);
    }
}
