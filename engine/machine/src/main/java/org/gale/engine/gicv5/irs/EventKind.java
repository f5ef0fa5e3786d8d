package org.gale.engine.gicv5.irs;

/** The kinds of interrupt events (B-GEN-7), as ints that fit a packed word. */
public final class EventKind
{
    /** Sets Pending; the handling mode becomes edge. */
    public static final int SET_EDGE = 0;
    /** Sets Pending; the handling mode becomes level. */
    public static final int SET_LEVEL = 1;
    /** Clears Pending; the handling mode stays. */
    public static final int CLEAR = 2;

    private EventKind()
    {
    }
}
