package org.gale.engine.storm.scenario;

/** Order in which a guest moves a vector to another vCPU: the right one, or a deliberate mistake, as a control. */
public enum MoveOrder
{
    /** The target changes, and a barrier follows: what is pending goes with its vector. */
    RIGHT("right", "B-ORD-1", "the order is right"),
    /** Discards what is pending for the old vCPU. */
    FORGET_PENDING("forget-pending", "Linux, x86 fixup_irqs", "no interrupt was pending as its vector moved"),
    /** Takes the handler away from the old vCPU before the move takes effect. */
    NO_SYNC("no-sync", "B-ORD-1; Linux, \"No irq handler for vector\"",
        "no old vCPU was interrupted before a move took effect"),
    /** Rewrites the message of the device in two stores, while it may send. */
    TWO_STORES("two-stores", "Linux, commit 6f1a4891a592", "no message was sent between the two stores of a move");

    /** Time between two steps of a wrong order, ns. */
    public static final long STEP_NS = 100_000;

    private final String label;
    private final String source;
    private final String idle;

    MoveOrder(final String label, final String source, final String idle)
    {
        this.label = label;
        this.source = source;
        this.idle = idle;
    }

    /** Returns the word that users write. */
    public String label()
    {
        return label;
    }

    /** Returns the rule or the public report that the order follows. */
    public String source()
    {
        return source;
    }

    /** Returns what an order had no chance to lose. */
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
