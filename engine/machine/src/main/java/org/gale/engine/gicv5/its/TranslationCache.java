package org.gale.engine.gicv5.its;

import java.util.function.LongSupplier;
import org.agrona.collections.LongArrayList;
import org.gale.engine.config.ItsCaching;
import org.gale.engine.machine.LateKind;
import org.gale.engine.machine.OperationDelays;
import org.gale.tables.its.ItsWalk;
import org.gale.tables.its.L1Dte;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.StateStream;

/**
 * Cache of an ITS that keeps what it has read until it is invalidated: the L2 DTE of each device and the L2 ITTE of
 * each event, and failed walks as well (B-ITS-7, B-TRAP-48). Software that changes an entry and omits the invalidation
 * sees the old one. Ids out of range are not cached, because no entry decides them.
 *
 * <p>A seeded cache is an eager one of which each result is kept, and dropped before a use, as the delays of operations
 * say: the machine key {@code its.cache=seeded} (M-ORD-9, M-ORD-10).
 *
 * <p>An eager cache keeps level 1 entries, too, each by the first id that it covers; one kind keeps valid ones alone.
 * An eager cache names what an invalidation removed, so that the ITS can walk again. Owned by the thread that owns the
 * machine.
 */
final class TranslationCache
{
    /** Most devices, and most events, that are cached. Others are walked each time. */
    static final int CAPACITY = 1 << 16;
    /** Most of a seeded cache, whose machines are many and short-lived. */
    static final int SEEDED_CAPACITY = 1 << 10;

    private static final String DEVICE = "DTE";

    private final ItsCaching caching;
    private final WalkCache devices;
    private final WalkCache events;
    private final WalkCache level1Devices;
    private final WalkCache level1Events;
    private LongSupplier command = () -> 0;
    private final LongArrayList removedDevices = new LongArrayList();
    private final LongArrayList removedEvents = new LongArrayList();
    private final LongArrayList removedLevel1Devices = new LongArrayList();
    private final LongArrayList removedLevel1Events = new LongArrayList();
    /** Delays of operations, which say what is kept; null if everything is. */
    private OperationDelays delays;
    private int number;

    TranslationCache(final ItsCaching caching)
    {
        this.caching = caching;
        final LongSupplier number = () -> command.getAsLong();
        final int capacity = isSeeded() ? SEEDED_CAPACITY : CAPACITY;
        this.devices = new WalkCache(capacity, number);
        this.events = new WalkCache(capacity, number);
        this.level1Devices = new WalkCache(caching.isEager() ? capacity : 1, number);
        this.level1Events = new WalkCache(caching.isEager() ? capacity : 1, number);
    }

    /** Sets what returns the number of the command that is applied, which results remember. */
    void numberedBy(final LongSupplier number)
    {
        command = number;
    }

    boolean isSeeded()
    {
        return caching == ItsCaching.SEEDED;
    }

    /** Lets delays of operations decide what is kept, for the ITS of a number. */
    void keptBy(final OperationDelays decider, final int its)
    {
        delays = decider;
        number = its;
    }

    /** Returns whether delays of operations decide what is kept. */
    boolean isDrawn()
    {
        return delays != null;
    }

    /** Returns whether a walk's result is kept: always, or as the delays of operations say. */
    boolean keeps(final String what, final long key)                            // M-ORD-9
    {
        return delays == null || isChosen(LateKind.FILL, "fill " + what, key);
    }

    /** Drops a result before its use, if the delays of operations say so, and returns whether it did. */
    boolean drops(final boolean isKept, final WalkCache results, final int position, final String what)     // M-ORD-10
    {
        final boolean drops = isKept && delays != null &&
            isChosen(LateKind.EVICTION, "eviction " + what, results.key(position));
        if (drops)
        {
            results.removeAt(position);
        }

        return drops;
    }

    private boolean isChosen(final LateKind kind, final String what, final long key)
    {
        final boolean isChosen = delays.of(kind, Mix.of(Mix.of(number, what.hashCode()), key), () -> what + ' ' +
            (number == 0 ? "" : number + ":") + (what.endsWith(DEVICE) ? "" : (key >>> Integer.SIZE) + ":") +
            (key & 0xffff_ffffL), () -> kind == LateKind.FILL ? invalidation(what, key) : kind.order()) != 0;
        if (isChosen)
        {
            delays.acts(delays.last());
        }

        return isChosen;
    }

