package org.gale.engine.storm.scenario;

/** Order in which a guest moves a vector to another vCPU: the right one, or a deliberate mistake, as a control. */
public enum MoveOrder
{
    /** The target changes, and a barrier follows (B-ORD-1): what is pending goes with its vector. */
    RIGHT("right", "the order is right"),
    /** Discards what is pending for the old vCPU. */
    FORGET_PENDING("forget-pending", "no interrupt was pending as its vector moved"),
    /** Takes the handler away from the old vCPU before the move takes effect. */
    NO_SYNC("no-sync", "no old vCPU was interrupted before a move took effect"),
    /** Rewrites the message of the device in two stores, while it may send. */
    TWO_STORES("two-stores", "no message was sent between the two stores of a move");

    /** Time between two steps of a wrong order, ns. */
    public static final long STEP_NS = 100_000;

    private final String label;
    private final String idle;

    MoveOrder(final String label, final String idle)
    {
        this.label = label;
        this.idle = idle;
    }

    /** Returns the word that users write. */
    public String label()
    {
        return label;
    }

    /** Returns the reason for which an order could lose no interrupt. */
    public String idle()
    {
        return idle;
    }

    /** Returns whether a move in this order has a second step, a {@link #STEP_NS} after the first. */
    public boolean isInTwoSteps()
    {
        return this == NO_SYNC || this == TWO_STORES;
    }
}
