package org.gale.engine.gicv5.its;

import org.gale.engine.gicv5.irs.SoftwareErrors;
import org.gale.tables.its.DeviceIdBits;
import org.gale.tables.its.DeviceTable;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.ItsWalk;
import org.gale.tables.its.L1Dte;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.its.TranslationTable;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;
import org.gale.tables.register.ItsSwerrSyndromer0;
import org.gale.tables.register.ItsSwerrSyndromer1;

/**
 * Walk from DeviceID and EventID to the L2 ITTE. Base and shape of the device table are latched when the ITS is
 * enabled. Without a cache, entries are loaded on each walk, so that a changed entry counts at once (M-LIVE). With one,
 * they are kept until they are invalidated (B-TRAP-48). Owned by the thread that owns the machine.
 */
class EventWalk
{
    /** Result of a walk that finds nothing; a found entry has VALID set. */
    static final long NOTHING = 0;
    /** Place of an event that needs the whole walk. */
    static final long NOWHERE = -1;
    static final int ENTRY_LOG2 = 3;

    private final PhysicalMemory memory;
    private final TranslationTable translations;
    private final int deviceIdBits;
    private final int eventIdBits;
    private final TranslationCache cache;
    private DeviceTable devices;
    private long deviceTableAddress;
    /** Number of devices in a linear device table; 0 if it is two-level, translations are cached, or ITSEN is 0. */
    private long linearDeviceCount;
    private boolean hasReadLiveTable;
    private long level1Entry;
    private int faultCode;
    private long faultAddress;

    /**
     * Makes a walk for a disabled ITS.
     *
     * @param deviceIdBits width of the DeviceIDs that the ITS implements
     * @param eventIdBits  width of the EventIDs that the ITS implements
     * @param cache        keeps entries until they are invalidated; null to load them on each walk
     */
    EventWalk(
        final PhysicalMemory memory,
        final DeviceIdBits deviceIdBits,
        final EventIdBits eventIdBits,
        final TranslationCache cache)
    {
        this.cache = cache;
        this.memory = memory;
        this.translations = new TranslationTable(memory);
        this.deviceIdBits = deviceIdBits.bits();
        this.eventIdBits = eventIdBits.bits();
    }

    /** Returns whether the last {@link #translate} loaded from a page that holds a live interrupt state table. */
    boolean hasReadLiveTable()
    {
        return hasReadLiveTable;
    }

    /** Latches the device table. A width beyond that of the ITS acts as that of the ITS, as in B-IST-2. */
    void enable(final long dtBaser, final int dtCfgr)                           // B-ITS-2
    {
        final int bits = Math.min(ItsDtCfgr.DEVICEID_BITS.get(dtCfgr), deviceIdBits);
        final boolean twoLevel = ItsDtCfgr.STRUCTURE.isSet(dtCfgr);
        deviceTableAddress = ItsDtBaser.ADDR.address(dtBaser);
        devices = new DeviceTable(
            memory, deviceTableAddress, new DeviceIdBits(bits), ItsDtCfgr.L2SZ.get(dtCfgr), twoLevel);
        linearDeviceCount = twoLevel || cache != null ? 0 : 1L << bits;
    }

    /** Forgets the latched table and all cached entries. */
    void disable()
    {
        devices = null;
        linearDeviceCount = 0;
        if (cache != null)
        {
            cache.clear();
        }
    }

    /** Returns the L2SZ of a two-level device table, or -1 if it is linear or the ITS is disabled. */
    int twoLevelL2sz()
    {
        return devices != null && devices.isTwoLevel() ? devices.l2sz() : -1;
    }

    boolean isEnabled()
    {
        return devices != null;
    }

    /**
     * Translates an event. Allocates nothing, and has no side effect unless entries are cached.
     *
     * @return the encoded valid {@code L2_ITTE} of the event, or {@link #NOTHING}
     */
    long translate(final int deviceId, final int eventId)                       // B-ITS-3
    {
        final long place = locate(deviceId, eventId);

        return place >= 0 ? entryAt(place) : walk(deviceId, eventId);
    }

    /**
     * Finds the L2 ITTE of an event if both tables are linear. This is the walk written out, in half the time.
     *
     * @return the place of the entry in RAM; negative if {@link #walk} is needed
     */
    long locate(final int deviceId, final int eventId)                          // B-ITS-3
    {
        final long device = Integer.toUnsignedLong(deviceId);
        final long dteOffset = memory.offsetOf(deviceTableAddress) + (device << ENTRY_LOG2);
        hasReadLiveTable = false;
        if (device >= linearDeviceCount || !memory.fits(dteOffset, L2Dte.LENGTH))
        {
            return NOWHERE;
        }
        final long itteOffset = itteOffset(memory, dteOffset, eventId, eventIdBits);
        hasReadLiveTable = itteOffset >= 0 &&
            (memory.holdsLiveTable(dteOffset) || memory.holdsLiveTable(itteOffset));

        return itteOffset;
    }

