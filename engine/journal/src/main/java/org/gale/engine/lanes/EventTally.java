package org.gale.engine.lanes;

/** Tally of the events that attached producers sent. Owned by the engine's thread. */
@FunctionalInterface
public interface EventTally
{
    /** Tally that counts nothing. */
    EventTally NONE = (its, deviceId, eventId) -> { };

    /**
     * Counts an event, which any table may lack.
     *
     * @param its      number of the ITS; {@link org.gale.engine.command.Commands#NO_ITS} for a trigger
     * @param deviceId unsigned; the function of a trigger
     * @param eventId  unsigned; the vector of a trigger
     */
    void event(int its, int deviceId, int eventId);
}
