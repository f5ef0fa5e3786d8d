package org.gale.engine.gicv5.its;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.machine.TranslationQueries;
import org.gale.engine.machine.TranslationQueries.Entry;
import org.gale.engine.machine.TranslationQueries.Translation;
import org.gale.engine.machine.WalkEnd;
import org.gale.tables.its.ItsWalk;

/**
 * Walk of an event with all that it uses: entries of the tables, or results that the cache keeps. Nothing is added to
 * the cache, delivered or reported. Owned by the thread that owns the machine.
 */
final class TracedWalk
{
    private static final String L1_DTE = "L1_DTE";
    private static final String L2_DTE = "L2_DTE";
    private static final String L1_ITTE = "L1_ITTE";
    private static final String L2_ITTE = "L2_ITTE";
    private final EventWalk walk;
    /** Cache of the ITS, or null. */
    private final TranslationCache cache;
    private final List<Entry> entries = new ArrayList<>();

    TracedWalk(final EventWalk walk, final TranslationCache cache)
    {
        this.walk = walk;
        this.cache = cache;
    }

    /** Returns how an event would be translated now. */
    Translation of(final int deviceId, final int eventId)                       // B-ITS-3
    {
        entries.clear();
        if (!walk.isEnabled())
        {
            return new Translation(WalkEnd.ITS_DISABLED, List.of());
        }
        final long event = TranslationCache.event(deviceId, eventId);
        if (cache != null && cache.events().find(event) != WalkCache.ABSENT)    // B-ITS-7
        {
            return kept(cache.events(), event, L2_ITTE, addressOf(deviceId, eventId));
        }
        final long device = TranslationCache.device(deviceId);
        final boolean isDeviceKept = cache != null && cache.devices().find(device) != WalkCache.ABSENT;
        if (isDeviceKept)
        {
            final Translation found = kept(cache.devices(), device, L2_DTE, walk.dteAddress(deviceId, false));
            if (found.end() != WalkEnd.FOUND)
            {
                return found;
            }
        }
        final long dte = isDeviceKept ? entries.get(0).word() : walk.deviceEntry(deviceId, false);
        if (!isDeviceKept)
        {
            final long address = walk.dteAddress(deviceId, false);
            level1(cache == null ? null : cache.level1Devices(),
                TranslationCache.device(ItsWalk.firstUnder(deviceId, Math.max(0, walk.twoLevelL2sz()))), L1_DTE);
            if (dte == EventWalk.NOTHING)
            {
                walk.deviceEntry(deviceId, false);

                return failed();
            }
            entries.add(new Entry(L2_DTE, address, dte, TranslationQueries.NOT_KEPT));
        }

        return ofEvent(deviceId, dte, eventId);
    }

    private Translation ofEvent(final int deviceId, final long dte, final int eventId)
    {
        final long itte = walk.eventEntry(deviceId, dte, eventId, false);
        level1(cache == null ? null : cache.level1Events(), EventWalk.level1EventKey(deviceId, dte, eventId), L1_ITTE);
        if (itte == EventWalk.NOTHING)
        {
            return failed();
        }
        entries.add(new Entry(
            L2_ITTE, walk.itteAddress(deviceId, dte, eventId, false), itte, TranslationQueries.NOT_KEPT));

        return new Translation(WalkEnd.FOUND, entries);
    }

    /** Adds the level 1 entry that an eager cache keeps, if it does. */
    private void level1(final WalkCache level1, final long key, final String name)
    {
        final int position = level1 == null || !cache.isEager() ? WalkCache.ABSENT : level1.find(key);
        if (position != WalkCache.ABSENT)
        {
            entries.add(new Entry(
                name, TranslationQueries.NONE, level1.value(position), level1.addedBy(position)));
        }
    }

    /** Ends with the result that the cache keeps of a key. */
    private Translation kept(final WalkCache results, final long key, final String name, final long address)
    {
        final int position = results.find(key);
        final int code = results.code(position);
        final boolean isFound = code == WalkCache.FOUND;
        final WalkEnd end = end(code);
        entries.add(new Entry(isFound ? name : nameOf(end), isFound ? Math.max(TranslationQueries.NONE, address) :
            results.value(position), isFound ? results.value(position) : 0, results.addedBy(position)));

        return new Translation(end, entries);
    }

    /** Ends where the last walk of {@link EventWalk} failed. */
    private Translation failed()
    {
        final WalkEnd end = end(walk.faultCode());
        final boolean isOutOfRange = end == WalkEnd.DEVICE_ID_RANGE || end == WalkEnd.EVENT_ID_RANGE;
        final long address = isOutOfRange ? TranslationQueries.NONE : walk.faultAddress();
        final boolean isInRam = !isOutOfRange && walk.memory().contains(address, Long.BYTES);
        entries.add(new Entry(nameOf(end), address, isInRam ? walk.memory().loadLong(address) : 0,
            TranslationQueries.NOT_KEPT));

        return new Translation(end, entries);
    }

    /** Returns the place of the L2 ITTE in the tables as they are now, negative if there is none. */
    private long addressOf(final int deviceId, final int eventId)
    {
        final long dte = walk.deviceEntry(deviceId, false);

        return dte == EventWalk.NOTHING ? TranslationQueries.NONE :
            walk.itteAddress(deviceId, dte, eventId, false);
    }

    private static WalkEnd end(final int code)
    {
        return switch (code)
        {
            case WalkCache.FOUND -> WalkEnd.FOUND;
            case ItsError.DEVICE_ID_RANGE -> WalkEnd.DEVICE_ID_RANGE;
            case ItsError.L1_DTE_ACCESS -> WalkEnd.L1_DTE_ACCESS;
            case ItsError.L1_DTE_INVALID -> WalkEnd.L1_DTE_INVALID;
            case ItsError.DEVICE_ID_SPAN -> WalkEnd.DEVICE_ID_SPAN;
            case ItsError.L2_DTE_ACCESS -> WalkEnd.L2_DTE_ACCESS;
            case ItsError.L2_DTE_INVALID -> WalkEnd.L2_DTE_INVALID;
            case ItsError.EVENT_ID_RANGE -> WalkEnd.EVENT_ID_RANGE;
            case ItsError.L1_ITTE_ACCESS -> WalkEnd.L1_ITTE_ACCESS;
            case ItsError.L1_ITTE_INVALID -> WalkEnd.L1_ITTE_INVALID;
            case ItsError.EVENT_ID_SPAN -> WalkEnd.EVENT_ID_SPAN;
            case ItsError.L2_ITTE_ACCESS -> WalkEnd.L2_ITTE_ACCESS;
            case ItsError.L2_ITTE_INVALID -> WalkEnd.L2_ITTE_INVALID;
            default -> throw new IllegalStateException("no end of a walk: " + code);
        };
    }

    private static String nameOf(final WalkEnd end)
    {
        return switch (end)
        {
            case L1_DTE_ACCESS, L1_DTE_INVALID, DEVICE_ID_SPAN -> L1_DTE;
            case L1_ITTE_ACCESS, L1_ITTE_INVALID, EVENT_ID_SPAN -> L1_ITTE;
            case DEVICE_ID_RANGE, L2_DTE_ACCESS, L2_DTE_INVALID -> L2_DTE;
            default -> L2_ITTE;
        };
    }
}