    /**
     * Finds the L2 ITTE of an event if the ITT of its device is linear.
     *
     * @param dteOffset   of the L2 DTE, which lies in RAM
     * @param eventIdBits that the ITS implements
     * @return the place of the entry in RAM, or {@link #NOWHERE}
     */
    static long itteOffset(
        final PhysicalMemory memory, final long dteOffset, final int eventId, final int eventIdBits)
    {
        final long dte = memory.longAt(dteOffset);
        final long itteOffset =
            memory.offsetOf(L2Dte.ittAddress(dte)) + (Integer.toUnsignedLong(eventId) << ENTRY_LOG2);

        return !L2Dte.isValid(dte) || L2Dte.isIttTwoLevel(dte) ||
            eventId >>> Math.min(L2Dte.eventIdBits(dte), eventIdBits) != 0 ||
            !memory.fits(itteOffset, L2Itte.LENGTH) ? NOWHERE : itteOffset;
    }

    PhysicalMemory memory()
    {
        return memory;
    }

    int eventIdBits()
    {
        return eventIdBits;
    }

    /** {@return the address of the latched device table, of which {@link #linearDeviceCount} entries are valid} */
    long deviceTableAddress()
    {
        return deviceTableAddress;
    }

    /** {@return the number of devices in a linear device table whose entries are not cached; 0 if there is none} */
    long linearDeviceCount()
    {
        return linearDeviceCount;
    }

    /** {@return the encoded valid {@code L2_ITTE} at a place of {@link #locate}, or {@link #NOTHING}} */
    long entryAt(final long place)
    {
        final long itte = memory.longAt(place);

        return L2Itte.isValid(itte) ? itte : NOTHING;
    }

    private long walk(final int deviceId, final int eventId)
    {
        if (devices == null)                                                    // B-ITS-2, B-TRAP-41
        {
            return NOTHING;
        }
        if (cache != null)
        {
            return cached(deviceId, eventId, true);
        }

        hasReadLiveTable = devices.isTwoLevel() && isLive(devices.l1EntryAddress(deviceId));
        final long dteAddress = devices.entryAddress(deviceId);
        if (!ItsWalk.isFound(dteAddress))
        {
            return NOTHING;
        }

        hasReadLiveTable |= isLive(dteAddress);
        final long dte = devices.loadPlain(dteAddress);
        if (!L2Dte.isValid(dte))
        {
            return NOTHING;
        }

        hasReadLiveTable |= L2Dte.isIttTwoLevel(dte) && isLive(translations.l1EntryAddress(dte, eventId));
        final long itteAddress = itteAddress(dte, eventId);
        if (!ItsWalk.isFound(itteAddress))                                      // B-TRAP-43
        {
            return NOTHING;
        }

        hasReadLiveTable |= isLive(itteAddress);

        final long itte = translations.loadPlain(itteAddress);

        return L2Itte.isValid(itte) ? itte : NOTHING;
    }

    private boolean isLive(final long address)
    {
        return memory.contains(address, Long.BYTES) && memory.holdsLiveTable(memory.offsetOf(address));
    }

    /**
     * Translates an event for a read of its translation, which is no event: nothing is added to the cache.
     *
     * @return the encoded valid {@code L2_ITTE} of the event, or {@link #NOTHING}
     */
    long peek(final int deviceId, final int eventId)                            // B-ITS-14
    {
        return cache != null && devices != null ? cached(deviceId, eventId, false) : translate(deviceId, eventId);
    }

    /** Walks for an event if the cache is eager, and keeps the result. Nothing is delivered, counted or reported. */
    void walkAhead(final int deviceId, final int eventId)                       // B-ITS-7
    {
        if (devices != null && cache.isEager())
        {
            cached(deviceId, eventId, true);
        }
    }

