package org.gale.engine.storm.virtual;

/** Turns of a run without an interrupt that is raised or handled: slices, and steps of models. Owned by one thread. */
final class IdleTurns
{
    /** Limit of the steps of models that raise nothing while no guest does anything. */
    private static final int SILENT_LIMIT = 1_000_000;
    /** Number of times that slices reach their limit before a run ends on a host that does not come to rest. */
    private static final int ENDING_LIMITS = 10;

    private final int sliceLimit;
    private int slices;
    private long handledNs;
    private int endingSlices;                                       // of them, those with nothing due any more
    private int silentSteps;

    IdleTurns(final int sliceLimit)
    {
        this.sliceLimit = sliceLimit;
    }

    /**
     * Counts a slice that is over.
     *
     * @param isLast    true if nothing is due any more, and the time of the run is over
     * @param handlerNs time that handlers have had: while it grows, one that slices have interrupted goes on
     */
    void slice(final boolean isLast, final long handlerNs)
    {
        slices = handlerNs == handledNs ? slices + 1 : 0;
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
