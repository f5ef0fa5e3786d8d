package org.gale.engine.storm.virtual;

/** Turns of a run without an interrupt that is raised or handled: slices, and steps of models. Owned by one thread. */
final class IdleTurns
{
    /** Limit of the steps of models that raise nothing while no guest does anything. */
    private static final int SILENT_LIMIT = 1_000_000;
    /** Number of times that slices reach their limit before a run ends on a host that does not come to rest. */
    private static final int ENDING_LIMITS = 10;
    /** Limit of the slices that cut off a guest before it takes its interrupt, while no guest does anything. */
    private static final int CUT_LIMIT = 10_000;

    private final int sliceLimit;
    private int slices;
    private long handledNs;
    private int endingSlices;                                       // of them, those with nothing due any more
    private int cutSlices;                                          // of them, those of a guest with a signal
    private int silentSteps;

    IdleTurns(final int sliceLimit)
    {
        this.sliceLimit = sliceLimit;
    }

    /**
     * Counts a slice that is over.
     *
     * @param isLast    true if nothing is due any more, and the time of the run is over
     * @param isCut     true if it cuts off a guest that has not yet taken the interrupt of its signal
     * @param handlerNs time that handlers have had: while it grows, one that slices have interrupted goes on
     */
    void slice(final boolean isLast, final boolean isCut, final long handlerNs)
    {
        final boolean isIdle = handlerNs == handledNs;
        slices = isIdle ? slices + 1 : 0;
        cutSlices = !isIdle ? 0 : isCut ? cutSlices + 1 : cutSlices;
        handledNs = handlerNs;
        endingSlices = isLast ? endingSlices + 1 : 0;
    }

    /** Counts a step of a model that raised nothing. */
    void step()
    {
        silentSteps++;
    }

    /** Notes that an event was raised or handled, behind which models go on. */
    void raised()
    {
        silentSteps = 0;
    }

    /** Notes that something has come of an interrupt. */
    void stir()
    {
        slices = 0;
        endingSlices = 0;
        cutSlices = 0;
    }

    /** Notes that a phase begins, of which events may be due. */
    void phase()
    {
        endingSlices = 0;
    }

    /** Returns whether each vCPU that waits for a PE has had one, and no handler has gone on. */
    boolean isLong()
    {
        return slices > sliceLimit;
    }

    /** {@return why no guest takes an interrupt any more, where slices have cut off guests for long; else null} */
    String cutOff(final long nowNs)
    {
        return cutSlices <= CUT_LIMIT ? null : "no guest takes an interrupt any more until " + nowNs +
            " ns: each slice is over before the signal of one arrives. Give slices more time, or the cost signal less.";
    }

    /** Returns whether a run that is over has not come to rest for many slices. */
    boolean isEnding()
    {
        return endingSlices > ENDING_LIMITS * sliceLimit;
    }

    /** Returns whether models have gone on for long. */
    boolean isSilent()
    {
        return silentSteps > SILENT_LIMIT;
    }
}