    /** Walks again for all that the last invalidation removed, as {@link #walkAhead} does. */
    void walkAgain()                                                            // B-ITS-7
    {
        if (devices == null || !cache.isEager())
        {
            return;
        }
        for (int i = 0; i < cache.removedLevel1Devices().size(); i++)
        {
            dteAddress((int)cache.removedLevel1Devices().getLong(i), true);
        }
        for (int i = 0; i < cache.removedDevices().size(); i++)
        {
            cachedDevice((int)cache.removedDevices().getLong(i), true);
        }
        for (int i = 0; i < cache.removedLevel1Events().size(); i++)
        {
            final long key = cache.removedLevel1Events().getLong(i);
            final long dte = cachedDevice((int)(key >>> Integer.SIZE), true);
            if (dte != NOTHING)
            {
                itteAddress((int)(key >>> Integer.SIZE), dte, (int)key, true);
            }
        }
        for (int i = 0; i < cache.removedEvents().size(); i++)
        {
            final long key = cache.removedEvents().getLong(i);
            cached((int)(key >>> Integer.SIZE), (int)key, true);
        }
    }

    /** Walks again and reports why the walk fails. Reports nothing if it succeeds, or if there is no walk. */
    void report(final int deviceId, final int eventId, final SoftwareErrors errors)
    {
        if (devices == null)                                                    // M-SWERR: only failed walks
        {
            return;
        }
        final long itte = cache != null ? cached(deviceId, eventId, !cache.isSeeded()) : found(deviceId, eventId);
        if (itte == NOTHING)
        {
            report(faultCode, faultAddress, deviceId, eventId, errors);
        }
    }

    private long found(final int deviceId, final int eventId)
    {
        final long dte = deviceEntry(deviceId, false);

        return dte == NOTHING ? NOTHING : eventEntry(deviceId, dte, eventId, false);
    }

    /**
     * Translates with the cached entries, and walks for those that are not cached.
     *
     * @param isKept true to cache the results of the walk
     */
    private long cached(final int deviceId, final int eventId, final boolean isKept)    // B-ITS-7, B-TRAP-48
    {
        final WalkCache events = cache.events();
        final long key = TranslationCache.event(deviceId, eventId);
        final int position = events.find(key);
        if (position != WalkCache.ABSENT && !cache.drops(isKept, events, position, "ITTE"))
        {
            return kept(events, position);
        }
        final long dte = cachedDevice(deviceId, isKept);
        if (dte == NOTHING)
        {
            return NOTHING;
        }
        final long itte = eventEntry(deviceId, dte, eventId, isKept);
        keep(isKept && (itte != NOTHING || faultCode != ItsError.EVENT_ID_RANGE), events, "ITTE", key, itte);

        return itte;
    }

    private long cachedDevice(final int deviceId, final boolean isKept)
    {
        final WalkCache known = cache.devices();
        final int position = known.find(TranslationCache.device(deviceId));
        if (position != WalkCache.ABSENT && !cache.drops(isKept, known, position, "DTE"))
        {
            return kept(known, position);
        }
        final long dte = deviceEntry(deviceId, isKept);
        keep(isKept && (dte != NOTHING || faultCode != ItsError.DEVICE_ID_RANGE), known,
            "DTE", TranslationCache.device(deviceId), dte);

        return dte;
    }

    private long kept(final WalkCache results, final int position)
    {
        faultCode = results.code(position);
        faultAddress = results.value(position);

        return faultCode == WalkCache.FOUND ? results.value(position) : NOTHING;
    }

    private void keep(
        final boolean isKept, final WalkCache results, final String what, final long key, final long entry)
    {
        if (isKept && cache.keeps(what, key))
        {
            results.add(
                key, entry == NOTHING ? faultCode : WalkCache.FOUND, entry == NOTHING ? faultAddress : entry);
        }
    }

    /** {@return the encoded valid L2 DTE of a device, or {@link #NOTHING}; the fault then says why} */
    long deviceEntry(final int deviceId, final boolean isKept)
    {
        final long dteAddress = dteAddress(deviceId, isKept);
        if (!ItsWalk.isFound(dteAddress))
        {
            return fault(
                ItsError.ofDeviceWalk(dteAddress),
                faultAddress(dteAddress, deviceTableAddress, deviceId, devices.isTwoLevel(), devices.l2sz()));
        }
        final long dte = devices.loadPlain(dteAddress);

        return L2Dte.isValid(dte) ? dte : fault(ItsError.L2_DTE_INVALID, dteAddress);
    }

