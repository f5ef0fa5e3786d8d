package org.gale.engine.lanes;

/** Tally of the events that attached producers sent. Owned by the engine's thread. */
@FunctionalInterface
public interface EventTally
{
    /** Tally that counts nothing. */
    EventTally NONE = (deviceId, eventId) -> { };

    /**
     * Counts an event, which any table may lack.
     *
     * @param deviceId unsigned
     * @param eventId  unsigned
     */
    void event(int deviceId, int eventId);
}
