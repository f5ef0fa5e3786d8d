package org.gale.engine.storm.virtual;

import org.agrona.collections.LongHashSet;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.topology.Topology;

/**
 * Messages of devices that guests rewrite in two stores. Between both a message names an event behind those of its
 * device, which no translation table has. Owned by one thread.
 */
final class TornMessages
{
    private static final int EVENT_LIMIT = 1 << 16;

    private final Topology topology;
    private final LongHashSet torn = new LongHashSet();
    private long sent;

    TornMessages(final Topology topology)
    {
        this.topology = topology;
    }

    /** Returns the torn messages that were sent. */
    long sent()
    {
        return sent;
    }

    /** Notes that the message of an event is torn, or whole again. */
    void tear(final int device, final int event, final boolean isTorn)
    {
        if (isTorn)
        {
            torn.add(key(device, event));
        }
        else
        {
            torn.remove(key(device, event));
        }
    }

    /** Returns the message, as an MSI word, that the device of an event sends. */
    long of(final long word)
    {
        final int device = Commands.msiDeviceId(word);
        final int event = Commands.msiEventId(word);
        if (torn.isEmpty() || !torn.contains(key(device, event)))
        {
            return word;
        }
        final int other = event + topology.events(device);
        sent += other < EVENT_LIMIT ? 1 : 0;

        return other < EVENT_LIMIT ? Commands.msi(device, other, 0) : word;
    }

    private static long key(final int device, final int event)
    {
        return ((long)device << Integer.SIZE) | event;
    }
}
