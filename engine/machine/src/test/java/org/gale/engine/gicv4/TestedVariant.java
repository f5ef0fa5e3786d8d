package org.gale.engine.gicv4;

/** Variant of a host in which a test lets something happen in a window. */
final class TestedVariant extends Variant
{
    private Runnable event;
    private boolean isQuiet;

    TestedVariant(final Mistake mistake)
    {
        super(mistake);
    }

    /** Halves of a handler are no commands. */
    @Override
    boolean settles()
    {
        return false;
    }

    /** Keeps the host from its mistake, while a state is set up, or no longer. */
    void quiet(final boolean isQuietNow)
    {
        isQuiet = isQuietNow;
    }

    /**
     * Sets an event that happens once, between the write that makes a vPE non-resident and the store of PendingLast.
     *
     * @param once to be run, or null for none
     */
    void inWindow(final Runnable once)
    {
        event = once;
    }

    @Override
    Mistake mistake()
    {
        return isQuiet ? Mistake.NONE : super.mistake();
    }

    @Override
    void window()
    {
        final Runnable once = event;
        event = null;
        if (once != null)
        {
            once.run();
        }
    }
}
