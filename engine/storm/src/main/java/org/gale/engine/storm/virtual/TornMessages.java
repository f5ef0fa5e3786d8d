package org.gale.engine.storm.virtual;

import org.agrona.collections.LongHashSet;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.topology.Topology;

/**
 * Messages of devices that guests rewrite in two stores. Between the two stores a message names an event after those of
 * its device, which no translation table has. Owned by one thread.
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

    /** Returns whether the message of an event, given as an MSI word, is torn. */
    boolean has(final long word)
    {
        return !torn.isEmpty() && torn.contains(key(Commands.msiDeviceId(word), Commands.msiEventId(word)));
    }

    /** Counts a torn message that is sent. */
    void sends()
    {
        sent++;
    }

    /** Returns the torn message of an event, as an MSI word, and counts it; where no such event is, the whole one. */
    long of(final long word)
    {
        final int device = Commands.msiDeviceId(word);
        final int other = Commands.msiEventId(word) + topology.events(device);
        sent += other < EVENT_LIMIT ? 1 : 0;

        return other < EVENT_LIMIT ? Commands.msi(device, other, 0) : word;
    }

    private static long key(final int device, final int event)
    {
        return ((long)device << Integer.SIZE) | event;
    }
}
