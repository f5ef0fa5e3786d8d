package org.gale.engine.storm.result;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Account of events that are held, or merged, in front of the ITS: by devices with vectors, or by a migration that
 * failed.
 *
 * @param held               events in eventfds and pending bits, or in an image and in front of its VM
 * @param coalescedAtEventfd events that found their eventfd above 0
 * @param coalescedAtMask    events that found their pending bit set
 * @param unreachable        messages of vectors to an address where nothing takes them
 */
public record VectorAccount(long held, long coalescedAtEventfd, long coalescedAtMask, long unreachable)
{
    /** Place of events that met a pending interrupt. */
    static final String ENTRY = "entry";

    /** Returns the account of events that the image of a VM holds, with the messages that wait for it. */
    public static VectorAccount ofImage(final long held)
    {
        return new VectorAccount(held, 0, 0, 0);
    }

    /** Returns the account of these vectors and others. */
    public VectorAccount plus(final VectorAccount other)
    {
        return new VectorAccount(held + other.held, coalescedAtEventfd + other.coalescedAtEventfd,
            coalescedAtMask + other.coalescedAtMask, unreachable + other.unreachable);
    }

    /** Returns where events merged, by the places of reports. */
    public Map<String, Long> coalescedAt(final long coalesced)
    {
        final Map<String, Long> places = new LinkedHashMap<>();
        places.put("eventfd", coalescedAtEventfd);
        places.put("mask", coalescedAtMask);
        places.put(ENTRY, coalesced - coalescedAtEventfd - coalescedAtMask);

        return places;
    }
}
