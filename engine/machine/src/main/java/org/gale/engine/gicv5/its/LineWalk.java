package org.gale.engine.gicv5.its;

import org.gale.tables.its.DeviceIdBits;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Walks for entries next to those of an event, as an ITS whose cache has lines of several entries reads them: they are
 * kept, valid or not, though nothing has named them (B-ITS-7). Only a seeded cache does so (M-ORD-9). Owned by the
 * thread that owns the machine.
 */
final class LineWalk extends EventWalk
{
    private static final int LINE_ENTRIES = 8;

    private final TranslationCache cache;

    LineWalk(
        final PhysicalMemory memory,
        final DeviceIdBits deviceIdBits,
        final EventIdBits eventIdBits,
        final TranslationCache cache)
    {
        super(memory, deviceIdBits, eventIdBits, cache);
        this.cache = cache;
    }

    @Override
    long translate(final int deviceId, final int eventId)
    {
        final long itte = super.translate(deviceId, eventId);
        walkBeside(deviceId, eventId);

        return itte;
    }

    @Override
    void walkAhead(final int deviceId, final int eventId)
    {
        super.walkAhead(deviceId, eventId);
        walkBeside(deviceId, eventId);
    }

    private void walkBeside(final int deviceId, final int eventId)
    {
        for (int bit = 1; bit < LINE_ENTRIES && isEnabled() && cache.isDrawn(); bit <<= 1)
        {
            device(deviceId ^ bit);
            event(deviceId, eventId ^ bit);
        }
    }

    private void device(final int deviceId)
    {
        final long key = TranslationCache.device(deviceId);
        if (cache.devices().find(key) == WalkCache.ABSENT)
        {
            final long dte = deviceEntry(deviceId, false);
            if (dte != NOTHING || faultCode() != ItsError.DEVICE_ID_RANGE)
            {
                keep(cache.devices(), "DTE", key, dte);
            }
        }
    }

    private void event(final int deviceId, final int eventId)
    {
        final long key = TranslationCache.event(deviceId, eventId);
        final int known = cache.devices().find(TranslationCache.device(deviceId));
        if (cache.events().find(key) != WalkCache.ABSENT ||
            (known != WalkCache.ABSENT && cache.devices().code(known) != WalkCache.FOUND))
        {
            return;
        }
        final long dte =
            known == WalkCache.ABSENT ? deviceEntry(deviceId, false) : cache.devices().value(known);
        final long itte = dte == NOTHING ? dte : eventEntry(deviceId, dte, eventId, false);
        if (itte != NOTHING || (dte != NOTHING && faultCode() != ItsError.EVENT_ID_RANGE))
        {
            keep(cache.events(), "ITTE", key, itte);
        }
    }

    private void keep(final WalkCache results, final String what, final long key, final long entry)
    {
        if (cache.keeps(what, key))
        {
            results.add(key, entry == NOTHING ? faultCode() : WalkCache.FOUND,
                entry == NOTHING ? faultAddress() : entry);
        }
    }
}
