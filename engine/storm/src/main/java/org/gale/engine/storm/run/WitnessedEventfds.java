package org.gale.engine.storm.run;

import org.agrona.collections.Int2IntHashMap;
import org.gale.engine.machine.FunctionQueries;

/** Eventfds of a storm that carry vectors, as its commands have them. Owned by the thread of the machine. */
final class WitnessedEventfds
{
    private static final int NONE = DueLpis.NONE;

    private final WitnessedVectors vectors;
    private final Int2IntHashMap indexes = new Int2IntHashMap(NONE);

    /** Makes the eventfds of a storm that has none yet. */
    WitnessedEventfds(final WitnessedVectors vectors)
    {
        this.vectors = vectors;
    }

    /** Takes the eventfds as a machine has them, whose storm goes on; its vectors are taken over before. */
    void adopt(final FunctionQueries functions)
    {
        for (int number = functions.nextEventfd(0); number >= 0; number = functions.nextEventfd(number + 1))
        {
            final FunctionQueries.EventfdState eventfd = functions.eventfd(number);
            final int index = eventfd.pin() == null ? vectors.index(eventfd.deviceId(), eventfd.vector()) : NONE;
            if (index != NONE)
            {
                indexes.put(number, index);
            }
        }
    }

    /** Lets an eventfd carry a vector. */
    void carry(final int eventfd, final int device, final int vector)
    {
        final int index = vectors.index(device, vector);
        if (index != NONE)
        {
            indexes.put(eventfd, index);
            vectors.carry(index);
        }
    }

    /** Makes or drops the route of an eventfd that carries a vector. */
    void route(final int eventfd, final boolean isMade)
    {
        final int index = indexes.get(eventfd);
        if (index != NONE)
        {
            vectors.route(index, isMade);
        }
    }

    /** Takes the event that an eventfd holds, which becomes the pending bit of its vector. */
    void consume(final int eventfd)
    {
        final int index = indexes.get(eventfd);
        if (index != NONE)
        {
            vectors.consume(index);
        }
    }

    /** Takes an eventfd away. */
    void remove(final int eventfd)
    {
        final int index = indexes.remove(eventfd);
        if (index != NONE)
        {
            vectors.release(index);
        }
    }

    /** Takes a signal of an eventfd that carries a vector. */
    void signal(final int eventfd, final long command)
    {
        final int index = indexes.get(eventfd);
        if (index != NONE)
        {
            vectors.signal(index, command);
        }
    }
}
