package org.gale.engine.storm.flow;

import org.gale.engine.command.Commands;
import org.gale.engine.storm.topology.Topology;

/** Events of closed loops that were offered and are not handled yet. Owned by one thread. */
final class EventsInFlight
{
    private final int[] firsts;                                     // index of each device's first event
    private final boolean[] isInFlight;
    private int count;

    EventsInFlight(final Topology topology)
    {
        firsts = new int[topology.totalDevices()];
        int first = 0;
        for (int device = 0; device < firsts.length; device++)
        {
            firsts[device] = first;
            first += topology.events(device);
        }
        isInFlight = new boolean[first];
    }

    /** Returns the number of events in flight. */
    int count()
    {
        return count;
    }

    /** Returns whether the event of an MSI is in flight. */
    boolean holds(final long word)
    {
        return isInFlight[index(word)];
    }

    /** Adds the event of an MSI, which is not in flight. */
    void add(final long word)
    {
        assert !holds(word) : Long.toHexString(word);

        isInFlight[index(word)] = true;
        count++;
    }

    /** Removes the event of an MSI; returns whether it was in flight. */
    boolean remove(final long word)
    {
        final int index = index(word);
        final boolean was = isInFlight[index];
        isInFlight[index] = false;
        count -= was ? 1 : 0;

        return was;
    }

    private int index(final long word)
    {
        return firsts[Commands.msiDeviceId(word)] + Commands.msiEventId(word);
    }
}