    /** {@return the encoded valid L2 ITTE of an event, or {@link #NOTHING}; the fault then says why} */
    long eventEntry(final int deviceId, final long dte, final int eventId, final boolean isKept)
    {
        final long itteAddress = itteAddress(deviceId, dte, eventId, isKept);
        if (!ItsWalk.isFound(itteAddress))
        {
            return fault(
                ItsError.ofEventWalk(itteAddress),
                faultAddress(
                    itteAddress, L2Dte.ittAddress(dte), eventId, L2Dte.isIttTwoLevel(dte), L2Dte.ittL2sz(dte)));
        }
        final long itte = translations.loadPlain(itteAddress);

        return L2Itte.isValid(itte) ? itte : fault(ItsError.L2_ITTE_INVALID, itteAddress);
    }

    int faultCode()
    {
        return faultCode;
    }

    long faultAddress()
    {
        return faultAddress;
    }

    private long fault(final int code, final long address)
    {
        faultCode = code;
        faultAddress = address;

        return NOTHING;
    }

    private long itteAddress(final long dte, final int eventId)
    {
        return eventId >>> eventIdBits != 0 ? ItsWalk.OUT_OF_RANGE : translations.entryAddress(dte, eventId);
    }

    /** {@return the place of a device's L2 DTE, or a reason of {@link ItsWalk}, with a level 1 entry that is kept} */
    long dteAddress(final int deviceId, final boolean isKept)
    {
        final long l1Address = devices.l1EntryAddress(deviceId);
        if (!devices.isTwoLevel() || !devices.contains(deviceId) || !memory.contains(l1Address, L1Dte.LENGTH))
        {
            return devices.entryAddress(deviceId);
        }
        level1Entry = level1Entry(cache == null ? null : cache.level1Devices(),
            TranslationCache.device(ItsWalk.firstUnder(deviceId, devices.l2sz())), l1Address, isKept);

        return devices.entryAddressUnder(level1Entry, deviceId);
    }

    /** {@return the place of an event's L2 ITTE, or a reason of {@link ItsWalk}, with a level 1 entry that is kept} */
    long itteAddress(final int deviceId, final long dte, final int eventId, final boolean isKept)
    {
        final long l1Address = translations.l1EntryAddress(dte, eventId);
        if (!L2Dte.isIttTwoLevel(dte) || eventId >>> Math.min(L2Dte.eventIdBits(dte), eventIdBits) != 0 ||
            !memory.contains(l1Address, L1Dte.LENGTH))
        {
            return itteAddress(dte, eventId);
        }
        level1Entry = level1Entry(cache == null ? null : cache.level1Events(),
            level1EventKey(deviceId, dte, eventId), l1Address, isKept);

        return translations.entryAddressUnder(level1Entry, dte, eventId);
    }

    static long level1EventKey(final int deviceId, final long dte, final int eventId)
    {
        return TranslationCache.event(deviceId, ItsWalk.firstUnder(eventId, L2Dte.ittL2sz(dte)));
    }

    private long level1Entry(final WalkCache level1, final long key, final long address, final boolean isKept)
    {
        if (level1 == null || !cache.isEager())
        {
            return memory.loadLong(address);
        }
        final String what = level1 == cache.level1Devices() ? "L1 DTE" : "L1 ITTE";
        final int position = level1.find(key);
        if (position != WalkCache.ABSENT && !cache.drops(isKept, level1, position, what))
        {
            return level1.value(position);
        }
        final long entry = memory.loadLong(address);
        if (isKept && cache.keepsLevel1(entry) && cache.keeps(what, key))
        {
            level1.add(key, WalkCache.FOUND, entry);
        }

        return entry;
    }

    /**
     * Returns the address of the table entry where a walk ended.
     *
     * @return the physical address, 0 if the walk reached no entry
     */
    private long faultAddress(
        final long reason, final long tableAddress, final int id, final boolean twoLevel, final int l2sz)
    {
        if (reason == ItsWalk.OUT_OF_RANGE)
        {
            return 0;
        }
        if (!twoLevel)
        {
            return tableAddress + (Integer.toUnsignedLong(id) << ENTRY_LOG2);
        }

        final long l1Address = tableAddress + ((long)ItsWalk.l1Index(id, l2sz) << ENTRY_LOG2);

        return reason != ItsWalk.L2_ABORT ? l1Address :             // an L1_ITTE has the layout of an L1_DTE
            L1Dte.l2Address(level1Entry) + ((long)ItsWalk.l2Index(id, l2sz) << ENTRY_LOG2);
    }

    private static void report(
        final int code, final long address, final int deviceId, final int eventId, final SoftwareErrors errors)
    {
        errors.report(
            code,
            ItsSwerrSyndromer0.DEVICE_ID.set(
                Integer.toUnsignedLong(eventId), Integer.toUnsignedLong(deviceId)),
            ItsSwerrSyndromer1.ADDR.address(address));
    }
}
