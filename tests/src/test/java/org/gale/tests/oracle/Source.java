package org.gale.tests.oracle;

import java.util.List;

/** Source of events: a stream, or a device with a model. Times are those of the run. */
interface Source
{
    /** Event that is offered: by a device, or by a vCPU that sends it and had to at an earlier time. */
    record Offer(StormJob.Device device, int event, int sender, long intendedNs)
    {
        static final int NO_SENDER = -1;
    }

    /** Returns the stream that the source belongs to. */
    StormJob.Stream stream();

    /** Returns whether a device is one of the source. */
    boolean has(StormJob.Device device);

    /** Notes the time of the journal at which the partition begins, whose own clock begins at 0. */
    default void beginAt(final long journalNs)
    {
        // Only recorded times are those of the journal.
    }

    /** Begins a phase at its boundary. */
    void begin(int phase, long boundaryNs);

    /** Returns when the source goes on: a time that may be past; {@link Numbers#NEVER} if it waits. */
    long nextNs();

    /** Returns whether it would go on behind the end of the storm, at a time that nothing tells. */
    default boolean isLate()
    {
        return false;
    }

    /** Goes on, and returns what it offers. */
    List<Offer> take(long nowNs);

    /** Notes that a handler of one of its events has ended. */
    void handled(StormJob.Device device, int event, long nowNs);

    /** Returns whether one of its events was offered and is not handled, and the source waits for that. */
    boolean isWaiting();
}
