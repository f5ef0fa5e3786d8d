package org.gale.engine.gicv4;

/** Variant of a host in which a test lets single steps fail, and something happen in a window. */
final class TestedVariant extends Variant
{
    private Runnable event;
    private int stepsUntilFailure;
    private boolean isQuiet;

    TestedVariant(final Mistake mistake)
    {
        super(mistake);
    }

    /** Keeps the host from its mistake, while a state is set up, or no longer. */
    void quiet(final boolean isQuietNow)
    {
        isQuiet = isQuietNow;
    }

    /**
     * Makes a later step fail, once, of those steps of a transition that can fail.
     *
     * @param number of such steps from now, the failing one included; 0 for none
     */
    void failStep(final int number)
    {
        stepsUntilFailure = number;
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
    boolean failsNow()
    {
        final boolean fails = stepsUntilFailure == 1;
        stepsUntilFailure -= stepsUntilFailure > 0 ? 1 : 0;

        return fails;
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
