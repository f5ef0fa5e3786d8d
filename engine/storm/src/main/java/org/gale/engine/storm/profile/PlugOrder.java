package org.gale.engine.storm.profile;

/** Order in which a function is unplugged: the right one, or a deliberate mistake, as a control. */
public enum PlugOrder
{
    /** The guest unmasks the function before it is destroyed: all that is held leaves, and is delivered later. */
    RIGHT("right", "the order is right"),
    /** Destroys the function while it is masked: what its vectors hold is dropped. */
    DESTROY_MASKED("destroy-masked", "no function held an event when it was destroyed"),
    /** Clears the LPIs of the function for their next owner, while messages of its vectors are pending. */
    CLEAR_PENDING("clear-pending", "no LPI of a function was pending when it was unplugged");

    private final String label;
    private final String idle;

    PlugOrder(final String label, final String idle)
    {
        this.label = label;
        this.idle = idle;
    }

    /** Returns the word that users write. */
    String label()
    {
        return label;
    }

    /** Returns the reason for which an order could lose no interrupt. */
    String idle()
    {
        return idle;
    }
}
