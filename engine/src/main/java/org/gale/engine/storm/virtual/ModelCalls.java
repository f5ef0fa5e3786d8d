package org.gale.engine.storm.virtual;

import org.gale.engine.command.Commands;
import org.gale.engine.storm.flow.DueEvents;

/** Calls of the models of devices by the handlers of guests; none in a storm without models. Owned by one thread. */
final class ModelCalls
{
    private final DueEvents events;
    private final VirtualClock clock;
    private final boolean isModelled;

    ModelCalls(final DueEvents events, final VirtualClock clock)
    {
        this.events = events;
        this.clock = clock;
        this.isModelled = events.isModelled();
    }

    /** Notes that the handler of the event of an MSI has begun. */
    void acknowledged(final long word)
    {
        if (isModelled)
        {
            events.acknowledged(Commands.msiDeviceId(word), Commands.msiEventId(word), clock.nanoTime());
        }
    }

    /** Returns how much longer the handler of the event of an MSI runs, which would end now; 0 if it ends. */
    long prolongedNs(final long word)
    {
        return isModelled ?
            events.prolongedNs(Commands.msiDeviceId(word), Commands.msiEventId(word), clock.nanoTime()) : 0;
    }
}