    /** Returns the invalidation that removes a kept result, with the values of the registers that name it. */
    private String invalidation(final String what, final long key)              // B-ITS-8, B-ITS-9
    {
        final boolean isOfDevice = what.endsWith(DEVICE);
        final long deviceId = isOfDevice ? key : key >>> Integer.SIZE;
        final String its = number == 0 ? " with " : " " + number + " with ";
        final String device = (what.contains("L1 ") ? "L1=1, " : "") + "ITS_DIDR=" + deviceId;

        return isOfDevice ? "ITS_INV_DEVICER" + its + device :
            "ITS_INV_EVENTR" + its + device + ", ITS_EIDR=" + (key & 0xffff_ffffL) + ", or ITS_INV_DEVICER with " +
            "EVENTID_BITS of " + (Integer.SIZE - Integer.numberOfLeadingZeros((int)key)) + " or more";
    }

    /** Returns whether level 1 entries are kept, and the ITS walks again after an invalidation. */
    boolean isEager()
    {
        return caching.isEager();
    }

    /**
     * Returns whether a level 1 entry is kept.
     *
     * @param l1Entry an encoded L1 DTE, or an L1 ITTE, which has the same layout
     */
    boolean keepsLevel1(final long l1Entry)
    {
        return caching == ItsCaching.EAGER || (caching.isEager() && L1Dte.isValid(l1Entry));
    }

    WalkCache devices()
    {
        return devices;
    }

    WalkCache events()
    {
        return events;
    }

    /** {@return the L1 DTEs that an eager cache keeps, each as the entry that a walk found, valid or not} */
    WalkCache level1Devices()
    {
        return level1Devices;
    }

    /** {@return the L1 ITTEs that an eager cache keeps, each as the entry that a walk found, valid or not} */
    WalkCache level1Events()
    {
        return level1Events;
    }

    /** {@return the keys of the devices that the last invalidation removed} */
    LongArrayList removedDevices()
    {
        return removedDevices;
    }

    /** {@return the keys of the events that the last invalidation removed} */
    LongArrayList removedEvents()
    {
        return removedEvents;
    }

    /** {@return the keys of the L1 DTEs that the last invalidation removed} */
    LongArrayList removedLevel1Devices()
    {
        return removedLevel1Devices;
    }

    /** {@return the keys of the L1 ITTEs that the last invalidation removed} */
    LongArrayList removedLevel1Events()
    {
        return removedLevel1Events;
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

    /** Invalidates one event, or an L1 ITTE and all events under it. */
    void invalidateEvents(final int deviceId, final int eventId, final boolean ofL1, final int ittL2sz)  // B-ITS-8
    {
        begin();
        final int below = ofL1 ? (1 << ItsWalk.l2IndexBits(ittL2sz)) - 1 : 0;
        final long first = event(deviceId, eventId & ~below);
        final long last = event(deviceId, eventId | below);
        events.remove(first, last, removedEvents);
        if (ofL1)
        {
            level1Events.remove(first, last, removedLevel1Events);
        }
    }

    /** Invalidates the DTE of a device and its events below a number, with the L1 ITTEs that lead to these. */
    void invalidateDevice(final int deviceId, final int eventIdBits)            // B-ITS-9
    {
        begin();
        final long first = event(deviceId, 0);
        final long last = event(deviceId, (int)((1L << eventIdBits) - 1));
        devices.remove(device(deviceId), device(deviceId), removedDevices);
        events.remove(first, last, removedEvents);
        level1Events.remove(first, last, removedLevel1Events);
    }

    /** Invalidates an L1 DTE, the DTEs of all devices under it, and all that belongs to these. */
    void invalidateDevices(final int deviceId, final int l2sz)                  // B-ITS-9
    {
        begin();
        final int below = (1 << ItsWalk.l2IndexBits(l2sz)) - 1;
        final long first = event(deviceId & ~below, 0);
        final long last = event(deviceId | below, -1);
        level1Devices.remove(device(deviceId & ~below), device(deviceId | below), removedLevel1Devices);
        devices.remove(device(deviceId & ~below), device(deviceId | below), removedDevices);
        events.remove(first, last, removedEvents);
        level1Events.remove(first, last, removedLevel1Events);
    }

    void clear()
    {
        devices.clear();
        events.clear();
        level1Devices.clear();
        level1Events.clear();
    }

    void state(final StateStream stream)
    {
        devices.state(stream, "cached devices");
        events.state(stream, "cached events");
        if (isEager())
        {
            level1Devices.state(stream, "cached level 1 entries of devices");
            level1Events.state(stream, "cached level 1 entries of events");
        }
    }

    private void begin()
    {
        removedDevices.clear();
        removedEvents.clear();
        removedLevel1Devices.clear();
        removedLevel1Events.clear();
    }
}
