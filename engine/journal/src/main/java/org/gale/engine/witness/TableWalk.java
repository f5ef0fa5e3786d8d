package org.gale.engine.witness;

import org.gale.tables.memory.PhysicalMemory;

/**
 * Walk of the device table and of the translation tables of an ITS in RAM (B-ITS-3, B-ITS-4). Owned by the thread that
 * owns the machine.
 */
final class TableWalk
{
    /** Result of a walk that fails at an entry, or outside RAM. */
    static final long FAILED = 0;
    /** Result of a walk whose ID is out of range, so that no entry decided it. */
    static final long OUT_OF_RANGE = -2;

    private static final long VALID = 1;
    private static final long ADDRESS = 0x00ff_ffff_ffff_fff8L;
    /** Fields of the entry of a device: those that the architecture gives no meaning are left out. */
    private static final long DEVICE_FIELDS = 0xfcff_ffff_ffff_ffffL;
    private static final long EVENT_VALID = 1L << 31;
    private static final long EVENT_FIELDS = 0xffff_ffff_ffffL;
    private static final int SPAN_SHIFT = 60;
    private static final int BITS_SHIFT = 59;
    private static final int STRUCTURE_SHIFT = 58;
    private static final int RESERVED = 3;
    private static final int INDEX_BITS_MIN = 9;

    private final PhysicalMemory memory;
    private final int deviceBits;
    private final int eventBits;
    private final Level1 ofDevices;
    private final Level1 ofEvents;
    private long table;
    private int cfgr;
    private boolean isLive;

    /** Source of level 1 entries. */
    @FunctionalInterface
    interface Level1
    {
        /**
         * Returns an entry.
         *
         * @param deviceId of the walk
         * @param firstId  first ID that the entry covers
         * @param address  of the entry, in RAM
         */
        long entry(int deviceId, int firstId, long address);
    }

    TableWalk(final PhysicalMemory memory, final int deviceBits, final int eventBits, final Level1 ofDevices,
        final Level1 ofEvents)
    {
        this.memory = memory;
        this.deviceBits = deviceBits;
        this.eventBits = eventBits;
        this.ofDevices = ofDevices;
        this.ofEvents = ofEvents;
    }

    /** Returns whether the last walk read a page with an interrupt state table, which its own event may change. */
    boolean isLive()
    {
        return isLive;
    }

    /** Latches the device table. */
    void latch(final long baser, final int dtCfgr)
    {
        table = baser & ADDRESS;
        cfgr = dtCfgr;
    }

    /** Returns the number of low bits that index a level 2 device table, 0 if the table is linear. */
    int deviceIndexBits()
    {
        return (cfgr >>> 16 & 1) == 0 ? 0 : indexBits(cfgr >>> 6);
    }

    /** Returns the number of low bits of an EventID that index a level 2 table of a size. */
    static int indexBits(final int l2sz)
    {
        return INDEX_BITS_MIN + 2 * ((l2sz & RESERVED) == RESERVED ? 0 : l2sz & RESERVED);
    }

    /** Returns the entry of a device, {@link #FAILED} or {@link #OUT_OF_RANGE}. */
    long device(final int deviceId)
    {
        isLive = false;
        if (Integer.toUnsignedLong(deviceId) >>> Math.min(cfgr & 0x3f, deviceBits) != 0)
        {
            return OUT_OF_RANGE;
        }
        final long address = deviceIndexBits() == 0 ? table + (Integer.toUnsignedLong(deviceId) << 3) :
            under(ofDevices, deviceId, deviceId, table, deviceIndexBits());
        final long entry = address == FAILED ? FAILED : load(address);

        return (entry & VALID) == 0 ? FAILED : entry & DEVICE_FIELDS;
    }

    /**
     * Returns the entry of an event, {@link #FAILED} or {@link #OUT_OF_RANGE}.
     *
     * @param device entry of the device
     */
    long event(final int deviceId, final long device, final int eventId)
    {
        if (Integer.toUnsignedLong(eventId) >>> Math.min((int)(device >>> BITS_SHIFT), eventBits) != 0)
        {
            return OUT_OF_RANGE;
        }
        final long itt = device & ADDRESS;
        final boolean isTwoLevel = (device >>> STRUCTURE_SHIFT & 1) != 0;
        final long address = !isTwoLevel ? itt + (Integer.toUnsignedLong(eventId) << 3) :
            under(ofEvents, deviceId, eventId, itt, eventIndexBits(device));
        final long entry = address == FAILED ? FAILED : load(address);

        return (entry & EVENT_VALID) == 0 ? FAILED : entry & EVENT_FIELDS;
    }

    /** Reads the level 1 entry of a device, as a walk does that ends there. */
    void touchDevice(final int deviceId)
    {
        if (deviceIndexBits() != 0 && Integer.toUnsignedLong(deviceId) >>> Math.min(cfgr & 0x3f, deviceBits) == 0)
        {
            under(ofDevices, deviceId, deviceId, table, deviceIndexBits());
        }
    }

    private static int eventIndexBits(final long device)
    {
        return indexBits((int)(device >>> 1));
    }

    /** Returns the address of an entry of level 2, or {@link #FAILED}. */
    private long under(final Level1 level1, final int deviceId, final int id, final long base, final int bits)
    {
        final long address = base + (Integer.toUnsignedLong(id >>> bits) << 3);
        final boolean isInRam = memory.contains(address, Long.BYTES);
        isLive |= isInRam && memory.holdsLiveTable(memory.offsetOf(address));
        final long entry = isInRam ? level1.entry(deviceId, id & -(1 << bits), address) : FAILED;
        final int index = id & (1 << bits) - 1;
        final boolean isThere = (entry & VALID) != 0 && index >>> (int)(entry >>> SPAN_SHIFT) == 0;

        return isThere ? (entry & ADDRESS) + 8L * index : FAILED;
    }

    private long load(final long address)
    {
        if (!memory.contains(address, Long.BYTES))
        {
            return FAILED;
        }
        isLive |= memory.holdsLiveTable(memory.offsetOf(address));

        return memory.loadLong(address);
    }
}
