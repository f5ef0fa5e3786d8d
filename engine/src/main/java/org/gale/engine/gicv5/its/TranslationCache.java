package org.gale.engine.gicv5.its;

import org.gale.tables.its.ItsWalk;
import org.gale.tables.memory.StateStream;

/**
 * Cache of an ITS that keeps what it has read until it is invalidated: the L2 DTE of each device and the L2 ITTE of
 * each event, and failed walks as well (B-ITS-7, B-TRAP-48). Software that changes an entry and omits the invalidation
 * sees the old one. Ids out of range are not cached, because no entry decides them. Owned by the thread that owns the
 * machine.
 */
final class TranslationCache
{
    /** Most devices, and most events, that are cached. Others are walked each time. */
    static final int CAPACITY = 1 << 16;

    private final WalkCache devices;
    private final WalkCache events;

    TranslationCache()
    {
        this(CAPACITY);
    }

    TranslationCache(final int capacity)
    {
        this.devices = new WalkCache(capacity);
        this.events = new WalkCache(capacity);
    }

    WalkCache devices()
    {
        return devices;
    }

    WalkCache events()
    {
        return events;
    }

    /** {@return the key of a device} */
    static long device(final int deviceId)
    {
        return Integer.toUnsignedLong(deviceId);
    }

    /** {@return the key of an event} */
    static long event(final int deviceId, final int eventId)
    {
        return (long)deviceId << Integer.SIZE | Integer.toUnsignedLong(eventId);
    }

    /** Invalidates one event, or all events under its L1 ITTE. */
    void invalidateEvents(final int deviceId, final int eventId, final boolean ofL1, final int ittL2sz)  // B-ITS-8
    {
        final int below = ofL1 ? (1 << ItsWalk.l2IndexBits(ittL2sz)) - 1 : 0;
        events.remove(event(deviceId, eventId & ~below), event(deviceId, eventId | below));
    }

    /** Invalidates the DTE of a device and its events below a number. */
    void invalidateDevice(final int deviceId, final int eventIdBits)            // B-ITS-9
    {
        devices.remove(device(deviceId), device(deviceId));
        events.remove(event(deviceId, 0), event(deviceId, (int)((1L << eventIdBits) - 1)));
    }

    /** Invalidates the DTEs of all devices under the L1 DTE of one, and their events. */
    void invalidateDevices(final int deviceId, final int l2sz)                  // B-ITS-9
    {
        final int below = (1 << ItsWalk.l2IndexBits(l2sz)) - 1;
        devices.remove(device(deviceId & ~below), device(deviceId | below));
        events.remove(event(deviceId & ~below, 0), event(deviceId | below, -1));
    }

    void clear()
    {
        devices.clear();
        events.clear();
    }

    void state(final StateStream stream)
    {
        devices.state(stream, "cached devices");
        events.state(stream, "cached events");
    }
}
