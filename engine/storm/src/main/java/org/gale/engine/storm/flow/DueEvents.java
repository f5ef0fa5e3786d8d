package org.gale.engine.storm.flow;

/**
 * Events of a storm in the order of the times at which they are due, for a clock that a caller moves. An event of a
 * closed loop is due at once while its window has room and its interrupt is not in flight. A model of a device is due
 * when it goes on, whether it raises an event or not. Times are ns since the first phase began. Owned by one thread.
 */
public interface DueEvents extends SourceBooks
{
    /** Time of an event that waits for another one to be handled, or for a later phase. */
    long NEVER = DueModels.NEVER;

    /** Result of {@link #take} without an event: the model of a device has gone on, and has raised none. */
    long NOTHING = DueModels.NOTHING;

    /**
     * Begins a phase at its boundary.
     *
     * @param phase index; 0 where there are no phases
     */
    void begin(int phase, long boundaryNs);

    /**
     * Returns when the next event is due.
     *
     * @param nowNs time of the caller's clock
     * @return a time not before {@code nowNs}, or {@link #NEVER}
     */
    long nextNs(long nowNs);

    /**
     * Takes the next event, at the time at which it is due.
     *
     * @return an MSI command word whose time is 0, or {@link #NOTHING}
     */
    long take(long nowNs);

    /** {@return the models of vCPUs that send some of the events; null if devices raise all of them} */
    default SenderModels senders()
    {
        return models() == null ? null : models().senders();
    }

    /** Notes that the handler of an event has begun. */
    default void acknowledged(final int deviceId, final int eventId, final long nowNs)
    {
        models().acknowledged(deviceId, eventId, nowNs);
    }

    /**
     * Returns how much longer the handler of an event runs, which would end now.
     *
     * @return ns; 0 if the handler ends
     */
    default long prolongedNs(final int deviceId, final int eventId, final long nowNs)
    {
        return models().prolongedNs(deviceId, eventId, nowNs);
    }

    /** Notes that a guest has handled an event. */
    void handled(int deviceId, int eventId, long nowNs);

    /** Shuts down the queue of an event, to which a driver submits nothing then, or opens it again. */
    default void shut(final int deviceId, final int eventId, final boolean isShut, final long nowNs)
    {
        if (models() != null)
        {
            models().shut(deviceId, eventId, isShut, nowNs);
        }
    }

    /** Returns the names of the sources that wait for their events to be handled, separated by commas. */
    String waiting();
}
